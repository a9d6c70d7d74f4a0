//! What a container runs and is told: what is known of its image stands here, and an engine only writes it down.

use indexmap::IndexMap;

use super::{EnvTerm, HealthTest};
use crate::origin::{At, Origin};
use crate::units::{Bytes, EnvName, Line, SecretName};

/// What a container runs and is told; what is not said is the image's.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// The program and its arguments that start whatever is run.
    pub entrypoint: Option<Vec<String>>,
    /// The command and its arguments.
    pub command: Option<Said<Vec<String>>>,
    /// The user and group.
    pub user: Option<At<Line>>,
    /// The environment, without what a start script adds to it.
    pub environment: IndexMap<String, Said<String>>,
    /// The generated files that it reads.
    pub files: Vec<ConfigFile>,
    /// Its health check.
    pub health: Option<HealthTest>,
    /// Size of `/dev/shm`.
    pub shm_size: Option<At<Bytes>>,
}

/// A value, and the place that made it; none: every stack has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// The place.
    pub origin: Option<Origin>,
}

/// A generated file that a container reads.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigFile {
    /// Its path below the folder of the stack's files, where no mode changes it.
    pub path: String,
    /// Where the container reads it.
    pub target: &'static str,
}

impl Run {
    /// Sets a variable.
    pub fn tell(&mut self, name: impl Into<String>, value: impl Into<String>, origin: Option<Origin>) {
        self.environment.insert(name.into(), Said { value: value.into(), origin });
    }

    /// The variables that hold no secret.
    pub fn tell_plain<'e>(&mut self, environment: impl IntoIterator<Item = (&'e EnvName, &'e At<EnvTerm>)>) {
        for (name, term) in environment {
            if let Some(text) = term.plain() {
                self.tell(name.as_str(), text, Some(term.origin()));
            }
        }
    }
}

/// Words of a command.
#[must_use]
pub fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

/// A generated file, and where it is read.
#[must_use]
pub fn file(path: impl Into<String>, target: &'static str) -> ConfigFile {
    ConfigFile { path: path.into(), target }
}

/// A health check by a line for the shell.
#[must_use]
pub fn shell(line: String, origin: Origin) -> HealthTest {
    HealthTest::Shell(At::new(line, origin))
}

/// Where Compose puts a secret's value.
#[must_use]
pub fn secret_file(name: &SecretName) -> String {
    format!("/run/secrets/{}", name.as_str())
}
