//! The input as a tree whose every key and value knows its place.

mod alternatives;
mod bounds;
mod credentials;
pub mod edit;
mod mask;
mod merge;
mod overrides;
mod places;
mod prune;
mod syntax;
mod tree;

pub use bounds::FINDINGS;
pub use credentials::{Credential, VARIABLE};
pub use mask::{Hidden, Masked};
pub use mask::{hide_credentials, steers};
pub use prune::{table_at, take_out};
pub use tree::{Found, dotted, kind_of, path_at, strings_in};

use std::borrow::Cow;
use std::cell::OnceCell;

use toml::Spanned;
use toml::de::DeTable;

use crate::codes::Code;
use crate::finding::{Diagnostic, Fix};
use crate::origin::Span;
use crate::redactor::Redactor;
use crate::source::Source;
use crate::suggest::nearest;
use crate::units::{KeyPath, OutputPath, Requirement, Unit as _};
use places::Places;
use syntax::Syntax;

/// Sections that a mode can neither override nor unset.
const NOT_IN_MODES: &[&str] = &["stack", "modes", "rules"];

/// A misspelt key of a mode that is close to one of the mode's own keys.
fn misspelt_in_mode(mode: &str, key: &Spanned<Cow<'_, str>>, sections: &[&str]) -> Option<Diagnostic> {
    let (name, span) = (key.get_ref().as_ref(), Span::from(key.span()));
    let own = merge::OF_THE_MODE.iter().copied();
    if own.clone().chain(sections.iter().copied()).any(|known| known == name) {
        return None;
    }
    let near = nearest(name, own.clone().chain(sections.iter().copied()));
    let near = near.filter(|near| own.clone().any(|known| known == *near))?;
    let message = format!("unknown key `{name}`");
    let mut found = Diagnostic::error(Code::UnknownKey, &span, message)
        .help(format!("did you mean `{near}`?"))
        .fix(Fix::suggested(&format!("rename it to `{near}`")).rename(&span, near));
    found.meant_keys = Some(["modes", mode, near].map(str::to_owned).to_vec());
    Some(found)
}

/// The mistakes in a tree whose text the parser accepts.
fn wrong_in(root: &DeTable<'_>) -> Vec<Diagnostic> {
    let mut places = Vec::new();
    tree::no_numbers(root, &mut places);
    let found = places.iter().map(|place| Diagnostic::error(Code::TomlSyntax, place, "this is not a number"));
    found.chain(bounds::of_tree(root)).collect()
}

/// A parsed input.
#[derive(Debug)]
pub struct Document<'s> {
    text: &'s str,
    /// Whether it was not parsed: nothing of it is shown.
    is_too_large: bool,
    /// With syntax errors: the text with blanks for what is wrong, and the places below a damaged header.
    left: Option<(String, Vec<Span>)>,
    /// The tree; with syntax errors, the readable part of it.
    pub root: Spanned<DeTable<'s>>,
    credentials: OnceCell<Vec<Credential>>,
    places: OnceCell<Places>,
}

impl<'s> Document<'s> {
    /// Parses an input: the tree, and every syntax error.
    #[must_use]
    pub fn parse(source: &'s Source) -> (Self, Vec<Diagnostic>) {
        if let Some(beyond) = bounds::of_text(source.text()) {
            let nothing = Self::new(source.text(), Spanned::new(0..0, DeTable::new()));
            return (Self { is_too_large: true, ..nothing }, vec![beyond]);
        }
        let (root, errors) = DeTable::parse_recoverable(source.text());
        let found = match errors.first() {
            None => wrong_in(root.get_ref()),
            Some(first) => {
                let Syntax { errors, left, astray } = Syntax::of(source.text(), first);
                return (Self { left: Some((left, astray)), ..Self::new(source.text(), root) }, errors);
            }
        };
        (Self::new(source.text(), root), found)
    }

    fn new(text: &'s str, root: Spanned<DeTable<'s>>) -> Self {
        Self { text, is_too_large: false, left: None, root, credentials: OnceCell::new(), places: OnceCell::new() }
    }

    /// Strings that look like credentials, with their places.
    #[must_use]
    pub fn credentials(&self) -> &[Credential] {
        let find = || match &self.left {
            _ if self.is_too_large => Vec::new(),
            None => credentials::find(self.root.get_ref(), self.text),
            Some((left, astray)) => credentials::find_in_broken(self.root.get_ref(), self.text, left, astray),
        };
        self.credentials.get_or_init(find)
    }

    /// Everything in it that no output may show: its credentials, and the strings that contain one of these values in
    /// any spelling.
    #[must_use]
    pub fn hidden(&self, values: &Redactor) -> Hidden {
        let mut places = Vec::new();
        tree::strings(self.root.get_ref(), &mut |span, text| places.extend(values.finds_in(text).then_some(span)));
        // With so many credentials, nothing of the input is shown.
        let everything = self.is_too_large || self.credentials().len() > FINDINGS;
        let credentials = if everything { Vec::new() } else { self.credentials().to_vec() };
        Hidden { everything, credentials, places, values: values.clone() }
    }

