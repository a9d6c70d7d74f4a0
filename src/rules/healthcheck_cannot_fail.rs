//! A health check that is always passed.
//!
//! # Why
//! `redis-cli … ping` ends with 0 on `NOAUTH`, `WRONGPASS` and `LOADING` too (7.0.15, observed): with
//! `-e` it fails. `curl` ends with 0 on an error page of the server: with `-f` it fails. `|| exit 1` does
//! not help: there is no failure to pass on. And what ends in `|| true` or `exit 0` fails never.
//!
//! # Wrong
//! # without services.api.healthcheck
//! [services.api]
//! healthcheck = { shell = "redis-cli -h redis-master ping" }
//!
//! # Right
//! # without services.api.healthcheck
//! [services.api]
//! healthcheck = { shell = "redis-cli -e -h redis-master ping" }

use super::prelude::*;
use crate::stack::HealthTest;

/// Its findings are warnings.
pub const SEVERITY: Severity = Warning;

/// Reads the check of each further service.
pub fn check(stack: &Stack, report: &mut Report) {
    for service in stack.services.iter().filter(|service| service.container.active) {
        match &service.health {
            Some(HealthTest::Shell(line)) => {
                let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
                let looked_at = line.replace("||", "").contains('|') && !ends_well(line);
                match why(&words).filter(|_| !looked_at) {
                    Some((option, why)) => {
                        let (program, rest) = line.split_once(' ').unwrap_or((line, ""));
                        let fixed = format!("{program} {option} {rest}");
                        let finding = report.at(line, why).help(format!("add `{option}`"));
                        if words.first().is_some_and(|word| PROGRAMS.contains(&word.as_str())) {
                            finding.fix(Fix::safe("let it fail").set(line, "shell", fixed));
                        }
                    }
                    None if ends_well(line) => {
                        report
                            .at(line, "this check ends well whatever happens")
                            .help("leave out what hides the failure");
                    }
                    None => {}
                }
            }
            Some(HealthTest::Command(words)) => {
                if let Some((option, why)) = why(words) {
                    let mut fixed = (**words).clone();
                    fixed.insert(1, option.to_owned());
                    report
                        .at(words, why)
                        .help(format!("add `{option}`"))
                        .fix(Fix::safe("let it fail").set(words, "command", fixed));
                }
            }
            None => {}
        }
    }
}

/// Programs whose option can be put right behind their name.
const PROGRAMS: [&str; 2] = ["redis-cli", "curl"];

/// What hides every failure at the end of a line.
const HIDDEN: [&str; 5] = ["||true", "||:", "||exit0", ";true", ";exit0"];

fn ends_well(line: &str) -> bool {
    let text: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    ["true", ":", "exit0"].contains(&text.as_str()) || HIDDEN.iter().any(|end| text.ends_with(end))
}

/// The option that is missing, and what happens without it.
fn why(words: &[String]) -> Option<(&'static str, &'static str)> {
    let has = |short: char, long: &str| {
        let short = |word: &str| word.starts_with('-') && !word.starts_with("--") && word.contains(short);
        words.iter().any(|word| short(word) || word.starts_with(long))
    };
    let runs = |program: &str| words.iter().any(|word| word.rsplit('/').next() == Some(program));
    if runs("redis-cli")
        && words.iter().any(|word| word.eq_ignore_ascii_case("ping"))
        && !words.iter().any(|word| word == "-e")
    {
        return Some(("-e", "redis-cli ends well on NOAUTH, WRONGPASS and LOADING too"));
    }
    (runs("curl") && !has('f', "--fail")).then_some(("-f", "curl ends well on an error page too"))
}
