//! What a rule needs.

pub use super::{Leak, Report};
pub use crate::counted::counted;
pub use crate::document::Credential;
pub use crate::finding::Severity::{self, Advice, Error, Warning};
pub use crate::finding::{Fix, Sum};
pub use crate::nearest::nearest;
pub use crate::origin::At;
pub use crate::stack::{Container, Stack};
pub use crate::units::Bytes;
