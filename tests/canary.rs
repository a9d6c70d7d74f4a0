//! No value of a secret is ever shown: a credential pasted into any string of the input appears in
//! no output of any command and in no file.

#[path = "support/mod.rs"]
mod support;

use clap::ValueEnum as _;
use stackgen::finding::{Diagnostic, Edit, Fix, Severity, SumLine};
use stackgen::origin::Span;
use stackgen::report::{Format, Renderer, Shown};
use stackgen::source::Source;
use support::{
    base_with, both, compile, documents, external_with, project, real_input, stackgen, strings, with_string,
};

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
    let superuser = "[postgres]\nsuperuser = { name = 'root', password = { secret = 'redis_password' } }";
    let inputs =
        [real_input(), external_with(""), base_with(superuser)].map(|input| toml::Value::Table(input.parse().unwrap()));
    let renderer = Renderer::new(true, 80);
    for (input, place) in inputs.iter().flat_map(|input| strings(input).into_iter().map(move |place| (input, place))) {
        for (canary, never) in CANARIES {
            let text = toml::to_string(&with_string(input, &place, canary)).unwrap();
            let compiled = compile(&text);
            assert!(compiled.has_errors(), "{place:?} {canary}");
            let shown = renderer.render(&compiled.found, &compiled.masked(&Source::new("x.toml", text.as_str())));
            assert!(!shown.contains(never), "{place:?}: {shown}");
            let documents = documents(&text, &compiled);
            assert!(documents.contains("\"$schema\"") && documents.contains("<testsuites"));
            assert!(!documents.contains(never), "{place:?}: {documents}");
        }
    }
}

#[test]
fn no_field_of_a_finding_shows_a_credential() {
    let secret = "hunter2-CANARY";
    let text = format!("[redis]\npassword = \"{secret}\"\n");
    let source = Source::new("x.toml", text.as_str());
    let compiled = compile(&text);
    let masked = compiled.masked(&source);
    let place = Span { start: 8, end: 16 };
    let fix = |edit| Fix { what: secret.to_owned(), safe: true, edits: vec![edit] };
    let mut found = Diagnostic::of_rule("quorum-not-majority", Severity::Error, &place, secret)
        .here(&place, secret)
        .also(&place, secret);
    found = found.help(secret);
    found.sum = vec![SumLine { sign: "+", amount: secret.to_owned(), what: secret.to_owned() }];
    found.modes = vec![secret.to_owned()];
    found.key = vec!["services".to_owned(), secret.to_owned(), format!("a.{secret}")];
    found.fixes = vec![
        fix(Edit::Set(place, secret.into())),
        fix(Edit::Insert(place, secret.to_owned(), vec![secret.to_owned()].into())),
        fix(Edit::Rename(place, secret.to_owned())),
        fix(Edit::Push(place, secret.into())),
    ];
    let shown = [Shown::new(&source, &masked, &[found], "x.toml".to_owned(), Severity::Warning)];
    for format in Format::value_variants() {
        let document = format.document(&shown, None).unwrap_or_default();
        assert!(!document.contains("CANARY"), "{document}");
    }
    assert!(Format::Json.document(&shown, None).unwrap().contains("services.\\\"(hidden)\\\""));
}

