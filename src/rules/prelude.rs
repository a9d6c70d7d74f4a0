//! What a rule needs.

pub use super::{Leak, Report};
pub use crate::diagnostic::Severity::{self, Error, Warning};
pub use crate::document::Credential;
pub use crate::stack::{Redis, Stack};
pub use crate::units::Bytes;
