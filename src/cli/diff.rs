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
        for change in differences(&plan, colour) {
            terminal::print(&change)?;
        }
    }
    Ok(Exit::Fine)
}

/// Each file that build would change: its state, and the change.
pub(super) fn differences(plan: &Plan, colour: bool) -> impl Iterator<Item = String> {
    plan.pending().map(move |change| {
        let path = plan.dir.join(&change.path);
        let title = terminal::painted(&format!("{path}: {}", change.state.as_str()), "1", colour);
        format!("{title}\n{}", unified(change, path.as_str(), colour).trim_end())
    })
}

/// The change as a unified diff. A line that build did not write may hold a credential: it is
/// hidden. The values of local `.env` files are hidden in all that is printed.
fn unified(change: &Change, path: &str, colour: bool) -> String {
    let before = change.before.as_deref().unwrap_or_default();
    let after = change.after.as_deref().unwrap_or_default();
    let from = if change.before.is_none() { "/dev/null".to_owned() } else { format!("a/{path}") };
    let to = if change.after.is_none() { "/dev/null".to_owned() } else { format!("b/{path}") };
    let text = TextDiff::from_lines(before, after).unified_diff().header(&from, &to).to_string();
    let line = |(number, line): (usize, &str)| match line.as_bytes().first() {
        Some(b'+' | b'-') if number < 2 => terminal::painted(line, "1", colour),
        Some(b'+') => terminal::painted(line, "32", colour),
        Some(b'-') if after.lines().any(|other| other == &line[1..]) => terminal::painted(line, "31", colour),
        Some(b'-') => terminal::painted(&hide_credentials(line), "31", colour),
        Some(b'@') => terminal::painted(line, "36", colour),
        _ => line.to_owned(),
    };
    text.lines().enumerate().map(line).collect::<Vec<_>>().join("\n")
}
