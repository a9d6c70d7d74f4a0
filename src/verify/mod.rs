//! Reads the generated files as the programs that use them will, before anything is written.

mod secrets;

use std::ops::Deref;
use std::sync::OnceLock;

use camino::{Utf8Path, Utf8PathBuf};
use sha2::{Digest as _, Sha256};

use crate::artifact::{Artifact, Kind, OutLine, VerifyError};
use crate::dotenv::LocalValues;
use crate::finding::Diagnostic;
use crate::model::{Deployment, Stack};
use crate::origin::{Origin, Span};
use crate::rule::Leak;
use crate::rules::leak;
use crate::targets::compose::{self, Emitted, Projects};
use crate::targets::git::{attributes_reader, ignore_reader};
use secrets::Search;

/// A generated file that the program that reads it would accept. Only `verify` creates one, and only these are written.
#[derive(Debug)]
pub struct Verified {
    artifact: Artifact,
    digest: OnceLock<String>,
}

impl Verified {
    /// Its path below the stack's output folder.
    #[must_use]
    pub fn path(&self) -> &Utf8Path {
        &self.artifact.path
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.artifact.text()
    }

    /// The SHA-256 of its text, in hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> &str {
        self.digest.get_or_init(|| sha256(self.text().as_bytes()))
    }

    /// The origin of a line, counted from 1; `None` if there is no such line.
    #[must_use]
    pub fn origin(&self, line: usize) -> Option<Option<Origin>> {
        Some(self.artifact.lines().nth(line.checked_sub(1)?)?.origin)
    }
}

/// The SHA-256 of bytes, in hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    crate::artifact::hex(&Sha256::digest(bytes))
}

/// What is known about credentials.
#[derive(Debug, Clone, Copy)]
pub struct Known<'k> {
    /// The values that no file may contain.
    pub local: &'k LocalValues,
    /// The places of strings in the input that look like credentials and are allowed for a reason.
    pub accepted: &'k [Span],
}

impl Known<'_> {
    /// Whether a line comes from a string that is allowed.
    fn accepts(&self, line: OutLine<'_>) -> bool {
        let Some(Origin::Written(span)) = line.origin else { return false };
        self.accepted.iter().any(|accepted| accepted.start < span.end && span.start < accepted.end)
    }
}

/// The result of verification: files that may be written, or credentials that would be in them.
pub type Verdict = Result<Generated, Vec<Diagnostic>>;

/// The generated files of a deployment, in the order of the summary. Only `verify` creates them.
#[derive(Debug)]
pub struct Generated {
    files: Vec<Verified>,
    projects: Projects,
}

impl Deref for Generated {
    type Target = [Verified];

    fn deref(&self) -> &[Verified] {
        &self.files
    }
}

impl Generated {
    /// Has the Compose files read by a witness that shares no code with their writer. This costs more than everything
    /// else, so it is done only if one of them has changed: the result for the same text is the same.
    ///
    /// # Errors
    /// If a file differs from its stack, which is a bug in stackgen.
    pub fn witness(&self) -> Result<(), VerifyError> {
        self.projects.witness(|path| self.files.iter().find(|file| file.path() == path).map(Verified::text))
    }
}

/// Verifies everything that is generated for a deployment: the base first, then each mode.
///
/// # Errors
/// If a file differs from its stack, which is a bug in stackgen.
pub fn verify(emitted: Emitted, deployment: Deployment<'_>, known: &Known<'_>) -> Result<Verdict, VerifyError> {
    compose::verify(&emitted, deployment)?;
    let found = files(&emitted, deployment, known)?;
    if !found.is_empty() {
        return Ok(Err(found));
    }
    let (artifacts, projects) = emitted.into_parts();
    Ok(Ok(Generated {
        files: artifacts.into_iter().map(|artifact| Verified { artifact, digest: OnceLock::new() }).collect(),
        projects,
    }))
}

/// Verifies each file except those of Compose, and searches all files for credentials.
fn files(emitted: &Emitted, deployment: Deployment<'_>, known: &Known<'_>) -> Result<Vec<Diagnostic>, VerifyError> {
    let mut paths = std::collections::BTreeSet::new();
    if let Some(twice) = emitted.artifacts.iter().find(|file| !paths.insert(file.path.as_str().to_ascii_lowercase())) {
        return Err(VerifyError::new(twice.path.as_str(), "two files have this path"));
    }
    emitted.artifacts.iter().try_for_each(|artifact| file(artifact, &emitted.artifacts, deployment))?;
    let variables = variables(deployment.stacks());
    let mut search = Search::new(known, &variables);
    Ok(emitted.artifacts.iter().flat_map(|artifact| leaks(artifact, &mut search)).collect())
}

/// Verifies a file that Compose does not read against its stack.
///
/// # Errors
/// If it differs from the stack.
pub fn file(artifact: &Artifact, all: &[Artifact], deployment: Deployment<'_>) -> Result<(), VerifyError> {
    if let Some(line) = artifact.lines().find(|line| line.text.contains(['\n', '\r', '\0'])) {
        let name: String = line.text.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        return Err(VerifyError::new(artifact.path.as_str(), format!("a line (`{name}…`) contains a line break")));
    }
    match artifact.kind {
        Kind::EnvTemplate => compose::verify_template(artifact, all, env_stack(&artifact.path, deployment)),
        Kind::GitIgnore => ignore_reader::verify(artifact, all, deployment.stacks()),
        Kind::GitAttributes => attributes_reader::verify(artifact, all),
        Kind::Compose | Kind::ComposeOverride => Ok(()),
        _ => {
            let (stack, usual) = of_path(&artifact.path, deployment);
            let of_component = stack.facts.iter().find_map(|facts| facts.verify(artifact, &usual, stack));
            of_component.unwrap_or_else(|| {
                Err(VerifyError::new(artifact.path.as_str(), "no component of the stack has this file"))
            })
        }
    }
}

/// The stack of a file, and the path of the file if no mode changes it.
fn of_path<'s>(path: &Utf8Path, deployment: Deployment<'s>) -> (&'s Stack, Utf8PathBuf) {
    let stem = path.file_stem().unwrap_or_default();
    let in_mode = |stack: &'s Stack| {
        let usual = stem.strip_suffix(stack.mode.as_ref()?.as_str())?.strip_suffix('.')?;
        let name = path.extension().map_or(usual.to_owned(), |extension| format!("{usual}.{extension}"));
        Some((stack, path.with_file_name(name)))
    };
    deployment.modes.iter().find_map(in_mode).unwrap_or((deployment.base, path.to_owned()))
}

/// The stack of a template, which has the mode in its name.
fn env_stack<'s>(path: &Utf8Path, deployment: Deployment<'s>) -> &'s Stack {
    let of =
        |stack: &&Stack| stack.mode.as_ref().is_some_and(|mode| path == format!(".env.{}.template", mode.as_str()));
    deployment.modes.iter().find(of).unwrap_or(deployment.base)
}

/// The variables that contain secrets.
fn variables<'s>(stacks: impl Iterator<Item = &'s Stack>) -> Vec<&'s str> {
    let secrets = stacks.flat_map(|stack| stack.secrets.values());
    secrets.filter_map(|secret| secret.source.variable()).map(|variable| variable.as_str()).collect()
}

fn leaks<'e>(artifact: &'e Artifact, search: &mut Search<'e>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(artifact.lines()) {
        if let Some(what) = search.in_line(artifact.kind, line) {
            let place = line.origin.unwrap_or(Origin::Written(Span::default()));
            found.extend(leak(&Leak { file: artifact.path.as_str(), line: number, what: &what }, &place));
        }
    }
    found
}
