//! What a string of the input holds reaches no generated file as a directive, an option, a key or a
//! word of the shell of its own.

#[path = "support/mod.rs"]
mod support;

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_yaml::Value as Yaml;
use stackgen::units::{EnvName, Unit as _};
use stackgen::verify::Verified;
use support::{Place, compile, external_with, on_all_cores, real_input, strings, with_string};

/// The real deployment, with every kind of string field that it does not have.
static INPUT: LazyLock<toml::Value> = LazyLock::new(|| {
    let mut input: toml::Table = real_input().parse().unwrap();
    let more = r#"
        [redis.settings]
        proc-title-template = "title"
        latency-tracking-info-percentiles = "50 99"
        [postgres.settings]
        application_name = "name"
        log_line_prefix = "prefix"
        [odoo]
        sessions = { store = "redis", db = 1, expiration = "7d" }
        volumes = [{ source = { bind = "./extra" }, target = "/mnt/extra" }]
        core_addons = "/opt/odoo/addons"
        [odoo.options]
        email_from = "a@example.com"
        log_handler = ["one:INFO", "two:DEBUG"]
        [odoo.environment]
        NOTE = "note"
        [postgres.superuser]
        name = "postgres"
        password = { secret = "postgres_password" }
        [secrets]
        postgres_password = { env = "POSTGRES_PASSWORD" }
        tls_key = { file = "./secrets/tls.key", issued_by = "somebody" }
        [services.ai_service]
        user = "1000:1000"
        [services.worker]
        image = "example.com/worker:1"
        healthcheck = { shell = "test -e /ready" }
        volumes = [{ source = { volume = "worker_data" }, target = "/data" }]
        environment = { PAGE = { service = { name = "odoo", port = 8069, path = "/web" } }, KEY = { secret_file = "tls_key" } }
    "#;
    support::overlay(&mut input, more.parse().unwrap());
    toml::Value::Table(input)
});

/// A deployment whose database is outside of it.
static EXTERNAL: LazyLock<toml::Value> = LazyLock::new(|| {
    let more = r#"
        [services.api]
        image = "example.com/api:1"
        command = ["serve"]
        environment = { URL = { postgres = { part = "url" } }, HOST = { postgres = { part = "host" } } }
    "#;
    toml::Value::Table(external_with(more).parse().unwrap())
});

/// Each string of the inputs, with its input.
static PLACES: LazyLock<Vec<(&toml::Value, Place)>> = LazyLock::new(|| {
    let of_external = strings(&EXTERNAL).into_iter().filter(|place| place[0] == "postgres");
    let all = strings(&INPUT).into_iter().map(|place| (&*INPUT, place));
    all.chain(of_external.map(|place| (&*EXTERNAL, place))).collect()
});

/// The form of a generated file: names and structure without the values.
fn skeleton(file: &Verified) -> Vec<String> {
    let name = file.path().as_str();
    if name.ends_with(".yml") {
        return of_yaml(&serde_yaml::from_str(file.text()).unwrap(), "");
    }
    let lines = file.text().lines().filter(|line| !line.trim().is_empty());
    if name.ends_with(".gitignore") {
        // A pattern of one path starts with `/`; whether there is one depends on where the path leads.
        return lines.filter(|line| !line.starts_with('/')).map(str::to_owned).collect();
    }
    if name.ends_with(".sh") {
        return lines.map(unquoted).collect();
    }
    if name.starts_with(".env") {
        // The names of variables are those that the input gives them.
        let assigned = |line: &str| line.split_once('=').filter(|(name, _)| EnvName::parse(name).is_ok()).is_some();
        return lines
            .map(|line| if assigned(line) { "NAME=".to_owned() } else { line.chars().take(1).collect() })
            .collect();
    }
    let words = if name.contains("sentinel") { 2 } else { 1 };
    lines.map(|line| line.split([' ', '=']).take(words).collect::<Vec<_>>().join(" ")).collect()
}

fn of_yaml(value: &Yaml, at: &str) -> Vec<String> {
    match value {
        Yaml::Mapping(map) => {
            map.iter().flat_map(|(key, value)| of_yaml(value, &format!("{at}/{}", key.as_str().unwrap()))).collect()
        }
        Yaml::Sequence(items) => items.iter().flat_map(|item| of_yaml(item, &format!("{at}/-"))).collect(),
        Yaml::Tagged(tagged) => of_yaml(&tagged.value, at),
        Yaml::String(_) => vec![format!("{at}: text")],
        other => vec![format!("{at}: {other:?}")],
    }
}

