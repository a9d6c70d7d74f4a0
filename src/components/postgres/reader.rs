//! The script of PostgreSQL's first start: it must have the shape that the image can read into its own shell, and the
//! role and the database of its stack.

use super::Postgres;
use super::init_script::{INIT_TEXT, LOGGED, PSQL};
use crate::artifact::{Artifact, VerifyError};
use crate::components::script::READ_SECRET;
use crate::model::{SecretSource, Stack};

pub(super) fn verify(postgres: &Postgres, file: &Artifact, stack: &Stack) -> Result<(), VerifyError> {
    let wrong = |what: &str| Err(VerifyError::new(file.path.as_str(), what));
    let mut lines = file.lines().map(|line| line.text);
    let interpreter = lines.next() == Some("#!/bin/sh");
    let opened = lines.find(|line| !line.starts_with('#')) == Some("(");
    let closed = file.lines().next_back().is_some_and(|line| line.text == ")");
    if !interpreter || !opened || !closed {
        return wrong("it is not a shell script in parentheses");
    }
    let secret = postgres.password.as_str();
    let place = match stack.secrets.get(&*postgres.password).map(|secret| &secret.source) {
        Some(SecretSource::Env(variable)) => format!("{} in .env", variable.as_str()),
        _ => "the contents of its file".to_owned(),
    };
    // Names of secrets, variables, roles and databases have no quote in them.
    let own = [
        format!("(secret {secret} '{place}') >/dev/null || exit 1"),
        PSQL.to_owned(),
        format!("\\set role '{}'", postgres.user.as_str()),
        format!("\\set database '{}'", postgres.database.as_str()),
        format!("\\set password `printf '%s' \"$(cat /run/secrets/{secret})\"`"),
    ];
    let logged = LOGGED.iter().map(|setting| format!("SET {setting};"));
    let made = [
        "CREATE ROLE :\"role\" LOGIN CREATEDB PASSWORD :'password';",
        "CREATE DATABASE :\"database\" OWNER :\"role\";",
    ];
    let made = made.into_iter().chain(["SQL", ")"]).map(str::to_owned);
    let texts = [READ_SECRET, INIT_TEXT].into_iter().flat_map(str::lines).map(str::to_owned);
    let meant = texts.chain(own).chain(logged).chain(made).filter(|line| !line.is_empty());
    if !lines.filter(|line| !line.is_empty()).eq(meant) {
        return wrong("the role, the database or the password in it does not match the stack");
    }
    Ok(())
}
