//! Which line of the input a generated line comes from.

use camino::{Utf8Path, Utf8PathBuf};

use super::view::View;
use crate::cli::inputs::{Input, InputArgs, compile_all};
use crate::cli::report::{counts, report};
use crate::cli::{Exit, Failure, terminal};
use crate::counted::counted;
use crate::finding::{Diagnostic, Severity};
use crate::origin::Origin;

pub(super) fn run(path: &Utf8Path, line: usize, args: &InputArgs) -> Result<Exit, Failure> {
    let inputs = compile_all(args)?;
    if inputs.iter().any(|input| input.compiled.has_errors()) {
        report(&inputs);
        terminal::note(&format!("{}: correct the input first, then run `stackgen explain` again", counts(&inputs)));
        return Ok(Exit::Findings);
    }
    for input in &inputs {
        let files = input.compiled.files.as_deref().unwrap_or_default();
        let named =
            |file: &&crate::verify::Verified| same(&input.dir.join(file.path()), path) || same(file.path(), path);
        let Some(file) = files.iter().find(named) else { continue };
        let Some(origin) = file.origin(line) else {
            let count = file.text().lines().count();
            return Err(Failure::Usage(format!(
                "{path} has only {} when generated from the current input",
                counted(count, "line")
            )));
        };
        let view = View::new(input);
        let text = file.text().lines().nth(line - 1).unwrap_or_default();
        terminal::print_as_it_is(&view.generated(text, origin.map(Origin::span)))?;
        terminal::print(&explanation(&view, origin))?;
        return Ok(Exit::Fine);
    }
    Err(Failure::Usage(format!("{path} is not a generated file of {}", names(&inputs))))
}

fn names(inputs: &[Input]) -> String {
    inputs.iter().map(|input| input.source.path().as_str()).collect::<Vec<_>>().join(", ")
}

/// Whether two paths name the same file: by their text, or with links resolved.
fn same(one: &Utf8Path, other: &Utf8Path) -> bool {
    let clean = |path: &Utf8Path| path.components().filter(|part| part.as_str() != ".").collect::<Utf8PathBuf>();
    let leads = |path: &Utf8Path| path.canonicalize_utf8().ok();
    clean(one) == clean(other) || leads(one).is_some_and(|place| leads(other) == Some(place))
}

fn explanation(view: &View<'_>, origin: Option<Origin>) -> String {
    let Some(origin) = origin else {
        return "This line follows from no single key: it is part of every stack with these services.".to_owned();
    };
    let message = match origin {
        Origin::Written(_) => "this line comes from the input".to_owned(),
        Origin::Default { why, .. } => format!("this line comes from a default ({why})"),
    };
    let place = origin.span();
    let diagnostic = Diagnostic::of_rule("", Severity::Advice, &place, message);
    let text = match origin {
        Origin::Written(_) => "set here",
        Origin::Default { .. } => "would be set here",
    };
    terminal::renderer().render(&[diagnostic.here(&place, text)], &view.masked).trim_end().to_owned()
}
