//! Servers outside the stack.

use std::net::IpAddr;

use super::{Unit, UnitError};

/// The longest host name and the longest part of one, in characters (RFC 1035, 2.3.4).
const LONGEST: usize = 253;
const LONGEST_LABEL: usize = 63;

/// A server outside the stack, as a container reaches it: a host name (RFC 1123, 2.1) or an IP address. No text of
/// this type has a character with a special meaning in a URL or in a line of a file, except the `:` of an IPv6
/// address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServerHost(String);

impl ServerHost {
    /// The name or the address as text; an IPv6 address has no brackets.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn own() -> UnitError {
    UnitError::new("in a container this is the container itself: use an address at which containers reach the server")
}

/// A part of a host name between dots.
fn label(text: &str) -> bool {
    let ordinary = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (1..=LONGEST_LABEL).contains(&text.len())
        && text.chars().all(ordinary)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

impl Unit for ServerHost {
    const FORMAT: &'static str = "server-host";
    const EXPECTS: &'static str = "a host name or an IP address, like `db.example.com`";
    const EXAMPLES: &'static [&'static str] = &["db.example.com", "192.0.2.10", "2001:db8::10"];

    fn parse(text: &str) -> Result<Self, UnitError> {
        if let Ok(address) = text.parse::<IpAddr>() {
            let reached = address.to_canonical();
            if reached.is_loopback() || reached.is_unspecified() {
                return Err(own());
            }
            if reached.is_multicast() {
                return Err(UnitError::new("this is a multicast address, not the address of a server"));
            }
            return Ok(Self(address.to_string()));
        }
        let last = text.rsplit('.').next().unwrap_or_default();
        let numeric = !last.is_empty() && last.chars().all(|c| c.is_ascii_digit());
        if text.len() > LONGEST || !text.split('.').all(label) || numeric {
            return Err(UnitError::new(format!("this is not {}", Self::EXPECTS)));
        }
        if last.eq_ignore_ascii_case("localhost") {
            return Err(own());
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_names_or_addresses() {
        for text in ["db", "Db-1.example.com", "10.0.0.5", "2001:db8::1", "1.example", "a.b.c"] {
            assert_eq!(ServerHost::parse(text).map(|host| host.as_str().to_owned()), Ok(text.to_owned()));
        }
        assert_eq!(ServerHost::parse("2001:DB8:0::1").unwrap().as_str(), "2001:db8::1");
        assert!(ServerHost::parse(&format!("{}.example", "a".repeat(63))).is_ok());
    }

    #[test]
    fn nothing_else_is_a_host() {
        let long = format!("{}.example", "a".repeat(64));
        let longest = ["abcdefg"; 32].join(".");
        let other = ["", ".", "a.", ".a", "a..b", "-a", "a-", "a_b", "db:5432", "[2001:db8::1]", "fe80::1%eth0"];
        let hostile = ["a b", "a\nb", "a/b", "a@b", "a?b", "a#b", "a=b", "/var/run/postgresql", "ñandu.cl", "a,b"];
        let addresses = ["10.0.0", "10.0.0.256", "1.2.3.4.5", "300", "224.0.0.1"];
        let own = ["localhost", "LOCALHOST", "db.localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "::ffff:127.0.0.1"];
        let all = other.iter().chain(&hostile).chain(&addresses).chain(&own).copied();
        for text in all.chain([long.as_str(), longest.as_str()]) {
            assert!(ServerHost::parse(text).is_err(), "{text}");
        }
    }
}
