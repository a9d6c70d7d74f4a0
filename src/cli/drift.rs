//! Generated files that differ from what `build` would write, as findings for programs.

use crate::codes::Code;
use crate::files::{Change, FilesError, MANIFEST, Plan, State};
use crate::finding::Diagnostic;
use crate::origin::Span;
use crate::source::Source;

/// A file and what is wrong with it. None of its text is shown: a hand edit can contain anything, including secrets.
pub(super) struct Drifted {
    pub(super) source: Source,
    pub(super) found: [Diagnostic; 1],
}

/// The files of an output folder that differ from what the input generates.
pub(super) fn drifted(plan: &Plan) -> Vec<Drifted> {
    let files: Vec<Drifted> = plan.pending().map(|change| of_file(plan, change)).collect();
    if !files.is_empty() || plan.is_current() {
        return files;
    }
    let source = Source::new(plan.dir.join(MANIFEST).as_str(), "");
    let message = "the list of generated files is out of date";
    let found = Diagnostic::error(Code::GeneratedStale, &Span::default(), message).help("run `stackgen build`");
    vec![Drifted { source, found: [found] }]
}

/// A generated file that cannot be read.
pub(super) fn unreadable(error: &FilesError) -> Option<Drifted> {
    let path = error.generated()?;
    let said = error.to_string();
    let (message, help) = said.split_once('\n').map_or((said.as_str(), None), |(first, rest)| (first, Some(rest)));
    let mut found = Diagnostic::error(Code::GeneratedUnreadable, &Span::default(), message);
    found.help = help.map(str::to_owned);
    Some(Drifted { source: Source::new(path.as_str(), ""), found: [found] })
}

fn of_file(plan: &Plan, change: &Change) -> Drifted {
    let before = change.before.as_deref().unwrap_or_default();
    let after = change.after.as_deref().unwrap_or_default();
    let (line, place) = first_difference(before, after);
    let what = change.state.as_str();
    let message = match change.state {
        State::Stale | State::OtherVersion | State::Conflict | State::Edited | State::Foreign => {
            format!("{what}: the first difference is at line {line}")
        }
        _ => what.to_owned(),
    };
    let found = Diagnostic::error(code(change.state), &place, message).help(change.state.remedy());
    Drifted { source: Source::new(plan.dir.join(&change.path).as_str(), before), found: [found] }
}

fn code(state: State) -> Code {
    match state {
        State::New | State::Missing => Code::GeneratedMissing,
        State::Current | State::Stale | State::OtherVersion => Code::GeneratedStale,
        State::Conflict | State::Edited | State::OrphanEdited => Code::GeneratedEdited,
        State::Foreign => Code::GeneratedForeign,
        State::Orphaned => Code::GeneratedOrphaned,
    }
}

/// The first line that differs, from 1, and its place in the existing text; the end of that text if only lines are
/// missing.
fn first_difference(before: &str, after: &str) -> (usize, Span) {
    let mut start = 0;
    let mut expected = after.split_inclusive('\n');
    for (index, line) in before.split_inclusive('\n').enumerate() {
        if expected.next() != Some(line) {
            return (index + 1, Span { start, end: start + line.trim_end().len() });
        }
        start += line.len();
    }
    (before.matches('\n').count() + 1, Span { start, end: start })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_has_its_place() {
        let at = |before: &str, after: &str| {
            let (line, place) = first_difference(before, after);
            (line, before[place.range()].to_owned())
        };
        assert_eq!(at("a\nb\nc\n", "a\nx\nc\n"), (2, "b".to_owned()));
        assert_eq!(at("a\nb\n", "a\nb\nc\n"), (3, String::new()));
        assert_eq!(at("a\nb", "a\nb\n"), (2, "b".to_owned()));
        assert_eq!(at("", "a\n"), (1, String::new()));
        assert_eq!(at("a\nb\n", "a\n"), (2, "b".to_owned()));
    }
}
