//! What stands behind the name of a credential on its line, where nothing says that it is assigned.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::names::names;
use super::words::is_no_word;

fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant, and a test uses it")
}

/// A password in redis.conf or sentinel.conf.
static DIRECTIVE: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"(?i)(?:requirepass|masterauth|auth-pass[ \t]+\S+)[ \t]+([^\n]*)"));

/// A word and what stands behind it on its line.
static WORD: LazyLock<Regex> = LazyLock::new(|| compiled(r"[A-Za-zñÑ][A-Za-z0-9_ñÑ-]*"));

/// What stands behind the name of a credential in a sentence, to the end of the line, where it holds what is no word.
pub(super) fn behind_words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let place = start..start + line.len();
        start = place.end;
        let name = name_in(line)?;
        let rest = line[name.end()..].trim_start_matches(|c: char| c.is_whitespace() || "=:.,\"'".contains(c));
        rest.split_whitespace().any(is_no_word).then_some(place.end - rest.len()..place.end)
    })
}

/// The pieces of a comment that are no words, where the line before it has the name of a credential.
pub(super) fn beside_name(line: &str, comment: &str) -> impl Iterator<Item = Range<usize>> {
    let pieces = name_in(line).map(|_| comment.split_whitespace()).into_iter().flatten();
    let suspicious = pieces.filter(|piece| piece.len() >= SHORTEST && is_no_word(piece));
    let place = |piece: &str| {
        let start = piece.as_ptr() as usize - comment.as_ptr() as usize;
        start..start + piece.len()
    };
    suspicious.map(place).collect::<Vec<_>>().into_iter()
}

/// Shorter pieces of a comment are numbers, times and sizes.
const SHORTEST: usize = 6;

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
            if what == Open::Value && line.trim().starts_with('#') {
                return None;
            }
            if what == Open::Value {
                // It may hold a name itself, whose value is on the next line: `name: PASSWORD`, then `value: x`.
                open = open.or_else(|| Open::after(&line[name_in(line)?.end()..]));
            }
            if !ends || what != Open::List {
                return Some(place);
            }
        }
        let name = name_in(line)?;
        let rest = &line[name.end()..];
        open = Open::after(rest);
        let value = rest.trim_start_matches([' ', '\t', '=', ':', '"', '\'', ']', '.']);
        Some(place.end - value.len()..place.end)
    });
    of_lines.chain(DIRECTIVE.captures_iter(text).filter_map(|captures| captures.get(1)).map(|value| value.range()))
}

/// The first name of a credential in a line.
fn name_in(line: &str) -> Option<regex::Match<'_>> {
    WORD.find_iter(line).find(|word| names(word.as_str()).is_some())
}

/// What begins on a line and goes on below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
        if rest.trim_matches([' ', '\t', '\r', '\n', '=', ':', '"', '\'', '|', '>', '-']).is_empty()
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
