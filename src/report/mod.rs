//! Findings as people and other programs read them.

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
