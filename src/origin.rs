//! Where a value comes from: written at a span of the input, or a default with its reason.

use std::ops::{Deref, Range};

/// A range of bytes in the input file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

impl Span {
    /// The same place as a standard range.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// Where a value was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Written by a person at this place.
    Written(Span),
    /// Nothing was written: the default, the table it would be written in, and why this value.
    Default {
        /// The table in which the value would be written.
        near: Span,
        /// Why this value, in a few words.
        why: &'static str,
    },
}

impl Origin {
    /// The place to point at: the value, or the table it would be written in.
    #[must_use]
    pub fn span(self) -> Span {
        match self {
            Self::Written(span) | Self::Default { near: span, .. } => span,
        }
    }
}

/// A value and where it comes from. Derefs to the value, so that rules read as plain arithmetic.
#[derive(Debug, Clone, PartialEq)]
pub struct At<T> {
    value: T,
    origin: Origin,
}

impl<T> At<T> {
    /// A value that was decided at `origin`.
    pub fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }

    /// A default: `near` is the table it would be written in.
    pub fn default_of(value: T, near: Span, why: &'static str) -> Self {
        Self { value, origin: Origin::Default { near, why } }
    }

    /// Where the value was decided.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Whether a person wrote it.
    pub fn is_written(&self) -> bool {
        matches!(self.origin, Origin::Written(_))
    }

    /// The place to point at.
    pub fn span(&self) -> Span {
        self.origin.span()
    }

    /// Another value that follows from this one, decided at the same place.
    pub fn map<U>(&self, to: impl FnOnce(&T) -> U) -> At<U> {
        At { value: to(&self.value), origin: self.origin }
    }

    /// The value without its origin.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
