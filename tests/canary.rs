//! No value of a secret is ever shown: a credential pasted into any string of the input appears in
//! no output of any command and in no file.

#[path = "support/mod.rs"]
mod support;

use stackgen::diagnostic::Renderer;
use stackgen::source::Source;
use support::{both, compile, project, real_input, stackgen, strings, with_string};

/// Credentials of several forms, each with the part that must never be seen.
const CANARIES: &[(&str, &str)] = &[
    ("sk-ant-api03-CANARYcanary0123456789-abcdef", "CANARYcanary"),
    ("ghp_CANARYcanary01234567890123456789", "CANARYcanary"),
    ("redis://:CANARYcanary@redis-master:6379/0", "CANARYcanary"),
    ("-----BEGIN RSA PRIVATE KEY-----\nCANARYcanary\n-----END RSA PRIVATE KEY-----", "CANARYcanary"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJDQU5BUlkiOiIxIn0.CANARYcanary", "CANARYcanary"),
    ("redis-cli -a CANARYcanary ping", "CANARYcanary"),
];

fn everything_in(dir: &std::path::Path, except: &str) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            text += &everything_in(&path, except);
        } else if !path.ends_with(except) {
            text += &String::from_utf8_lossy(&std::fs::read(path).unwrap());
        }
    }
    text
}

#[test]
fn no_command_shows_a_credential_in_any_string_of_the_input() {
    let input: toml::Value = toml::Value::Table(real_input().parse().unwrap());
    let (canary, never) = CANARIES[0];
    let places = strings(&input);
    assert!(places.len() > 80, "{}", places.len());
    for place in places {
        let dir = project(&toml::to_string(&with_string(&input, &place, canary)).unwrap());
        for arguments in [&["build"][..], &["check"], &["diff"], &["explain", "generated/docker-compose.yml:3"]] {
            let output = stackgen(dir.path()).args(arguments).output().unwrap();
            assert_eq!(output.status.code(), Some(1), "{place:?} {arguments:?}");
            assert!(!both(&output).contains(never), "{place:?} {arguments:?}: {}", both(&output));
        }
        assert_eq!(everything_in(&dir.path().join("generated"), ""), "", "{place:?}");
    }
}

#[test]
fn no_form_of_a_credential_is_shown_by_a_diagnostic() {
    let input: toml::Value = toml::Value::Table(real_input().parse().unwrap());
    let renderer = Renderer::new(true, 80);
    for place in strings(&input) {
        for (canary, never) in CANARIES {
            let text = toml::to_string(&with_string(&input, &place, canary)).unwrap();
            let compiled = compile(&text);
            assert!(compiled.has_errors(), "{place:?} {canary}");
            let shown = renderer.render(&compiled.found, &compiled.masked(&Source::new("x.toml", text)));
            assert!(!shown.contains(never), "{place:?}: {shown}");
        }
    }
}

#[test]
fn a_password_where_a_reference_belongs_is_not_shown() {
    for line in ["password = \"CANARYcanary\"", "password = \"CANARYcanary", "password = { secret = \"CANARYcanary\" }"]
    {
        let dir = project(&real_input().replace("password = { secret = \"redis_password\" }", line));
        let output = stackgen(dir.path()).arg("check").output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(!both(&output).contains("CANARY"), "{}", both(&output));
    }
}

#[test]
fn a_credential_in_a_key_or_a_comment_is_not_shown() {
    let canary = CANARIES[0].0;
    for input in [
        real_input().replace("[host]", &format!("[\"{canary}\"]\n[host]")),
        real_input().replace("memory = \"16 GiB\"", &format!("memory = 16 # {canary}")),
    ] {
        let dir = project(&input);
        let output = stackgen(dir.path()).arg("build").output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(!both(&output).contains("CANARY"), "{}", both(&output));
    }
}

#[test]
fn values_of_a_local_env_reach_no_file() {
    let dir = project(&real_input().replace("LOG_LEVEL = \"INFO\"", "LOG_LEVEL = \"CANARY-canary-value\""));
    std::fs::create_dir(dir.path().join("generated")).unwrap();
    std::fs::write(dir.path().join("generated/.env"), "REDIS_PASSWORD='CANARY-canary-value'\n").unwrap();
    let output = stackgen(dir.path()).arg("build").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let shown = both(&output);
    assert!(shown.contains("secret-in-output") && shown.contains("REDIS_PASSWORD"), "{shown}");
    assert_eq!(std::fs::read_dir(dir.path().join("generated")).unwrap().count(), 1);
}

#[test]
fn a_credential_in_a_file_on_disk_is_not_shown_by_diff() {
    let dir = support::built(&real_input());
    let conf = dir.path().join("generated/redis/redis-master.conf");
    let text = std::fs::read_to_string(&conf).unwrap();
    std::fs::write(&conf, format!("{text}requirepass CANARYcanary\n# {}\n", CANARIES[0].0)).unwrap();
    let output = support::succeeds(stackgen(dir.path()).arg("diff"));
    assert!(both(&output).contains("edited by hand") && !both(&output).contains("CANARY"), "{}", both(&output));
}
