//! Docker Compose.

mod document;
mod emit;
mod files;
mod interpolation;
mod merge;
mod named;
mod node;
mod plain;
mod reader;
pub mod recreate;
mod says;
mod service_reader;
mod services;
mod template;
mod template_reader;
mod witness;
mod yaml;

pub use emit::{Emitted, emit, in_mode};
pub use merge::merged;
pub use node::{Entry, Key, Map, Node, Tag};
pub use reader::verify;
pub use template_reader::verify as verify_template;
pub use witness::Projects;
