//! Findings as a code quality report for GitLab.
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use serde::Serialize;

use super::pretty::pretty;
use super::{Finding, Shown};
use crate::finding::Severity;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Range,
}

#[derive(Serialize)]
struct Range {
    begin: usize,
    end: usize,
}

/// A list of issues.
pub(super) fn document(inputs: &[Shown<'_>]) -> String {
    let issues = inputs.iter().flat_map(|input| input.findings.iter().map(|finding| issue(input, finding)));
    pretty(&issues.collect::<Vec<_>>())
}

fn issue<'a>(input: &'a Shown<'_>, finding: &'a Finding) -> Issue<'a> {
    let place = input.place(finding.says.primary.span);
    Issue {
        description: finding.message(),
        check_name: finding.says.rule,
        fingerprint: &finding.fingerprint,
        severity: match finding.says.severity {
            Severity::Advice => "info",
            Severity::Warning => "minor",
            Severity::Error => "major",
        },
        location: Location { path: &input.path, lines: Range { begin: place.start.line, end: place.end.line } },
    }
}
