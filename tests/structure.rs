//! Structural mistakes: all of them in one run, each once, in order, at its place.

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use stackgen::finding::Severity;
use stackgen::report::Renderer;
use stackgen::source::Source;
use support::{base_with, compile, external_with, plain, root, snapshot};

fn fixture(name: &str) -> String {
    std::fs::read_to_string(root().join("tests/fixtures/structure").join(name)).unwrap()
}

#[test]
fn many_mistakes_are_found_in_one_run() {
    let input = fixture("many.toml");
    let compiled = compile(&input);
    let places: Vec<_> = compiled.found.iter().map(|found| (found.primary.span, found.message.clone())).collect();
    assert!(places.len() >= 30, "{}", places.len());
    assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "in order, none twice");
    assert!(compiled.files.is_none());
    snapshot("structure", "many", &plain(&input, &compiled));
}

#[test]
fn syntax_errors_come_alone_and_together() {
    let input = fixture("syntax.toml");
    let compiled = compile(&input);
    assert!(compiled.found.iter().filter(|found| found.rule == "toml-syntax").count() >= 3);
    assert!(compiled.found.iter().all(|found| ["toml-syntax", "secret-literal"].contains(&found.rule)));
    snapshot("structure", "syntax", &plain(&input, &compiled));
}

/// Every key of a table, at any depth, as the path that leads to it.
fn keys_of(table: &toml::Table, above: &[String], into: &mut Vec<Vec<String>>) {
    for (key, value) in table {
        let path = [above, std::slice::from_ref(key)].concat();
        if let toml::Value::Table(below) = value {
            keys_of(below, &path, into);
        }
        into.push(path);
    }
}

fn table_of<'t>(root: &'t mut toml::Table, path: &[String]) -> &'t mut toml::Table {
    path.iter().fold(root, |table, key| table[key.as_str()].as_table_mut().unwrap())
}

/// What a rule finds, by what it says.
fn of_rules(input: &str) -> (BTreeSet<(String, String)>, usize) {
    let compiled = compile(input);
    let (rules, structure): (Vec<_>, Vec<_>) =
        compiled.found.iter().partition(|found| stackgen::rules::rule(found.rule).is_some());
    // What looks like a credential is told whatever else is wrong.
    let rules = rules.iter().filter(|found| found.rule != "secret-literal");
    (rules.map(|found| (found.rule.to_owned(), found.message.clone())).collect(), structure.len())
}

/// Whatever key is misspelt, or its value of another type: the rules say of the rest what they say without the mistake, and
/// nothing that follows from it. How many of the findings are shown.
fn shown_beside_a_mistake(input: &str) -> (usize, usize) {
    let root: toml::Table = input.parse().unwrap();
    let (right, structure) = of_rules(&toml::to_string(&root).unwrap());
    assert_eq!(structure, 0);
    let mut keys = Vec::new();
    keys_of(&root, &[], &mut keys);
    let (mut shown, mut all) = (0, 0);
    for (number, path) in keys.iter().enumerate() {
        let (key, above) = path.split_last().unwrap();
        let mut root = root.clone();
        let table = table_of(&mut root, above);
        let value = table.remove(key).unwrap();
        // Every second key is misspelt, the others have a value of another type.
        let float = toml::Value::Float(0.125);
        let (key, value) = if number % 2 == 0 { (format!("{key}_x"), value) } else { (key.clone(), float) };
        table.insert(key.clone(), value);
        let (found, structure) = of_rules(&toml::to_string(&root).unwrap());
        if structure > 0 {
            let follow: Vec<_> = found.difference(&right).collect();
            assert!(follow.is_empty(), "{}.{key}: {follow:?}", above.join("."));
            shown += found.len();
            all += right.len();
        }
    }
    (shown, all)
}

#[test]
fn a_misspelt_key_hides_nothing_elsewhere() {
    let input = base_with(
        "[redis]\nmaxmemory_polcy = 'noeviction'\n[redis.sentinel]\ncount = 2\nquorum = 3\n[redis.replicas]\ncount = 1\n\
         [services.a]\nimage = 'x:1'\nports = [{ host = 8069, container = 80 }]\n",
    );
    let found: Vec<_> = compile(&input).found.iter().map(|found| found.rule).collect();
    for rule in ["unknown-key", "quorum-exceeds-sentinels", "port-collision"] {
        assert!(found.contains(&rule), "{rule}: {found:?}");
    }
}

