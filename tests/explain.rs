//! `explain RULE`, `explain KEY` and `rules`: what they say, how they end, and what they never show.

#[path = "support/mod.rs"]
mod support;

use std::path::Path;
use std::process::Output;

use stackgen::document::dotted;
use stackgen::rules::RULES;
use support::{base_with, both, project, real_input, snapshot, stackgen, strings, succeeds, with_string};

/// The program's answer, which must end like this and hold these words.
fn explain(dir: &Path, arguments: &[&str], code: i32, words: &[&str]) -> String {
    let output = stackgen(dir).arg("explain").args(arguments).output().unwrap();
    expected(&output, code, words)
}

fn expected(output: &Output, code: i32, words: &[&str]) -> String {
    let shown = both(output);
    assert_eq!(output.status.code(), Some(code), "{shown}");
    for word in words {
        assert!(shown.contains(word), "{word}: {shown}");
    }
    shown
}

#[test]
fn the_page_of_a_rule_needs_no_input() {
    let empty = tempfile::tempdir().unwrap();
    snapshot("explain", "rule", &explain(empty.path(), &["quorum-not-majority"], 0, &[]));
    for rule in RULES {
        explain(empty.path(), &[rule.name], 0, &["Why", "Wrong", "Right", rule.severity.as_str()]);
    }
}

/// What a mode removes makes no line in it, though the base's file still has one.
#[test]
fn a_key_that_the_mode_removes() {
    let dir = project(&base_with(
        "[postgres.settings]\nshared_buffers = '128 MiB'\n[modes.m]\nunset = ['postgres.settings.shared_buffers']\n",
    ));
    let key = "postgres.settings.shared_buffers";
    assert!(explain(dir.path(), &[key], 0, &[]).contains("shared_buffers=128MB"));
    let shown = explain(dir.path(), &[key, "--mode", "m"], 0, &["removes it"]);
    assert!(!shown.contains("shared_buffers=128MB"), "{shown}");
}

#[test]
fn a_key_of_the_base() {
    let dir = project(&real_input());
    snapshot("explain", "base", &explain(dir.path(), &["redis.maxmemory"], 0, &[]));
    snapshot("explain", "base_in_mode", &explain(dir.path(), &["redis.maxmemory", "--mode", "production"], 0, &[]));
}

#[test]
fn a_key_that_a_mode_sets_anew() {
    let dir = project(&real_input());
    let all = explain(dir.path(), &["odoo.options.workers"], 0, &[]);
    snapshot("explain", "anew", &all);
    let shown = explain(dir.path(), &["odoo.options.workers", "--mode", "development"], 0, &["the override applies"]);
    assert!(shown.contains("odoo.development.conf") && !shown.contains("odoo/odoo.conf"), "{shown}");
    assert_eq!(explain(dir.path(), &["modes.development.odoo.options.workers"], 0, &[]), shown);
    explain(dir.path(), &["modes.ha.redis.port", "--mode", "production"], 2, &["name different modes"]);
}

#[test]
fn a_key_that_nobody_writes_has_its_default() {
    let dir = project(&real_input());
    explain(dir.path(), &["redis.port"], 0, &["Default: 6379.", "the default applies", "No mode overrides it."]);
    explain(dir.path(), &["odoo.options.limit_request"], 0, &["Odoo's default: ", "8192"]);
    explain(dir.path(), &["redis.settings.hz"], 0, &["redis.conf", "a whole number", "Default: Redis's own."]);
    explain(dir.path(), &["postgres.settings.work_mem"], 0, &["PostgreSQL", "from 64", "Default: PostgreSQL's own."]);
    explain(dir.path(), &["odoo.options.db_host"], 0, &["follows from `[postgres]`"]);
    explain(dir.path(), &["odoo.options.proxy_mode"], 0, &["proxy_mode = True", "of the input)"]);
    let only = project(&base_with("[modes.m.redis]\nport = 7000\n[modes.n]\n"));
    explain(
        only.path(),
        &["redis.port"],
        0,
        &["In the base it is not set: the default applies.", "port = 7000", "As in the base: n."],
    );
    explain(only.path(), &["redis.port", "--mode", "n"], 0, &["In n it is not set: the default applies."]);
}

