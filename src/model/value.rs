//! Values of environment variables, resolved.

use crate::units::SecretName;

/// A part of an environment variable's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Plain text.
    Text(String),
    /// The value of a secret, known only where the container runs.
    Secret(SecretName),
    /// The same, percent-encoded for a URL.
    SecretInUrl(SecretName),
    /// The same, for a URL whose parser does not decode it, so that some values are impossible.
    SecretInUrlAsIs(SecretName),
}

/// The value of an environment variable.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EnvTerm(pub Vec<Piece>);

impl EnvTerm {
    /// A value without a secret.
    pub fn text(text: impl Into<String>) -> Self {
        Self(vec![Piece::Text(text.into())])
    }

    /// The value, if it contains no secret.
    #[must_use]
    pub fn plain(&self) -> Option<String> {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => Some(text.clone()),
            Piece::Secret(_) | Piece::SecretInUrl(_) | Piece::SecretInUrlAsIs(_) => None,
        };
        self.0.iter().map(piece).collect()
    }

    /// The secrets in it.
    pub fn secrets(&self) -> impl Iterator<Item = &SecretName> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Secret(name) | Piece::SecretInUrl(name) | Piece::SecretInUrlAsIs(name) => Some(name),
            Piece::Text(_) => None,
        })
    }
}
