//! Findings for people: miette's graphical report on the masked text of the input.

use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents,
};

use super::{Diagnostic, Lines, Severity};
use crate::document::Masked;

/// Writes findings as text for a person.
pub struct Renderer {
    handler: GraphicalReportHandler,
}

struct Rendered<'a> {
    diagnostic: &'a Diagnostic,
    message: String,
    help: Option<String>,
    labels: Vec<LabeledSpan>,
    /// Nothing where nothing of the input is shown.
    source: Option<&'a Excerpts<'a>>,
}

/// Places that are at most so many lines apart are shown in one excerpt, with the lines between them.
const NEAR: usize = 8;

/// The input as miette reads it, but for two things: columns count characters, not bytes, and an
/// excerpt has as many lines as it shows, not as many as there are up to its end.
struct Excerpts<'a> {
    input: &'a Masked,
    lines: Lines<'a>,
}

impl SourceCode for Excerpts<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let found = self.input.text().read_span(span, before, after)?;
        let (name, column) = (self.input.path().to_owned(), self.lines.position(found.span().offset()).column - 1);
        let (data, span) = (found.data(), *found.span());
        let count = data.split(|byte| *byte == b'\n').count() + NEAR;
        Ok(Box::new(MietteSpanContents::new_named(name, data, span, found.line(), column, count)))
    }
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
        Some(Box::new(self.diagnostic.rule))
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
        self.source.map(|source| source as &dyn SourceCode)
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
        Self { handler }
    }

    /// The findings as text; every part of it has gone through the input's mask.
    #[must_use]
    pub fn render(&self, found: &[Diagnostic], input: &Masked) -> String {
        let source = Excerpts { input, lines: Lines::new(input.text()) };
        let mut text = String::new();
        for diagnostic in found {
            let label = |span: std::ops::Range<usize>, text: &str, primary: bool| {
                let text = (!text.is_empty()).then(|| input.hide(text));
                if primary {
                    LabeledSpan::new_primary_with_span(text, span)
                } else {
                    LabeledSpan::new_with_span(text, span)
                }
            };
            let primary = label(diagnostic.primary.span.range(), &diagnostic.primary.text, true);
            let others = diagnostic.labels.iter().map(|other| label(other.span.range(), &other.text, false));
            let mut rendered = Rendered {
                diagnostic,
                message: input.hide(&diagnostic.message_with_modes()),
                help: with_fix(diagnostic).map(|help| input.hide(&help)),
                labels: std::iter::once(primary).chain(others).collect(),
                source: Some(&source),
            };
            if input.text().is_empty() {
                (rendered.labels, rendered.source) = (Vec::new(), None);
                rendered.message = format!("{}: {}", input.path(), rendered.message);
            }
            if self.handler.render_report(&mut text, &rendered).is_err() {
                text.push_str(&rendered.message);
            }
            text.push('\n');
        }
        text
    }
}

/// What to do, and the command that does it.
fn with_fix(diagnostic: &Diagnostic) -> Option<String> {
    let fix = diagnostic.best_fix(false).or_else(|| diagnostic.best_fix(true));
    let fix = fix.map(|fix| {
        let option = if fix.safe { "" } else { " --suggested" };
        format!("fix: {} (stackgen fix{option})", fix.what)
    });
    let parts: Vec<String> = diagnostic.advice().into_iter().chain(fix).collect();
    (!parts.is_empty()).then(|| parts.join("\n"))
}
