//! The values that a key takes, in words.

use super::mistakes::bound;
use super::shape::{Form, Range, Shape, Table};
use crate::counted::counted;

/// The maximum number of choices that are listed.
const MOST_CHOICES: usize = 24;

/// The values of these shapes, each listed once.
pub(super) fn alternatives(shapes: &[Shape]) -> String {
    let mut all: Vec<String> = Vec::new();
    for text in shapes.iter().flat_map(takes) {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    let further = all.len().saturating_sub(MOST_CHOICES);
    all.truncate(MOST_CHOICES);
    if further > 0 {
        all.push(counted(further, "other"));
    }
    match all.as_slice() {
        [] => "any value".to_owned(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

fn takes(shape: &Shape) -> Vec<String> {
    let quoted = |text: &str| format!("`{text}`");
    let with_key = |key: &str| format!("`{{ {key} = … }}`");
    match shape {
        Shape::Boolean => vec!["true or false".to_owned()],
        Shape::Integer { range, .. } => vec![format!("a whole number{}", bounds(range))],
        Shape::Number { range, .. } => vec![format!("a number{}", bounds(range))],
        Shape::Text(format) => vec![format.expects.to_owned()],
        Shape::Choice(all) => all.iter().map(|text| quoted(text)).collect(),
        Shape::Names(names) => names.all.iter().map(|(text, _)| quoted(text)).collect(),
        Shape::List { each, .. } => vec![format!("a list of: {}", alternatives(&[**each]))],
        Shape::Table(Table { keys: [only], .. }) if only.required => vec![with_key(only.name)],
        Shape::Table(_) | Shape::Entries { .. } | Shape::Options(_) => vec!["a table".to_owned()],
        Shape::Forms(forms) => {
            let of_form = |form: &Form| form.shape.map_or_else(|| quoted(form.name), |_| with_key(form.name));
            forms.all.iter().map(of_form).collect()
        }
        Shape::Any(any) => any.shapes.iter().flat_map(takes).collect(),
    }
}

fn bounds(range: &Range) -> String {
    match (range.least.map(bound), range.most.map(bound)) {
        (Some(least), Some(most)) => format!(" from {least} to {most}"),
        (Some(least), None) => format!(" of at least {least}"),
        (None, Some(most)) => format!(" of at most {most}"),
        (None, None) => String::new(),
    }
}
