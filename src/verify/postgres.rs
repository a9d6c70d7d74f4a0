//! The script of PostgreSQL's first start: of the shape that the image can read into its own shell,
//! with the role and the database of its stack.

use super::Wrong;
use crate::emit::Artifact;
use crate::stack::Stack;

pub(super) fn verify(file: &Artifact, base: &Stack, modes: &[Stack]) -> Result<(), Wrong> {
    let wrong = |what: &str| Err(Wrong::new(file.path.as_str(), what));
    let mut lines = file.lines.iter().map(|line| line.text.as_str());
    let interpreter = lines.next() == Some("#!/bin/sh");
    let opened = lines.find(|line| !line.starts_with('#')) == Some("(");
    let closed = file.lines.last().is_some_and(|line| line.text == ")");
    if !interpreter || !opened || !closed {
        return wrong("it is not a script in parentheses");
    }
    let of_mode = |stack: &&Stack| {
        stack.mode.as_ref().is_some_and(|mode| file.path == format!("postgres/init.{}.sh", mode.as_str()))
    };
    let postgres = &modes.iter().find(of_mode).unwrap_or(base).postgres;
    let set = |name: &str| {
        let start = format!("\\set {name} ");
        let mut values = file.lines.iter().filter_map(|line| line.text.strip_prefix(&start));
        values.next().filter(|_| values.next().is_none()).map(|value| value.trim_matches('\'').to_owned())
    };
    let read = format!("`printf '%s' \"$(cat /run/secrets/{})\"`", postgres.password.as_str());
    for (name, meant) in
        [("role", postgres.user.as_str()), ("database", postgres.database.as_str()), ("password", &read)]
    {
        if set(name).as_deref() != Some(meant) {
            return wrong(&format!("the {name} in it is not the stack's"));
        }
    }
    Ok(())
}
