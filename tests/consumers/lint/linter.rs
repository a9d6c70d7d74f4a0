//! A tool of others that checks what we emit.

use std::fmt;
use std::io::Seek as _;
use std::path::Path;
use std::process::Command;

use serde::de::DeserializeOwned;

/// A tool: which files it is shown, how it is asked, how its report is read, and that it sees.
pub struct Linter {
    /// As the list of exceptions names it.
    pub name: &'static str,
    /// How it is started, without the files; nothing where it is missing.
    pub command: fn() -> Option<Command>,
    /// Whether a file is for it, by its path.
    pub reads: fn(&str) -> bool,
    /// What a report on files of this folder says.
    pub report: fn(&Path, &str) -> Vec<Finding>,
    /// What it must find.
    pub fault: Fault,
}

/// A finding of a tool.
pub struct Finding {
    /// The tool's own name of the rule.
    pub rule: String,
    /// The file, from the folder in which the tool ran.
    pub file: String,
    /// What an exception's pattern is compared with.
    pub text: String,
    /// What a test may print of it.
    pub shown: String,
}

impl Finding {
    /// A finding whose message says all.
    pub fn new(rule: impl Into<String>, file: impl Into<String>, message: String) -> Self {
        Self { rule: rule.into(), file: file.into(), shown: message.clone(), text: message }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}: {}", self.rule, self.file, self.shown)
    }
}

/// A mistake put into an emitted file.
pub struct Fault {
    /// The file, below the deployment's generated folder.
    pub file: &'static str,
    /// What is replaced, once.
    pub written: &'static str,
    /// What it is replaced by.
    pub wrong: &'static str,
    /// The only rule that then finds something new.
    pub rule: &'static str,
}

impl Linter {
    /// What the tool finds in those of the files that are for it.
    pub fn findings(&self, dir: &Path, files: &[String]) -> Option<Vec<Finding>> {
        let read: Vec<_> = files.iter().filter(|file| (self.reads)(file)).collect();
        assert!(!read.is_empty(), "{} has nothing to read", self.name);
        let mut command = (self.command)()?;
        // Into a file: of what Node writes to a pipe, dclint's exit leaves the first 64 KiB.
        let mut report = tempfile::tempfile().unwrap();
        let output = command.current_dir(dir).args(read).stdout(report.try_clone().unwrap()).output().unwrap();
        report.rewind().unwrap();
        let text = std::io::read_to_string(report).unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        // 0: nothing found; 1: something found, by most of them; the rest is a failure of the tool.
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}: {}\n{text}{errors}", self.name, output.status);
        Some((self.report)(dir, &text))
    }
}

/// A report in JSON.
pub fn json<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Docker Compose files as they are emitted, overrides too.
pub fn emitted_yaml(file: &str) -> bool {
    file.contains("/generated/") && has_extension(file, "yml")
}

/// What Docker Compose starts: the base, and what it makes of the base and a mode's override. An override
/// alone is no project, and holds tags (`!override`, `!reset`) that only Compose knows.
pub fn whole_project(file: &str) -> bool {
    file.ends_with("/docker-compose.yml") || file.contains("/merged/")
}

/// Whether a file's name ends so.
pub fn has_extension(file: &str, extension: &str) -> bool {
    Path::new(file).extension().is_some_and(|is| is == extension)
}
