//! The input language: what can be written in an input, with no logic. One file describes one section.

#[macro_use]
mod declare;

mod container;
pub(crate) mod decode;
pub(crate) mod describe;
pub(crate) mod fields;
mod key;
mod language;
mod mistakes;
mod mounts;
mod named;
pub(crate) mod options;
mod rules;
pub(crate) mod scalar;
mod schema;
mod secret_use;
mod sections;
mod security;
pub(crate) mod shape;
pub(crate) mod shown;
mod takes;

pub use container::{ContainerKeys, HealthTimes, Logging, Resources, Restart};
pub use decode::Part;
pub use describe::{Key, Lookup};
pub use language::Language;
pub use mistakes::FIXED_STRUCTURE;
pub use mounts::{Condition, Mount, MountSource, Protocol, PublishedPort};
pub use named::Named;
pub use rules::{Allowance, Level, Rules};
pub use scalar::Scalar;
pub use secret_use::SecretUse;
pub use sections::{Driver, Host, Identity, Mode, Network, Platform, Secret};
pub use security::{Capability, Security};
