//! Addresses of services of the stack in hand-written texts.

/// An address in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address<'t> {
    /// The scheme, if it is a URL.
    pub scheme: Option<&'t str>,
    /// Whether it contains a user and a password.
    pub credentials: bool,
    /// The host.
    pub host: &'t str,
    /// The port in the text, or that of the scheme.
    pub port: Option<u16>,
}

fn usual_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        "redis" | "rediss" => Some(6379),
        "postgres" | "postgresql" => Some(5432),
        _ => None,
    }
}

fn host_and_port(text: &str) -> Option<Address<'_>> {
    let (host, port) = text.split_once(':')?;
    let is_host = host.starts_with(|c: char| c.is_ascii_alphabetic()) && host.bytes().all(is_of_host);
    let is_port = (1..=PORT_DIGITS).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    let address = || Address { scheme: None, credentials: false, host, port: port.parse().ok() };
    (is_host && is_port).then(address)
}

/// The maximum number of digits of a port.
const PORT_DIGITS: usize = 5;

fn is_of_scheme(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+.-".contains(&byte)
}

fn is_of_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._-".contains(&byte)
}

/// The leading bytes of a text that are of a kind.
fn leading(text: &str, is: fn(u8) -> bool) -> &str {
    text.get(..text.bytes().take_while(|byte| is(*byte)).count()).unwrap_or_default()
}

/// The host at the start of a text, and the rest.
fn host(text: &str) -> Option<(&str, &str)> {
    let host = leading(text, is_of_host);
    let rest = text.get(host.len()..)?;
    host.starts_with(|c: char| c.is_ascii_alphanumeric()).then_some((host, rest))
}

/// The address with this scheme at the start of a text, and the rest.
fn url<'t>(scheme: &'t str, text: &'t str) -> Option<(Address<'t>, &'t str)> {
    let user = text.split(|c: char| c == '/' || c == '@' || c.is_whitespace()).next().unwrap_or_default();
    let behind_user = text.get(user.len()..).and_then(|rest| rest.strip_prefix('@'));
    let with_user = behind_user.and_then(host).map(|(host, rest)| (user.contains(':'), host, rest));
    let (credentials, host, rest) = with_user.or_else(|| host(text).map(|(host, rest)| (false, host, rest)))?;
    let digits = rest.strip_prefix(':').map(|rest| leading(rest, |byte| byte.is_ascii_digit()));
    let digits = digits.map(|digits| digits.get(..PORT_DIGITS).unwrap_or(digits)).filter(|digits| !digits.is_empty());
    let port = digits.map_or_else(|| usual_port(scheme), |digits| digits.parse().ok());
    let rest = digits.map_or(rest, |digits| rest.get(1 + digits.len()..).unwrap_or_default());
    Some((Address { scheme: Some(scheme), credentials, host, port }, rest))
}

/// Every URL in a text.
fn urls(text: &str) -> impl Iterator<Item = Address<'_>> {
    let mut left = text;
    std::iter::from_fn(move || {
        while let Some((before, behind)) = left.split_once("://") {
            let run = before.bytes().rev().take_while(|byte| is_of_scheme(*byte)).count();
            let run = before.get(before.len() - run..).unwrap_or_default();
            let scheme = run.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
            left = behind;
            if let Some((address, rest)) =
                Some(scheme).filter(|scheme| !scheme.is_empty()).and_then(|scheme| url(scheme, behind))
            {
                left = rest;
                return Some(address);
            }
        }
        None
    })
}

/// Every URL in a text, or the text itself if it is `host:port` or a list of these.
#[must_use]
pub fn addresses(text: &str) -> Vec<Address<'_>> {
    let list: Option<Vec<_>> = text.split(',').map(str::trim).map(host_and_port).collect();
    list.unwrap_or_else(|| urls(text).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    /// What the grammar above is as an expression.
    fn by_expression(text: &str) -> Vec<Address<'_>> {
        let list = Regex::new("^([A-Za-z][A-Za-z0-9._-]*):([0-9]{1,5})$").unwrap();
        let url = r"([A-Za-z][A-Za-z0-9+.-]*)://(?:([^\s/@]*)@)?([A-Za-z0-9][A-Za-z0-9._-]*)(?::([0-9]{1,5}))?";
        let url = Regex::new(url).unwrap();
        if text.split(',').all(|one| list.is_match(one.trim())) {
            let one = |one| {
                let (_, [host, port]) = list.captures(one).unwrap().extract();
                Address { scheme: None, credentials: false, host, port: port.parse().ok() }
            };
            return text.split(',').map(str::trim).map(one).collect();
        }
        let address = |found: regex::Captures<'_>| {
            let group = |index: usize| found.get(index).map(|part| &text[part.range()]);
            let scheme = group(1).unwrap();
            let port = group(4).map_or_else(|| usual_port(scheme), |port| port.parse().ok());
            let credentials = group(2).is_some_and(|user| user.contains(':'));
            Address { scheme: Some(scheme), credentials, host: group(3).unwrap(), port }
        };
        url.captures_iter(text).map(address).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn addresses_are_those_of_the_expression(text in "([ab1+._:/@, é-]|://|://){0,10}|a:[0-9]{0,6}(, b:1)?") {
            prop_assert_eq!(addresses(&text), by_expression(&text));
        }
    }

    #[test]
    fn urls_and_host_and_port_are_found() {
        let of = |text: &'static str| {
            addresses(text).into_iter().map(|a| (a.scheme, a.credentials, a.host, a.port)).collect::<Vec<_>>()
        };
        assert_eq!(of("redis://redis-master:6380/0"), [(Some("redis"), false, "redis-master", Some(6380))]);
        assert_eq!(
            of("--to=http://a_b/x,http://u:p@c"),
            [(Some("http"), false, "a_b", Some(80)), (Some("http"), true, "c", Some(80)),]
        );
        assert_eq!(of("db:5432"), [(None, false, "db", Some(5432))]);
        assert_eq!(of("a:1, b:2"), [(None, false, "a", Some(1)), (None, false, "b", Some(2))]);
        assert_eq!(of("main:app"), []);
        assert_eq!(of("claude-sonnet-4-5"), []);
    }
}
