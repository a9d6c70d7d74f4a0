//! What a mode sets anew, adds, exchanges and takes out.

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;

use proptest::prelude::*;
use stackgen::compile::Compiled;
use support::{base_with, compile, plain};

fn files(compiled: &Compiled) -> BTreeMap<String, String> {
    let files = compiled.files.as_ref().unwrap_or_else(|| panic!("{:?}", compiled.found));
    files.iter().map(|file| (file.path().to_string(), file.text().to_owned())).collect()
}

const MODE: &[&str] = &[
    "[modes.m.services.web]\nimage = 'web:1.0@sha256:0000000000000000000000000000000000000000000000000000000000000000'\n\
     restart = 'always'\nhealthcheck = { command = ['web', 'check'] }\nresources = { memory = '64 MiB' }\n",
    "[modes.m.services.web.environment]\nB = 'b'\nA = 'a'\nC = 'c'\n",
    "[modes.m.services.api.environment]\nZ = 'z'\nM = 'm'\nA = 'a'\n",
    "[modes.m.networks.back]\nsubnet = '172.31.7.0/24'\n",
    "[modes.m.networks.aside]\nsubnet = '172.31.8.0/24'\n",
    "[modes.m.odoo.options]\nworkers = 3\nlog_level = 'debug'\ndb_maxconn = 12\n",
    "[modes.m.postgres.settings]\nwork_mem = '8 MiB'\nrandom_page_cost = 1.5\neffective_io_concurrency = 8\n",
    "[modes.m.secrets.key]\nenv = 'THE_KEY'\nrotate = '30d'\n[modes.m.secrets.another]\nenv = 'ANOTHER'\nrotate = '30d'\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// The order of a mode's tables, and of the keys in them, decides nothing.
    #[test]
    fn a_mode_can_be_written_in_any_order(order in Just((0..MODE.len()).collect::<Vec<_>>()).prop_shuffle(), turned in any::<u8>()) {
        let uses = "[modes.m.services.api.environment]\nKEY = { secret = 'key' }\nOTHER = { secret = 'another' }\n";
        let both = |block: &str| block.replace("[modes.m.services.api.environment]\n", uses);
        let turn = |index: usize, block: &str| {
            let (head, lines) = block.split_once('\n').unwrap();
            let mut lines: Vec<&str> = lines.lines().collect();
            if turned & (1 << index) != 0 && lines.iter().all(|line| !line.starts_with('[')) {
                lines.reverse();
            }
            format!("{head}\n{}\n", lines.join("\n"))
        };
        let input = |blocks: Vec<String>| format!("{}\n{}", support::base_with("[modes.m]\n"), blocks.concat());
        let straight = input(MODE.iter().map(|block| both(block)).collect());
        let shuffled = input(order.iter().map(|index| turn(*index, &both(MODE[*index]))).collect());
        prop_assert_eq!(files(&compile(&straight)), files(&compile(&shuffled)));
    }
}

/// What is found, with the place, as a person reads it.
fn found(over: &str) -> String {
    let input = base_with(over);
    plain(&input, &compile(&input))
}

#[test]
fn a_mode_builds_what_the_base_takes_as_an_image() {
    for over in [
        "[modes.m.services.api]\nbuild = './api'\n",
        "[modes.m.services.api.healthcheck]\nshell = 'api check || exit 1'\n",
        "[modes.m.secrets.redis_password]\nfile = './redis_password'\n",
        "[services.api.environment]\nX = { secret = 'redis_password' }\n[modes.m.services.api.environment]\nX = { redis = { db = 1 } }\n",
        "[services.api]\nuser = '1000:1000'\n[modes.m]\nunset = ['services.api.user', 'services.worker']\n",
        "[modes.m]\nunset = ['redis.sentinel', 'redis.replicas', 'redis.router']\n",
    ] {
        assert_eq!(found(over), "", "{over}");
        let compiled = compile(&base_with(over));
        assert_ne!(files(&compiled).get("docker-compose.m.yml"), None, "{over}: the mode differs");
    }
    let compiled =
        compile(&base_with("[services.api]\nuser = '1000:1000'\n[modes.m]\nunset = ['services.api.user']\n"));
    let (base, mode) = (compiled.stack(None).unwrap(), compiled.stack(Some("m")).unwrap());
    assert!(base.services()[0].user.is_some() && mode.services()[0].user.is_none());
}

