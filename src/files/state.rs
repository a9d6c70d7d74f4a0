//! The state of a generated file on disk, and how to resolve a difference.

/// The state of a generated file on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is what `build` would write.
    Current,
    /// It does not exist, and was never generated.
    New,
    /// It was generated, and then deleted.
    Missing,
    /// It is unchanged since it was generated, but the input has changed.
    Stale,
    /// It is unchanged since another version of stackgen generated it.
    OtherVersion,
    /// It contains merge conflict markers.
    Conflict,
    /// It was changed after it was generated.
    Edited,
    /// It exists, but stackgen did not generate it.
    Foreign,
    /// It is unchanged since it was generated, but is no longer part of the stack.
    Orphaned,
    /// It is no longer part of the stack, and was changed after it was generated.
    OrphanEdited,
}

impl State {
    /// The state in a few words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::New => "new",
            Self::Missing => "missing: deleted since the last build",
            Self::Stale => "out of date",
            Self::OtherVersion => "written by another version of stackgen",
            Self::Conflict => "contains merge conflict markers",
            Self::Edited => "edited by hand",
            Self::Foreign => "not written by stackgen",
            Self::Orphaned => "no longer generated",
            Self::OrphanEdited => "no longer generated, but edited by hand",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Current => "nothing to do",
            Self::New => "A file was never generated: run `stackgen build` and commit the result.",
            Self::Stale => "The input has changed: run `stackgen build` and commit the result.",
            Self::OtherVersion => {
                "Another version of stackgen wrote the files: use that version, or run `stackgen build` and commit the result."
            }
            Self::Conflict => {
                "A merge left conflict markers in a generated file: merge the input, then run `stackgen build` to write the file again."
            }
            Self::Missing => "A generated file was deleted: run `stackgen build` to write it again.",
            Self::Edited | Self::OrphanEdited => {
                "A generated file was edited by hand: move the change into the input, then run `stackgen build --force`."
            }
            Self::Foreign => {
                "A file that stackgen did not write is in the way: move it, or run `stackgen build --force` to replace it."
            }
            Self::Orphaned => "A file is no longer generated: run `stackgen build` to remove it.",
        }
    }

    /// Whether replacing or removing it would lose changes that a person made.
    #[must_use]
    pub fn holds_work(self) -> bool {
        matches!(self, Self::Edited | Self::Foreign | Self::OrphanEdited)
    }
}
