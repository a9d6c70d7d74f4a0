//! `stackgen diff`

use similar::TextDiff;

use super::inputs::{InputArgs, compile_all, counts, report};
use super::{Exit, Failure, terminal};
use crate::document::hide_credentials;
use crate::files::{Change, Plan};

/// What `diff` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let inputs = compile_all(&args.inputs)?;
    if report(&inputs) {
        terminal::note(&format!("{}: there is nothing to compare", counts(&inputs)));
        return Ok(Exit::Findings);
    }
    let colour = terminal::stdout_colour();
    for input in &inputs {
        let plan = Plan::new(&input.dir, input.compiled.files.as_deref().unwrap_or_default(), true)?;
        for change in plan.pending() {
            let path = plan.dir.join(&change.path);
            terminal::print(&painted(&format!("{path}: {}", change.state.as_str()), "1", colour))?;
            terminal::print(unified(change, path.as_str(), colour).trim_end())?;
        }
    }
    Ok(Exit::Fine)
}

/// The change as a unified diff. What is on disk may hold a pasted credential: it is hidden.
fn unified(change: &Change, path: &str, colour: bool) -> String {
    let before = hide_credentials(change.before.as_deref().unwrap_or_default());
    let after = change.after.as_deref().unwrap_or_default();
    let from = if change.before.is_none() { "/dev/null".to_owned() } else { format!("a/{path}") };
    let to = if change.after.is_none() { "/dev/null".to_owned() } else { format!("b/{path}") };
    let text = TextDiff::from_lines(before.as_str(), after).unified_diff().header(&from, &to).to_string();
    let line = |line: &str| match line.as_bytes().first() {
        Some(b'+') => painted(line, "32", colour),
        Some(b'-') => painted(line, "31", colour),
        Some(b'@') => painted(line, "36", colour),
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn painted(text: &str, code: &str, colour: bool) -> String {
    if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}
