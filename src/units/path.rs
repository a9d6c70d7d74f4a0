//! Paths on the host, in a container, and below the output folder.

use camino::{Utf8Component, Utf8Path};

use super::text::printable;
use super::{Unit, UnitError};

const LONGEST: usize = 1024;

/// A path on the host: absolute, or relative to the stack's project folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostPath(String);

/// An absolute path in a container.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContainerPath(String);

/// A path below the output folder: relative, without `..`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(String);

fn path_text(text: &str) -> Result<(), UnitError> {
    if text.is_empty() || text.len() > LONGEST {
        return Err(UnitError::new("a path must have 1 to 1024 characters"));
    }
    if text.trim() != text {
        return Err(UnitError::new("a path must not start or end with whitespace"));
    }
    printable(text)
}

impl HostPath {
    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This path, relative to a folder from which the project is at `project`.
    #[must_use]
    pub fn from_project(&self, project: &HostPath) -> String {
        if Utf8Path::new(&self.0).is_absolute() {
            return self.0.clone();
        }
        let mut parts: Vec<&str> = Vec::new();
        let joined = Utf8Path::new(&project.0).join(&self.0);
        for component in joined.components() {
            match component {
                Utf8Component::CurDir => {}
                Utf8Component::ParentDir if parts.last() == Some(&"/") => {}
                Utf8Component::ParentDir if parts.last().is_some_and(|last| *last != "..") => {
                    parts.pop();
                }
                other => parts.push(other.as_str()),
            }
        }
        let path = parts.join("/").replace("//", "/");
        match parts.first() {
            Some(&("/" | "..")) => path,
            None => ".".to_owned(),
            Some(_) => format!("./{path}"),
        }
    }
}

impl ContainerPath {
    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl OutputPath {
    /// The path as text.
    #[must_use]
    pub fn as_path(&self) -> &Utf8Path {
        Utf8Path::new(&self.0)
    }
}

impl Unit for HostPath {
    const FORMAT: &'static str = "host-path";
    const EXPECTS: &'static str = "a path on the host, absolute or relative to the project folder";
    const EXAMPLES: &'static [&'static str] = &["./addons", "/srv/odoo", ".."];

    fn parse(text: &str) -> Result<Self, UnitError> {
        path_text(text)?;
        Ok(Self(text.to_owned()))
    }
}

impl Unit for ContainerPath {
    const FORMAT: &'static str = "container-path";
    const EXPECTS: &'static str = "an absolute path in the container, without `..`";
    const EXAMPLES: &'static [&'static str] = &["/app", "/var/lib/odoo"];

    fn parse(text: &str) -> Result<Self, UnitError> {
        path_text(text)?;
        if !text.starts_with('/') || text.split('/').any(|part| part == "." || part == "..") {
            return Err(UnitError::new("a path in a container must start with `/` and have no `.` or `..`"));
        }
        if text.contains([':', ',']) {
            return Err(UnitError::new("a path in a container must have no `:` and no `,`"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl Unit for OutputPath {
    const FORMAT: &'static str = "output-path";
    const EXPECTS: &'static str = "a folder below the output folder: relative, without `..`";
    const EXAMPLES: &'static [&'static str] = &[".", "shop/eu"];

    fn parse(text: &str) -> Result<Self, UnitError> {
        path_text(text)?;
        let ordinary = |c| matches!(c, Utf8Component::Normal(_) | Utf8Component::CurDir);
        if !Utf8Path::new(text).components().all(ordinary) || text.contains('\\') {
            return Err(UnitError::new("an output folder must be relative and have no `..`"));
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_paths_are_seen_from_the_output_folder() {
        let project = HostPath::parse("..").unwrap();
        let seen = |text: &str| HostPath::parse(text).unwrap().from_project(&project);
        assert_eq!(seen("./addons"), "../addons");
        assert_eq!(seen("../shared"), "../../shared");
        assert_eq!(seen("/srv/x"), "/srv/x");
        let absolute = HostPath::parse("/srv").unwrap();
        assert_eq!(HostPath::parse("../../x").unwrap().from_project(&absolute), "/x");
        let here = HostPath::parse(".").unwrap();
        assert_eq!(HostPath::parse("addons").unwrap().from_project(&here), "./addons");
        assert_eq!(HostPath::parse("a/../b").unwrap().from_project(&here), "./b");
    }

    #[test]
    fn outputs_stay_below_their_folder() {
        for text in ["..", "a/../..", "/abs", "", "a\\b", "a\nb"] {
            assert!(OutputPath::parse(text).is_err(), "{text}");
        }
        for text in ["relative", "/a/../b", "/a:ro", "/a\0"] {
            assert!(ContainerPath::parse(text).is_err(), "{text}");
        }
    }
}