#[test]
fn nothing_follows_from_a_mistake_in_a_sound_stack() {
    assert_eq!(shown_beside_a_mistake(&support::real_input()), (0, 0));
}

#[test]
fn rules_look_at_what_is_sound() {
    let faulty = std::fs::read_to_string(root().join("tests/fixtures/thirty.toml")).unwrap();
    let (shown, all) = shown_beside_a_mistake(&faulty);
    eprintln!("{shown} of {all} findings are shown beside a mistake");
    assert!(shown * 10 > all * 7, "{shown} of {all}");
}

/// A bracket, a quote or a sign that is missing or stands twice is one error, or two where what is left can be meant in two ways.
#[test]
fn one_slip_is_no_cascade() {
    let input = support::real_input();
    let mut counts = std::collections::BTreeMap::new();
    for (at, character) in input.char_indices().filter(|(_, c)| "[]{}\"'=,".contains(*c)) {
        for slip in [String::new(), character.to_string().repeat(2)] {
            let text = format!("{}{slip}{}", &input[..at], &input[at + 1..]);
            let (_, found) = stackgen::document::Document::parse(&Source::new("stack.toml", text.as_str()));
            let slip = || format!("`{slip}` for `{character}` at {}", input[..at].lines().last().unwrap());
            assert!(found.len() <= 2, "{}: {found:#?}", slip());
            *counts.entry(found.len()).or_insert(0) += 1;
        }
    }
    eprintln!("errors of one slip, and how often: {counts:?}");
    assert!(counts[&1] > 1000 && counts.get(&2) < Some(&20), "{counts:?}");
}

#[test]
fn a_mistake_of_the_base_is_reported_once_for_all_modes() {
    let input = base_with("[postgres]\nimag = 'x'\n[modes.a]\n[modes.b]\n");
    let found: Vec<_> = compile(&input).found.iter().map(|found| found.message.clone()).collect();
    assert_eq!(found, ["unknown key `imag`"]);
}

#[test]
fn a_mistake_in_a_mode_is_at_the_mode() {
    let input = base_with("[modes.a.redis]\nmaxmemory_polcy = 'noeviction'\n");
    let compiled = compile(&input);
    let [found] = compiled.found.as_slice() else { panic!("{:?}", compiled.found) };
    assert_eq!(&input[found.primary.span.range()], "maxmemory_polcy");
    assert_eq!(found.help.as_deref(), Some("did you mean `maxmemory_policy`?"));
}

#[test]
fn references_between_sections_are_checked() {
    let input = base_with(
        "[odoo]\nnetworks = ['shp']\nenvironment = { URL = { service = { name = 'nobody', port = 80 } } }\n\
         [services.a]\nimage = 'x'\nbuild = '.'\n[services.b]\nimage = 'x'\ndepends_on = { nobody = 'started' }\n\
         volumes = [{ source = { volume = 'v1' }, target = '/x' }, { source = { volume = 'v2' }, target = '/x/' }]\n\
         [services.c]\nimage = 'x'\nenvironment = { T = { secret = 'redis_password' } }\n",
    );
    snapshot("structure", "references", &plain(&input, &compile(&input)));
}

/// A database is a container of the stack or a server outside of it.
#[test]
fn a_database_is_in_one_place() {
    let of_container = "[postgres]\nservice = 'db'\ncontainer_name = 'shop_db'\nimage = 'a'\nencoding = 'UTF8'\n\
         locale = { provider = 'icu', name = 'es-CL' }\nsettings = { work_mem = '4 MiB' }\nshm_size = '1 MiB'\n\
         volume = 'vv'\nports = []\nnetworks = ['shop']\nresources = { cpus = 1 }\nrestart = 'no'\n\
         healthcheck = { interval = '1s' }\nlogging = { max_files = 1 }\n\
         superuser = { name = 'root', password = { secret = 'redis_password' } }\n";
    let input = external_with(of_container);
    snapshot("structure", "external", &plain(&input, &compile(&input)));
    let compiled = compile(&base_with("[modes.far.postgres]\nexternal = { host = 'db.example.com' }\n"));
    let has_container = |mode| compiled.stack(mode).unwrap().postgres().container().is_some();
    assert!(has_container(None) && !has_container(Some("far")), "{:?}", compiled.found);
    let mut input: toml::Table = base_with("").parse().unwrap();
    input["postgres"].as_table_mut().unwrap().remove("image");
    let input = toml::to_string(&input).unwrap();
    snapshot("structure", "neither_image_nor_external", &plain(&input, &compile(&input)));
}

