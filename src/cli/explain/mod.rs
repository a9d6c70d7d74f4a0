//! `stackgen explain RULE`, `explain KEY` and `explain FILE:LINE`

mod generated;
mod key;
mod line;
mod lookup;
mod rule;
mod view;
mod written;

use camino::Utf8PathBuf;

use super::candidates::{explained, modes};
use super::inputs::InputArgs;
use super::{Exit, Failure, terminal};
use crate::codes::Code;
use crate::components::language::LANGUAGE;
use crate::rule::Rule;
use crate::rules::RULES;
use crate::units::{KeyPath, Unit};

/// The arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Rule or code, key of the input, or line of a generated file
    ///
    /// The text decides which of them is meant: the name in brackets of a finding (quorum-not-majority); otherwise
    /// keys separated by dots, the first of which is a section of the input (redis.maxmemory,
    /// services."a.b".image); otherwise a file and a line number (generated/redis/redis-master.conf:9).
    #[arg(value_name = "RULE|KEY|FILE:LINE", add = explained())]
    what: String,
    #[command(flatten)]
    inputs: InputArgs,
    /// Mode in which to explain a key [default: the base, and every mode that differs from it]
    #[arg(long, add = modes())]
    mode: Option<String>,
}

/// What to explain.
enum Asked {
    Rule(&'static Rule),
    Code(Code),
    Key(Vec<String>),
    Line(Utf8PathBuf, usize),
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let asked = asked(&args.what)?;
    if args.mode.is_some() && !matches!(asked, Asked::Key(_)) {
        return Err(Failure::Usage("`--mode` applies only to a key of the input".to_owned()));
    }
    match asked {
        Asked::Rule(rule) => {
            terminal::print_as_it_is(&rule::page(rule, terminal::stdout_colour(), terminal::stdout_columns()))?;
            Ok(Exit::Fine)
        }
        Asked::Code(code) => {
            terminal::print_as_it_is(&rule::page_of_code(code, terminal::stdout_colour(), terminal::stdout_columns()))?;
            Ok(Exit::Fine)
        }
        Asked::Key(path) => key::run(&path, args.mode.as_deref(), &args.inputs),
        Asked::Line(file, line) => line::run(&file, line, &args.inputs),
    }
}

/// Decides what a text means. The name of a rule has no dot and is not a section; a key has no `/` and no `:`
/// outside of quotes.
fn asked(text: &str) -> Result<Asked, Failure> {
    if let Some(rule) = crate::rules::rule(text) {
        return Ok(Asked::Rule(rule));
    }
    if let Some(code) = Code::named(text) {
        return Ok(Asked::Code(code));
    }
    let path = KeyPath::parse(text).map(|path| path.parts().to_vec()).unwrap_or_default();
    if path.first().is_some_and(|first| LANGUAGE.sections().any(|section| section == first)) {
        return Ok(Asked::Key(path));
    }
    let place =
        text.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse().ok().filter(|line| *line > 0)?)));
    if let Some((file, line)) = place.filter(|(file, _)| !file.is_empty()) {
        return Ok(Asked::Line(file.into(), line));
    }
    if text.contains('/') && camino::Utf8Path::new(text).extension().is_some() {
        return Err(Failure::Usage(format!("`{text}` needs a line number, as in `{text}:9`")));
    }
    let names: Vec<&str> = RULES.iter().map(|rule| rule.name).chain(Code::ALL.iter().map(|code| code.name())).collect();
    let help = lookup::proposed(text, &names).unwrap_or_else(|| {
        "name a rule (`stackgen rules` lists them), a key of the input such as redis.maxmemory, \
         or a line of a generated file such as generated/redis/redis-master.conf:9"
            .to_owned()
    });
    Err(Failure::Usage(format!("`{text}` is not a rule, a key of the input or a line of a file\n{help}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> &'static str {
        match asked(text) {
            Ok(Asked::Rule(_)) => "rule",
            Ok(Asked::Code(_)) => "code",
            Ok(Asked::Key(_)) => "key",
            Ok(Asked::Line(..)) => "line",
            Err(_) => "none",
        }
    }

    #[test]
    fn what_is_asked_for_is_certain() {
        for rule in RULES {
            assert!(
                LANGUAGE.sections().all(|section| section != rule.name) && kind(rule.name) == "rule",
                "{}",
                rule.name
            );
        }
        for key in ["redis", "redis.maxmemory", "services.\"a:1\".image", "odoo.conf", "redis.nonsense"] {
            assert_eq!(kind(key), "key", "{key}");
        }
        for line in ["redis/redis.conf:1", "odoo.conf:3", "redis:1", "quorum-not-majority:2", "C:\\x\\odoo.conf:7"] {
            assert_eq!(kind(line), "line", "{line}");
        }
        for none in ["", "redis.", "maxmemory", "x:0", ":1", "x:y", "redis..x", "nonsense.redis"] {
            assert_eq!(kind(none), "none", "{none}");
        }
    }
}
