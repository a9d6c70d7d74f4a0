//! Whatever somebody puts into an input, a command ends soon and needs little memory: what is large is refused by a bound
//! that is named, and below the bounds nothing grows faster than the input. `docs/trust.md` has the times.
#![cfg(unix)]

#[path = "support/mod.rs"]
mod support;

use std::process::Command;

use support::{base_with, both, project, real_input, stackgen};

/// The largest input that is read, in bytes.
const LARGEST: usize = 4 * 1024 * 1024;

/// What a command may need, in MiB: half of it for the program as it is for tests.
const MEMORY: usize = 256;

/// The beginning of a string whose lines are one: no bound of a line holds there.
const IN_STRING: &str = "[services.e.environment]\nA = \"\"\"\n";

/// Shapes that no bound refuses, up to the largest input.
const WITHOUT_BOUND: [&str; 6] = [
    "long passwords",
    "lines of base64",
    "long lines",
    "addresses in one string",
    "base64 in one string",
    "client secrets in one string",
];

/// The worst shapes: a name, what is written once, what is written again and again (`#` is a number), and how often it is
/// written just below the bounds.
const SHAPES: &[(&str, &str, &str, usize)] = &[
    ("broken lines", "", "x # y\n", 24_000),
    ("unknown keys", "", "k# = 1\n", 30_000),
    ("unknown tables", "", "[t#]\nx = 1\n", 14_000),
    ("duplicate keys", "[x]\n", "a = #\n", 30_000),
    ("comments with passwords", "", "# PASSWORD=x#\n", 90_000),
    ("passwords", "[services.e.environment]\n", "A#_PASSWORD = \"b#\"\n", 30_000),
    ("addresses with passwords", "x = [\n", "\"redis://:p@h#\",\n", 48_000),
    ("private keys without an end", "x = [\n", concat!("\"-----BEGIN PRIV", "ATE KEY-----\",\n"), 48_000),
    ("services", "", "[services.s#]\nimage = \"x:1\"\nenvironment = { A = \"b\", R = { redis = { db = 1 } } }\n", 490),
    ("modes", "", "[modes.m#]\nprofiles = []\n", 49),
    ("secrets", "[secrets]\n", "s# = { env = \"S#\" }\n", 990),
    ("mounts", "[services.e]\nimage = \"x:1\"\nmounts = [\n", "{ volume = \"v#\", target = \"/m#\" },\n", 7_600),
    ("ports", "[services.e]\nimage = \"x:1\"\nports = [\n", "{ host = 1, container = # },\n", 7_600),
    (
        "allowances",
        "[rules]\nallow = [\n",
        "{ rule = \"image-without-digest\", at = \"a#\", reason = \"x\" },\n",
        6_600,
    ),
    ("quotes", "", "\"\"\"\n", 40_000),
    (
        "lines of base64",
        "x = [\n",
        "\"QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD#\",\n",
        40_000,
    ),
    (
        "long lines",
        "",
        "# aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
        40_000,
    ),
    ("addresses in one string", IN_STRING, "x://x://x://x://x://x://x://x://x://x://x://\\\n", 24_000),
    ("base64 in one string", IN_STRING, "ImF1dGhzIjImF1dGhzIjImF1dGhzIjImF1dGhzIj\\\n", 24_000),
    ("client secrets in one string", IN_STRING, "a1Q~a1Q~a1Q~a1Q~a1Q~a1Q~a1Q~a1Q~a1Q~a1Q~\\\n", 24_000),
    (
        "long passwords",
        "[services.e.environment]\n",
        "A#_PASSWORD = \"xyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxy\"\n",
        3_000,
    ),
];

fn input(start: &str, line: &str, count: usize) -> String {
    let (comment, line) = line.strip_prefix("# ").map_or(("", line), |line| ("# ", line));
    let lines: String = (0..count).map(|number| comment.to_owned() + &line.replace('#', &number.to_string())).collect();
    let end = match start {
        IN_STRING => "@\"\"\"\n",
        start if start.ends_with("[\n") => "]\n",
        _ => "",
    };
    match start {
        // The base has this table.
        "[secrets]\n" => base_with("").replacen("[secrets.", &format!("[secrets]\n{lines}[secrets."), 1),
        _ => base_with("") + start + &lines + end,
    }
}

