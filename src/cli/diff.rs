//! `stackgen diff`

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use similar::TextDiff;

use super::inputs::{InputArgs, compile_all};
use super::report::{counts, report};
use super::{Exit, Failure, terminal};
use crate::document::hide_credentials;
use crate::files::{Change, FilesError, MANIFEST, Plan};

/// A larger file on disk, in bytes, is not compared.
const MOST_COMPARED: usize = 1 << 20;

/// The time limit for a diff. After it the diff is still correct, but may be longer than necessary.
pub(super) const PATIENCE: Duration = Duration::from_millis(500);

/// The arguments of `diff`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let inputs = compile_all(&args.inputs)?;
    if report(&inputs) {
        terminal::note(&format!("{}: nothing was compared", counts(&inputs)));
        return Ok(Exit::Findings);
    }
    let colour = terminal::stdout_colour();
    for input in &inputs {
        let Some(files) = &input.compiled.files else { continue };
        let volumes = input.compiled.postgres_volumes();
        let plan = match Plan::new(&input.dir, files, &volumes, false) {
            Err(error @ FilesError::Manifest { .. }) => {
                terminal::error(&error.to_string());
                Plan::new(&input.dir, files, &volumes, true)?
            }
            other => other?,
        };
        if plan.pending().next().is_none() && !plan.is_current() {
            terminal::note(&format!("{}: out of date; run `stackgen build` to update it", plan.dir.join(MANIFEST)));
        }
        for change in differences(&plan, colour) {
            terminal::print_as_it_is(&change)?;
        }
    }
    Ok(Exit::Fine)
}

/// Each file that `build` would change: its state and its diff.
pub(super) fn differences(plan: &Plan, colour: bool) -> impl Iterator<Item = String> {
    plan.pending().map(move |change| {
        let path = plan.dir.join(&change.path);
        let title = terminal::painted(&format!("{path}: {}", change.state.as_str()), "1", colour);
        if change.before.as_ref().is_some_and(|before| before.len() > MOST_COMPARED) {
            return format!(
                "{title}\n(the file is larger than {} MiB, so the differences are not shown)",
                MOST_COMPARED >> 20
            );
        }
        format!("{title}\n{}", unified(change, path.as_str(), colour).trim_end())
    })
}

/// The change as a unified diff. A line that `build` did not write may contain a credential, which is
/// hidden. The values of local `.env` files are hidden in all output.
fn unified(change: &Change, path: &str, colour: bool) -> String {
    let before = change.before.as_deref().unwrap_or_default();
    let after = change.after.as_deref().unwrap_or_default();
    let from = if change.before.is_none() { "/dev/null".to_owned() } else { format!("a/{path}") };
    let to = if change.after.is_none() { "/dev/null".to_owned() } else { format!("b/{path}") };
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(before, after);
    let text = diff.unified_diff().header(&from, &to).to_string();
    let made: BTreeSet<&str> = after.lines().collect();
    let masked = LazyCell::new(|| hide_credentials(before));
    let shown = LazyCell::new(|| masked_lines(before, &masked));
    let hidden = |line: &str| {
        let known = line.get(1..).and_then(|line| shown.get(line));
        known.map_or_else(|| hide_credentials(line), |masked| format!("-{masked}"))
    };
    let line = |(number, line): (usize, &str)| match line.as_bytes().first() {
        Some(b'+' | b'-') if number < 2 => terminal::painted(line, "1", colour),
        Some(b'+') => terminal::painted(line, "32", colour),
        Some(b'-') if made.contains(&line[1..]) => terminal::painted(line, "31", colour),
        Some(b'-') => terminal::painted(&hidden(line), "31", colour),
        Some(b'@') => terminal::painted(line, "36", colour),
        _ => line.to_owned(),
    };
    text.lines().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// Each line as it may be shown. Whether a line is a credential can depend on the line before it, as in
/// `- --requirepass`, so of equal lines the one with the most hidden characters is used for all.
fn masked_lines<'t>(text: &'t str, masked: &'t str) -> BTreeMap<&'t str, &'t str> {
    let stars = |line: &str| line.bytes().filter(|byte| *byte == b'*').count();
    let mut shown: BTreeMap<&str, &str> = BTreeMap::new();
    for (line, masked) in text.lines().zip(masked.lines()) {
        let most = shown.entry(line).or_insert(masked);
        if stars(most) < stars(masked) {
            *most = masked;
        }
    }
    shown
}
