//! The files for Git.

pub mod attributes;
pub mod attributes_reader;
pub mod ignore;
pub mod ignore_reader;
