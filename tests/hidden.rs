//! Any string that stands in the input where a credential is refused, or in a local `.env`, appears in no output of any
//! command, in any format, at any verbosity, on any error path.
#![cfg(unix)]

#[path = "support/mod.rs"]
mod support;

use std::path::Path;

use proptest::prelude::*;
use support::{base_with, both, project, stackgen};

/// Every command that reads an input or a `.env`.
const COMMANDS: &[&[&str]] = &[
    &["build", "-v"],
    &["build", "--check"],
    &["check", "--all", "-v"],
    &["check", "--format", "json"],
    &["check", "--format", "sarif"],
    &["check", "--format", "github"],
    &["check", "--format", "gitlab"],
    &["check", "--format", "junit"],
    &["diff", "-v"],
    &["explain", "redis.password"],
    &["explain", "services.api.environment"],
    &["explain", "generated/docker-compose.yml:20"],
    &["fix", "--diff", "--suggested"],
    &["env", "check", "m"],
    &["env", "rotate", "redis_password", "--mode", "m"],
    &["env", "init", "m"],
    &["rules"],
];

/// A string as somebody might have for a secret: long enough to be told from words, with all that quotes and files make of
/// it; it starts and ends with what no reader trims.
fn secret() -> impl Strategy<Value = String> {
    "[A-Za-z0-9]{3}[ -~ñ€]{4,18}[A-Za-z0-9]{3}".prop_filter("it could be told from the words of a message", |text| {
        text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().any(|b| b.is_ascii_uppercase())
    })
}

/// Where a secret stands in the input, as TOML: `@` is the secret in quotes, `#` as it is.
const REFUSED: &[&str] = &[
    "[redis]\npassword = @\n",
    "[redis]\npasword = @\n",
    "[redis]\npasswrod = @\nmaxmemory = 12\n",
    "[services.api.environment]\nDB_PASSWORD = @\nnonsense = { a = 1 }\n",
    "[services.api.environment]\nTOKENS = [@, 'x']\nSECRET_VALUE = @\n",
    "[secrets]\nfoo = @\n",
    "[secrets]\nfoo = { env = @ }\n",
    "[secrets.foo]\nvalue = @\n",
    "[modes.m.redis]\npassword = @\n",
    "[modes.m.services.api.environment]\nclientSecret = @\n",
    "[services.api]\ncommand = ['tool', '--password', @]\n",
    "[postgres]\npassword = { secret = @ }\n",
    "[redis.password]\n@ = 1\n",
    "[secrets.@]\nenv = 'X'\n",
    "[secrets.foo]\n@ = 'x'\n",
    "[services.api.environment]\nPASSWORD_DB = @\n",
];

/// Texts that are no TOML: `#` is the secret as it is, `§` begins a comment, `¶` ends a
/// user and a password.
const BROKEN: &[&str] = &[
    "[redis]\npassword #\n",
    "[redis]\npassword = #\n",
    "[redis]\npasword: #\nmaxmemory = = 3\n",
    "[redis]\npassword = \"#\nx = 1\n",
    "[redis\npassword = '#'\n",
    "[redis]\npassword = \"\"\"\n#\n",
    "[redis]\npassword = [\n  \"#\",\n  \"#\n",
    "[redis]\npassword =\n#\n",
    "nonsense = = 1 § old password #\n",
    "[redis]\nurl = = redis://u:#¶h\n",
    "[redis]\nurl = = \"redis://u:#\n",
];

/// How a `.env` writes a value, and whether it can.
fn dotenv(secret: &str, how: usize) -> String {
    let single = secret.replace('\'', "\\'");
    let double = secret.replace('\\', "\\\\").replace('"', "\\\"");
    match how {
        0 => format!("REDIS_PASSWORD='{single}'\n"),
        1 => format!("REDIS_PASSWORD=\"{double}\"\n"),
        2 => format!("REDIS_PASSWORD={secret}\n"),
        3 => format!("export REDIS_PASSWORD = '{single}' # mine\nOTHER=x\n"),
        4 => format!("REDIS_PASSWORD='first line of it\n{single}\nlast line of it'\n"),
        5 => format!("OTHER='{single}\nREDIS_PASSWORD='{single}'\n"),
        6 => format!("{secret}\nREDIS_PASSWORD=\n"),
        7 => format!("X: {secret}\nODOO_DB_PASSWORD='{single}'\nREDIS_PASSWORD='{single}'\n"),
        _ => format!("REDIS_PASSWORD={secret} {secret}\nREDIS PASSWORD={secret}\n"),
    }
}

fn shows(dir: &Path, secret: &str) -> Result<(), TestCaseError> {
    let spellings = [secret.to_owned(), secret.escape_default().to_string(), serde_json::to_string(secret).unwrap()];
    for words in COMMANDS {
        let output = stackgen(dir).args(*words).output().unwrap();
        let told = both(&output);
        prop_assert!(output.status.code().is_some_and(|code| code <= 2), "{:?}: {}", words, told);
        for spelling in &spellings {
            prop_assert!(!told.contains(spelling.trim_matches('"')), "{:?}: {}", words, told);
        }
    }
    Ok(())
}

fn with(template: &str, secret: &str) -> String {
    template
        .replace('@', &toml::Value::from(secret).to_string())
        .replace('#', secret)
        .replace('§', "#")
        .replace('¶', "@")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_string_in_the_place_of_a_credential_is_shown_by_no_command(
        secret in secret(), place in 0..REFUSED.len(), broken in prop::option::of(0..BROKEN.len()),
    ) {
        let base = base_with("[services.api]\nimage = 'api:1'\n[modes.m]\nprofiles = []\n");
        let key = REFUSED[place].contains("@ = ") || REFUSED[place].contains("@]");
        let value = toml::Value::from(secret.as_str()).to_string();
        // A key has no quotes of several lines.
        let text = REFUSED[place].replace('@', &if key { serde_json::to_string(&secret).unwrap() } else { value });
        let merged = text.parse::<toml::Table>().map(|over| {
            let mut table: toml::Table = base.parse().unwrap();
            support::overlay(&mut table, over);
            toml::to_string(&table).unwrap()
        });
        let input = match broken {
            Some(broken) => format!("{base}\n{}", with(BROKEN[broken], &secret)),
            None => merged.unwrap(),
        };
        shows(project(&input).path(), &secret)?;
    }

    #[test]
    fn a_value_of_a_local_env_is_shown_by_no_command(
        secret in secret(), how in 0..9_usize, place in 0..7_usize,
    ) {
        let quoted = toml::Value::from(secret.as_str()).to_string();
        let mode = "[modes.m]\nprofiles = []\n";
        let input = match place {
            0 => base_with(&format!("[services.api.environment]\nNOTE = {quoted}\n{mode}")),
            1 => base_with(&format!("[services.api.environment]\n{} = 'x'\n{mode}", serde_json::to_string(&secret).unwrap())),
            2 => format!("{}\n# {secret}\n[nonsense]\n", base_with(mode)),
            3 => format!("{}\nnonsense = {quoted}\nbroken = = {secret}\n", base_with(mode)),
            4 => base_with(&format!("[services.api]\ncommand = ['x', {quoted}]\n{mode}")),
            5 => base_with(&format!("[odoo.options]\nworkers = {quoted}\n[redis]\nmaxmemory = '64gb'\n{mode}")),
            _ => base_with(mode),
        };
        let dir = project(&input);
        std::fs::create_dir(dir.path().join("generated")).unwrap();
        std::fs::write(dir.path().join("generated/.env"), dotenv(&secret, how)).unwrap();
        shows(dir.path(), &secret)?;
    }
}
