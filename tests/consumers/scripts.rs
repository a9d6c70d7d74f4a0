//! The start scripts: in every shell that may be `/bin/sh` in an image, and run for real.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::role::with_superuser;
use crate::support::{both, built, real_input, succeeds, tool};
use crate::{clean, files, python};

/// The shells: program, and the arguments that come before the script.
pub fn shells() -> Vec<(PathBuf, &'static [&'static str])> {
    let known: [(&str, &[&str]); 4] = [("sh", &[]), ("dash", &[]), ("busybox", &["ash"]), ("bash", &["--posix"])];
    known.into_iter().filter_map(|(name, arguments)| Some((tool(name)?, arguments))).collect()
}

#[test]
fn every_shell_parses_every_script() {
    for dir in [real_input(), with_superuser()].map(|input| built(&input)) {
        for script in files(&dir.path().join("generated"), "sh") {
            for (shell, arguments) in shells() {
                succeeds(Command::new(shell).args(arguments).arg("-n").arg(&script));
            }
        }
    }
}

/// Every printable character of ASCII, blanks at both ends.
pub fn password() -> String {
    format!(" {} ", (' '..='~').rev().collect::<String>())
}

const SECRETS: [&str; 4] = ["claude_api_key", "odoo_admin_password", "odoo_db_password", "redis_password"];

/// The emitted scripts with the secrets of a folder; `/etc/odoo/odoo.conf` is the generated one.
struct Scripts {
    dir: tempfile::TempDir,
}

impl Scripts {
    fn new() -> Self {
        let dir = built(&real_input());
        let secrets = dir.path().join("secrets");
        std::fs::create_dir(&secrets).unwrap();
        for script in files(&dir.path().join("generated"), "sh") {
            let text = std::fs::read_to_string(&script).unwrap();
            let text = text.replace("/run/secrets", secrets.to_str().unwrap());
            let text =
                text.replace("/etc/odoo/odoo.conf", dir.path().join("generated/odoo/odoo.conf").to_str().unwrap());
            std::fs::write(script, text).unwrap();
        }
        let scripts = Self { dir };
        SECRETS.iter().for_each(|name| scripts.set(name, &usual(name)));
        scripts
    }

    fn path(&self, below: &str) -> PathBuf {
        self.dir.path().join(below)
    }

    fn set(&self, secret: &str, value: &str) {
        std::fs::write(self.path("secrets").join(secret), value).unwrap();
    }

    /// The configuration that was written, as Odoo reads it.
    fn odoo_has_its_options(&self, shell: &(PathBuf, &[&str])) {
        let Some(read) = crate::odoo::read(&self.path("odoo.conf")) else { return };
        assert_eq!(read["odoo"]["db_password"], usual("odoo_db_password"), "{shell:?}");
        assert_eq!(read["odoo"]["admin_passwd"], usual("odoo_admin_password"), "{shell:?}");
        std::fs::remove_file(self.path("odoo.conf")).unwrap();
    }

    fn run(&self, shell: &(PathBuf, &[&str]), script: &str) -> Output {
        let (program, arguments) = shell;
        let mut command = clean(program);
        command.args(*arguments).arg(self.path("generated").join(script)).args(["env", "-0"]);
        command.env("ODOO_RC", self.path("odoo.conf")).output().unwrap()
    }
}

/// A value that a secret can have: odoo.conf holds none with blanks at its ends.
fn usual(secret: &str) -> String {
    if secret.starts_with("odoo") { password().trim().to_owned() } else { password() }
}

/// The environment that the script's program got, without what a shell sets itself.
fn environment(output: &Output) -> BTreeMap<String, String> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = std::str::from_utf8(&output.stdout).unwrap();
    let variables = text.split_terminator('\0').map(|line| line.split_once('=').unwrap());
    let own = ["ODOO_RC", "PATH", "LANG", "PWD", "OLDPWD", "SHLVL", "_", "POSIXLY_CORRECT"];
    variables.filter(|(name, _)| !own.contains(name)).map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
}

/// The URLs' passwords, percent-decoded by Python's own `unquote`, and the URLs without them.
fn decoded(dir: &Path, url: &str) -> Option<(String, String)> {
    let (scheme, rest) = url.split_once("//:").unwrap();
    let (encoded, host) = rest.rsplit_once('@').unwrap();
    assert!(!encoded.contains(['@', ':', '/', '?', '#', ' ']), "{encoded}");
    let file = dir.join("encoded");
    std::fs::write(&file, encoded).unwrap();
    let password = python("unquote.py", &[&file])?.as_str().unwrap().to_owned();
    Some((password, format!("{scheme}//{host}")))
}