/// The seconds of a processor and the MiB that a command needed, and its status.
fn measured(input: &str, words: &[&str]) -> (f64, usize, i32) {
    measured_in(project(&input[..input.len().min(LARGEST)]).path(), words)
}

fn measured_in(dir: &std::path::Path, words: &[&str]) -> (f64, usize, i32) {
    let script = "import resource, subprocess, sys\n\
        status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120).returncode\n\
        used = resource.getrusage(resource.RUSAGE_CHILDREN)\nprint(used.ru_utime, used.ru_maxrss // 1024, status)";
    let mut command = Command::new("python3");
    command.current_dir(dir).args(["-c", script, env!("CARGO_BIN_EXE_stackgen")]).args(words);
    let output = support::succeeds(&mut command);
    let text = String::from_utf8(output.stdout).unwrap();
    let [seconds, memory, status] = text.split_whitespace().collect::<Vec<_>>()[..] else { panic!("{text}") };
    (seconds.parse().unwrap(), memory.parse().unwrap(), status.parse().unwrap())
}

/// How often the times of one shape are taken at most. What else the machine does makes a time longer, never shorter, so
/// that more tries can only come nearer to what the program needs; a square (16 times) stays one however often it is tried.
const TRIES: usize = 8;

/// The least seconds of the base, of a quarter of a shape and of the whole: taken in turn, so that a slow minute of the
/// machine meets all three, and until four times the input takes less than eight times as long.
fn least_seconds(base: &str, quarter: &str, whole: &str) -> Result<(f64, f64), String> {
    let mut least = [f64::MAX; 3];
    for _ in 0..TRIES {
        for (least, text) in least.iter_mut().zip([base, quarter, whole]) {
            *least = least.min(measured(text, &["check"]).0);
        }
        let [base, quarter, whole] = least;
        if whole - base < 0.3 || whole - base < 8.0 * (quarter - base) {
            return Ok((quarter - base, whole - base));
        }
    }
    Err(format!("the base, a quarter, the whole, in seconds: {least:?}"))
}

/// Four times the input takes about four times as long, not sixteen.
#[test]
fn nothing_grows_faster_than_the_input() {
    if support::tool("python3").is_none() {
        return;
    }
    for (name, start, line, most) in SHAPES {
        let (quarter, whole) = (input(start, line, most / 4), input(start, line, *most));
        let (_, memory, status) = measured(&whole, &["check"]);
        assert!((0..=1).contains(&status), "{name}: {status}");
        assert!(memory < MEMORY, "{name}: {memory} MiB");
        let (quarter, whole) =
            least_seconds(&base_with(""), &quarter, &whole).unwrap_or_else(|why| panic!("{name}: {why}"));
        eprintln!("{name}: {quarter:.2} s for a quarter, {whole:.2} s, {memory} MiB");
    }
}

/// Up to the largest input: what is beyond a bound is refused before it costs anything, and the bound is named.
#[test]
fn what_is_too_large_is_refused_by_a_bound_that_is_named() {
    for (name, start, line, most) in SHAPES.iter().filter(|(name, ..)| !WITHOUT_BOUND.contains(name)) {
        let one = line.len() + 6;
        let count = ((LARGEST - 16 * 1024) / one).min(most * 40);
        let mut text = input(start, line, count);
        text.truncate(LARGEST);
        if support::tool("python3").is_some() {
            let (seconds, memory, status) = measured(&text, &["check"]);
            assert_eq!(status, 1, "{name}");
            assert!(memory < MEMORY && seconds < 10.0, "{name}: {seconds} s, {memory} MiB");
        }
        let dir = project(&text);
        for words in [&["check"][..], &["build"], &["check", "--format", "json"], &["explain", "redis.maxmemory"]] {
            let output = stackgen(dir.path()).args(words).output().unwrap();
            let told = both(&output);
            assert_eq!(output.status.code(), Some(1), "{name} {words:?}: {told}");
            assert!(told.len() < 100_000, "{name} {words:?}: {} bytes", told.len());
            let named = told.contains("input-too-large") || words[0] == "explain";
            assert!(named, "{name} {words:?}: {told}");
        }
    }
    let long = [format!("x = \"{}\"\n", "a".repeat(LARGEST - 100)), format!("{}\n", "a".repeat(LARGEST - 1))];
    let deep = [
        "a.".repeat(8000) + "a = 1\n",
        format!("[{}a]\n", "a.".repeat(8000)),
        "[".repeat(16_000),
        "x = ".to_owned() + &"{a=".repeat(5000),
    ];
    for text in long.iter().chain(&deep) {
        let dir = project(text);
        let output = stackgen(dir.path()).arg("check").output().unwrap();
        let told = both(&output);
        assert_eq!(output.status.code(), Some(1), "{:.200}", told);
        assert!(told.len() < 200_000, "{} bytes", told.len());
    }
    let output = stackgen(project(&"a".repeat(LARGEST + 1)).path()).arg("check").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(both(&output).contains("larger than 4 MiB"), "{}", both(&output));
}

