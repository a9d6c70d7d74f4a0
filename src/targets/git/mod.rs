//! What Git is told of the generated files.

pub mod attributes;
pub mod attributes_reader;
pub mod ignore;
pub mod ignore_reader;
