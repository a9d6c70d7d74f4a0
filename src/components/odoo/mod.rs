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

use camino::Utf8Path;

use crate::artifact::{Artifact, VerifyError};
use crate::model::{Container, Facts, Release, Run, Stack};

impl Facts for Odoo {
    fn containers(&self) -> Vec<&Container> {
        vec![&self.container]
    }

    fn containers_mut(&mut self) -> Vec<&mut Container> {
        vec![&mut self.container]
    }

    fn runs(&self) -> Vec<Run> {
        vec![run::run(self)]
    }

    fn files(&self, stack: &Stack, input: &str) -> Vec<Artifact> {
        vec![conf::emit(self, input), script::start(self, stack, input)]
    }

    fn verify(&self, file: &Artifact, usual: &Utf8Path, stack: &Stack) -> Option<Result<(), VerifyError>> {
        match usual.as_str() {
            "odoo/odoo.conf" => Some(reader::verify(self, file)),
            "odoo/start.sh" => Some(reader::script(self, file, stack)),
            _ => None,
        }
    }

    fn release(&self) -> Option<&Release> {
        Some(&self.release)
    }
}