#[test]
fn a_server_outside_has_a_place() {
    for (external, rule) in [
        ("host = 'db'\nport = 0", "out-of-range"),
        ("host = 'db'\nmax_connections = 0", "out-of-range"),
        ("host = 'db:5432'", "bad-value"),
        ("host = 'localhost'", "bad-value"),
        ("hostname = 'db'", "unknown-key"),
    ] {
        let compiled = compile(&external_with(&format!("[postgres.external]\n{external}")));
        let rules: Vec<_> = compiled.found.iter().map(|found| found.rule).collect();
        assert_eq!(rules, [rule], "{external}");
    }
    let mut input: toml::Table = external_with("").parse().unwrap();
    input["postgres"]["external"].as_table_mut().unwrap().remove("host");
    let rules: Vec<_> = compile(&toml::to_string(&input).unwrap()).found.iter().map(|found| found.rule).collect();
    assert_eq!(rules, ["missing-key"]);
}

#[test]
fn a_diagnostic_as_it_prints() {
    let input = base_with("[redis]\nmaxmemory = '512mb'\n");
    let compiled = compile(&input);
    let masked = compiled.masked(&Source::new("inputs/stack.toml", input));
    snapshot("render", "human", &Renderer::new(false, 100).render(&compiled.found, &masked));
}

#[test]
fn marks_are_under_what_they_mark() {
    let text = "# ü\r\n[stack]\r\n\tname\t=\t\"你好\"\t# x\r\n[odoo]\r\n\"你e\u{301}\u{1f433}\" = 1\r\n\t\tproxy =\t\"\u{1f433}\u{1f433}\"\r\n";
    let compiled = compile(text);
    let masked = compiled.masked(&Source::new("stack.toml", text));
    let shown = Renderer::new(false, 80).render(&compiled.found, &masked);
    assert!(!shown.contains('\r'));
    snapshot("render", "wide", &shown);
}

