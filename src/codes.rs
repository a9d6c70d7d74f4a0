//! What is found that is no rule: an input that cannot be read or is no stack, generated files that are not those of the
//! input, a `.env` that does not fit. Each has a page, which is a file of `src/codes/`.

include!(concat!(env!("OUT_DIR"), "/codes.rs"));

impl Code {
    /// A code by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}
