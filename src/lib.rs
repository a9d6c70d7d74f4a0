//! stackgen compiles one TOML file that describes an Odoo deployment into the files that its
//! servers read, and refuses where an invariant is broken.
//!
//! The pipeline: [`source`] → [`document`] → [`input`] → [`model`], which the [`components`] make → their rules and [`rules`]
//! (and the input's [`policy`] on them) and [`targets`] → [`verify`] → [`files`]. Imports go in one order only, which
//! `docs/ARCHITECTURE.md` has and a test reads; only [`cli`] prints, only [`files`] writes.

// Its macros declare the sections of the components.
#[macro_use]
pub mod input;

pub mod artifact;
pub mod cli;
pub mod codes;
pub mod compile;
pub mod components;
pub mod counted;
pub mod credentials;
pub mod document;
pub mod dotenv;
pub mod files;
pub mod finding;
pub mod fix;
pub mod git;
pub mod init;
pub mod layers;
pub mod model;
pub mod origin;
pub mod pages;
pub mod policy;
pub mod redactor;
pub mod report;
pub mod rule;
pub mod rules;
pub mod source;
pub mod suggest;
pub mod surroundings;
pub mod tables;
pub mod targets;
pub mod units;
pub mod verify;
