//! HAProxy in front of Redis.

pub(super) mod conf;
mod defaults;
mod facts;
pub mod input;
pub(super) mod reader;
mod resolve;
pub mod run;
pub(super) mod script;

pub use facts::{Access, Router};
pub use run::ROUTER_CONFIG;
