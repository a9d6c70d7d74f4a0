//! Finds passwords as people write them into texts: after a name, as an option of a command, in an address.

use std::ops::Range;

use super::Found;
use super::assignments::{Named, assignments, long_options, value};
use super::names::names;
use super::words::is_no_word;

/// A value after the name of a credential.
struct Assigned {
    place: Range<usize>,
    /// The sign between the two, without spaces.
    sign: Option<char>,
    /// Whether there is a space before an `=`.
    blank: bool,
}

/// The values after names that make them credentials.
fn values<'t>(text: &'t str, names_and_signs: impl Iterator<Item = Named> + 't) -> impl Iterator<Item = Assigned> + 't {
    names_and_signs.filter_map(move |Named { name: written, end, blank }| {
        let name = names(&text[written.clone()])?;
        // The quote after the colon in JSON belongs to the value.
        let quote = if text[written.end..end].ends_with(['"', '\'']) { end - 1 } else { end };
        let value = value(&text[quote..])?;
        let place = quote + value.start..quote + value.end;
        let value = &text[place.clone()];
        // In a reference this is the name of a secret; `--secret id=x` of docker build says where one is.
        let of_secret = &text[written.clone()] == "secret";
        let reference =
            of_secret && (blank || is_secret_name(value) || value.starts_with("id=") || value.starts_with("type="));
        // A pattern is not an assignment.
        let pattern = text[..written.start].ends_with('^') || value.starts_with(['{', '[', '(']);
        let sign = text[written.end..quote].trim_matches([' ', '\t', '"', '\'', '\\']).chars().next();
        let is = name.makes_a_credential_of(value) && !reference && !pattern;
        is.then_some(Assigned { place, sign, blank })
    })
}

fn is_secret_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') && text.contains('_')
}

/// Whether a text can contain an assignment at all: most do not.
fn may_assign(text: &str) -> bool {
    text.bytes().any(|byte| byte == b'=' || byte == b':')
}

/// The values after names of credentials in a command, a file of variables, JSON or YAML. With a space before its `=`
/// a text is TOML or a sentence, and a name with a colon may also start a sentence.
pub(super) fn assigned(text: &str) -> impl Iterator<Item = Found> {
    let found = may_assign(text).then(|| values(text, assignments(text)));
    let is = |found: &Assigned| match (found.blank, found.sign) {
        // A line of a file of settings.
        (true, _) => is_a_line(text, &found.place),
        (false, sign) => sign != Some(':') || stands_out(text, &found.place),
    };
    found.into_iter().flatten().filter(is).map(|found| Found { what: "a password in a command", place: found.place })
}

/// The same in a comment, also with spaces.
pub(super) fn assigned_loosely(text: &str) -> impl Iterator<Item = Found> {
    let found = values(text, assignments(text)).filter(|found| stands_out(text, &found.place));
    found.map(|found| Found { what: "a password", place: found.place })
}

/// The values of options that name credentials.
pub(super) fn options(text: &str) -> impl Iterator<Item = Found> {
    let found = text.as_bytes().windows(2).any(|two| two == b"--").then(|| values(text, long_options(text)));
    let places = found.into_iter().flatten().map(|found| found.place);
    let values = places.filter(|place| !text[place.clone()].starts_with('-'));
    values.map(|place| Found { what: "a password on a command line", place })
}

/// The rest of each line after the name of a credential with a sign.
pub(super) fn behind_assignments(text: &str) -> impl Iterator<Item = Range<usize>> {
    assignments(text).filter_map(|Named { name, end: start, .. }| {
        let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
        names(&text[name]).map(|_| start..end)
    })
}

/// The maximum length of the user, the password and the host of an address, in bytes.
const LONGEST_USER: usize = 1024;

/// The minimum length of a user without a password that counts as a token, in bytes.
const SHORTEST_TOKEN: usize = 16;

/// The end of each `://` in a text.
fn behind_schemes(text: &str) -> impl Iterator<Item = usize> {
    text.as_bytes().windows(3).enumerate().filter(|(_, sign)| sign == b"://").map(|(at, sign)| at + sign.len())
}

