//! nginx in front of Odoo.

mod conf;
mod defaults;
mod facts;
pub mod input;
mod reader;
mod resolve;
pub mod rules;
mod run;

pub use facts::ReverseProxy;

use camino::Utf8Path;

use crate::artifact::{Artifact, VerifyError};
use crate::model::{Container, Facts, Run, Stack};

impl Facts for ReverseProxy {
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
        vec![conf::emit(self, stack.odoo(), input)]
    }

    fn verify(&self, file: &Artifact, usual: &Utf8Path, stack: &Stack) -> Option<Result<(), VerifyError>> {
        (usual == run::CONFIG).then(|| reader::verify(self, stack.odoo(), file))
    }
}
