//! What a stack knows about each product, as types on which rules can compute.

use std::any::Any;
use std::fmt::Debug;

use camino::Utf8Path;

use super::{Container, Release, Run, Stack};
use crate::artifact::{Artifact, VerifyError};

/// What is known about a product: its containers, and everything that its rules check.
pub trait Facts: Any + Debug + Send + Sync {
    /// Its containers, in the order of the generated file.
    fn containers(&self) -> Vec<&Container> {
        Vec::new()
    }

    /// The container at a position.
    fn container(&self, at: usize) -> Option<&Container> {
        self.containers().get(at).copied()
    }

    /// The same, for completion.
    fn containers_mut(&mut self) -> Vec<&mut Container> {
        Vec::new()
    }

    /// What each of them runs, with its environment and files.
    fn runs(&self) -> Vec<Run> {
        Vec::new()
    }

    /// The generated files that its containers read, from an input with this name.
    fn files(&self, _stack: &Stack, _input: &str) -> Vec<Artifact> {
        Vec::new()
    }

    /// Verifies one of these files, which has this path unless a mode changes it: an independent reader of its format
    /// compares the values with the stack. `None` for the files of other products.
    fn verify(&self, _file: &Artifact, _usual: &Utf8Path, _stack: &Stack) -> Option<Result<(), VerifyError>> {
        None
    }

    /// The version of its program, if it matters.
    fn release(&self) -> Option<&Release> {
        None
    }
}

/// What is known about one product, out of several.
#[must_use]
pub fn facts_of<F: Facts>(all: &[Box<dyn Facts>]) -> Option<&F> {
    all.iter().find_map(|facts| {
        let any: &dyn Any = facts.as_ref();
        any.downcast_ref()
    })
}

impl Stack {
    /// What it knows about a product, if it has that product.
    #[must_use]
    pub fn facts<F: Facts>(&self) -> Option<&F> {
        facts_of(&self.facts)
    }

    /// Sets what each container runs, once everything else is decided.
    pub(crate) fn complete(&mut self) {
        for facts in &mut self.facts {
            let runs = facts.runs();
            for (container, run) in facts.containers_mut().into_iter().zip(runs) {
                container.run = run;
            }
        }
    }
}
