//! The formats in which findings are reported to people and to programs.

mod excerpt;
mod format;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod pretty;
mod sarif;
mod shown;

pub use format::{DocsUrl, Format};
pub use human::Renderer;
pub use json::findings_schema;
pub use shown::{Finding, Place, Shown};

pub use crate::source::{Lines, Position, Unit};