#[test]
fn a_table_lists_its_keys() {
    let dir = project(&real_input());
    snapshot("explain", "table", &explain(dir.path(), &["redis.sentinel"], 0, &[]));
    explain(dir.path(), &["odoo.options"], 0, &["other known keys", "development  inputs/stack.toml:"]);
    let service = explain(dir.path(), &["services.ai_service"], 0, &["environment", "not set"]);
    assert!(service.lines().count() < 60, "{service}");
    let url = ["services.ai_service.environment.REDIS_URL", "--mode", "development"];
    explain(dir.path(), &url, 0, &["services/ai_service/start.sh"]);
    explain(dir.path(), &["redis.persistence.rdb.1.after"], 0, &["{ after = \"5m\", changes = 10 }"]);
    explain(dir.path(), &["modes"], 0, &["production", "ha"]);
}

#[test]
fn quoted_keys_are_read_as_toml_reads_them() {
    let dir = project(&base_with("[services.'a.b']\nimage = 'x:1'\n"));
    explain(dir.path(), &["services.\"a.b\".image"], 0, &["image = \"x:1\""]);
    explain(dir.path(), &["services.'a.b'"], 0, &["services.\"a.b\"", "\"x:1\""]);
    explain(dir.path(), &["services.a.b"], 2, &["unknown key `b` in `services.a`"]);
}

#[test]
fn what_does_not_exist_is_named_with_what_was_meant() {
    let dir = project(&real_input());
    for (what, words) in [
        ("redis.maxmemry", "did you mean `redis.maxmemory`?"),
        ("maxmemory", "did you mean `redis.maxmemory`?"),
        ("redis.quorum", "did you mean `redis.sentinel.quorum`?"),
        ("redis.nonsense", "the known keys are service, "),
        ("odoo.options.limit_time_reel", "did you mean `odoo.options.limit_time_real`?"),
        ("odoo.options.longpolling_port", "use `gevent_port` instead"),
        ("services.ai_servic.image", "did you mean `services.ai_service`?"),
        ("quorum-not-majorty", "did you mean `quorum-not-majority`?"),
        ("modes.production.stack.name", "a mode cannot override `stack`"),
        ("nothing at all", "name a rule"),
    ] {
        explain(dir.path(), &[what], 2, &[words]);
    }
    explain(dir.path(), &["redis.port", "--mode", "producton"], 2, &["did you mean `production`?"]);
    explain(dir.path(), &["nested-volumes", "--mode", "production"], 2, &["`--mode` applies only to a key"]);
}

#[test]
fn an_input_with_errors_is_explained_without_generated_lines() {
    let without_lines = &["quorum = 9", "None: inputs/stack.toml has", "`stackgen check` shows"];
    for broken in ["quorum = 9", "quorum = 9\nnonsense = 1", "quorum = 9\nnonsense = = 1"] {
        let dir = project(&real_input().replace("quorum = 2", broken));
        explain(dir.path(), &["redis.sentinel.quorum"], 1, without_lines);
    }
}

#[test]
fn several_inputs_are_explained_one_by_one() {
    let dir = project(&real_input());
    let other = base_with("[stack]\noutput = 'shop'\n[host]\nname = 'another'\n[modes.only]\n");
    std::fs::write(dir.path().join("inputs/other.toml"), other).unwrap();
    explain(
        dir.path(),
        &["redis.maxmemory"],
        0,
        &["inputs/other.toml:", "inputs/stack.toml:", "generated/shop/redis/"],
    );
    let shown = explain(dir.path(), &["redis.maxmemory", "--mode", "only"], 0, &["inputs/other.toml:"]);
    assert!(!shown.contains("inputs/stack.toml"), "{shown}");
    explain(dir.path(), &["services.ai_service.build", "inputs/stack.toml"], 0, &["./ai_service"]);
}

#[test]
fn a_key_that_a_mode_takes_out_is_explained() {
    let dir = project(&base_with("[modes.m]\nunset = ['services.api.command']\n"));
    let shown = explain(dir.path(), &["services.api.command"], 0, &["removes it"]);
    assert!(shown.contains("m ") && shown.contains("\"serve\""), "{shown}");
}

#[test]
fn no_credential_is_shown_for_any_key() {
    let canary = "sk-ant-api03-CANARYcanary0123456789-abcdef";
    let input: toml::Value = toml::Value::Table(real_input().parse().unwrap());
    for place in strings(&input) {
        let dir = project(&toml::to_string(&with_string(&input, &place, canary)).unwrap());
        for path in [dotted(&place), place[0].clone()] {
            let output = stackgen(dir.path()).args(["explain", &path]).output().unwrap();
            // A credential in the place of a table leaves no key below it: that is a usage error.
            assert!([Some(1), Some(2)].contains(&output.status.code()), "{path}: {}", both(&output));
            assert!(!both(&output).contains("CANARY"), "{path}: {}", both(&output));
        }
    }
}

