//! Options of the servers by their own names: what they take comes from the servers' tables.

use std::ops::Deref;

use indexmap::IndexMap;
use toml::Spanned;
use toml::de::DeValue;

use super::decode::{Decode, Plain, plain};
use super::describe::split;
use super::elsewhere;
use super::mistakes::is_one_of;
use super::shape::{Bound, Format, Range, Shape};
use crate::origin::{At, Origin};
use crate::tables::{
    ODOO_COMMAND_LINE, ODOO_VERSIONS, OdooKind, PostgresKind, PostgresSetting, PostgresUnit, REDIS_RENAMED,
    REDIS_SERVERS, RedisKind, odoo_old_name, odoo_options, postgres_settings, postgres_versions, redis_directives,
};
use crate::units::{Bytes, Duration, Line, OptionName, RedisSize, Unit};

/// The options of a server.
#[derive(Debug)]
pub struct Options {
    /// The name of its type.
    pub name: &'static str,
    /// What they are.
    pub about: &'static str,
    /// The server.
    pub program: &'static str,
    /// What their names are, where any may stand.
    pub keys: Option<&'static Format>,
    /// The options that may be written, by name.
    pub names: fn() -> Vec<&'static str>,
    /// What the versions of an option take, each in one of several shapes; nothing where there is no such option.
    pub shapes: fn(&str) -> Option<Vec<Vec<Shape>>>,
    /// What an option is for.
    pub about_option: fn(&str) -> String,
    /// What to say of an option, whose text this is: what it is for, and its default with the words before it.
    pub explained: fn(&str, &str) -> (String, Option<String>),
    /// Options that other keys decide, and those keys.
    pub elsewhere: &'static [(&'static str, &'static str)],
    /// Old names of options, and the new ones.
    pub renamed: &'static [(&'static str, &'static str)],
    /// Options that the server itself does not have.
    pub others: Others,
}

/// Options that a server itself does not have.
#[derive(Debug, Clone, Copy)]
pub enum Others {
    /// It refuses them.
    Refused,
    /// It keeps them for others.
    Kept,
    /// Those of extensions: the pattern of their names, whether a name has it, and what they are.
    Extensions(&'static str, fn(&str) -> bool, &'static str),
}

/// What is known of a name.
pub(super) enum Sought {
    /// It is an option, and takes one of these shapes.
    Option(Vec<Shape>),
    /// Other keys decide it.
    Elsewhere(&'static str),
    /// There is none.
    Unknown,
}

impl Options {
    pub(super) fn find(&self, name: &str) -> Sought {
        if let Some(by) = self.elsewhere(name) {
            return Sought::Elsewhere(by);
        }
        match ((self.shapes)(name), self.others) {
            (Some(shapes), _) => Sought::Option(shapes.concat()),
            (None, Others::Kept) => Sought::Option(ANY.to_vec()),
            (None, Others::Extensions(_, is_one, _)) if is_one(name) => Sought::Option(ANY.to_vec()),
            _ => Sought::Unknown,
        }
    }

    /// What decides an option that is not set here.
    pub(super) fn elsewhere(&self, name: &str) -> Option<&'static str> {
        self.elsewhere.iter().find(|(decided, _)| *decided == name).map(|(_, by)| *by)
    }
}

/// A plain value: what the option's table makes of it is decided when the stack is resolved.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// A string.
    Text(Line),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Real(f64),
    /// A boolean.
    Bool(bool),
    /// Several strings.
    List(Vec<Line>),
}

impl Scalar {
    fn of(value: &DeValue<'_>) -> Option<Self> {
        let line = |item: &Spanned<DeValue<'_>>| Line::parse(item.get_ref().as_str()?).ok();
        Some(match plain(value) {
            Plain::Text(text) => Self::Text(Line::parse(text).ok()?),
            Plain::Whole(number) => Self::Integer(number),
            Plain::Real(number) => Self::Real(number),
            Plain::Bool(boolean) => Self::Bool(boolean),
            Plain::List(items) => Self::List(items.iter().map(line).collect::<Option<_>>()?),
            Plain::Table(_) | Plain::Nothing => return None,
        })
    }
}

