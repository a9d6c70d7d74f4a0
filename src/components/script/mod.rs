//! Start scripts (POSIX sh): where a secret must reach a file or a process at run time.

pub mod reader;

use crate::artifact::{Artifact, Kind};
use crate::model::{EnvTerm, Piece, SecretSource, Stack};

use crate::units::SecretName;

/// Reads a secret's file, refuses what cannot be one.
pub(in crate::components) const READ_SECRET: &str = include_str!("secret.sh");

/// Percent-encodes for a URL.
pub(in crate::components) const URL_ENCODE: &str = include_str!("url_encode.sh");

/// Reads a secret that its reader takes out of a URL as it stands there.
pub(in crate::components) const SECRET_IN_URL: &str = include_str!("secret_in_url.sh");

/// An empty start script.
pub(in crate::components) fn script(path: &str, input: &str) -> Artifact {
    of_kind(Kind::Script, path, input)
}

/// An empty script.
pub(in crate::components) fn of_kind(kind: Kind, path: &str, input: &str) -> Artifact {
    let mut file = Artifact::without_lines(path, kind);
    file.line("#!/bin/sh", None);
    file.extend(&Artifact::new(path, kind, input));
    file
}

pub(in crate::components) fn body(file: &mut Artifact, text: &str) {
    text.lines().for_each(|line| file.line(line, None));
}

/// Sets the variables that a secret is in, from the secrets' files.
pub(in crate::components) fn exports<'e>(
    file: &mut Artifact,
    stack: &Stack,
    environment: impl Iterator<Item = (&'e str, &'e EnvTerm, crate::origin::Origin)>,
) {
    let terms: Vec<_> = environment.filter(|(_, term, _)| term.plain().is_none()).collect();
    let has_secrets = !terms.is_empty();
    body(file, READ_SECRET);
    let any = |is: fn(&Piece) -> bool| terms.iter().any(|(_, term, _)| term.0.iter().any(is));
    if any(|piece| matches!(piece, Piece::SecretInUrl(_))) {
        body(file, URL_ENCODE);
    }
    if any(|piece| matches!(piece, Piece::SecretInUrlAsIs(_))) {
        body(file, SECRET_IN_URL);
    }
    for (name, term, origin) in terms {
        let mut value = String::new();
        file.line("", None);
        for piece in &term.0 {
            let (secret, in_value) = match piece {
                Piece::Text(text) => {
                    value.push_str(&single_quoted(text));
                    continue;
                }
                Piece::Secret(secret) | Piece::SecretInUrlAsIs(secret) => (secret, "\"$_stackgen_value\""),
                Piece::SecretInUrl(secret) => (secret, "\"$(url_encode \"$_stackgen_value\")\""),
            };
            let read = if matches!(piece, Piece::SecretInUrlAsIs(_)) { "secret_in_url" } else { "secret" };
            let line = format!("_stackgen_value=$({read} {} {})", secret.as_str(), source(stack, secret));
            file.line(line, Some(origin));
            value.push_str(in_value);
        }
        file.line(format!("{name}={value}"), Some(origin));
        file.line(format!("export {name}"), Some(origin));
    }
    if has_secrets {
        file.line("unset _stackgen_value", None);
    }
    file.line("", None);
}

/// Where a person sets the secret, for the script's messages.
pub(in crate::components) fn source(stack: &Stack, secret: &SecretName) -> String {
    match stack.secrets.get(secret).map(|secret| &secret.source) {
        Some(SecretSource::Env(env)) => single_quoted(&format!("{} in .env", env.as_str())),
        _ => single_quoted("the contents of its file"),
    }
}

/// A text as one word of the shell.
fn single_quoted(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_everything() {
        assert_eq!(single_quoted("a'b $(c) `d`"), r"'a'\''b $(c) `d`'");
    }
}
