//! Random edits of random texts. `apply` itself compares what the text says; here, what a reader
//! sees around it.

use proptest::prelude::*;
use stackgen::document::edit::{Outcome, apply};
use stackgen::document::{Document, Found};
use stackgen::finding::{Edit, Fix, Value};
use stackgen::origin::Span;
use stackgen::source::Source;

use crate::{fix, text};

/// The paths of all values, and of the root.
fn paths(value: &toml::Value) -> Vec<Vec<String>> {
    let mut found = vec![Vec::new()];
    let below: Vec<(String, &toml::Value)> = match value {
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), value)).collect(),
        toml::Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
        _ => Vec::new(),
    };
    for (key, value) in below {
        found.extend(paths(value).into_iter().map(|path| std::iter::once(key.clone()).chain(path).collect()));
    }
    found
}

/// The comments of a text. Only they hold `# <`.
fn comments(text: &str) -> Vec<String> {
    let mut found: Vec<String> =
        text.split("# <").skip(1).map(|rest| rest.split('>').next().unwrap_or_default().to_owned()).collect();
    found.sort();
    found
}

/// What the removal of a value may take: the lines of all that is in it, and below a header also
/// what stands between them.
fn may_go(text: &str, spans: &[Span]) -> String {
    let start = |at: usize| text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = |at: usize| text[at..].find('\n').map_or(text.len(), |end| at + end);
    let lines = || spans.iter().map(|span| start(span.start)..end(span.end));
    if lines().any(|line| text[line.start..].trim_start().starts_with('[')) {
        let first = lines().map(|line| line.start).min().unwrap_or_default();
        return text[first..lines().map(|line| line.end).max().unwrap_or_default()].to_owned();
    }
    lines().map(|line| &text[line]).collect()
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::Integer),
        any::<bool>().prop_map(Value::Bool),
        prop::sample::select(&["x", "it's", "\"", "a\nb", "\u{1b}\\", ""][..]).prop_map(Value::from),
        prop::collection::vec("[a-c']{0,3}", 0..3).prop_map(Value::List),
    ]
}

fn edit(kind: i32, span: Span, value: Value) -> Edit {
    match kind {
        0 => Edit::Set(span, value),
        1 => Edit::Insert(span, "new key".to_owned(), value),
        2 => Edit::Rename(span, "new.key".to_owned()),
        3 => Edit::Push(span, value),
        _ => Edit::Remove(span),
    }
}

/// A tree as text that does not depend on the order of its keys.
fn sorted(tree: &toml::Value) -> String {
    match tree {
        toml::Value::Table(table) => {
            let mut entries: Vec<_> = table.iter().map(|(key, value)| format!("{key:?}: {}", sorted(value))).collect();
            entries.sort();
            format!("{{{}}}", entries.join(", "))
        }
        toml::Value::Array(items) => format!("[{}]", items.iter().map(sorted).collect::<Vec<_>>().join(", ")),
        other => format!("{other:?}"),
    }
}

