//! Findings for people: miette's graphical report on the masked text of the input.

use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::excerpt::{Excerpts, Mark};
use crate::document::Masked;
use crate::finding::{Diagnostic, Label, Severity};

/// Writes findings as text for people.
pub struct Renderer {
    handler: GraphicalReportHandler,
    width: usize,
}

struct Rendered<'a> {
    diagnostic: &'a Diagnostic,
    message: String,
    help: Option<String>,
    labels: Vec<LabeledSpan>,
    /// `None` if nothing of the input is shown.
    source: Option<Excerpts>,
}

impl fmt::Debug for Rendered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Display for Rendered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Rendered<'_> {}

impl miette::Diagnostic for Rendered<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        // `explain` uses this renderer for lines that are not findings.
        let Diagnostic { severity, rule, .. } = self.diagnostic;
        (!rule.is_empty()).then(|| Box::new(format!("{}[{rule}]", severity.as_str())) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Advice => miette::Severity::Advice,
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl Renderer {
    /// A renderer for a terminal of this width, or for a pipe.
    #[must_use]
    pub fn new(colour: bool, width: usize) -> Self {
        let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_width(width).with_links(false);
        Self {
            handler: handler
                .with_break_words(false)
                .with_word_separator(textwrap::WordSeparator::AsciiSpace)
                .with_word_splitter(textwrap::WordSplitter::NoHyphenation),
            width,
        }
    }

    /// The findings as text. Every part has gone through the input's mask.
    #[must_use]
    pub fn render(&self, found: &[Diagnostic], input: &Masked) -> String {
        let mut text = String::new();
        for diagnostic in found {
            let mark = |label: &Label| Mark {
                place: label.span.range(),
                text: (!label.text.is_empty()).then(|| input.hide(&label.text)),
            };
            let marks: Vec<Mark> = std::iter::once(&diagnostic.primary).chain(&diagnostic.labels).map(mark).collect();
            let mut rendered = Rendered {
                diagnostic,
                message: input.hide(&diagnostic.message_with_modes()),
                help: with_fix(diagnostic).map(|help| input.hide(&help)),
                labels: Vec::new(),
                source: None,
            };
            if input.text().is_empty() {
                rendered.message = format!("{}: {}", input.path(), rendered.message);
            } else {
                let (source, labels) = Excerpts::of(input.path(), input.text(), &marks, self.width);
                (rendered.source, rendered.labels) = (Some(source), labels);
            }
            if self.handler.render_report(&mut text, &rendered).is_err() {
                text.push_str(&rendered.message);
            }
            text.push('\n');
        }
        text
    }
}

/// The help, and the command that applies the best fix.
fn with_fix(diagnostic: &Diagnostic) -> Option<String> {
    let fix = diagnostic.best_fix(false).or_else(|| diagnostic.best_fix(true));
    let fix = fix.map(|fix| {
        let option = if fix.safe { "" } else { " --suggested" };
        format!("fix: {} (stackgen fix{option})", fix.what)
    });
    let parts: Vec<String> = diagnostic.advice().into_iter().chain(fix).collect();
    (!parts.is_empty()).then(|| parts.join("\n"))
}
