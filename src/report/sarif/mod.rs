//! Findings as SARIF 2.1.0, the standard format of code scanning.

mod log;

use std::collections::BTreeMap;

use log::{
    Artifact, ArtifactLocation, Base, Configuration, Descriptor, Driver, Found, Log, LogicalLocation, PhysicalLocation,
    Place, Region, Run, Text, Tool,
};

use super::pretty::pretty;
use super::{DocsUrl, Finding, Shown};
use crate::codes::Code;
use crate::finding::Severity;
use crate::origin::Span;
use crate::pages::{self, Page};
use crate::rule::Rule;
use crate::rules::RULES;

/// The name that code scanning uses for the root of the project.
const ROOT: &str = "%SRCROOT%";

/// The name of the fingerprint. GitHub computes its own fingerprint in addition.
const FINGERPRINT: &str = "stackgenKey/v1";

/// One log with one run.
pub(super) fn document(inputs: &[Shown<'_>], docs: Option<&DocsUrl>) -> String {
    let mut rules: Vec<Descriptor<'_>> = RULES.iter().map(|rule| of_rule(rule, docs)).collect();
    let all = || inputs.iter().flat_map(|input| input.findings.iter().map(move |finding| (input, finding)));
    for (_, finding) in all() {
        if rules.iter().all(|rule| rule.id != finding.says.rule) {
            rules.push(of_code(finding.says.rule, docs));
        }
    }
    let index: BTreeMap<&str, usize> = rules.iter().enumerate().map(|(index, rule)| (rule.id, index)).collect();
    let results = all().map(|(input, finding)| {
        let index = index.get(finding.says.rule).copied().unwrap_or_default();
        found(input, finding, index)
    });
    let results = results.collect();
    let root = Base { description: "The root of the project.".to_owned().into() };
    let artifact = |input: &Shown<'_>| Artifact { location: file(input), roles: ["analysisTarget"] };
    pretty(&Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: Driver { name: "stackgen", version: env!("CARGO_PKG_VERSION"), rules } },
            column_kind: "utf16CodeUnits",
            original_uri_base_ids: BTreeMap::from([(ROOT, root)]),
            artifacts: inputs.iter().map(artifact).collect(),
            results,
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Advice => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn of_rule<'r>(rule: &'r Rule, docs: Option<&DocsUrl>) -> Descriptor<'r> {
    let page = Page::of(rule);
    let first = page.why.split("\n\n").next().unwrap_or_default();
    Descriptor {
        id: rule.name,
        full_description: first.lines().collect::<Vec<_>>().join(" ").into(),
        short_description: page.summary.to_owned().into(),
        help: Text { text: rule.page.to_owned(), markdown: Some(pages::markdown(rule)) },
        help_uri: docs.map(|docs| docs.page(rule.name)),
        default_configuration: Configuration { level: level(rule.severity) },
    }
}

fn of_code<'c>(name: &'c str, docs: Option<&DocsUrl>) -> Descriptor<'c> {
    let help_uri = docs.map(|docs| docs.page(name));
    let code = Code::named(name);
    let page = code.map(Page::of_code);
    let first = |text: &str| text.split("\n\n").next().unwrap_or_default().lines().collect::<Vec<_>>().join(" ");
    Descriptor {
        id: name,
        short_description: page.map_or(name, |page| page.summary).to_owned().into(),
        full_description: page.map_or_else(|| name.to_owned(), |page| first(page.why)).into(),
        help: Text {
            text: code.map_or(name, |code| code.page()).to_owned(),
            markdown: code.map(pages::markdown_of_code),
        },
        help_uri,
        default_configuration: Configuration { level: level(Severity::Error) },
    }
}

fn found<'a>(input: &Shown<'_>, finding: &'a Finding, rule_index: usize) -> Found<'a> {
    let says = &finding.says;
    let key = finding.key.iter().map(|key| LogicalLocation { fully_qualified_name: key });
    let primary = Place {
        id: None,
        physical_location: place(input, says.primary.span),
        logical_locations: key.collect(),
        message: message(&says.primary.text),
    };
    let related = says.labels.iter().enumerate().map(|(index, label)| Place {
        id: Some(index + 1),
        physical_location: place(input, label.span),
        logical_locations: Vec::new(),
        message: message(&label.text),
    });
    Found {
        rule_id: says.rule,
        rule_index,
        level: level(says.severity),
        message: literal(&full_message(finding)).into(),
        locations: [primary],
        related_locations: related.collect(),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, finding.fingerprint.as_str())]),
    }
}

/// The message, the help, the calculation, and links to the related places, which GitHub shows only this way.
fn full_message(finding: &Finding) -> String {
    let says = &finding.says;
    let link = |(index, label): (usize, &crate::finding::Label)| {
        let text = if label.text.is_empty() { "related place" } else { &label.text };
        let text = text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
        format!("[{text}]({})", index + 1)
    };
    let links: Vec<String> = says.labels.iter().enumerate().map(link).collect();
    let links = (!links.is_empty()).then(|| format!("See {}.", links.join(", ")));
    let parts: Vec<String> = std::iter::once(finding.message()).chain(says.advice()).chain(links).collect();
    parts.join("\n")
}

/// Escapes braces, which would be placeholders.
fn literal(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn message(text: &str) -> Option<Text> {
    (!text.is_empty()).then(|| literal(text).into())
}

fn place(input: &Shown<'_>, span: Span) -> PhysicalLocation {
    let place = input.place(span);
    PhysicalLocation {
        artifact_location: file(input),
        region: Region {
            start_line: place.start.line,
            start_column: place.start.utf16,
            end_line: place.end.line,
            end_column: place.end.utf16,
        },
    }
}

/// A file below the root has a path relative to the root; any other file has an absolute URI or its given path.
fn file(input: &Shown<'_>) -> ArtifactLocation {
    let outside = input.path.starts_with('/') || input.path.starts_with("../");
    let path: String = input.path.bytes().map(in_uri).collect();
    let uri = if input.path.starts_with('/') { format!("file://{path}") } else { path };
    ArtifactLocation { uri, uri_base_id: (!outside).then_some(ROOT) }
}

fn in_uri(byte: u8) -> String {
    match byte {
        b'/' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_no_placeholders_and_paths_are_uris() {
        assert_eq!(literal("{ secret = \"x\" }"), "{{ secret = \"x\" }}");
        assert_eq!("a b/ü:%.toml".bytes().map(in_uri).collect::<String>(), "a%20b/%C3%BC%3A%25.toml");
    }
}