/// Inputs that describe no stack, each with the rule that says so.
const REFUSED: &[(&str, &str)] = &[
    ("[redis]\nrename_commands = { FLUSHALL = 'get' }", "bad-name"),
    ("[redis]\nsettings = { latency-tracking-info-percentiles = '' }", "bad-value"),
    ("[redis]\nrename_commands = { FLUSHALL = '', flushall = 'x' }", "bad-name"),
    ("[redis]\nrename_commands = { FLUSHALL = 'x', FLUSHDB = 'X' }", "bad-name"),
    ("[odoo.options]\nDB_HOST = 'x'", "bad-name"),
    ("[odoo.custom_options]\nFoo = 'x'", "bad-name"),
    ("[odoo.options]\nfoo = '1'\n[odoo.custom_options]\nfoo = '2'", "decided-elsewhere"),
    ("[odoo.environment]\nPGPASSWORD = { secret = 'redis_password' }", "decided-elsewhere"),
    ("[odoo.environment]\nODOO_RC = '/etc/odoo/odoo.conf'", "decided-elsewhere"),
    ("[odoo.environment]\nPGHOST = 'other'", "decided-elsewhere"),
    ("[odoo]\naddons = ['a,b']", "bad-value"),
    ("[odoo]\naddons = ['../x']", "bad-value"),
    ("[odoo.ports]\nhttp = 80\ngevent = 80", "port-collision"),
    ("[services.a]\nimage = 'a'\nports = [{ container = 80 }, { container = 80, protocol = 'tcp' }]", "port-collision"),
    ("[services.a]\nimage = 'a'\nports = [{ container = 8069 }]", "port-collision"),
    ("[services.ODOO]\nimage = 'a'", "service-name-duplicate"),
    ("[services.a_b]\nimage = 'a'\n[services.a-b]\nimage = 'a'", "service-name-duplicate"),
    ("[services.redis-sentinel]\nimage = 'a'", "service-name-duplicate"),
    ("[modes.override]", "bad-name"),
    ("[modes.m.stack]\nname = 'x'", "unknown-key"),
    ("[secrets]\nx = { env = 'COMPOSE_FILE' }", "bad-value"),
    (
        "[services.a]\nimage = 'a'\ncommand = ['c']\nenvironment = { P = { secret = 'redis_password' } }\nvolumes = [{ source = { volume = 'vv' }, target = '/usr/local/bin/stack-start.sh' }]",
        "mount-conflict",
    ),
    ("[services.a]\nimage = 'a'\nhealthcheck = { command = ['x'], times = { interval = '0s' } }", "out-of-range"),
    ("[services.a]\nimage = 'a'\nstop_grace_period = '0s'", "out-of-range"),
    ("[services.a]\nimage = 'a'\ndepends_on = { a = 'started' }", "bad-value"),
    ("[redis.sentinel]\ndown_after = '0s'", "out-of-range"),
    ("[redis.sentinel]\nfailover_timeout = '0s'", "out-of-range"),
    ("[secrets]\nredis_password = { env = 'REDIS_PASSWORD', rotate = '90m' }", "out-of-range"),
    ("[secrets]\nredis_password = { env = 'REDIS_PASSWORD', rotate = '0d' }", "out-of-range"),
    ("[services.a]\nimage = 'a'\nstop_grace_period = '1s500ms'", "out-of-range"),
    ("[services.a]\nimage = 'a'\nsecurity = { cap_add = ['CAP_KILL'] }", "bad-value"),
    ("[services.a]\nimage = 'a'\nsecurity = { tmpfs = ['tmp'] }", "bad-value"),
    ("[postgres]\nresources = { memory = '0 MiB' }", "bad-value"),
    ("[postgres]\nsuperuser = { name = 'shop', password = { secret = 'redis_password' } }", "bad-value"),
    ("[postgres]\nsuperuser = { name = 'pg_root', password = { secret = 'redis_password' } }", "bad-value"),
    ("[postgres]\nuser = 'none'\nsuperuser = { name = 'root', password = { secret = 'redis_password' } }", "bad-value"),
    (
        "[postgres]\ndatabase = 'postgres'\nsuperuser = { name = 'root', password = { secret = 'redis_password' } }",
        "bad-value",
    ),
    ("[postgres]\nsuperuser = { name = 'root', password = { secret = 'nothing' } }", "secret-undefined"),
    ("# without postgres.superuser\n[postgres]\nsuperuser = { name = 'root' }", "missing-key"),
    ("[postgres]\nsuperuser = { name = 'root', password = 'word' }", "secret-literal"),
];

#[test]
fn what_describes_no_stack_is_refused_at_its_place() {
    for (over, rule) in REFUSED {
        let compiled = compile(&base_with(over));
        let errors = compiled.found.iter().filter(|found| found.severity == Severity::Error);
        assert_eq!(errors.map(|found| found.rule).collect::<Vec<_>>(), [*rule], "{over}");
    }
}

#[test]
fn two_services_never_share_a_file() {
    let input = base_with(
        "[services.x]\nimage = 'a'\ncommand = ['c']\nenvironment = { P = { secret = 'redis_password' } }\n\
         [services.'x.m']\nimage = 'b'\ncommand = ['c']\nenvironment = { Q = { secret = 'odoo_db_password' } }\n\
         [modes.m.services.x]\nenvironment = { Z = { secret = 'redis_password' } }\n",
    );
    let files = compile(&input).files.unwrap();
    let mut paths: Vec<_> = files.iter().map(|file| file.path().to_owned()).collect();
    paths.sort();
    let count = paths.len();
    paths.dedup();
    assert_eq!(paths.len(), count);
}

#[test]
fn the_base_is_checked_beside_its_modes() {
    let input =
        base_with("[services.api.resources]\nmemory = '10 GiB'\n[modes.x.services.api.resources]\nmemory = '8 MiB'\n");
    let compiled = compile(&input);
    let found: Vec<_> = compiled.found.iter().map(|found| (found.rule, found.modes.join(" "))).collect();
    assert_eq!(found, [("host-memory-overcommitted", "the base".to_owned())]);
}

