//! Any further container.

mod defaults;
mod facts;
pub mod input;
mod reader;
mod resolve;
mod run;
mod script;

pub use facts::{Service, Services};
pub use run::SERVICE_START;