/// The places of `user:password` in addresses, and of a token in place of the user. Variables and ports are not
/// passwords.
pub(super) fn in_urls(text: &str) -> impl Iterator<Item = Found> {
    behind_schemes(text).filter_map(|start| {
        let rest = text.get(start..text.floor_char_boundary(start + LONGEST_USER)).unwrap_or_default();
        let rest = &rest[..rest.find(|c: char| c.is_whitespace() || "\"'<>".contains(c)).unwrap_or(rest.len())];
        let at = rest.rfind('@')?;
        let (user_info, host) = (&rest[..at], &rest[at + 1..]);
        let is = match user_info.split_once(':') {
            Some((_, password)) => {
                let port =
                    password.split_once(['/', '?']).is_some_and(|(port, _)| port.bytes().all(|b| b.is_ascii_digit()));
                let variable = ["${", "$(", "$$"].iter().any(|sign| password.starts_with(sign));
                let variable = variable && !password.contains(":-");
                !password.is_empty() && !port && !variable && !is_example(user_info, host)
            }
            None => is_token(user_info) && !is_public(user_info, host),
        };
        is.then(|| Found { what: "a password in a URL", place: start..start + user_info.len() })
    })
}

/// Whether a value is in quotes, or the last word of a line that starts with its name: `admin_passwd = x`.
fn is_a_line(text: &str, place: &Range<usize>) -> bool {
    let (before, behind) = (&text[..place.start], text[place.end..].lines().next().unwrap_or_default());
    let name = before.lines().next_back().unwrap_or_default().trim().trim_end_matches('=').trim();
    let several = text.trim().contains('\n');
    let alone = several && behind.trim().is_empty() && !name.is_empty() && !name.contains(char::is_whitespace);
    alone || before.ends_with(['"', '\''])
}

/// Whether an address is only an example: `user:password@host`.
fn is_example(user_info: &str, host: &str) -> bool {
    let host = host.split(['/', ':', '?']).next().unwrap_or_default();
    let host = ["host", "hostname", "..."].contains(&host) || host.ends_with("example.com");
    host && matches!(
        user_info,
        "user:password" | "user:pass" | "username:password" | "usuario:contraseña" | "usuario:clave" | "USER:PASSWORD"
    )
}

/// The places of passwords with spaces or quotes in addresses, if the text after the colon is not a port: up to the
/// last `@` of the line, or to its end.
pub(super) fn in_urls_with_blanks(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("://").filter_map(|(scheme, sign)| {
        let start = scheme + sign.len();
        let rest = text.get(start..text.floor_char_boundary(start + LONGEST_USER)).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        let user_info = &line[..line.rfind('@').unwrap_or(line.len())];
        let first = user_info.split(char::is_whitespace).next()?;
        let (_, password) = first.split_once(':')?;
        let password = password.trim_end_matches(['"', '\'', ',', ';', ')', ']', '}', '.']);
        let port = password.split(['/', '?']).next().is_some_and(|port| port.bytes().all(|b| b.is_ascii_digit()));
        (!port || password.is_empty()).then_some(start..start + user_info.len())
    })
}

/// Whether an address is one for error reports, whose key is public (docs.sentry.io, DSN):
/// `https://<32 hexadecimal characters>@host/<number of a project>`.
fn is_public(user: &str, host: &str) -> bool {
    let project = host.rsplit('/').next().is_some_and(|project| project.bytes().all(|byte| byte.is_ascii_digit()));
    host.contains("sentry") || (user.len() == 32 && user.bytes().all(|byte| byte.is_ascii_hexdigit()) && project)
}

/// Whether the user of an address is a token: long, with letters and digits.
fn is_token(user: &str) -> bool {
    let all = |which: fn(&u8) -> bool| user.bytes().any(|byte| which(&byte));
    let ordinary = |c: char| c.is_ascii_alphanumeric() || "_%.~+=-".contains(c);
    user.len() >= SHORTEST_TOKEN
        && user.chars().all(ordinary)
        && all(u8::is_ascii_digit)
        && all(u8::is_ascii_alphabetic)
}

/// Whether a value is not a word of a sentence: it is quoted, nothing follows it, or it does not look like a word.
fn stands_out(text: &str, place: &Range<usize>) -> bool {
    let before = text[..place.start].trim_end_matches([' ', '\t']);
    let comment = text.starts_with('#') && !before.ends_with('=');
    let behind = text[place.end..].lines().next().unwrap_or_default().trim_start();
    let alone = !comment && (behind.is_empty() || behind.starts_with([',', '}', ';']));
    before.ends_with(['"', '\'']) || alone || is_no_word(&text[place.clone()])
}
