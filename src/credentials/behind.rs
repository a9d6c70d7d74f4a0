//! Finds what follows the name of a credential on its line without an assignment sign.

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

/// A word that can be a name.
static WORD: LazyLock<Regex> = LazyLock::new(|| compiled(r"[A-Za-zñÑ][A-Za-z0-9_ñÑ-]*"));

/// The rest of a line after the name of a credential in a sentence, if it contains something that is not a word.
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

/// The parts of a comment that are not words, if the line before the comment has the name of a credential.
pub(super) fn beside_name(line: &str, comment: &str) -> impl Iterator<Item = Range<usize>> {
    let pieces = name_in(line).map(|_| comment.split_whitespace()).into_iter().flatten();
    let suspicious = pieces.filter(|piece| piece.len() >= SHORTEST && is_no_word(piece));
    let place = |piece: &str| {
        let start = piece.as_ptr() as usize - comment.as_ptr() as usize;
        start..start + piece.len()
    };
    suspicious.map(place).collect::<Vec<_>>().into_iter()
}

/// Shorter parts of a comment are numbers, durations and sizes.
const SHORTEST: usize = 6;

/// The rest of a line after the name of a credential, up to the end of the strings and lists that start there: in a
/// text that is not TOML, the place of the value is unknown.
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
                // The value may be a name itself, with its value on the next line: `name: PASSWORD`, then `value: x`.
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

/// What starts on a line and continues below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// A multi-line string, up to these quotes.
    String(&'static str),
    /// A list or a table, up to the next key or table.
    List,
    /// The value itself, on the next line that is not empty.
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

/// Whether a line starts something new: a table, a key, a comment.
fn begins_anew(line: &str) -> bool {
    let line = line.trim();
    let key = line.split_once('=').map(|(key, _)| key.trim()).unwrap_or_default();
    let quotes_end = ['"', '\''].iter().all(|quote| key.matches(*quote).count() % 2 == 0);
    let is_key = !key.is_empty() && quotes_end && key.chars().all(|c| c.is_alphanumeric() || "_-.\"'".contains(c));
    is_key || (line.starts_with('[') && line.ends_with(']')) || line.starts_with('#')
}