/// Declares a table of options.
macro_rules! options {
    ($(#[doc = $about:literal])+ pub struct $name:ident = $options:expr;) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Default)]
        pub struct $name(IndexMap<String, At<Scalar>>);

        impl Deref for $name {
            type Target = IndexMap<String, At<Scalar>>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl Decode for $name {
            const SHAPE: Shape = Shape::Options($options);

            fn decode(value: &Spanned<DeValue<'_>>, _: &Shape) -> Option<Self> {
                decoded(value.get_ref(), $options).map(Self)
            }
        }
    };
}

options! {
    /// Options of odoo.conf.
    pub struct OdooOptions = &ODOO;
}
options! {
    /// Settings of the PostgreSQL server.
    pub struct PostgresSettings = &POSTGRES;
}
options! {
    /// Directives of redis.conf.
    pub struct RedisSettings = &REDIS;
}

fn decoded(value: &DeValue<'_>, options: &'static Options) -> Option<IndexMap<String, At<Scalar>>> {
    let entry = |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        let name = key.get_ref();
        let Sought::Option(shapes) = options.find(name) else { return None };
        let is_name = options.keys.is_none_or(|format| (format.check)(name).is_ok());
        let scalar = Scalar::of(value.get_ref()).filter(|_| is_name && is_one_of(value.get_ref(), &shapes))?;
        Some((name.to_string(), At::new(scalar, Origin::Written(value.span().into()))))
    };
    value.as_table()?.iter().map(entry).collect()
}

const LINE: Shape = Line::SHAPE;
const LINES: Shape = Shape::List { each: &LINE, least: 0, distinct: false };
const WHOLE: Shape = whole(None);
const REAL: Shape = Shape::Number { range: Range { least: None, most: None }, examples: &[] };

/// What an option may be of which nothing is known.
pub(super) const ANY: &[Shape] = &[LINE, REAL, Shape::Boolean, LINES];

const fn whole(least: Option<i64>) -> Shape {
    let least = match least {
        Some(least) => Some(Bound::Whole(least)),
        None => None,
    };
    Shape::Integer { width: None, range: Range { least, most: None } }
}

static ODOO: Options = Options {
    name: "OdooOptions",
    about: "Options of odoo.conf, by their names in the version of Odoo.",
    program: "Odoo",
    keys: Some(const { &Format::of::<OptionName>() }),
    names: || names(odoo_options().keys(), elsewhere::ODOO),
    shapes: |name| odoo_options().get(name).map(|option| vec![of_odoo(&option.kind)]),
    about_option: about_odoo,
    explained: explained_odoo,
    elsewhere: elsewhere::ODOO,
    renamed: &[],
    others: Others::Kept,
};

static POSTGRES: Options = Options {
    name: "PostgresSettings",
    about: "Settings of the PostgreSQL server, by their own names.",
    program: "PostgreSQL",
    keys: None,
    names: || names(postgres_settings().keys(), elsewhere::POSTGRES),
    shapes: |name| postgres_settings().get(name).map(|settings| of_postgres(settings)),
    about_option: |name| postgres_settings().get(name).map(|settings| about_setting(settings)).unwrap_or_default(),
    explained: |_, _| ("A setting of PostgreSQL.".to_owned(), Some("Default: PostgreSQL's own".to_owned())),
    elsewhere: elsewhere::POSTGRES,
    renamed: &[],
    others: Others::Extensions(r"^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_.]*$", is_of_extension, "A setting of an extension."),
};

static REDIS: Options = Options {
    name: "RedisSettings",
    about: "Directives of redis.conf, by their own names.",
    program: "Redis",
    keys: None,
    names: || names(redis_directives().keys(), elsewhere::REDIS),
    shapes: |name| redis_directives().get(name).map(|directive| vec![of_redis(&directive.kind)]),
    about_option: about_directive,
    explained: |_, _| ("A directive of redis.conf.".to_owned(), Some("Default: Redis's own".to_owned())),
    elsewhere: elsewhere::REDIS,
    renamed: &REDIS_RENAMED,
    others: Others::Refused,
};

/// The names of a table without those that other keys decide.
fn names<'n>(
    all: impl Iterator<Item = &'n &'static str>,
    elsewhere: &[(&'static str, &'static str)],
) -> Vec<&'static str> {
    all.copied().filter(|name| elsewhere.iter().all(|(decided, _)| decided != name)).collect()
}

fn of_odoo(kind: &'static OdooKind) -> Vec<Shape> {
    match kind {
        OdooKind::Text => vec![LINE],
        OdooKind::Bool => vec![Shape::Boolean],
        OdooKind::Integer => vec![WHOLE],
        OdooKind::Real => vec![REAL],
        OdooKind::Bytes => vec![whole(Some(0)), Bytes::SHAPE],
        OdooKind::Seconds => vec![whole(Some(-1)), Duration::SHAPE],
        OdooKind::List => vec![LINES, LINE],
        OdooKind::Enum(values) => vec![Shape::Choice(values)],
    }
}

