//! Addresses of services of the stack in texts that were written by hand.

use std::sync::LazyLock;

use regex::Regex;

/// An address in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address<'t> {
    /// The scheme, where it is a URL.
    pub scheme: Option<&'t str>,
    /// Whether a user and a password stand in it.
    pub credentials: bool,
    /// The host.
    pub host: &'t str,
    /// The port, written or that of the scheme.
    pub port: Option<u16>,
}

static URL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([A-Za-z][A-Za-z0-9+.-]*)://(?:([^\s/@]*)@)?([A-Za-z0-9][A-Za-z0-9._-]*)(?::([0-9]{1,5}))?")
        .expect("the pattern is constant")
});
static HOST_AND_PORT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^([A-Za-z][A-Za-z0-9._-]*):([0-9]{1,5})$").expect("the pattern is constant"));

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
    let found = HOST_AND_PORT.captures(text)?;
    let host = found.get(1).map_or("", |host| host.as_str());
    let port = found.get(2).and_then(|port| port.as_str().parse().ok());
    Some(Address { scheme: None, credentials: false, host, port })
}

/// Every URL in a text, or the text itself where it is `host:port`, or a list of these.
#[must_use]
pub fn addresses(text: &str) -> Vec<Address<'_>> {
    if let Some(list) = text.split(',').map(str::trim).map(host_and_port).collect() {
        return list;
    }
    let url = |found: regex::Captures<'_>| {
        let group = |index: usize| found.get(index).map(|part| &text[part.range()]);
        let scheme = group(1)?;
        let port = group(4).map_or_else(|| usual_port(scheme), |port| port.parse().ok());
        let credentials = group(2).is_some_and(|user| user.contains(':'));
        Some(Address { scheme: Some(scheme), credentials, host: group(3)?, port })
    };
    URL.captures_iter(text).filter_map(url).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
