//! Docker Compose.

mod claim;
mod claims;
mod document;
mod emit;
mod meant;
mod merge;
mod plain;
mod reader;
pub mod recreate;
mod services;
mod template;
mod template_reader;
mod witness;
mod yaml;

pub use emit::{Emitted, emit, in_mode};
pub use merge::merged;
pub use reader::verify;
pub use template_reader::verify as verify_template;
pub use witness::Projects;
pub use yaml::{Entry, Key, Map, Node, Tag};
