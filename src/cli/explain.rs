//! `stackgen explain FILE:LINE`

use camino::{Utf8Path, Utf8PathBuf};

use super::inputs::{Input, InputArgs, compile_all, counts, report};
use super::{Exit, Failure, terminal};
use crate::diagnostic::{Diagnostic, Severity};
use crate::origin::Origin;

/// What `explain` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A line of a generated file, like generated/redis/redis-master.conf:9
    #[arg(value_name = "FILE:LINE")]
    place: String,
    #[command(flatten)]
    inputs: InputArgs,
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (path, line) = place(&args.place)?;
    let inputs = compile_all(&args.inputs)?;
    if inputs.iter().any(|input| input.compiled.has_errors()) {
        report(&inputs);
        terminal::note(&format!("{}: there is nothing to explain", counts(&inputs)));
        return Ok(Exit::Findings);
    }
    for input in &inputs {
        let files = input.compiled.files.as_deref().unwrap_or_default();
        let named =
            |file: &&crate::verify::Verified| same(&input.dir.join(file.path()), &path) || same(file.path(), &path);
        let Some(file) = files.iter().find(named) else { continue };
        let Some(origin) = file.origin(line) else {
            let count = file.text().lines().count();
            return Err(Failure::Usage(format!("{path} has {count} lines as it is generated now")));
        };
        let text = file.text().lines().nth(line - 1).unwrap_or_default();
        terminal::print(text)?;
        terminal::print(&explanation(input, origin))?;
        return Ok(Exit::Fine);
    }
    Err(Failure::Usage(format!("{path} is no generated file of {}", names(&inputs))))
}

fn names(inputs: &[Input]) -> String {
    inputs.iter().map(|input| input.source.path().as_str()).collect::<Vec<_>>().join(", ")
}

fn place(text: &str) -> Result<(Utf8PathBuf, usize), Failure> {
    let split =
        text.rsplit_once(':').and_then(|(path, line)| Some((path.into(), line.parse().ok().filter(|line| *line > 0)?)));
    split.ok_or_else(|| {
        Failure::Usage("name a line of a generated file, like generated/redis/redis-master.conf:9".to_owned())
    })
}

/// Whether two paths name one file: by their text, or by where they lead.
fn same(one: &Utf8Path, other: &Utf8Path) -> bool {
    let clean = |path: &Utf8Path| path.components().filter(|part| part.as_str() != ".").collect::<Utf8PathBuf>();
    let leads = |path: &Utf8Path| path.canonicalize_utf8().ok();
    clean(one) == clean(other) || leads(one).is_some_and(|place| leads(other) == Some(place))
}

fn explanation(input: &Input, origin: Option<Origin>) -> String {
    let Some(origin) = origin else {
        return "Every stack of this form has this line: no key of the input changes it.".to_owned();
    };
    let message = match origin {
        Origin::Written(_) => "this makes the line".to_owned(),
        Origin::Default { why, .. } => format!("nothing is written: the line is a default ({why})"),
    };
    let place = origin.span();
    let diagnostic = Diagnostic::new("explain", Severity::Advice, &place, message);
    let text = match origin {
        Origin::Written(_) => "written here",
        Origin::Default { .. } => "it would be written in this table",
    };
    let masked = input.compiled.masked(&input.source);
    terminal::renderer().render(&[diagnostic.here(&place, text)], &masked).trim_end().to_owned()
}