fn keys(environment: &BTreeMap<String, String>) -> Vec<&str> {
    environment.keys().map(String::as_str).collect()
}

#[test]
fn odoo_gets_the_exact_secrets() {
    let scripts = Scripts::new();
    for shell in shells() {
        let base = environment(&scripts.run(&shell, "odoo/start.sh"));
        assert_eq!(keys(&base), ["ODOO_SESSION_REDIS_URL"], "{shell:?}");
        scripts.odoo_has_its_options(&shell);
        let Some(url) = decoded(scripts.dir.path(), &base["ODOO_SESSION_REDIS_URL"]) else { return };
        assert_eq!(url, (password(), "redis://redis-master:6379/1".to_owned()), "{shell:?}");
        for script in ["odoo/start.production.sh", "odoo/start.ha.sh"] {
            let own = environment(&scripts.run(&shell, script));
            assert_eq!(keys(&own), ["ODOO_SESSION_REDIS_PASSWORD"], "{shell:?}");
            assert_eq!(own["ODOO_SESSION_REDIS_PASSWORD"], password(), "{script} {shell:?}");
            scripts.odoo_has_its_options(&shell);
        }
    }
}

#[test]
fn the_further_service_gets_the_exact_secrets() {
    let scripts = Scripts::new();
    for shell in shells() {
        for (script, address) in [
            ("services/ai_service/start.sh", "redis://redis-master:6379/0"),
            ("services/ai_service/start.production.sh", "redis://redis-router:6379/0"),
            ("services/ai_service/start.ha.sh", "redis://redis-router:6379/0"),
        ] {
            let got = environment(&scripts.run(&shell, script));
            assert_eq!(keys(&got), ["CLAUDE_API_KEY", "REDIS_URL"], "{script} {shell:?}");
            assert_eq!(got["CLAUDE_API_KEY"], password(), "{script} {shell:?}");
            let Some(url) = decoded(scripts.dir.path(), &got["REDIS_URL"]) else { return };
            assert_eq!(url, (password(), address.to_owned()), "{script} {shell:?}");
        }
    }
}

/// A newline at the end is how editors leave a file: it is no part of the secret.
#[test]
fn a_newline_at_the_end_is_no_part_of_a_secret() {
    let scripts = Scripts::new();
    for (secret, value) in SECRETS.map(|name| (name, usual(name))) {
        scripts.set(secret, &format!("{value}\n"));
    }
    for shell in shells() {
        let got = environment(&scripts.run(&shell, "services/ai_service/start.sh"));
        assert_eq!(got["CLAUDE_API_KEY"], password(), "{shell:?}");
        environment(&scripts.run(&shell, "odoo/start.sh"));
        scripts.odoo_has_its_options(&shell);
    }
}

/// Whether a script refuses a value of a secret: it names it, and says nothing of the value.
fn refuses(scripts: &Scripts, shell: &(PathBuf, &[&str]), script: &str, secret: &str) -> Result<(), String> {
    let output = scripts.run(shell, script);
    let said = both(&output);
    if output.status.success() || !output.stdout.is_empty() {
        return Err("the program was started".to_owned());
    }
    let named = said.contains(&format!("the secret {secret} ")) && said.contains("in .env");
    let silent = !said.contains("hidden") && !said.contains("value");
    if named && silent { Ok(()) } else { Err(said) }
}

#[test]
fn what_cannot_be_a_secret_is_refused_by_its_name() {
    let unusable = [None, Some(""), Some("\n"), Some("hidden\nvalue"), Some("hiddenñvalue"), Some("hidden\tvalue")];
    let read =
        [("odoo/start.sh", &SECRETS[1..]), ("services/ai_service/start.sh", &["claude_api_key", "redis_password"][..])];
    let scripts = Scripts::new();
    let mut wrong = Vec::new();
    for (shell, (script, secrets)) in shells().iter().flat_map(|shell| read.map(|read| (shell, read))) {
        for (secret, value) in secrets.iter().flat_map(|secret| unusable.map(|value| (secret, value))) {
            match value {
                Some(value) => scripts.set(secret, value),
                None => std::fs::remove_file(scripts.path("secrets").join(secret)).unwrap(),
            }
            if let Err(why) = refuses(&scripts, shell, script, secret) {
                wrong.push(format!("{} {script}, {secret} = {value:?}: {why}", shell.0.display()));
            }
            scripts.set(secret, &usual(secret));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
