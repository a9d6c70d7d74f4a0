//! The imports of a rule.

pub use super::{COMPONENTS, Leak, Report};
pub use crate::counted::counted;
pub use crate::document::Credential;
pub use crate::finding::Severity::{self, Advice, Error, Warning};
pub use crate::finding::{Fix, Sum};
pub use crate::model::{Container, Stack};
pub use crate::origin::At;
pub use crate::suggest::nearest;
pub use crate::units::Bytes;