fn about_odoo(name: &str) -> String {
    let Some(option) = odoo_options().get(name) else { return String::new() };
    let default = if option.default.is_empty() { "unset" } else { option.default };
    let (since, until) = (*option.versions.start(), *option.versions.end());
    let versions = match (since == *ODOO_VERSIONS.start(), until == *ODOO_VERSIONS.end()) {
        (true, true) => String::new(),
        (false, true) => format!(" (Odoo {since} and newer)"),
        _ => format!(" (Odoo {since} to {until})"),
    };
    format!("{}{versions}. Odoo's default: {default}.", option.about)
}

/// What became of an option that odoo.conf cannot hold, where Odoo knows its name.
#[must_use]
pub fn not_in_odoo_conf(option: &str) -> Option<String> {
    if ODOO_COMMAND_LINE.contains(&option) {
        return Some("Odoo takes this option from its command line alone.".to_owned());
    }
    let old = odoo_old_name(option, *ODOO_VERSIONS.end())?;
    let instead = old.new.map(|instead| format!(": `{instead}` takes its place")).unwrap_or_default();
    Some(format!("Odoo 19 no longer knows this option{instead}."))
}

fn explained_odoo(name: &str, about: &str) -> (String, Option<String>) {
    match split(about) {
        (about, _) if about.is_empty() => {
            (not_in_odoo_conf(name).unwrap_or_else(|| "Odoo has no option of this name.".to_owned()), None)
        }
        (about, default) => (format!("An option of odoo.conf: {about}"), default),
    }
}

/// What each of the versions takes, once.
fn of_postgres(settings: &'static [PostgresSetting]) -> Vec<Vec<Shape>> {
    let mut kinds: Vec<&PostgresKind> = Vec::new();
    for setting in settings {
        if !kinds.contains(&&setting.kind) {
            kinds.push(&setting.kind);
        }
    }
    kinds.into_iter().map(of_setting).collect()
}

fn of_setting(kind: &'static PostgresKind) -> Vec<Shape> {
    match kind {
        PostgresKind::Bool => vec![Shape::Boolean],
        PostgresKind::Enum(values) => vec![Shape::Choice(values)],
        PostgresKind::Text => vec![LINE],
        PostgresKind::Number { whole, unit, range } => {
            let range = Range { least: Some(Bound::Real(range.0)), most: Some(Bound::Real(range.1)) };
            let number =
                if *whole { Shape::Integer { width: None, range } } else { Shape::Number { range, examples: &[] } };
            let with_unit = unit.as_ref().map(|unit| match unit {
                PostgresUnit::Bytes(_) => Bytes::SHAPE,
                PostgresUnit::Millis(_) => Duration::SHAPE,
            });
            std::iter::once(number).chain(with_unit).collect()
        }
    }
}

/// Whether a setting is one of an extension (PostgreSQL's manual, 20.16).
fn is_of_extension(name: &str) -> bool {
    let starts = |part: &str| part.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    let has = |part: &str, more: &str| {
        part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || more.contains(c))
    };
    name.split_once('.').is_some_and(|(of, own)| starts(of) && has(of, "") && starts(own) && has(own, "."))
}

/// What is known of a setting of PostgreSQL.
fn about_setting(settings: &[PostgresSetting]) -> String {
    let unit = settings.iter().find_map(|setting| match &setting.kind {
        PostgresKind::Number { unit: Some(PostgresUnit::Bytes(bytes)), .. } => Some(Bytes::new(*bytes).human()),
        PostgresKind::Number { unit: Some(PostgresUnit::Millis(millis)), .. } => Some(format!("{millis} ms")),
        _ => None,
    });
    let bare = unit.map(|unit| format!(" A number without a unit counts {unit}.")).unwrap_or_default();
    let versions =
        postgres_versions(settings).map(|versions| format!(" In PostgreSQL {versions}.")).unwrap_or_default();
    format!("The server's setting of this name (PostgreSQL's manual, chapter 20).{versions}{bare}")
}

fn of_redis(kind: &'static RedisKind) -> Vec<Shape> {
    match kind {
        RedisKind::Bool => vec![Shape::Boolean],
        RedisKind::Integer => vec![WHOLE],
        RedisKind::Size => vec![whole(Some(0)), RedisSize::SHAPE],
        RedisKind::Enum(values) => vec![Shape::Choice(values)],
        RedisKind::Text | RedisKind::Words => vec![LINE],
    }
}

fn about_directive(name: &str) -> String {
    let Some(directive) = redis_directives().get(name) else { return String::new() };
    let only = if directive.servers.len() == REDIS_SERVERS.len() {
        String::new()
    } else {
        format!(" Known to {}.", directive.servers.join(", ").replace('v', "Valkey "))
    };
    format!("The directive of this name (redis.conf).{only}")
}
