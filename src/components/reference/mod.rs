//! Values that are taken from another part of the stack.

pub mod input;
mod resolve;
pub mod service;