/// JSON Schema takes `64.0` for an integer; Odoo, PostgreSQL and Redis do not.
#[test]
fn a_whole_number_has_no_fraction_anywhere() {
    use stackgen::components::language::LANGUAGE;
    use stackgen::input::Lookup;
    let mut tried = 0;
    for path in LANGUAGE.known_paths() {
        let owned: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
        let Lookup::Known(key) = LANGUAGE.describe(&owned) else { continue };
        if !key.takes.contains("a whole number") || key.takes.contains("a number") {
            continue;
        }
        let (last, tables) = path.split_last().unwrap();
        let compiled = compile(&base_with(&format!("[{}]\n{last} = 64.0\n", tables.join("."))));
        let refused =
            compiled.found.iter().any(|found| found.severity == Severity::Error && found.key.ends_with(&owned));
        assert!(refused, "{path:?}: {:?}", compiled.found);
        tried += 1;
    }
    assert!(tried > 150, "{tried}");
    let compiled = compile(&base_with("[odoo.options]\nworkers = 64.0\n"));
    let found: Vec<_> = compiled.found.iter().map(|found| (found.rule, found.message.as_str())).collect();
    assert_eq!(found, [("wrong-type", "expected an integer, found a float")]);
    // Where a number may have a fraction, it may have none.
    assert!(compile(&base_with("[odoo.resources]\ncpus = 2.0\n")).files.is_some());
}

#[test]
fn help_is_there_where_novices_fall() {
    for (over, help) in [
        ("[redis.sentinel]\nmaxmemory = '1 GiB'\n", "move `maxmemory` to `[redis]`"),
        ("[modes.m.redis.sentinel]\nmaxmemory = '1 GiB'\n", "move `maxmemory` to `[redis]`"),
        ("[odoo]\nworkers = 4\n", "move `workers` to `[odoo.options]`"),
        ("[odoo.resources]\nmemory = 448\n", "write it with its unit: `\"448 MiB\"`"),
        ("[redis.sentinel]\ndown_after = 5\n", "write it with its unit: `\"5s\"`"),
        ("[services.api]\nports = ['8025:8026']\n", "write `{ container = 8026, host = 8025 }`"),
        ("[services.api]\nports = ['8025']\n", "write `{ container = 8025 }`"),
        (
            "[services.api]\nports = ['0.0.0.0:53:5353/udp']\n",
            "write `{ container = 5353, host = 53, address = \"0.0.0.0\", protocol = \"udp\" }`",
        ),
        ("[odoo.resources]\ncpus = '2'\n", "write it without quotes: `2`"),
        ("[redis.sentinel]\ncount = '3'\n", "write it without quotes: `3`"),
        ("[services.api]\nnetworks = 'shop'\n", "write it as a list: `[\"shop\"]`"),
        ("[host]\nmemory = '16,5 GiB'\n", "the decimal separator must be a point: write `16.5 GiB`"),
        ("[modes.m.services.worke]\nrestart = 'no'\n", "did you mean `services.worker`?"),
    ] {
        let input = base_with(over);
        let text = plain(&input, &compile(&input));
        assert!(text.contains(help), "{over}: {text}");
    }
}

/// What is found, by line and name.
fn found_in(input: &str) -> Vec<(usize, &'static str)> {
    let line = |at: usize| 1 + input[..at].matches('\n').count();
    compile(input).found.iter().map(|found| (line(found.primary.span.start), found.rule)).collect()
}

/// The real deployment with one place changed, and the line of it.
fn slip(from: &str, to: &str) -> (String, usize) {
    let input = support::real_input();
    let at = input.find(from).unwrap_or_else(|| panic!("{from}"));
    (input.replacen(from, to, 1), 1 + input[..at].matches('\n').count())
}

