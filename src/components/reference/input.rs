//! Values that refer to a secret or a service of the stack instead of repeating its address.

use toml::Spanned;
use toml::de::DeValue;

use crate::components::postgres::endpoint::PostgresEndpoint;
use crate::components::redis::endpoint::RedisEndpoint;
use crate::components::reference::service::ServiceEndpoint;
use crate::input::decode::{Decode, Plain, plain};
use crate::input::shape::{Any, Format, Range, Shape};
use crate::origin::At;
use crate::units::{SecretName, Text, Unit as _};

forms! {
    /// A value that is taken from another part of the stack.
    pub enum Reference {
        /// The value of a secret. The container's start script reads it from its file.
        Secret(At<SecretName>) = "secret",
        /// The path of the secret's file in the container, for programs that read it themselves.
        SecretFile(At<SecretName>) = "secret_file",
        /// The stack's Redis. With Sentinel active, the value contains what the client needs to follow a failover.
        Redis(At<RedisEndpoint>) = "redis",
        /// The stack's PostgreSQL.
        Postgres(At<PostgresEndpoint>) = "postgres",
        /// An additional service of the stack, or Odoo.
        Service(At<ServiceEndpoint>) = "service",
    }
}

/// The value of an environment variable or of a custom option: a literal or a reference.
#[derive(Debug, Clone, PartialEq)]
pub enum EnvValue {
    /// Text, as written; numbers and booleans as they are written.
    Literal(Text),
    /// A value that is taken from another part of the stack.
    Reference(Box<Reference>),
}

impl Decode for EnvValue {
    const SHAPE: Shape = Shape::Any(&Any {
        name: "EnvValue",
        about: &["A string, a number, a boolean, or a reference to another part of the stack."],
        shapes: &[
            Shape::Text(&Format { examples: &["info"], ..Format::of::<Text>() }),
            Shape::Number { range: Range { least: None, most: None }, examples: &[] },
            Shape::Boolean,
            Reference::SHAPE,
        ],
    });

    fn decode(value: &Spanned<DeValue<'_>>, _: &Shape) -> Option<Self> {
        let literal = match plain(value.get_ref()) {
            Plain::Text(text) => Text::parse(text),
            Plain::Whole(number) => Text::parse(&number.to_string()),
            Plain::Real(number) => Text::parse(&number.to_string()),
            Plain::Bool(boolean) => Text::parse(&boolean.to_string()),
            Plain::Table(_) => {
                let reference = Reference::decode(value, &Reference::SHAPE)?;
                return Some(Self::Reference(Box::new(reference)));
            }
            Plain::List(_) | Plain::Nothing => return None,
        };
        literal.ok().map(Self::Literal)
    }
}
