//! Start scripts (POSIX sh): where a secret must reach a file or a process at run time.

use super::{Artifact, Kind};
use crate::components::service::Service;
use crate::stack::{EnvTerm, Piece, SecretSource, Stack};
use crate::units::SecretName;

/// The texts that scripts are made of; those with `@` in them have places for what a stack decides.
pub(crate) mod texts {
    /// Reads a secret's file, refuses what cannot be one.
    pub(crate) const READ_SECRET: &str = include_str!("scripts/secret.sh");
    /// Reads the password of Redis, refuses what cannot be one.
    pub(crate) const PASSWORD: &str = include_str!("scripts/password.sh");
    /// Percent-encodes for a URL.
    pub(crate) const URL_ENCODE: &str = include_str!("scripts/url_encode.sh");
    /// Reads a secret that its reader takes out of a URL as it stands there.
    pub(crate) const SECRET_IN_URL: &str = include_str!("scripts/secret_in_url.sh");
    /// Starts a node of Redis.
    pub(crate) const REDIS: &str = include_str!("scripts/redis.sh");
    /// Starts a sentinel.
    pub(crate) const SENTINEL: &str = include_str!("scripts/sentinel.sh");
    /// Puts the password into a command of Redis.
    pub(crate) const REDIS_AUTH: &str = include_str!("scripts/redis_auth.sh");
    /// Starts a router.
    pub(crate) const ROUTER: &str = include_str!("scripts/router.sh");
    /// The frame of the options that a secret holds.
    pub(crate) const OPTIONS: &str = "# The options of odoo.conf that a secret holds.\nsecret_options() {\n}\n";
    /// Writes Odoo's live configuration, waits for the database, starts Odoo.
    pub(crate) const ODOO: &str = include_str!("scripts/odoo.sh");
    /// Python: waits until PostgreSQL lets Odoo in.
    pub(crate) const WAIT: &str = include_str!("scripts/odoo_wait.py");
    /// Says of the first start of PostgreSQL that it went wrong.
    pub(crate) const POSTGRES_INIT: &str = include_str!("scripts/postgres_init.sh");
}

fn script(path: &str, input: &str) -> Artifact {
    of_kind(Kind::Script, path, input)
}

/// An empty script.
pub(super) fn of_kind(kind: Kind, path: &str, input: &str) -> Artifact {
    let mut file = Artifact { path: path.into(), kind, lines: Vec::new() };
    file.line("#!/bin/sh", None);
    let header = Artifact::new(path, kind, input);
    file.lines.extend(header.lines);
    file
}

pub(super) fn body(file: &mut Artifact, text: &str) {
    text.lines().for_each(|line| file.line(line, None));
}

/// The script of every Redis node.
pub(super) fn redis_start(stack: &Stack, input: &str) -> Artifact {
    let mut file = script("redis/start.sh", input);
    password(&mut file, stack);
    body(&mut file, &with_programs(stack, texts::REDIS));
    file
}

/// A script for the programs of the stack's image.
fn with_programs(stack: &Stack, text: &str) -> String {
    let Some(redis) = stack.redis() else { return text.to_owned() };
    let programs = redis.programs();
    text.replace("@server@", programs.server).replace("@cli@", programs.cli)
}

fn password(file: &mut Artifact, stack: &Stack) {
    let secret = stack.redis().and_then(|redis| redis.password.as_ref());
    let from = secret.map(|secret| source(stack, secret)).unwrap_or_default();
    body(file, texts::PASSWORD);
    file.line(format!("where={from}"), secret.map(crate::origin::At::origin));
    file.line("", None);
}

/// The script of every sentinel.
pub(super) fn sentinel_start(stack: &Stack, input: &str) -> Artifact {
    let mut file = script("redis/sentinel.sh", input);
    password(&mut file, stack);
    body(&mut file, &with_programs(stack, texts::SENTINEL));
    file
}

/// The script of every router.
pub(super) fn router_start(stack: &Stack, input: &str) -> Artifact {
    let mut file = script("redis/router.sh", input);
    body(&mut file, texts::READ_SECRET);
    file.line("", None);
    match stack.redis().and_then(|redis| redis.password.as_ref()) {
        None => file.line("REDIS_AUTH=", None),
        Some(secret) => {
            let line = format!("value=$(secret {} {})", secret.as_str(), source(stack, secret));
            file.line(line, Some(secret.origin()));
            body(&mut file, texts::REDIS_AUTH);
        }
    }
    file.line("", None);
    body(&mut file, texts::ROUTER);
    file
}

/// The script of Odoo: its configuration with the secrets in it, its environment, its start.
pub(super) fn odoo_start(stack: &Stack, input: &str) -> Artifact {
    let mut file = script("odoo/start.sh", input);
    let environment = stack.odoo().environment.iter().map(|(name, term)| (name.as_str(), &**term, term.origin()));
    exports(&mut file, stack, environment);
    file.line("# The options of odoo.conf that a secret holds.", None);
    file.line("secret_options() {", None);
    for (option, secret) in &stack.odoo().secret_options {
        let line = format!("    option {option} {} {}", secret.as_str(), source(stack, secret));
        file.line(line, Some(secret.origin()));
    }
    file.line("}", None);
    file.line("", None);
    body(&mut file, &texts::ODOO.replace("@odoo_wait.py@\n", texts::WAIT));
    file
}

/// The script of a further service: its command with the secrets in its environment.
pub(super) fn service_start(stack: &Stack, service: &Service, input: &str) -> Option<Artifact> {
    let mut file = script(&service.script()?, input);
    let environment = service.environment.iter().map(|(name, term)| (name.as_str(), &**term, term.origin()));
    exports(&mut file, stack, environment);
    file.line("exec \"$@\"", None);
    Some(file)
}

fn exports<'e>(
    file: &mut Artifact,
    stack: &Stack,
    environment: impl Iterator<Item = (&'e str, &'e EnvTerm, crate::origin::Origin)>,
) {
    let terms: Vec<_> = environment.filter(|(_, term, _)| term.plain().is_none()).collect();
    let has_secrets = !terms.is_empty();
    body(file, texts::READ_SECRET);
    let any = |is: fn(&Piece) -> bool| terms.iter().any(|(_, term, _)| term.0.iter().any(is));
    if any(|piece| matches!(piece, Piece::SecretInUrl(_))) {
        body(file, texts::URL_ENCODE);
    }
    if any(|piece| matches!(piece, Piece::SecretInUrlAsIs(_))) {
        body(file, texts::SECRET_IN_URL);
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
pub(super) fn source(stack: &Stack, secret: &SecretName) -> String {
    match stack.secrets.get(secret).map(|secret| &secret.source) {
        Some(SecretSource::Env(env)) => single_quoted(&format!("{} in .env", env.as_str())),
        _ => single_quoted("its file"),
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
