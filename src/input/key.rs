//! How the declaration of a key is built.

use super::decode::Decode;
use super::shape::{Bound, Key, Range, Shape};

impl Key {
    /// The key of a table for a value of this type.
    #[must_use]
    pub const fn of<T: Decode>(name: &'static str, about: &'static [&'static str]) -> Self {
        Self {
            name,
            about,
            required: T::REQUIRED,
            shape: T::SHAPE,
            examples: &[],
            said: None,
            default: None,
            is_told: false,
            because: "",
        }
    }

    /// With a default, and how it is shown.
    #[must_use]
    pub const fn defaults_to(mut self, shown: fn() -> String) -> Self {
        self.default = Some(shown);
        self.required = false;
        self
    }

    /// With the reason for its default.
    #[must_use]
    pub const fn because(mut self, why: &'static str) -> Self {
        self.because = why;
        self
    }

    /// With a default that the description names already.
    #[must_use]
    pub const fn told(mut self) -> Self {
        self.is_told = true;
        self
    }

    /// With inclusive limits, for a whole number.
    ///
    /// # Panics
    /// At compile time, if it is not one.
    #[must_use]
    #[expect(clippy::panic, reason = "at compile time, for a declaration")]
    pub const fn range(mut self, least: i64, most: i64) -> Self {
        let Shape::Integer { width, .. } = self.shape else { panic!("only a whole number has such limits") };
        let range = Range { least: Some(Bound::Whole(least)), most: Some(Bound::Whole(most)) };
        self.shape = Shape::Integer { width, range };
        self
    }

    /// With a minimum number of entries, for a list or a table of entries.
    ///
    /// # Panics
    /// At compile time, if it is neither.
    #[must_use]
    #[expect(clippy::panic, reason = "at compile time, for a declaration")]
    pub const fn at_least(mut self, least: usize) -> Self {
        match self.shape {
            Shape::List { each, distinct, .. } => self.shape = Shape::List { each, least, distinct },
            Shape::Entries { names, each, .. } => self.shape = Shape::Entries { names, each, least },
            _ => panic!("only a list or a table of entries has a number of entries"),
        }
        self
    }

    /// Without duplicate entries, for a list.
    ///
    /// # Panics
    /// At compile time, if it is not one.
    #[must_use]
    #[expect(clippy::panic, reason = "at compile time, for a declaration")]
    pub const fn distinct(mut self) -> Self {
        let Shape::List { each, least, .. } = self.shape else { panic!("only a list can have distinct entries") };
        self.shape = Shape::List { each, least, distinct: true };
        self
    }

    /// With these texts as examples.
    #[must_use]
    pub const fn examples(mut self, examples: &'static [&'static str]) -> Self {
        self.examples = examples;
        self
    }
}
