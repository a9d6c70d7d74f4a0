//! How a generated file stands on disk, and what puts it right.

/// How a generated file stands on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is what build would write.
    Current,
    /// It was never built.
    New,
    /// It was built, and is gone.
    Missing,
    /// It is as it was built, from another input.
    Stale,
    /// It is as another version of stackgen built it.
    OtherVersion,
    /// A merge left its conflict markers in it.
    Conflict,
    /// It was changed after it was built.
    Edited,
    /// It is there, but was not built.
    Foreign,
    /// It was built and is as it was built, but belongs to the stack no more.
    Orphaned,
    /// The same, but it was changed after it was built.
    OrphanEdited,
}

impl State {
    /// The state in a few words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::New => "new",
            Self::Missing => "missing: built before, and deleted since",
            Self::Stale => "out of date",
            Self::OtherVersion => "as another version of stackgen writes it",
            Self::Conflict => "has the conflict markers of a merge",
            Self::Edited => "edited by hand",
            Self::Foreign => "not made by stackgen",
            Self::Orphaned => "no longer generated",
            Self::OrphanEdited => "no longer generated, but edited by hand",
        }
    }

    /// What puts it right.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Current => "nothing is to be done",
            Self::New => "A file was never built: run `stackgen build`, and commit what it writes.",
            Self::Stale => "The input has changed: run `stackgen build`, and commit what it writes.",
            Self::OtherVersion => {
                "Another version of stackgen wrote the files: use that one, or run `stackgen build` and commit what this one writes."
            }
            Self::Conflict => {
                "A merge left conflict markers in a generated file: merge the input, then run `stackgen build`, which writes it anew."
            }
            Self::Missing => "A generated file was deleted: `stackgen build` writes it again.",
            Self::Edited | Self::OrphanEdited => {
                "A generated file was edited by hand: move the change into the input, then `stackgen build --force`."
            }
            Self::Foreign => {
                "A file is in the way that stackgen did not make: move it, or `stackgen build --force` replaces it."
            }
            Self::Orphaned => "A file is no longer generated: `stackgen build` removes it.",
        }
    }

    /// Whether replacing or removing it would lose somebody's work.
    #[must_use]
    pub fn holds_work(self) -> bool {
        matches!(self, Self::Edited | Self::Foreign | Self::OrphanEdited)
    }
}
