//! Port numbers.

/// A TCP or UDP port, 1 to 65535.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port(std::num::NonZeroU16);

impl Port {
    /// A port that is known at compile time.
    ///
    /// # Panics
    /// At compile time, for port 0.
    #[must_use]
    #[expect(clippy::panic, reason = "at compile time, for a constant")]
    pub const fn new(port: u16) -> Self {
        match std::num::NonZeroU16::new(port) {
            Some(port) => Self(port),
            None => panic!("0 is not a port"),
        }
    }

    /// The port with this number; `None` for 0.
    #[must_use]
    pub fn of(port: u16) -> Option<Self> {
        std::num::NonZeroU16::new(port).map(Self)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0.get()
    }
}
