//! IP addresses.

use std::net::IpAddr;

use super::{Unit, UnitError};

/// An IPv4 or IPv6 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(IpAddr);

impl Address {
    /// An address.
    #[must_use]
    pub const fn new(address: IpAddr) -> Self {
        Self(address)
    }

    /// The address.
    #[must_use]
    pub const fn get(self) -> IpAddr {
        self.0
    }
}

impl Unit for Address {
    const FORMAT: &'static str = "ip-address";
    const EXPECTS: &'static str = "an IP address, like `127.0.0.1`";
    const EXAMPLES: &'static [&'static str] = &["127.0.0.1", "::1"];

    fn parse(text: &str) -> Result<Self, UnitError> {
        text.parse().map(Self).map_err(|_| UnitError::new("this is not an IPv4 or IPv6 address"))
    }
}
