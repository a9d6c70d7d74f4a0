//! Odoo.

mod amounts;
mod conf;
mod defaults;
mod facts;
pub mod input;
pub mod options;
mod reader;
mod release;
mod resolve;
pub mod rules;
mod run;
mod script;
mod settings;
pub mod table;

pub use facts::{ODOO_RC, Odoo, OdooValue};
