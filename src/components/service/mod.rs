//! Additional containers.

mod defaults;
mod facts;
pub mod input;
mod reader;
mod resolve;
mod run;
mod script;

pub use facts::{Service, Services};
pub use run::SERVICE_START;

use camino::Utf8Path;

use crate::artifact::{Artifact, VerifyError};
use crate::model::{Container, Facts, Run, Stack};

impl Facts for Services {
    fn containers(&self) -> Vec<&Container> {
        self.0.iter().map(|service| &service.container).collect()
    }

    fn container(&self, at: usize) -> Option<&Container> {
        Some(&self.0.get(at)?.container)
    }

    fn containers_mut(&mut self) -> Vec<&mut Container> {
        self.0.iter_mut().map(|service| &mut service.container).collect()
    }

    fn runs(&self) -> Vec<Run> {
        self.0.iter().map(run::run).collect()
    }

    fn files(&self, stack: &Stack, input: &str) -> Vec<Artifact> {
        self.0.iter().filter_map(|service| script::start(stack, service, input)).collect()
    }

    fn verify(&self, file: &Artifact, usual: &Utf8Path, stack: &Stack) -> Option<Result<(), VerifyError>> {
        let service = self.0.iter().find(|service| service.script().is_some_and(|path| usual == path.as_str()))?;
        Some(reader::verify(service, file, stack))
    }
}
