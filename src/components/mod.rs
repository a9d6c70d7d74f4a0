//! What stacks are made of: a folder for each product, with everything of it.

#[macro_use]
mod defaults;

pub mod container;
mod context;
pub mod hosts;
pub mod language;
pub mod odoo;
pub mod postgres;
pub mod proxy;
pub mod redis;
pub mod reference;
pub mod resolve;
mod script;
pub mod service;