/// Slips that were once several findings, or that hid another place: one finding each, at the line of the slip.
#[test]
fn a_slip_is_one_finding_at_its_line() {
    for (from, to, rule) in [
        ("password = { secret = \"redis_password\" }", "password = { secret = \"redis_password\"", "toml-syntax"),
        ("[redis]\n", "redis\n", "toml-syntax"),
        ("[redis]\n", "<redis>\n", "toml-syntax"),
        ("[redis]\n", "{redis]\n", "toml-syntax"),
        ("[redis]\n", "x = \"\n", "toml-syntax"),
        ("[secrets]\n", "{secrets]\n", "toml-syntax"),
        ("[postgres]\n", "{postgres]\n", "toml-syntax"),
        ("[networks.db_network]", "networks.db_network]", "toml-syntax"),
        ("master_name = \"odoo19", "master_name = \"odoo\n19", "toml-syntax"),
        ("internal = true", "internal = ", "toml-syntax"),
        ("name = \"odoo19\"", "name = “odoo19”", "toml-syntax"),
        ("quorum = 2", "qourum = 2", "unknown-key"),
        ("[odoo]\n", "[odo]\n", "unknown-key"),
        ("[redis]\n", "[reis]\n", "unknown-key"),
        ("[secrets]\n", "[secets]\n", "unknown-key"),
        ("[stack]\nname", "[stack]\nnaem", "unknown-key"),
        ("{ secret = \"redis_password\" }", "{ secet = \"redis_password\" }", "unknown-key"),
        ("rotate = \"90d\"", "rotae = \"90d\"", "unknown-key"),
        ("list_db = false", "lis_db = false", "odoo-option-unknown"),
        ("db_maxconn = 24", "db_maconn = 24", "odoo-option-unknown"),
        ("workers = 0", "wrokers = 0", "odoo-option-unknown"),
        ("profiles = [\"production\"]", "profiles = [\"prodution\"]", "profile-of-nothing"),
        ("rule = \"image-without-digest\"", "rule = \"image-without-digset\"", "rule-unknown"),
        ("networks = [\"db_network\"]", "networks = [\"db_netwrk\"]", "network-unknown"),
    ] {
        let (input, line) = slip(from, to);
        // A header of one line is damaged in it, a string that ends on the next line begins in it.
        let found = found_in(&input);
        assert!(found == [(line, rule)] || found == [(line + 1, rule)], "{to}: {found:?}");
    }
}

/// The header of a table is gone: its keys are told together, with what is missing.
#[test]
fn a_lost_header_is_one_finding() {
    let (input, line) = slip("[odoo.options]\n", "");
    assert_eq!(found_in(&input), [(line, "header-missing")]);
    let found = compile(&input).found.remove(0);
    assert_eq!(found.message, "11 keys of `[odoo.options]` are in `[odoo.resources]`");
    assert_eq!(found.labels.len(), 10);
    for (header, rule) in [
        ("[host] # macOS M3; what Docker Desktop may use\n", "header-missing"),
        ("[secrets]\n", "header-missing"),
        ("[redis]\n", "toml-syntax"),
        ("[redis.replicas]\n", "header-missing"),
        ("[redis.sentinel]\n", "toml-syntax"),
        ("[odoo.resources]\n", "header-missing"),
    ] {
        let (input, _) = slip(header, "");
        let found = found_in(&input);
        assert!(found.len() == 1 && found[0].1 == rule, "{header}: {found:?}");
    }
}

/// A slip hides nothing that has nothing to do with it.
#[test]
fn a_slip_elsewhere_hides_nothing() {
    let (input, line) = slip("quorum = 2", "quorum = 5");
    let quorum = (line, "quorum-exceeds-sentinels");
    for (from, to) in [
        ("platform = ", "platfrm = "),
        ("reason = \"the images are", "reson = \"the images are"),
        ("rule = \"image-without-digest\"", "rule = \"image-without-digset\""),
        ("driver = \"bridge\"", "drver = \"bridge\""),
        ("command = [\"uvicorn\"", "comand = [\"uvicorn\""),
    ] {
        let input = input.replacen(from, to, 1);
        let found = found_in(&input);
        assert!(found.contains(&quorum) && found.len() == 2, "{to}: {found:?}");
    }
    // What may follow is held back, and that is said.
    let (input, _) = slip("down_after = \"5s\"", "down_aftr = \"5s\"");
    let held_back = compile(&input.replacen("failover_timeout = \"60s\"", "failover_timeout = \"1s\"", 1)).held_back;
    assert!(held_back > 0);
    // What counts connections does not look at the host.
    let (input, _) = slip("platform = ", "platfrm = ");
    let found = found_in(&input.replacen("db_maxconn = 24", "db_maxconn = 64", 1));
    assert!(found.iter().any(|(_, rule)| *rule == "connections-exceed-postgres"), "{found:?}");
}

