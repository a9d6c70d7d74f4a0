//! Types of the values in the input: sizes, durations, CPUs, ports, images and names.
//!
//! None of them has a `Display`, since each generated format writes them in its own way. Each is parsed from the text
//! in the input, and the `format` in the schema names the same parser.

mod address;
mod bytes;
mod cpus;
mod duration;
mod host;
mod host_name;
mod image;
mod name;
mod path;
mod port;
mod requirement;
mod text;
mod version;

pub use address::Address;
pub use bytes::{Bytes, RedisSize, Scale};
pub use cpus::Cpus;
pub use duration::Duration;
pub use host::ServerHost;
pub use image::Image;
pub use name::{
    CommandName, ContainerName, DatabaseName, EnvName, KeyPath, LabelName, MasterName, ModeName, NamePattern,
    NetworkName, OptionName, PostgresName, ProfileName, ProjectName, RuleName, SecretName, ServiceName, VolumeName,
};
pub use path::{ContainerPath, HostPath, OutputPath};
pub use port::Port;
pub use requirement::Requirement;
pub use text::{InitLocale, Line, Text};
pub use version::Version;

/// Why a text is not a value of its type. It never quotes the text, which could be a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UnitError(pub String);

impl UnitError {
    fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

/// A type that is written as a string in the input.
pub trait Unit: Sized {
    /// The name of the schema's `format`.
    const FORMAT: &'static str;
    /// A description of valid texts, for the schema and for messages.
    const EXPECTS: &'static str;
    /// Examples of valid texts, for editors.
    const EXAMPLES: &'static [&'static str];
    /// The rule that reports a text that is not valid, if there is one for it.
    const RULE: Option<&'static str> = None;

    /// Parses the text.
    ///
    /// # Errors
    /// Describes what is wrong with the text, without quoting it.
    fn parse(text: &str) -> Result<Self, UnitError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_of_every_unit_parse() {
        fn all<U: Unit>() {
            for example in U::EXAMPLES {
                assert!(U::parse(example).is_ok(), "{}: {example}", U::FORMAT);
            }
        }
        all::<Bytes>();
        all::<RedisSize>();
        all::<Duration>();
        all::<Image>();
        all::<Version>();
        all::<ServiceName>();
        all::<NamePattern>();
        all::<HostPath>();
        all::<ContainerPath>();
        all::<OutputPath>();
        all::<InitLocale>();
        all::<ServerHost>();
    }
}