#[test]
fn fingerprints_are_made_of_nothing_secret() {
    let fingerprints = |input: &str| {
        let compiled = compile(input);
        assert!(compiled.has_errors());
        let documents = documents(input, &compiled);
        let lines = documents.lines().filter(|line| line.contains("fingerprint\"") || line.contains("stackgenKey"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let with = |password: &str| {
        let input =
            real_input().replace("password = { secret = \"redis_password\" }", &format!("password = {password}"));
        format!("{input}\n[services.\"sk-ant-api03-{}\"]\nx = 1\n", password.replace(['"', '\n'], "").repeat(3))
    };
    for (one, other) in [("\"CANARYcanary\"", "\"canaryCANARY\""), ("\"CANARYcanary", "\"canaryCANARY")] {
        let (one, other) = (with(one), with(other));
        assert!(fingerprints(&one).len() > 2);
        assert_eq!(fingerprints(&one), fingerprints(&other));
    }
}

#[test]
fn a_password_where_a_reference_belongs_is_not_shown() {
    for line in ["password = \"CANARYcanary\"", "password = \"CANARYcanary", "password = { secret = \"CANARYcanary\" }"]
    {
        let dir = project(&real_input().replace("password = { secret = \"redis_password\" }", line));
        for format in ["human", "json", "sarif", "github", "gitlab", "junit"] {
            let output = stackgen(dir.path()).args(["check", "--format", format]).output().unwrap();
            assert_eq!(output.status.code(), Some(1));
            assert!(!both(&output).contains("CANARY"), "{}", both(&output));
        }
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
        let documents = documents(&input, &compile(&input));
        assert!(!documents.contains("CANARY"), "{documents}");
    }
}

#[test]
fn a_fix_does_not_repeat_a_credential_in_another_spelling() {
    let check =
        |check: &str| format!("# without services.api.healthcheck\n[services.api]\nhealthcheck = {{ {check} }}");
    let overs = [
        check("command = ['redis-cli', '-a', 'CANARYcanary', 'ping']"),
        check("shell = 'redis-cli -a CANARYcanary ping'"),
        check("shell = 'curl -u api:CANARYcanary http://localhost'"),
        "[postgres]\nlocale = { provider = 'libc', name = 'sk-ant_CANARYcanary0123456789' }".to_owned(),
        "[postgres]\nlocale = { provider = 'libc', name = 'ghp_CANARYcanary01234567890123456789' }".to_owned(),
    ];
    for over in &overs {
        let input = base_with(over);
        let compiled = compile(&input);
        assert!(compiled.found.iter().any(|found| found.rule == "secret-literal"), "{over}: {compiled:?}");
        let shown = documents(&input, &compiled) + &support::plain(&input, &compiled);
        assert!(!shown.contains("CANARYcanary"), "{over}\n{shown}");
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

/// Lines that hold the word CANARYcanary as a credential in some way that people write it.
const FORMS: &[&str] = &[
    "[services.a.environment]\nSMTP_PASS = \"CANARYcanary\"",
    "[services.a.environment]\nDB_PASSWORD_1 = \"CANARYcanary\"",
    "[services.a.environment]\nAUTH = \"user:CANARYcanary\"",
    "[services.a.environment]\nclientSecret = \"CANARYcanary\"",
    "[services.a.environment]\nSMTP_PASSWORD = \"/CANARYcanary\"",
    "[services.a.environment]\nSMTP_PASSWORD = \"${SMTP:-CANARYcanary}\"",
    "[services.a.environment]\nX = '{\"password\": \"CANARYcanary\"}'",
    "[services.a.environment]\nX = \"host=db password='CANARYcanary'\"",
    "[services.a.environment]\nX = \"password: CANARYcanary\"",
    "[services.a.environment]\nX = \"Bearer CANARYcanary\"",
    "[services.a.environment]\nDB_PASSWORD = { value = \"CANARYcanary\" }",
    "[services.a.password]\nvalue = \"CANARYcanary\"",
    "[services.a]\ncommand = [\"mysql\", \"--password\", \"CANARYcanary\"]",
    "[services.a]\nhealthcheck = { command = [\"redis-cli\", \"-a\", \"CANARYcanary\", \"ping\"] }",
    "[services.a]\nhealthcheck = { shell = \"PGPASSWORD='CANARYcanary' psql\" }",
    "[services.a]\nhealthcheck = { shell = \"curl -u admin:CANARYcanary http://x\" }",
    "[postgres.settings]\nprimary_conninfo = \"host=x password='CANARYcanary'\"",
    "[secrets.foo]\nvalue = \"CANARYcanary\"",
    "[secrets]\nfoo = { env = \"CANARYcanary\" }",
    "[modes.production.secrets]\nfoo = \"CANARYcanary\"",
    "[redis]\nx.password = 123456789012 # password = CANARYcanary",
    "[host]\nmemory = 16 # PASSWORD: CANARYcanary",
    "[\"\\u0073k-ant-api03-CANARYcanaryCANARY\"]",
    "[redis]\npassword =\n  \"CANARYcanary\"",
    "[redis]\nREDIS_AUTH: CANARYcanary",
    "[services.a.environment]\n\"PASSWORD=CANARYcanary\" = 1",
    "[services.\"redis://:CANARYcanary@h\"]\nimage = 1",
    "[modes.\"redis://:CANARYcanary@h\".odoo]\nimage = 1",
];

#[test]
fn people_write_credentials_in_many_ways() {
    for form in FORMS {
        // Beside the credential there is another mistake, whose excerpt shows the neighbouring lines.
        let mut input = support::base_with("[services.a]\nimage = 'a'\n");
        input += &format!("\n{form}\nnonsense = 1\n");
        let merged = form.parse::<toml::Table>().map(|over| {
            let mut base: toml::Table = support::base_with("[services.a]\nimage = 'a'\n").parse().unwrap();
            support::overlay(&mut base, over);
            toml::to_string(&base).unwrap()
        });
        for input in [Some(input), merged.ok()].into_iter().flatten() {
            let dir = project(&input);
            for command in ["build", "check", "diff"] {
                let output = stackgen(dir.path()).arg(command).output().unwrap();
                assert!(!both(&output).contains("CANARY"), "{form}\n{}", both(&output));
            }
            assert!(!everything_in(&dir.path().join("generated"), "").contains("CANARY"), "{form}");
            let documents = documents(&input, &compile(&input));
            assert!(!documents.contains("CANARY"), "{form}\n{documents}");
        }
    }
}

#[test]
fn fixes_beside_a_credential_do_not_show_it() {
    let mut shown_beside = 0;
    for form in FORMS {
        // The header that has a fix comes after the credential, in the lines that the diff shows.
        let base = support::base_with("[services.a]\nimage = 'a'\n");
        let dir = project(&format!("{base}\n{form}\n[postgres.setings]\nmax_connections = 100\n"));
        for arguments in [&["fix", "--suggested", "--diff"][..], &["fix", "--suggested"]] {
            let output = stackgen(dir.path()).args(arguments).output().unwrap();
            assert!(!both(&output).contains("CANARY"), "{form}\n{}", both(&output));
            shown_beside += usize::from(both(&output).contains("+[postgres.settings]"));
        }
    }
    assert!(shown_beside > 10, "{shown_beside}");
}

#[test]
fn a_fix_that_makes_a_credential_known_does_not_show_it_before() {
    let base = support::base_with("# without redis.password\n");
    let dir = project(&base.replace("[redis]\n", "[redis]\npasswrd = \"CANARYcanary\"\n"));
    let output = stackgen(dir.path()).args(["fix", "--suggested", "--diff"]).output().unwrap();
    assert!(both(&output).contains("+password = "), "{}", both(&output));
    assert!(!both(&output).contains("CANARY"), "{}", both(&output));
}

#[test]
fn no_fix_shows_a_credential_in_any_string_of_the_input() {
    let input: toml::Value = toml::Value::Table(real_input().replace("quorum = 2", "quorum = 9").parse().unwrap());
    let (canary, never) = CANARIES[0];
    for place in strings(&input) {
        let text = toml::to_string(&with_string(&input, &place, canary)).unwrap();
        let dir = project(&text);
        let output = stackgen(dir.path()).args(["fix", "--suggested", "--diff"]).output().unwrap();
        assert_ne!(output.status.code(), Some(2), "{place:?} {}", both(&output));
        assert!(!both(&output).contains(never), "{place:?}: {}", both(&output));
    }
}

#[test]
fn diff_hides_what_the_local_env_holds_and_shows_no_other_lines() {
    let dir = support::built(&real_input());
    let compose = dir.path().join("generated/docker-compose.yml");
    let text = std::fs::read_to_string(&compose).unwrap();
    std::fs::write(&compose, text.replacen("    environment:\n", "    environment:\n      NOTE: CANARY-value-1\n", 1))
        .unwrap();
    std::fs::write(dir.path().join("generated/.env"), "REDIS_PASSWORD=CANARY-value-1 # mine\n").unwrap();
    let shown = both(&support::succeeds(stackgen(dir.path()).arg("diff")));
    assert!(!shown.contains("CANARY"), "{shown}");
    assert_eq!(shown.matches("\n@@").count(), 1, "{shown}");
}

#[test]
fn nothing_steers_the_terminal() {
    let dir = project("x = \"\u{1b}[31mred\u{7}\u{202e}\"\n[\"\\u001b[31mred\"]\n");
    let output = stackgen(dir.path()).arg("check").output().unwrap();
    assert!(!both(&output).contains(['\u{1b}', '\u{7}', '\u{202e}']), "{:?}", both(&output));
}

#[test]
fn a_large_input_is_masked_in_time() {
    let comment: String = (0..20_000).map(|n| format!("# PASSWORD=x{n}\n")).collect();
    let start = std::time::Instant::now();
    let compiled = compile(&format!("{comment}a = 1\n"));
    let source = Source::new("x.toml", format!("{comment}a = 1\n"));
    let shown = Renderer::new(false, 80).render(&compiled.found, &compiled.masked(&source));
    assert!(!shown.contains("PASSWORD=x"));
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