/// The mark is under the key where the key is wrong.
#[test]
fn a_wrong_key_is_marked_and_not_its_value() {
    for (from, to, marked) in [
        ("list_db = false", "lis_db = false", "lis_db"),
        ("db_maxconn = 24", "xmlrpc_port = 8069", "xmlrpc_port"),
        ("[rules]", "[rules.levels]\nimage-without-digset = \"warning\"\n[rules]", "image-without-digset"),
        ("command = [\"uvicorn\"", "depends_on = { odo = \"healthy\" }\ncommand = [\"uvicorn\"", "odo"),
    ] {
        let (input, _) = slip(from, to);
        let found = compile(&input).found;
        assert!(found.iter().any(|one| &input[one.primary.span.range()] == marked), "{to}: {found:?}");
    }
}

/// What people write out of habit, and what it is answered.
#[test]
fn habits_are_answered_with_what_to_write() {
    for (from, to, help) in [
        ("memory = \"4 GiB\"", "memory = 4", "`\"4 GiB\"`"),
        ("memory = \"4 GiB\"", "memory = 448", "`\"448 MiB\"`"),
        ("maxmemory = \"512mb\"", "maxmemory = 536870912", "`\"512 MiB\"`"),
        ("ports = [{ container = 8000 }]", "ports = [8000]", "`{ container = 8000 }`"),
        (
            "ports = [{ container = 8000 }]",
            "ports = [\"127.0.0.1:80:8000/udp\"]",
            "`{ container = 8000, host = 80, address = \"127.0.0.1\", protocol = \"udp\" }`",
        ),
        (
            "ports = [{ container = 8000 }]",
            "volumes = [\"./mail:/data:ro\"]",
            "`{ source = { bind = \"./mail\" }, target = \"/data\", read_only = true }`",
        ),
        ("ports = [{ container = 8000 }]", "depends_on = [\"odoo\"]", "`{ odoo = \"healthy\" }`"),
        ("list_db = false", "list_db = no", "write `false`"),
        ("cpus = 4\n", "cpus = 4,5\n", "the decimal separator must be a point"),
        ("workers = 4", "workers = four", "string values must be quoted"),
        ("dbfilter = \"^odoo.*$\"", r#"dbfilter = "^od\.oo$""#, "a backslash starts an escape"),
        ("list_db = false", "list_db = None", "TOML has no null"),
        ("[rules] #", "[rules]\nquorum-not-majority = \"warning\" #", "`[rules.levels]`"),
        ("networks = [\"db_network\"]", "networks = [\"db_netwrk\"]", "did you mean `db_network`?"),
        (
            "[modes.production]",
            "[modes.production.services.ai_servce]\nrestart = \"always\"\n[modes.production]",
            "did you mean `services.ai_service`?",
        ),
        ("maxmemory = \"512mb\"\n", "\n[redis.sentinel]\nmaxmemory = \"512mb\"\n[redis]\n", "duplicate key"),
    ] {
        let (input, _) = slip(from, to);
        let said: Vec<String> =
            compile(&input).found.iter().map(|one| format!("{} {:?}", one.message, one.help)).collect();
        let said = said.join("\n").replace("\\\"", "\"");
        assert!(said.contains(help), "{to}: {said}");
    }
    let (input, _) = slip(
        "command = [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\", \"--port\", \"8000\"]",
        "command = \"mail -x 'a b'\"",
    );
    let found = compile(&input).found;
    assert_eq!(found[0].help.as_deref(), Some("write it as a list: `[\"mail\", \"-x\", \"a b\"]`"));
    let (input, _) = slip("env = \"ODOO_DB_PASSWORD\"", "env = \"odoo-db-password\"");
    assert!(
        compile(&input).found[0]
            .help
            .as_ref()
            .unwrap()
            .starts_with("write the name of a variable, like `ODOO_DB_PASSWORD`")
    );
}
