//! PostgreSQL: a container of the stack, or a server outside of it.

mod amounts;
mod clients;
mod defaults;
pub mod endpoint;
mod facts;
mod init_script;
pub mod input;
pub mod options;
mod reader;
mod release;
mod resolve;
pub mod rotate;
pub mod rules;
mod run;
pub mod table;

pub use clients::PostgresClients;
pub use facts::{Postgres, Superuser};
pub use release::postgres_of_image;

use camino::Utf8Path;

use crate::artifact::{Artifact, Kind, VerifyError};
use crate::model::{Container, Facts, Release, Run, Stack};

impl Facts for Postgres {
    fn containers(&self) -> Vec<&Container> {
        self.container.iter().collect()
    }

    fn containers_mut(&mut self) -> Vec<&mut Container> {
        self.container.iter_mut().collect()
    }

    fn runs(&self) -> Vec<Run> {
        self.container.iter().map(|_| run::run(self)).collect()
    }

    fn files(&self, stack: &Stack, input: &str) -> Vec<Artifact> {
        init_script::init(self, stack, input).into_iter().collect()
    }

    fn verify(&self, file: &Artifact, _: &Utf8Path, stack: &Stack) -> Option<Result<(), VerifyError>> {
        (file.kind == Kind::InitScript).then(|| reader::verify(self, file, stack))
    }

    fn release(&self) -> Option<&Release> {
        self.release.as_ref()
    }
}
