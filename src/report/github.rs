//! Findings as workflow commands, which GitHub Actions shows next to the lines.
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>

use super::{Finding, Shown};
use crate::finding::Severity;

/// One command per line; empty if there are no findings.
pub(super) fn document(inputs: &[Shown<'_>]) -> String {
    let commands = inputs.iter().flat_map(|input| input.findings.iter().map(|finding| command(input, finding)));
    commands.collect::<Vec<_>>().join("\n")
}

fn command(input: &Shown<'_>, finding: &Finding) -> String {
    let name = match finding.says.severity {
        Severity::Advice => "notice",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let place = input.place(finding.says.primary.span);
    let (start, end) = (place.start, place.end);
    let (file, title) = (property(&input.path), property(finding.says.rule));
    // GitHub accepts columns only for a place within one line.
    let place = if start.line == end.line {
        format!("line={},col={},endLine={},endColumn={}", start.line, start.utf16, end.line, end.utf16)
    } else {
        format!("line={},endLine={}", start.line, end.line)
    };
    let message: Vec<String> = std::iter::once(finding.message()).chain(finding.says.advice()).collect();
    format!("::{name} file={file},{place},title={title}::{}", data(&message.join("\n")))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_command_is_escaped() {
        assert_eq!(data("100%\r\na, b: c"), "100%25%0D%0Aa, b: c");
        assert_eq!(property("a,b:c%\n"), "a%2Cb%3Ac%25%0A");
    }
}
