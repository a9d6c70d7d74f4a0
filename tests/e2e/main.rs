//! The generated files, unchanged, run by Docker Compose with images that stand in for the official
//! ones (`tests/e2e/images/README.md`). `scripts/e2e` installs what is needed and runs these tests.

mod application;
mod changes;
mod ci_image;
mod database;
mod deployment;
mod engine;
mod entrypoints;
mod failures;
mod faults;
mod guide;
mod hardening;
mod images;
mod inspect;
mod leaks;
mod newcomer;
mod odoo;
mod operations;
mod pressure;
mod redis;
mod rotation;
#[path = "../support/mod.rs"]
mod support;
mod table;
mod up;
mod versions;
mod writer;
