//! What a stack knows of each product, typed: rules are arithmetic on it.

use std::any::Any;
use std::fmt::Debug;

use camino::Utf8Path;

use super::{Container, Release, Run, Stack};
use crate::artifact::{Artifact, VerifyError};

/// What is known of a product: its containers, and all that its rules look at.
pub trait Facts: Any + Debug + Send + Sync {
    /// Its containers, in the order of the generated file.
    fn containers(&self) -> Vec<&Container> {
        Vec::new()
    }

    /// One of them, by its place.
    fn container(&self, at: usize) -> Option<&Container> {
        self.containers().get(at).copied()
    }

    /// The same, to be completed.
    fn containers_mut(&mut self) -> Vec<&mut Container> {
        Vec::new()
    }

    /// What each of them runs and is told.
    fn runs(&self) -> Vec<Run> {
        Vec::new()
    }

    /// The generated files that its containers read; an input of this name is where they come from.
    fn files(&self, _stack: &Stack, _input: &str) -> Vec<Artifact> {
        Vec::new()
    }

    /// Whether one of these files, whose usual path this is, says what the stack says: an independent reader of its format
    /// compares the values. Nothing for files of others.
    fn verify(&self, _file: &Artifact, _usual: &Utf8Path, _stack: &Stack) -> Option<Result<(), VerifyError>> {
        None
    }

    /// The version of its program, where it matters.
    fn release(&self) -> Option<&Release> {
        None
    }
}

/// What is known of one product, among what is known of several.
#[must_use]
pub fn facts_of<F: Facts>(all: &[Box<dyn Facts>]) -> Option<&F> {
    all.iter().find_map(|facts| {
        let any: &dyn Any = facts.as_ref();
        any.downcast_ref()
    })
}

impl Stack {
    /// What it knows of a product, if it has it.
    #[must_use]
    pub fn facts<F: Facts>(&self) -> Option<&F> {
        facts_of(&self.facts)
    }

    /// Says of each container what it runs, once all else is decided.
    pub(crate) fn complete(&mut self) {
        for facts in &mut self.facts {
            let runs = facts.runs();
            for (container, run) in facts.containers_mut().into_iter().zip(runs) {
                container.run = run;
            }
        }
    }
}
