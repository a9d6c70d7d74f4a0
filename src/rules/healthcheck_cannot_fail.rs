//! A health check cannot fail.
//!
//! # Why
//! `redis-cli … ping` exits with 0 even on `NOAUTH`, `WRONGPASS` and `LOADING` (7.0.15, observed); with `-e` it
//! fails. `curl` exits with 0 even if the server returns an error page; with `-f` it fails. `|| exit 1` does not
//! help, because there is no failure to pass on. A check that ends in `|| true` or `exit 0` never fails.
//!
//! The rule does not report a program whose output is piped into another one: the command after the `|` decides
//! whether the check fails.
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

use crate::credentials::form;
use crate::model::HealthTest;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Reads the check of each additional service.
pub fn check(stack: &Stack, report: &mut Report) {
    for service in stack.services().iter().filter(|service| service.container.active) {
        match &service.health {
            Some(HealthTest::Shell(line)) => of_line(line, line, true, report),
            Some(HealthTest::Command(words)) => match script(words) {
                Some(line) => of_line(words, line, false, report),
                None => of_words(words, report),
            },
            None => {}
        }
    }
}

/// Looks at a shell command line, which is either the whole value or one word of a list.
fn of_line<T>(place: &At<T>, line: &str, alone: bool, report: &mut Report) {
    if ends_well(line) {
        report.at(place, HIDES).help("remove what hides the failure");
        return;
    }
    // The last command of a pipe decides.
    if line.replace("||", "").contains('|') {
        return;
    }
    for words in commands(line) {
        let Some((program, option, why)) = lacking(&words) else { continue };
        let finding = report.at(place, why).help(format!("add `{option}`"));
        let rest = words.first().filter(|_| program == 0).and_then(|first| line.strip_prefix(first));
        if let (Some(rest), true) = (rest, alone && form(line).is_none()) {
            let fixed = format!("{} {option}{rest}", words.first().copied().unwrap_or_default());
            finding.fix(Fix::suggested("let the check fail").set(place, "shell", fixed));
        }
        return;
    }
}

/// Looks at a program and its arguments.
fn of_words(words: &At<Vec<String>>, report: &mut Report) {
    let plain: Vec<&str> = words.iter().map(String::as_str).collect();
    if let [only] = plain.as_slice()
        && base(only) == "true"
    {
        report.at(words, HIDES).help("use a command that fails when the service does not work");
    } else if let Some((program, option, why)) = lacking(&plain) {
        let mut fixed = (**words).clone();
        fixed.insert(program + 1, option.to_owned());
        let finding = report.at(words, why).help(format!("add `{option}`"));
        // A fix that repeats a credential would reveal it.
        if form(&plain.join(" ")).is_none() {
            finding.fix(Fix::suggested("let the check fail").set(words, "command", fixed));
        }
    }
}

const HIDES: &str = "this check always succeeds";

/// Shells that run the line behind `-c`.
const SHELLS: [&str; 4] = ["sh", "bash", "ash", "dash"];

/// What hides every failure at the end of a line.
const HIDDEN: [&str; 3] = ["||true", "||:", "||exit0"];

/// What succeeds after a command, whatever the command returned.
const AFTER: [&str; 3] = [";true", ";:", ";exit0"];

fn base(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}

/// The command line that these words pass to a shell.
fn script(words: &[String]) -> Option<&str> {
    let (first, rest) = words.split_first()?;
    let option = |word: &String| word.starts_with('-') && !word.starts_with("--") && word.ends_with('c');
    let at = rest.iter().position(option).filter(|_| SHELLS.contains(&base(first)))?;
    rest.get(at + 1).map(String::as_str)
}

/// The commands of a line, split at the operators between them.
fn commands(line: &str) -> Vec<Vec<&str>> {
    let mut commands = vec![Vec::new()];
    for word in line.split_whitespace() {
        let bare = word.trim_end_matches(';');
        if let Some(last) = commands.last_mut().filter(|_| !["", "&&", "||", "&"].contains(&bare)) {
            last.push(bare);
        }
        if bare.len() < word.len() || ["&&", "||", "&"].contains(&word) {
            commands.push(Vec::new());
        }
    }
    commands
}

fn ends_well(line: &str) -> bool {
    let text: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let fails = |(at, word): (usize, &str)| {
        text.get(at + word.len()..).is_some_and(|rest| rest.starts_with(|c| ('1'..='9').contains(&c)))
    };
    let gives_up = || text.contains("set-e") || text.match_indices("exit").any(fails);
    ["true", ":", "exit0"].contains(&text.as_str())
        || HIDDEN.iter().any(|end| text.ends_with(end))
        || AFTER.iter().any(|end| text.ends_with(end)) && !gives_up()
}

/// Which word is the program, the option that is missing, and what happens without it.
fn lacking(words: &[&str]) -> Option<(usize, &'static str, &'static str)> {
    let runs = |program: &str| words.iter().position(|word| base(word) == program);
    let pings = words.iter().any(|word| word.eq_ignore_ascii_case("ping")) && !words.contains(&"-e");
    let pinging = [
        ("redis-cli", "`redis-cli` exits with 0 even on `NOAUTH`, `WRONGPASS` and `LOADING`"),
        ("valkey-cli", "`valkey-cli` exits with 0 even on `NOAUTH`, `WRONGPASS` and `LOADING`"),
    ];
    if let Some((at, why)) = pinging.iter().find_map(|(client, why)| Some((runs(client)?, *why))).filter(|_| pings) {
        return Some((at, "-e", why));
    }
    let fails = |word: &&&str| {
        word.starts_with("--fail") || word.starts_with('-') && !word.starts_with("--") && word.contains('f')
    };
    let at = runs("curl").filter(|at| !words.iter().skip(*at).any(|word| fails(&word)))?;
    Some((at, "-f", "`curl` exits with 0 even on an HTTP error"))
}
