//! Any further container.

mod defaults;
pub mod endpoint;
mod facts;
pub mod input;
mod resolve;
mod run;

pub use facts::{Service, Services};
pub use run::SERVICE_START;