#[test]
fn a_credential_that_is_no_error_is_not_shown_either() {
    let over = "[services.a]\nimage = 'x:1'\nenvironment = { API_TOKEN = 'abc1x', SMTP_PASS = 'CANARYcanary' }\n\
                [rules.levels]\nsecret-literal = 'advice'\n";
    let dir = project(&base_with(over));
    for path in ["services", "services.a", "services.a.environment", "services.a.environment.API_TOKEN"] {
        let shown = both(&stackgen(dir.path()).args(["explain", path]).output().unwrap());
        assert!(shown.contains("services") && !shown.contains("abc1x") && !shown.contains("CANARY"), "{path}: {shown}");
    }
}

#[test]
fn a_generated_line_of_a_hidden_value_is_hidden() {
    let name = "q7w8e9r0t1y2u3i4o5p6";
    let over = format!(
        "[secrets]\n{name} = {{ env = 'X' }}\n[rules.levels]\nsecret-literal = 'advice'\n\
         [services.a]\nimage = 'x:1'\ncommand = ['c']\nenvironment = {{ T = {{ secret = '{name}' }} }}\n"
    );
    let dir = support::built(&base_with(&over));
    let script = std::fs::read_to_string(dir.path().join("generated/services/a/start.sh")).unwrap();
    let line = 1 + script.lines().position(|line| line.contains(name)).expect("the script reads the secret");
    let shown = explain(dir.path(), &[&format!("generated/services/a/start.sh:{line}")], 0, &["(hidden)"]);
    assert!(!shown.contains(name), "{shown}");
    let shown = explain(dir.path(), &["services.a.environment.T"], 0, &["start.sh", "(hidden)"]);
    assert!(!shown.contains(name), "{shown}");
}

#[test]
fn a_credential_in_a_key_is_not_shown() {
    let canary = "sk-ant-api03-CANARYcanary0123456789-abcdef";
    let dir = project(&base_with(&format!("[services.a]\nimage = 'x:1'\nenvironment = {{ {canary} = 'x' }}\n")));
    for path in ["services.a.environment", "services.a.environment.NOTHING", "services.a"] {
        let output = stackgen(dir.path()).args(["explain", path]).output().unwrap();
        assert!(!both(&output).contains("CANARY"), "{path}: {}", both(&output));
    }
}

#[test]
fn the_list_of_rules() {
    let empty = tempfile::tempdir().unwrap();
    let shown = expected(&stackgen(empty.path()).arg("rules").output().unwrap(), 0, &[]);
    for rule in RULES {
        let line = shown
            .lines()
            .find(|line| line.trim_start().starts_with(&format!("{} ", rule.name)))
            .unwrap_or_else(|| panic!("{}", rule.name));
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!((words[0], words[1]), (rule.name, rule.severity.as_str()));
        assert!(line.ends_with(rule.page.lines().next().unwrap()), "{line}");
    }
    assert!(shown.contains(&format!("{} rules: ", RULES.len())), "{shown}");
}

#[test]
fn the_list_of_rules_has_the_levels_of_the_input() {
    let dir = project("[rules.levels]\nquorum-not-majority = 'error'\nnested-volumes = 'advice'\nnonsense = 'error'\n");
    let shown = expected(&stackgen(dir.path()).arg("rules").output().unwrap(), 0, &["error in inputs/stack.toml"]);
    assert_eq!(shown.matches("in inputs/stack.toml").count(), 1, "{shown}");
    let output = succeeds(stackgen(dir.path()).args(["rules", "--format", "json"]));
    let list: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), RULES.len());
    let of = |name: &str| list.iter().find(|rule| rule["name"] == name).unwrap();
    let expected = serde_json::json!({
        "name": "quorum-not-majority",
        "severity": "warning",
        "summary": "The Sentinel quorum is not a majority.",
        "group": "Failover",
        "optional": true,
        "page": "docs/rules/quorum-not-majority.md",
        "levels": { "inputs/stack.toml": "error" },
    });
    assert_eq!(of("quorum-not-majority"), &expected);
    assert_eq!(of("secret-in-output")["optional"], false);
    let named = stackgen(dir.path()).args(["rules", "nothing.toml"]).output().unwrap();
    assert_eq!(named.status.code(), Some(2));
}