    /// The names of the modes, in the order of the file.
    #[must_use]
    pub fn modes(&self) -> Vec<String> {
        let modes = self.root.get_ref().get("modes").and_then(|modes| modes.get_ref().as_table());
        modes.map(|modes| modes.keys().map(|name| name.get_ref().to_string()).collect()).unwrap_or_default()
    }

    /// The folder for the files of the stack, below the output folder, if the input sets one.
    #[must_use]
    pub fn output(&self) -> Option<OutputPath> {
        let stack = self.root.get_ref().get("stack")?.get_ref().as_table()?;
        OutputPath::parse(stack.get("output")?.get_ref().as_str()?).ok()
    }

    /// The finding for an input that requires another version of stackgen.
    #[must_use]
    pub fn of_other_version(&self) -> Option<Diagnostic> {
        let stack = self.root.get_ref().get("stack")?.get_ref().as_table()?;
        let required = stack.get("required_version")?;
        let text = required.get_ref().as_str()?;
        if Requirement::parse(text).ok()?.is_met() {
            return None;
        }
        let message = format!("the input requires stackgen {text}, but this is stackgen {}", env!("CARGO_PKG_VERSION"));
        let help = "install a version that meets it, or change `required_version` and adapt the input to this version";
        Some(Diagnostic::error(Code::VersionRequired, &Span::from(required.span()), message).help(help))
    }

    /// The keys that lead to a place of the input: `["redis", "resources", "memory"]`.
    #[must_use]
    pub fn path_at(&self, span: Span) -> Option<Vec<String>> {
        self.places.get_or_init(|| Places::of(self.root.get_ref())).path_to(span)
    }

    /// Whether the table of the value at a place also has this key.
    #[must_use]
    pub fn has_beside(&self, place: Span, key: &str) -> bool {
        let path = self.path_at(place).unwrap_or_default();
        path.split_last()
            .is_some_and(|(_, table)| Found::exactly(&self.root, &[table, &[key.to_owned()]].concat()).is_some())
    }

    /// Whether this place is in a mode.
    #[must_use]
    pub fn is_in_a_mode(&self, place: Span) -> bool {
        self.path_at(place).is_some_and(|path| path.first().is_some_and(|section| section == "modes"))
    }

    /// What is not possible in a mode: sections that no mode overrides, a name that Compose would load, and keys in
    /// `unset` that the base does not have.
    #[must_use]
    pub fn misplaced_in_modes(&self, sections: &[&str]) -> Vec<Diagnostic> {
        let modes = self.root.get_ref().get("modes").and_then(|modes| modes.get_ref().as_table());
        let mut found = Vec::new();
        for (name, mode) in modes.into_iter().flatten() {
            if name.get_ref() == "override" {
                let message = "a mode cannot have this name: Compose would always load docker-compose.override.yml";
                found.push(Diagnostic::error(Code::BadName, &Span::from(name.span()), message));
            }
            let Some(mode) = mode.get_ref().as_table() else { continue };
            for (key, _) in mode {
                if NOT_IN_MODES.contains(&key.get_ref().as_ref()) {
                    let message = format!("a mode cannot override `{}`", key.get_ref());
                    found.push(Diagnostic::error(Code::UnknownKey, &Span::from(key.span()), message));
                }
                found.extend(misspelt_in_mode(name.get_ref(), key, sections));
            }
            found.extend(merge::unset(mode).filter_map(|(place, path)| self.not_to_unset(&path, place.span().into())));
        }
        found
    }

    /// The finding for a path that a mode cannot unset.
    fn not_to_unset(&self, path: &KeyPath, place: Span) -> Option<Diagnostic> {
        let parts = path.parts();
        if let Some(section) = parts.first().filter(|section| NOT_IN_MODES.contains(&section.as_str())) {
            return Some(Diagnostic::error(Code::UnknownKey, &place, format!("a mode cannot unset `{section}`")));
        }
        if Found::exactly(&self.root, parts).is_some() {
            return None;
        }
        let (above, last) = parts.split_at(
            parts
                .iter()
                .enumerate()
                .take_while(|(at, _)| Found::exactly(&self.root, parts.get(..=*at).unwrap_or_default()).is_some())
                .count(),
        );
        let table = Found::at(&self.root, above).value.map_or(Some(self.root.get_ref()), toml::de::DeValue::as_table);
        let known: Vec<&str> = table.into_iter().flatten().map(|(key, _)| key.get_ref().as_ref()).collect();
        let near = last.first().and_then(|wrong| nearest(wrong, known.iter().copied()));
        let diagnostic = Diagnostic::error(Code::UnknownKey, &place, format!("`{}` is not in the base", path.as_str()));
        Some(match near {
            Some(near) => diagnostic.help(format!("did you mean `{}`?", dotted(&[above, &[near.to_owned()]].concat()))),
            None => diagnostic.help("remove it from the list"),
        })
    }

    /// The tree without the overrides of modes.
    #[must_use]
    pub fn base(&self) -> Spanned<DeTable<'s>> {
        merge::base(&self.root)
    }

    /// The tree with the overrides of the mode.
    #[must_use]
    pub fn of_mode(&self, mode: &str) -> Spanned<DeTable<'s>> {
        merge::of_mode(&self.root, mode)
    }
}
