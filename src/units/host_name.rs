//! Names by which containers reach each other.

use super::UnitError;

/// Names that every container has in its own `/etc/hosts`, and the names of the host in Docker Desktop.
const NAMES_OF_OTHERS: &[&str] = &[
    "localhost",
    "localhost.localdomain",
    "ip6-localhost",
    "ip6-loopback",
    "host.docker.internal",
    "gateway.docker.internal",
];

/// Checks whether other containers can reach a service by its name: name servers and URL parsers have their own rules.
pub(super) fn is_a_host_name(text: &str) -> Result<(), UnitError> {
    if NAMES_OF_OTHERS.contains(&text.to_ascii_lowercase().as_str()) {
        return Err(UnitError::new("this name is reserved: no container would reach the service by it"));
    }
    let ends = |label: &str| !label.is_empty() && !label.ends_with(['-', '_']) && !label.starts_with(['-', '_']);
    if !text.split('.').all(ends) {
        return Err(UnitError::new("each part of a host name must start and end with a letter or digit"));
    }
    // inet_aton and the URL standard parse a name whose last part is a number as an IPv4 address.
    let last = text.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let number = last.bytes().all(|b| b.is_ascii_digit());
    let hexadecimal = last.strip_prefix("0x").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_hexdigit()));
    if number || hexadecimal {
        return Err(UnitError::new("a name whose last part is a number is read as an address: add a letter"));
    }
    Ok(())
}
