//! Reports an outdated schema: the one that an input names for editors must be that of this version.

use super::project::Project;
use crate::codes::Code;
use crate::finding::{Diagnostic, Severity};
use crate::origin::Span;
use crate::source::{Source, read_regular};

/// The start of the comment that names the schema: taplo's directive, which other editors support too.
const DIRECTIVE: &str = "#:schema ";

/// A larger file, in bytes, cannot be this program's schema.
const LARGEST: u64 = 4 << 20;

/// The schema of this version, as it is committed: generating it from the types would slow down every command.
const PUBLISHED: &[u8] = include_bytes!("../../schema/stack.schema.json");

/// Reports a schema of another version, if the input names a file of the project.
pub(super) fn stale(source: &Source, project: &Project) -> Option<Diagnostic> {
    let (path, place) = named(source.text())?;
    let file = source.path().parent()?.join(path.strip_prefix("./").unwrap_or(path));
    project.accept(&file).ok()?;
    let on_disk = read_regular(&file, LARGEST).ok()?;
    if on_disk.trim_ascii_end() == PUBLISHED.trim_ascii_end() {
        return None;
    }
    let message = "the schema for editors differs from the one of this version of stackgen";
    let found = Diagnostic::new(Code::SchemaStale, Severity::Advice, &place, message);
    Some(found.help(format!("run `stackgen schema > {file}` to update it")))
}

/// The path in the directive, and its place; `None` if it is a URL.
fn named(text: &str) -> Option<(&str, Span)> {
    let mut start = 0;
    for line in text.split_inclusive('\n').take_while(|line| line.starts_with('#') || line.trim().is_empty()) {
        if let Some(path) = line.strip_prefix(DIRECTIVE).map(str::trim).filter(|path| !path.contains("://")) {
            let at = start + line.find(path)?;
            return Some((path, Span { start: at, end: at + path.len() }));
        }
        start += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_schema_is_that_of_the_types() {
        let made = serde_json::to_string_pretty(&crate::components::language::LANGUAGE.published_schema()).unwrap();
        assert!(
            made.as_bytes() == PUBLISHED.trim_ascii_end(),
            "`stackgen schema > schema/stack.schema.json` writes it"
        );
    }

    #[test]
    fn the_directive_stands_among_the_first_comments() {
        let path = |text| named(text).map(|(path, place)| (path, place.start));
        assert_eq!(path("#:schema ./x.json\n[stack]\n"), Some(("./x.json", 9)));
        assert_eq!(path("# a\n\n#:schema x.json"), Some(("x.json", 14)));
        for text in ["", "[stack]\n#:schema x.json\n", "#:schema https://example.com/x.json\n", "# schema x\n"] {
            assert_eq!(path(text), None, "{text}");
        }
    }
}