/// A service has other secrets in a mode: fewer, further ones, another one in the place of one.
#[test]
fn a_mode_changes_the_secrets_of_a_service() {
    let secrets = "[secrets]\nmaster = { env = 'MASTER', rotate = '90d' }\nsmtp = { env = 'SMTP', rotate = '90d' }\n";
    let with_master = "[odoo]\nadmin_password = { secret = 'master' }\n";
    for over in [
        "[modes.m]\nunset = ['odoo.admin_password']\n[services.api.environment]\nX = { secret = 'smtp' }\n",
        "[modes.m]\nunset = ['postgres.superuser', 'redis', 'odoo.admin_password']\n[services.api.environment]\nX = { secret = 'smtp' }\n",
        "[modes.m.odoo]\nadmin_password = { secret = 'smtp' }\n",
        "[modes.m.odoo.environment]\nODOO_SMTP_PASSWORD = { secret = 'smtp' }\n",
        "[modes.m.services.api.environment]\nX = { secret = 'smtp' }\nY = { secret = 'master' }\n",
    ] {
        let input = base_with(&format!("{secrets}{with_master}{over}"));
        let compiled = compile(&input);
        assert!(compiled.files.is_some(), "{over}: {}", plain(&input, &compiled));
        assert!(files(&compiled).contains_key("docker-compose.m.yml"), "{over}");
    }
}

#[test]
fn what_a_mode_takes_out_is_there() {
    let said = |over: &str, words: &str| {
        let text = found(over);
        assert!(text.contains(words), "{over}: {text}");
    };
    let unset = |path: &str| format!("[modes.m]\nunset = ['{path}']\n");
    said(
        &unset("services.api.comand"),
        "`services.api.comand` is not in the base\n  help: did you mean `services.api.command`?",
    );
    said(&unset("servces"), "did you mean `services`?");
    said(&unset("redis.sentinel.count.x"), "`redis.sentinel.count.x` is not in the base");
    said(&unset("stack.name"), "a mode cannot unset `stack`");
    said(&unset("rules"), "a mode cannot unset `rules`");
    said(&unset("odoo.image"), "[m]");
    said("[modes.m]\nunset = 'odoo'\n", "an array");
    said("[modes.m]\nunset = ['a = b']\n", "this is not a key path");
}

#[test]
fn a_mistake_of_a_mode_names_it_and_the_line_there() {
    let input = base_with("[modes.usual]\n[modes.m.services.api]\nimage = 'api:2.0'\nbuild = './api'\n");
    let compiled = compile(&input);
    let [found] = compiled.found.as_slice() else { panic!("{}", plain(&input, &compiled)) };
    assert_eq!((found.modes.as_slice(), found.everywhere), (["m".to_owned()].as_slice(), false));
    assert!(found.message_with_modes().ends_with("(in m)"), "{}", found.message_with_modes());
}

#[test]
fn a_finding_that_an_override_causes_stands_there() {
    let input = base_with("[modes.usual]\n[modes.m.redis]\nmaxmemory = '500mb'\n");
    let compiled = compile(&input);
    let at = |found: &stackgen::finding::Diagnostic| (found.rule, found.key.join("."));
    let places: Vec<_> = compiled.found.iter().map(at).collect();
    assert_eq!(
        places,
        [("maxmemory-exceeds-limit", "modes.m.redis.maxmemory".to_owned())],
        "{}",
        plain(&input, &compiled)
    );
    assert!(compiled.found[0].labels.iter().any(|label| input[label.span.range()].contains("512 MiB")));
    // What is wrong in the base as well is no mistake of the mode.
    let input = base_with("[redis]\nmaxmemory = '500mb'\n[modes.usual]\n[modes.m.redis]\nmaxmemory = '501mb'\n");
    let places: Vec<_> = compile(&input).found.iter().map(at).collect();
    assert_eq!(places, [("maxmemory-exceeds-limit", "redis.resources.memory".to_owned())]);
}
