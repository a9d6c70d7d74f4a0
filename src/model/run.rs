//! What a container runs, with its environment and files: all knowledge about its image is here, so that a target
//! only writes it.

use indexmap::IndexMap;

use super::{EnvTerm, HealthTest};
use crate::origin::{At, Origin};
use crate::units::{Bytes, EnvName, Line, SecretName};

/// What a container runs, with its environment and files. What is not set comes from the image.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// The program that starts the command, with its arguments.
    pub entrypoint: Option<Vec<String>>,
    /// The command, with its arguments.
    pub command: Option<Said<Vec<String>>>,
    /// The user and group.
    pub user: Option<At<Line>>,
    /// The environment, without what a start script adds to it.
    pub environment: IndexMap<String, Said<String>>,
    /// The generated files that it reads.
    pub files: Vec<ConfigFile>,
    /// Its health check.
    pub health: Option<HealthTest>,
    /// The size of `/dev/shm`.
    pub shm_size: Option<At<Bytes>>,
}

/// A value with its origin; without one, every stack has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// The origin.
    pub origin: Option<Origin>,
}

/// A generated file that a container reads.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigFile {
    /// Its path below the folder of the stack's files, if no mode changes it.
    pub path: String,
    /// Its path in the container.
    pub target: &'static str,
}

impl Run {
    /// Sets a variable.
    pub fn tell(&mut self, name: impl Into<String>, value: impl Into<String>, origin: Option<Origin>) {
        self.environment.insert(name.into(), Said { value: value.into(), origin });
    }

    /// Sets the variables that contain no secret.
    pub fn tell_plain<'e>(&mut self, environment: impl IntoIterator<Item = (&'e EnvName, &'e At<EnvTerm>)>) {
        for (name, term) in environment {
            if let Some(text) = term.plain() {
                self.tell(name.as_str(), text, Some(term.origin()));
            }
        }
    }
}

/// The words of a command.
#[must_use]
pub fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

/// A generated file with its path in the container.
#[must_use]
pub fn file(path: impl Into<String>, target: &'static str) -> ConfigFile {
    ConfigFile { path: path.into(), target }
}

/// A health check with a shell command.
#[must_use]
pub fn shell(line: String, origin: Origin) -> HealthTest {
    HealthTest::Shell(At::new(line, origin))
}

/// The file in which Compose puts the value of a secret.
#[must_use]
pub fn secret_file(name: &SecretName) -> String {
    format!("/run/secrets/{}", name.as_str())
}
