//! How people write passwords into texts: behind a name, as an option of a command, in an address.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Found;
use super::names::names;

fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant, and a test uses it")
}

/// A name and the sign behind it: `NAME=`, `"name": ` and `name: `; JSON has a quote right behind the colon.
static ASSIGNMENT: LazyLock<Regex> =
    LazyLock::new(|| compiled(r#"([A-Za-z0-9_.ñÑ-]+)\\?["']?(?:([ \t]+)?=[ \t]*|:[ \t]+|:\\?["'])"#));

/// A value: in quotes, or up to the next blank or mark.
static VALUE: LazyLock<Regex> =
    LazyLock::new(|| compiled(r#"^(?:\\?"([^"\\\n]*)|'([^'\n]*)|(\$\$?\{[^}\n]*\}|[^\s"',;}\\]+))"#));

/// `--name value`.
static OPTION: LazyLock<Regex> = LazyLock::new(|| compiled(r"--([A-Za-z0-9_-]+)[ \t]+"));

/// A password in redis.conf or sentinel.conf.
static DIRECTIVE: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"(?i)(?:requirepass|masterauth|auth-pass[ \t]+\S+)[ \t]+([^\n]*)"));

/// A word and what stands behind it on its line.
static WORD: LazyLock<Regex> = LazyLock::new(|| compiled(r"[A-Za-zñÑ][A-Za-z0-9_ñÑ-]*"));

/// The values behind names that make credentials of them; and whether a blank is between the two.
fn values(text: &str, names_and_signs: &'static Regex, what: &'static str) -> impl Iterator<Item = (Found, bool)> {
    names_and_signs.captures_iter(text).filter_map(move |captures| {
        let (whole, name) = (captures.get(0)?, names(captures.get(1)?.as_str())?);
        // The quote that JSON has behind the colon belongs to the value.
        let quote = whole.as_str().strip_suffix(['"', '\'']).map_or(whole.end(), |rest| whole.start() + rest.len());
        let found = VALUE.captures(&text[quote..])?;
        let value = (1..found.len()).find_map(|group| found.get(group))?;
        let place = quote + value.start()..quote + value.end();
        // In a reference the name of a secret stands there.
        let reference = captures.get(1).is_some_and(|name| name.as_str() == "secret") && is_secret_name(value.as_str());
        let is = name.makes_a_credential_of(value.as_str()) && !reference;
        let is = is && !value.as_str().starts_with(['{', '[']);
        is.then_some((Found { what, place }, captures.get(2).is_some()))
    })
}

fn is_secret_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') && text.contains('_')
}

/// Whether a text can hold an assignment at all: most do not.
fn may_assign(text: &str) -> bool {
    text.bytes().any(|byte| byte == b'=' || byte == b':')
}

/// The values behind names of credentials in a command, a file of variables, JSON or YAML. With a blank before its `=` a
/// text is TOML, or a sentence.
pub(super) fn assigned(text: &str) -> impl Iterator<Item = Found> {
    let found = may_assign(text).then(|| values(text, &ASSIGNMENT, "a password in a command"));
    found.into_iter().flatten().filter(|(_, blank)| !blank).map(|(found, _)| found)
}

/// The same also with blanks.
pub(super) fn assigned_loosely(text: &str) -> impl Iterator<Item = Found> {
    values(text, &ASSIGNMENT, "a password").map(|(found, _)| found)
}

/// The values of options that name credentials.
pub(super) fn options(text: &str) -> impl Iterator<Item = Found> {
    let found = text.contains("--").then(|| values(text, &OPTION, "a password on a command line"));
    found.into_iter().flatten().map(|(found, _)| found).filter(|found| !text[found.place.clone()].starts_with('-'))
}

/// The rest of each line behind the name of a credential and a sign.
pub(super) fn behind_assignments(text: &str) -> impl Iterator<Item = Range<usize>> {
    ASSIGNMENT.captures_iter(text).filter_map(|captures| {
        let (whole, name) = (captures.get(0)?, captures.get(1)?);
        let end = text[whole.end()..].find('\n').map_or(text.len(), |length| whole.end() + length);
        names(name.as_str()).map(|_| whole.end()..end)
    })
}

/// The user and the password of an address, and its host, are in so many bytes.
const LONGEST_USER: usize = 1024;

/// A user alone is a token from this length on, in bytes.
const SHORTEST_TOKEN: usize = 16;

/// The places of `user:password` in addresses, and of a token in place of the user. A variable is no password, and
/// neither is a port.
pub(super) fn in_urls(text: &str) -> impl Iterator<Item = Found> {
    text.match_indices("://").filter_map(|(scheme, sign)| {
        let start = scheme + sign.len();
        let rest = text.get(start..text.floor_char_boundary(start + LONGEST_USER)).unwrap_or_default();
        let rest = &rest[..rest.find(|c: char| c.is_whitespace() || "\"'<>".contains(c)).unwrap_or(rest.len())];
        let at = rest.rfind('@')?;
        let (user_info, host) = (&rest[..at], &rest[at + 1..]);
        let is = match user_info.split_once(':') {
            Some((_, password)) => {
                let port = password.split_once('/').is_some_and(|(port, _)| port.bytes().all(|b| b.is_ascii_digit()));
                let variable = ["${", "$(", "$$"].iter().any(|sign| password.starts_with(sign));
                !password.is_empty() && !port && !variable
            }
            None => is_token(user_info) && !host.contains("sentry"),
        };
        is.then(|| Found { what: "a password in a URL", place: start..start + user_info.len() })
    })
}

/// Whether the user of an address is a token: letters and digits, and many of them. The one in an address of Sentry is
/// public (docs.sentry.io, DSN).
fn is_token(user: &str) -> bool {
    let all = |which: fn(&u8) -> bool| user.bytes().any(|byte| which(&byte));
    let ordinary = |c: char| c.is_ascii_alphanumeric() || "_%.~+=-".contains(c);
    user.len() >= SHORTEST_TOKEN
        && user.chars().all(ordinary)
        && all(u8::is_ascii_digit)
        && all(u8::is_ascii_alphabetic)
}

/// Whether a value in a comment is one, and no word of a sentence: it is quoted, stands alone behind `=`, or no word looks
/// like it.
pub(super) fn stands_out(comment: &str, place: &Range<usize>) -> bool {
    let value = &comment[place.clone()];
    let before = comment[..place.start].trim_end_matches([' ', '\t']);
    let alone = before.ends_with('=') && comment[place.end..].trim().is_empty();
    let mixed = value.chars().any(char::is_lowercase) && value.chars().skip(1).any(char::is_uppercase);
    before.ends_with(['"', '\'']) || alone || value.bytes().any(|byte| byte.is_ascii_digit()) || mixed
}

/// What stands behind the name of a credential, to the end of the line, or to the end of the strings and lists that begin
/// there and do not end: in a text that is no TOML nothing says where the value is.
pub(super) fn behind_names(text: &str) -> impl Iterator<Item = Range<usize>> {
    let (mut start, mut open) = (0, None);
    let of_lines = text.split_inclusive('\n').filter_map(move |line| {
        let place = start..start + line.len();
        start = place.end;
        if let Some(what) = open {
            let ends = match what {
                Open::String(quotes) => line.contains(quotes),
                Open::List => begins_anew(line),
                Open::Value => !line.trim().is_empty(),
            };
            open = open.filter(|_| !ends);
            if !ends || !matches!(what, Open::List) {
                return Some(place);
            }
        }
        let name = WORD.find_iter(line).find(|word| names(word.as_str()).is_some())?;
        let rest = &line[name.end()..];
        open = Open::after(rest);
        let value = rest.trim_start_matches([' ', '\t', '=', ':', '"', '\'', ']', '.']);
        Some(place.end - value.len()..place.end)
    });
    of_lines.chain(DIRECTIVE.captures_iter(text).filter_map(|captures| captures.get(1)).map(|value| value.range()))
}

/// What begins on a line and goes on below it.
#[derive(Debug, Clone, Copy)]
enum Open {
    /// A string of several lines, up to these quotes.
    String(&'static str),
    /// A list or a table, up to the next key or table.
    List,
    /// The value itself, on the next line that has anything.
    Value,
}

impl Open {
    fn after(rest: &str) -> Option<Self> {
        if rest.trim_matches([' ', '\t', '\r', '\n', '=', ':', '"', '\'']).is_empty()
            && !rest.contains("\"\"\"")
            && !rest.contains("'''")
        {
            return Some(Self::Value);
        }
        let string = ["\"\"\"", "'''"].into_iter().find(|quotes| rest.matches(quotes).count() % 2 == 1);
        let list = rest.trim_end().ends_with(['[', '{', ',', '=', '\\']).then_some(Self::List);
        string.map(Self::String).or(list)
    }
}

/// Whether a line begins something of its own: a table, a key, a comment.
fn begins_anew(line: &str) -> bool {
    let line = line.trim();
    let key = line.split_once('=').map(|(key, _)| key.trim()).unwrap_or_default();
    let quotes_end = ['"', '\''].iter().all(|quote| key.matches(*quote).count() % 2 == 0);
    let is_key = !key.is_empty() && quotes_end && key.chars().all(|c| c.is_alphanumeric() || "_-.\"'".contains(c));
    is_key || (line.starts_with('[') && line.ends_with(']')) || line.starts_with('#')
}
