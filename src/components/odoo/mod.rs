//! Odoo.

mod amounts;
mod defaults;
mod facts;
pub mod input;
pub mod options;
mod release;
mod resolve;
mod run;
mod settings;
pub mod table;

pub use facts::{ODOO_RC, Odoo, OdooValue};