/// A line of a script with each single-quoted text, as the shell reads it, replaced by Q.
fn unquoted(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('\'') {
        let after = &rest[start + 1..];
        let Some(end) = after.find('\'') else { break };
        out += &rest[..start];
        out += "Q";
        rest = &after[end + 1..];
        while let Some(after) = rest.strip_prefix("\\''") {
            let end = after.find('\'').unwrap();
            rest = &after[end + 1..];
        }
    }
    out + rest
}

fn skeletons(input: &toml::Value) -> Option<Vec<(String, Vec<String>)>> {
    let compiled = compile(&toml::to_string(input).unwrap());
    let files = compiled.files?;
    Some(files.iter().map(|file| (file.path().to_string(), skeleton(file))).collect())
}

/// With this text at this place, the input is refused, or its files have the form that they have
/// with a harmless text there.
fn refused_or_neutral((input, place): &(&toml::Value, Place), text: &str) -> Result<(), String> {
    let Some(hostile) = skeletons(&with_string(input, place, text)) else { return Ok(()) };
    // Mounts are in the order of their places: whether an override replaces the list depends on it.
    let words = ["harmless", "/harmless", "./harmless", "/!harmless", "/~harmless"];
    let mut harmless = words.iter().filter_map(|word| skeletons(&with_string(input, place, word))).peekable();
    let first = harmless.peek().cloned();
    if harmless.any(|expected| expected == hostile) {
        return Ok(());
    }
    let expected = first.or_else(|| skeletons(input)).unwrap();
    for (hostile, expected) in hostile.iter().zip(&expected) {
        if hostile != expected {
            let differs = hostile.1.iter().zip(&expected.1).find(|(a, b)| a != b);
            return Err(format!("{place:?} {text:?}: {}: {differs:?}", hostile.0));
        }
    }
    Ok(())
}

#[test]
fn hostile_texts_at_every_place_are_refused_or_neutral() {
    let long = "x".repeat(5000);
    let hostile = [
        "a\nrequirepass x",
        "a\r\nb = c",
        "a\0b",
        "a\" b",
        "a' b",
        "'; touch /tmp/x; '",
        "a; b # c",
        "# c",
        "$(id)",
        "`id`",
        "${HOME}",
        "\\",
        "\\\"",
        "a: b",
        "- a",
        "!reset null",
        "{{ x }}",
        "a\u{2028}b",
        "a\u{85}b",
        "[x]",
        "a = b",
        &long,
    ];
    on_all_cores(&PLACES, |place| hostile.iter().for_each(|text| refused_or_neutral(place, text).unwrap()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_at_any_place_is_refused_or_neutral(place in 0..PLACES.len(), text in "[\\PC\n\r\t\0'\"\\\\;#$`=: ]{0,24}") {
        prop_assert_eq!(refused_or_neutral(&PLACES[place], &text), Ok(()));
    }
}

#[test]
fn hostile_names_of_tables_are_refused() {
    let table = |line: &str| format!("{}\n{line}\n", real_input());
    for line in [
        "[services.\"a\\nb\"]\nimage = 'x'",
        "[networks.\"a: b\"]",
        "[modes.\"../x\"]",
        "[modes.\"a b\"]",
        "[odoo.environment]\n\"A=B\" = 'x'",
        "[odoo.environment]\n\"A\\nB\" = 'x'",
        "[redis.settings]\n\"save 1 1\\nx\" = 'x'",
        "[postgres.settings.\"a.b c\"]",
    ] {
        let compiled = compile(&table(line));
        assert!(compiled.has_errors(), "{line}");
    }
    for line in ["\"a\\nb\" = 1", "\"a=b\" = 1", "\"[x]\" = 1"] {
        let input = real_input().replace("[odoo.options]", &format!("[odoo.options]\n{line}"));
        assert!(compile(&input).has_errors(), "{line}");
        let input = real_input().replace("ai_service_timeout = 30", line);
        assert!(compile(&input).has_errors(), "{line}");
    }
}
