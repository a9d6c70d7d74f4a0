//! HAProxy in front of Redis.

mod defaults;
mod facts;
pub mod input;
mod resolve;
pub mod run;

pub use facts::{Access, Router};
pub use run::ROUTER_CONFIG;