/// What a text should say after an edit; what removal leaves of empty tables is not modelled.
fn expected(tree: &toml::Value, path: &[String], edit: &Edit) -> Option<String> {
    fn at<'t>(tree: &'t mut toml::Value, path: &[String]) -> &'t mut toml::Value {
        path.iter().fold(tree, |tree, part| match tree {
            toml::Value::Array(items) => &mut items[part.parse::<usize>().unwrap()],
            other => &mut other[part.as_str()],
        })
    }
    let mut tree = tree.clone();
    let value = value_of(edit).map(|value| match value {
        Value::Integer(number) => toml::Value::from(number),
        Value::Cpus(cpus) => (f64::from(cpus.get()) / 1000.0).into(),
        Value::Text(text) => text.into(),
        Value::Bool(boolean) => boolean.into(),
        Value::List(list) => list.into(),
    });
    match edit {
        Edit::Set(..) => *at(&mut tree, path) = value?,
        Edit::Push(..) => at(&mut tree, path).as_array_mut()?.push(value?),
        Edit::Insert(_, key, _) => drop(at(&mut tree, path).as_table_mut()?.insert(key.clone(), value?)),
        Edit::Rename(_, key) => {
            let (last, above) = path.split_last()?;
            let table = at(&mut tree, above).as_table_mut()?;
            let value = table.remove(last)?;
            table.insert(key.clone(), value);
        }
        Edit::Remove(_) => return None,
    }
    Some(sorted(&tree))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edit_leaves_the_rest_as_it_is(
        text in text::root(), which in any::<prop::sample::Index>(), kind in 0..5, value in value(),
    ) {
        let source = Source::new("x.toml", text.clone());
        let (document, errors) = Document::parse(&source);
        prop_assert!(errors.is_empty(), "{text}\n{errors:?}");
        let tree = toml::Value::Table(text.parse().unwrap());
        let all = paths(&tree);
        let path = &all[which.index(all.len())];
        let span = Found::at(&document.root, path).span;
        let edit = edit(kind, span, value);
        let edited = apply(&text, &[&fix([edit.clone()])]);
        prop_assert!(edited.is_ok(), "{edit:?} at {path:?} in\n{text}");
        let edited = edited.unwrap();
        if edited.outcomes() != [Outcome::Applied] {
            prop_assert_eq!(edited.text(), text);
            return Ok(());
        }
        let says = sorted(&toml::Value::Table(edited.text().parse().unwrap()));
        prop_assert!(expected(&tree, path, &edit).is_none_or(|expected| says == expected), "{edit:?} of {text}");
        let (before, after) = (comments(&text), comments(edited.text()));
        match edit {
            Edit::Remove(_) => {
                let spans: Vec<Span> = all.iter().filter(|other| other.starts_with(path))
                    .map(|path| Found::at(&document.root, path).span).collect();
                let may_go = comments(&may_go(&text, &spans));
                prop_assert!(after.iter().all(|comment| before.contains(comment)));
                prop_assert!(before.iter().all(|comment| after.contains(comment) || may_go.contains(comment)),
                    "{path:?} of\n{text}\nto\n{}", edited.text());
            }
            Edit::Set(span, _) => {
                prop_assert_eq!(before, after);
                prop_assert!(edited.text().starts_with(&text[..span.start]));
                prop_assert!(edited.text().ends_with(&text[span.end..]));
            }
            _ => {
                prop_assert_eq!(before, after, "{:?}\n{}\n{}", edit, text, edited.text());
                let mut left = edited.text().chars().peekable();
                let words = || text.chars().filter(|c| !c.is_whitespace());
                let kept = matches!(edit, Edit::Rename(..)) || words().all(|c| left.any(|other| other == c));
                prop_assert!(kept, "{text}\n{}", edited.text());
            }
        }
        let (crlf, lf) = (edited.text().matches("\r\n").count(), edited.text().matches('\n').count());
        prop_assert!(!text.contains("\r\n") || crlf == lf || matches!(value_of(&edit), Some(Value::Text(_))));
    }

    #[test]
    fn several_fixes_do_not_get_in_each_other_s_way(
        text in text::root(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..5, value()), 2..5),
        apart in any::<bool>(),
    ) {
        let source = Source::new("x.toml", text.clone());
        let (document, _) = Document::parse(&source);
        let all = paths(&toml::Value::Table(text.parse().unwrap()));
        let edits: Vec<Edit> = edits.into_iter().map(|(which, kind, value)| {
            edit(kind, Found::at(&document.root, &all[which.index(all.len())]).span, value)
        }).collect();
        let fixes: Vec<Fix> =
            if apart { edits.iter().map(|edit| fix([edit.clone()])).collect() } else { vec![fix(edits.clone())] };
        let edited = apply(&text, &fixes.iter().collect::<Vec<_>>());
        prop_assert!(edited.is_ok(), "{edits:?} in\n{text}");
        let edited = edited.unwrap();
        prop_assert!(edited.outcomes().contains(&Outcome::Applied) || edited.text() == text);
    }
}

fn value_of(edit: &Edit) -> Option<Value> {
    match edit {
        Edit::Set(_, value) | Edit::Insert(_, _, value) | Edit::Push(_, value) => Some(value.clone()),
        _ => None,
    }
}