/// The bounds are far from what anybody needs.
#[test]
fn real_stacks_are_far_below_the_bounds() {
    let text = real_input();
    let tokens = toml_parser::Source::new(&text).lex().count();
    assert!(tokens < 5_000 && text.lines().all(|line| line.len() < 400), "{tokens}");
}

/// Of very many findings the worst are kept, and it is said that there are more.
#[test]
fn the_worst_of_many_findings_are_kept() {
    let image = "[services.s#]\nimage = \"x:1\"\nrestart = \"no\"\n";
    let text = input("", image, 400) + "[services.bad]\nimage = \"x:1\"\ndepends_on = { nobody = \"started\" }\n";
    let compiled = support::compile(&text);
    assert_eq!(compiled.found.len(), 1001);
    assert!(compiled.found.iter().any(|found| found.rule == "dependency-unknown"), "the error is kept");
    let last = compiled.found.last().unwrap();
    assert!(last.message.contains("more findings left out: the limit is 1000"), "{}", last.message);
    let errors = |found: &[stackgen::finding::Diagnostic]| {
        found.iter().filter(|found| found.severity == stackgen::finding::Severity::Error).count()
    };
    assert!(errors(&compiled.found) >= 1);
}

/// The files beside an input are bounded too: a `.env` of nothing but values, a manifest of nothing but names, a generated
/// file that somebody made large, and one in which no line is as it was.
#[test]
fn what_lies_beside_an_input_costs_little() {
    if support::tool("python3").is_none() {
        return;
    }
    let long =
        |line: &str, count: usize| (0..count).map(|number| line.replace('#', &number.to_string())).collect::<String>();
    let manifest = format!(
        "{{\"generated_by\":\"stackgen\",\"version\":1,\"files\":{{{}\"x\":\"00\"}}}}",
        long("\"a/b#\":\"00\",", 100_000)
    );
    let beside = [
        ("generated/.env", long("A#='value-number-#'\n", 9_000), true),
        ("generated/.env", long("A#='value-number-#'\n", 90_000), false),
        ("generated/.env", format!("A='{}'\n", long("line #\n", 20_000)), true),
        ("generated/.stackgen.json", manifest, true),
        ("generated/docker-compose.yml", long("line #\n", 80_000), true),
        ("generated/docker-compose.yml", long("PASSWORD: x#\n", 1_000_000), true),
        (".gitignore", long("a#*\n", 100_000), true),
    ];
    let input = "[secrets]\nredis_password = { file = '../values/redis', rotate = '90d' }\n";
    let text = base_with(&format!("# without secrets.redis_password\n{input}"));
    for (file, content, is_read) in beside {
        let dir = project(&text);
        support::succeeds(Command::new("git").current_dir(dir.path()).args(["init", "-q"]));
        std::fs::write(dir.path().join(".gitignore"), "/values/\n").unwrap();
        support::succeeds(stackgen(dir.path()).arg("build"));
        std::fs::write(dir.path().join(file), content).unwrap();
        for words in [&["check"][..], &["diff"], &["build", "--check"]] {
            let (seconds, memory, status) = measured_in(dir.path(), words);
            assert!(memory < MEMORY && seconds < 15.0, "{file} {words:?}: {seconds} s, {memory} MiB");
            assert!(is_read || status == 2, "{file} {words:?}: {status}");
            eprintln!("{file} {words:?}: {seconds} s, {memory} MiB, status {status}");
        }
    }
}
