//! haproxy.cfg, as HAProxy and as this program's own check read it.

use std::process::Command;

use stackgen::artifact::Artifact;
use stackgen::dotenv::LocalValues;
use stackgen::model::Deployment;
use stackgen::verify::{Known, verify};

use super::{debians_haproxy, newer_haproxy};
use crate::emitted;
use crate::support::{base_with, both, built, real_input, stacks};

/// Without fixed addresses names are looked up again and again; without a password none is sent.
fn inputs() -> [String; 3] {
    [
        real_input(),
        base_with("# without networks.shop.subnet\n"),
        base_with(
            "# without redis.password\n# without secrets.redis_password\n\
             [[rules.allow]]\nrule = 'redis-without-password'\nreason = 'nobody else is on its network'\n",
        ),
    ]
}

/// A line whose server has an address that is found here.
fn at_home(line: &str) -> String {
    let Some(server) = line.strip_prefix("    server ") else { return format!("{line}\n") };
    let (host, rest) = server.split_once(' ').unwrap();
    format!("    server {host} {}\n", rest.replacen(host, "127.0.0.1", 1))
}

#[test]
fn haproxy_finds_nothing_to_warn_of() {
    for haproxy in [debians_haproxy(), newer_haproxy()] {
        let Some(haproxy) = haproxy else { return };
        for input in inputs() {
            let dir = built(&input);
            let file = dir.path().join("generated/redis/haproxy.cfg");
            let text = std::fs::read_to_string(&file).unwrap();
            std::fs::write(&file, text.lines().map(at_home).collect::<String>()).unwrap();
            let mut command = Command::new(&haproxy);
            // Warnings are errors to `-dW`.
            let output = command.args(["-c", "-dW", "-f"]).arg(&file).env("REDIS_AUTH", "2a310d0a").output().unwrap();
            assert!(output.status.success(), "{}", both(&output));
            assert!(!both(&output).contains("WARNING"), "{}", both(&output));
        }
    }
}

/// What the input decides is compared: each digit and each host that is changed is refused.
#[test]
fn every_line_of_the_input_is_verified() {
    for input in inputs() {
        let (base, modes) = stacks(&input);
        let known = Known { local: &LocalValues::default(), accepted: &[] };
        let lines = |emitted: &stackgen::targets::compose::Emitted| {
            let file = emitted.artifacts.iter().position(|file| file.path == "redis/haproxy.cfg").unwrap();
            (file, emitted.artifacts[file].lines().len())
        };
        let (file, count) = lines(&emitted(&input));
        let mut changed = 0;
        for line in 0..count {
            let mut emitted = emitted(&input);
            let artifact = emitted.artifacts[file].clone();
            let of_input = artifact.lines().nth(line).unwrap();
            let text = of_input.text.replace("redis-master", "redis-mastes").replace('6', "7").replace("AUTH", "AUT");
            let text = text.replace("ge 2", "ge 1").replace("1000", "100").replace("2637", "2638");
            if of_input.origin.is_none() || text == of_input.text {
                continue;
            }
            let mut changed_file = Artifact::without_lines(artifact.path.clone(), artifact.kind);
            for (at, written) in artifact.lines().enumerate() {
                changed_file.line(if at == line { &text } else { written.text }, written.origin);
            }
            emitted.artifacts[file] = changed_file;
            assert!(verify(emitted, Deployment { base: &base, modes: &modes }, &known).is_err(), "{text}");
            changed += 1;
        }
        assert!(changed > 10, "{changed}");
    }
}
