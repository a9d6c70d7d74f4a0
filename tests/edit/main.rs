//! Edits of a text: what they change, and that nothing else does.

mod random;
mod text;

use stackgen::document::edit::{Edited, Outcome, Refused, apply};
use stackgen::document::{Document, Found};
use stackgen::finding::{Edit, Fix, Value};
use stackgen::origin::Span;
use stackgen::source::Source;

/// The place of a value by its keys and indices, as a rule would hand it over.
fn place(text: &str, path: &str) -> Span {
    let source = Source::new("x.toml", text);
    let (document, errors) = Document::parse(&source);
    assert!(errors.is_empty(), "{text}\n{errors:?}");
    let path: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let span = Found::at(&document.root, &path).span;
    assert_eq!(document.path_at(span).as_ref(), Some(&path), "{text}");
    span
}

fn fix(edits: impl IntoIterator<Item = Edit>) -> Fix {
    let mut fix = Fix::safe("change it");
    fix.edits.extend(edits);
    fix
}

fn one(text: &str, edit: impl Fn(&dyn Fn(&str) -> Span) -> Edit) -> Edited {
    apply(text, &[&fix([edit(&|path| place(text, path))])]).unwrap()
}

fn becomes(text: &str, edit: impl Fn(&dyn Fn(&str) -> Span) -> Edit, expected: &str) {
    for (text, expected) in [
        (text.to_owned(), expected.to_owned()),
        (text.replace('\n', "\r\n"), expected.replace('\n', "\r\n")),
        (format!("\u{feff}{text}"), format!("\u{feff}{expected}")),
        (text.trim_end_matches('\n').to_owned(), expected.trim_end_matches('\n').to_owned()),
    ] {
        let edited = one(&text, &edit);
        assert_eq!(edited.outcomes(), [Outcome::Applied], "{text}");
        assert_eq!(edited.text(), expected, "\n--- from\n{text}\n--- to\n{}\n--- expected\n{expected}", edited.text());
    }
}

fn refused(text: &str, edit: impl Fn(&dyn Fn(&str) -> Span) -> Edit, why: Refused) {
    let edited = one(text, edit);
    assert_eq!((edited.outcomes(), edited.text()), (&[Outcome::Refused(why)][..], text));
}

#[test]
fn a_value_is_set_in_its_layout() {
    let set =
        |path: &'static str, value: Value| move |place: &dyn Fn(&str) -> Span| Edit::Set(place(path), value.clone());
    becomes("# top\na.b  =   1   # one\n\nc = 2\n", set("a/b", 3_u32.into()), "# top\na.b  =   3   # one\n\nc = 2\n");
    becomes("a = 'x' # one\n", set("a", "y z".into()), "a = 'y z' # one\n");
    becomes("a = 'x'\n", set("a", "it's".into()), "a = \"it's\"\n");
    becomes("a = \"x\"\n", set("a", "say \"y\"".into()), "a = \"say \\\"y\\\"\"\n");
    becomes("a = true\n", set("a", "y".into()), "a = \"y\"\n");
    becomes("a = { b = 1, c = 2 } # c\n", set("a/c", false.into()), "a = { b = 1, c = false } # c\n");
    becomes("a = { b = 1, c = 2 } # c\n", set("a", "flat".into()), "a = \"flat\" # c\n");
    becomes("a = [1, # one\n 2]\n", set("a/1", 5_u32.into()), "a = [1, # one\n 5]\n");
    let list = || Value::from(vec!["x".to_owned(), "y".to_owned()]);
    becomes("a = ['p']\n", set("a", list()), "a = ['x', 'y']\n");
    becomes("a = [\n  'p',\n] # c\n", set("a", list()), "a = [\n  'x',\n  'y',\n] # c\n");
    refused("a = [ # why\n 'p' ]\n", set("a", list()), Refused::Comment);
    refused("[a]\nb = 1\n", set("a", 1_u32.into()), Refused::Table);
    refused("a.b = 1\n", set("a", 1_u32.into()), Refused::Table);
}

#[test]
fn a_key_is_inserted_in_the_layout_of_its_table() {
    let insert = |path: &'static str, key: &'static str| {
        move |place: &dyn Fn(&str) -> Span| Edit::Insert(place(path), key.to_owned(), 7_u32.into())
    };
    becomes("[a]\nb = 1 # one\n\n# next\n[c]\n", insert("a", "k"), "[a]\nb = 1 # one\nk = 7\n\n# next\n[c]\n");
    becomes("[a] # empty\n\n[c]\nx = 1\n", insert("a", "k"), "[a] # empty\nk = 7\n\n[c]\nx = 1\n");
    becomes("  [a]\n  b = [\n  1 ]\n", insert("a", "k"), "  [a]\n  b = [\n  1 ]\n  k = 7\n");
    becomes("[[a]]\nb = 1\n[[a]]\nb = 2\n", insert("a/0", "k"), "[[a]]\nb = 1\nk = 7\n[[a]]\nb = 2\n");
    becomes("[[a]]\nb = 1\n[a.c]\nd = 2\n", insert("a/0/c", "k"), "[[a]]\nb = 1\n[a.c]\nd = 2\nk = 7\n");
    becomes("a.b.c = 1\nd = 2\na.e = 3 # e\n", insert("a", "k"), "a.b.c = 1\nd = 2\na.e = 3 # e\na.k = 7\n");
    becomes("[x]\na.b.c = 1\nd = 2\n", insert("x/a/b", "k"), "[x]\na.b.c = 1\na.b.k = 7\nd = 2\n");
    becomes("a = { b = 1 } # c\n", insert("a", "k"), "a = { b = 1, k = 7 } # c\n");
    becomes("a = {}\n", insert("a", "k"), "a = { k = 7 }\n");
    becomes("a = { b.c = 1, d = 2 }\n", insert("a/b", "k"), "a = { b.c = 1, d = 2, b.k = 7 }\n");
    becomes("a = [{ b = 1 }, { }]\n", insert("a/1", "k"), "a = [{ b = 1 }, { k = 7 }]\n");
    becomes("# about b\n[a.b]\nc = 1\n", insert("a", "k"), "[a]\nk = 7\n\n# about b\n[a.b]\nc = 1\n");
    becomes("x = 1\n\n[a]\n", insert("", "k"), "x = 1\nk = 7\n\n[a]\n");
    becomes("#:schema s\n\n# about a\n[a]\n", insert("", "k"), "#:schema s\n\nk = 7\n\n# about a\n[a]\n");
    becomes("[a]\n", insert("", "b.k"), "b.k = 7\n\n[a]\n");
    becomes("[a]\nx = 1\n", insert("a", "b.k"), "[a]\nx = 1\nb.k = 7\n");
    becomes("[a]\nx = 1\n[a.b]\ny = 1\n", insert("a", "b.k"), "[a]\nx = 1\n[a.b]\ny = 1\nk = 7\n");
    becomes("[a]\nx = 1\n[a.b]\ny = 1\n", insert("a/b", "b.k"), "[a]\nx = 1\n[a.b]\ny = 1\nk = 7\n");
    becomes("[a]\n", insert("a", "a key"), "[a]\n\"a key\" = 7\n");
    becomes(
        "a = {\n  b = 1, # one\n  c = 2 # two\n}\n",
        insert("a", "k"),
        "a = {\n  b = 1, # one\n  c = 2, # two\n  k = 7\n}\n",
    );
    refused("[a]\nk = 1\n", insert("a", "k"), Refused::Exists);
    refused("a = 1\n", insert("a", "k"), Refused::NoTable);
    assert_eq!(one("# only\n", insert("", "k")).text(), "# only\nk = 7\n");
    assert_eq!(one("# only", insert("", "k")).text(), "# only\nk = 7");
    assert_eq!(one("", insert("", "k")).text(), "k = 7\n");
}

#[test]
fn a_key_is_renamed_wherever_it_stands() {
    let rename = |path: &'static str, key: &'static str| {
        move |place: &dyn Fn(&str) -> Span| Edit::Rename(place(path), key.to_owned())
    };
    becomes("[a]\n b   = 1 # b\n", rename("a/b", "c"), "[a]\n c   = 1 # b\n");
    becomes("[a.b]\nx = 1\n[a.b.y]\n[z]\n", rename("a/b", "c"), "[a.c]\nx = 1\n[a.c.y]\n[z]\n");
    becomes("a.b = 1\nx = 2\na.c = 3\n", rename("a", "n.n"), "\"n.n\".b = 1\nx = 2\n\"n.n\".c = 3\n");
    becomes("a = [{ b = 1 }]\n", rename("a/0/b", "c"), "a = [{ c = 1 }]\n");
    refused("a = 1\nb = 2\n", rename("a", "b"), Refused::Exists);
    refused("a = [1]\n", rename("a/0", "b"), Refused::NoKey);
    let text = "[[a]]\nx = 1\n[a.y]\n[[a]]\n";
    let source = Source::new("x.toml", text);
    let key = Found::key_below(&Document::parse(&source).0.root, &[], "a");
    assert_eq!(apply(text, &[&fix([Edit::Rename(key, "b".to_owned())])]).unwrap().text(), text.replace('a', "b"));
}

#[test]
fn a_key_is_removed_with_its_own_comment() {
    let remove = |path: &'static str| move |place: &dyn Fn(&str) -> Span| Edit::Remove(place(path));
    becomes("a = 1 # a\n# about b\nb = 2\n", remove("a"), "# about b\nb = 2\n");
    becomes("# about a\na = [\n 1, # x\n] # a\n\nb = 2\n", remove("a"), "# about a\n\nb = 2\n");
    becomes("a = 1\nb = 2 # b\n", remove("b"), "a = 1\n");
    becomes("a = { b = 1, c = 2 }\n", remove("a/b"), "a = { c = 2 }\n");
    becomes("a = { b = 1, c = 2 }\n", remove("a/c"), "a = { b = 1 }\n");
    becomes("a = { b = 1 } # a\n", remove("a/b"), "a = {} # a\n");
    becomes("a = { b.x = 1, c = 2, b.y = 3 }\n", remove("a/b"), "a = { c = 2 }\n");
    becomes("a.b = 1\nc = 2\na.d = 3 # d\n", remove("a"), "c = 2\n");
    becomes("a.b = 1 # b\nc = 2\n", remove("a/b"), "c = 2\n");
}

#[test]
fn a_table_is_removed_whole() {
    let remove = |path: &'static str| move |place: &dyn Fn(&str) -> Span| Edit::Remove(place(path));
    let text = "[x]\n\n# about it\n[[a]] # one\n# inside\nb = 1\n\n[[a]]\nb = 2\n\n# about y\n[y]\nz = 1\n";
    becomes(text, remove("a/1"), "[x]\n\n# about it\n[[a]] # one\n# inside\nb = 1\n\n# about y\n[y]\nz = 1\n");
    becomes(text, remove("a/0"), "[x]\n\n# about it\n\n[[a]]\nb = 2\n\n# about y\n[y]\nz = 1\n");
    becomes("[x]\ny = 1\n\n[[a]]\nb = 1\n[a.c]\nd = 1\n", remove("a/0"), "[x]\ny = 1\n");
    becomes("[x]\ny = 1\n\n\n[a.b]\nc = 1\n\n\n[z]\n", remove("a/b"), "[x]\ny = 1\n\n\n[z]\n");
    becomes("[a]\nb = 1\n\n[z]\n", remove("a"), "[z]\n");
    becomes("[a]\nb = 1\n[z]\n\n[a.c]\nd = 1\n", remove("a"), "[z]\n");
}

#[test]
fn an_item_is_removed_in_the_layout_of_its_list() {
    let remove = |path: &'static str| move |place: &dyn Fn(&str) -> Span| Edit::Remove(place(path));
    becomes("a = [1, 2, 3] # a\n", remove("a/0"), "a = [2, 3] # a\n");
    becomes("a = [1, 2, 3]\n", remove("a/1"), "a = [1, 3]\n");
    becomes("a = [ 1, 2, 3 ]\n", remove("a/2"), "a = [ 1, 2 ]\n");
    becomes("a = [1, 2,]\n", remove("a/1"), "a = [1,]\n");
    becomes("a = [ 1 ]\n", remove("a/0"), "a = []\n");
    let lines = "a = [\n  1, # one\n  # about two\n  2, # two\n  3, # three\n]\n";
    becomes(lines, remove("a/1"), "a = [\n  1, # one\n  # about two\n  3, # three\n]\n");
    becomes(lines, remove("a/2"), "a = [\n  1, # one\n  # about two\n  2, # two\n]\n");
    becomes("a = [\n  1, # one\n  2 # two\n]\n", remove("a/1"), "a = [\n  1 # one\n]\n");
    becomes("a = [\n  1, 2, # both\n  3\n]\n", remove("a/1"), "a = [\n  1, # both\n  3\n]\n");
    becomes("a = [ 1, # one\n      2 ]\n", remove("a/0"), "a = [\n      2 ]\n");
    becomes("a = [\n  # none\n  1,\n]\n", remove("a/0"), "a = [\n  # none\n]\n");
    becomes("a = [\n  { b = 1 },\n  { b = 2 },\n]\n", remove("a/0"), "a = [\n  { b = 2 },\n]\n");
}

#[test]
fn an_item_is_added_in_the_layout_of_its_list() {
    let push = |path: &'static str| move |place: &dyn Fn(&str) -> Span| Edit::Push(place(path), "x".into());
    becomes("a = [] # a\n", push("a"), "a = [\"x\"] # a\n");
    becomes("a = ['b', 'c']\n", push("a"), "a = ['b', 'c', 'x']\n");
    becomes("a = [ 'b', 'c', ]\n", push("a"), "a = [ 'b', 'c', 'x', ]\n");
    becomes("a = [\n\t'b', # b\n\t# end\n]\n", push("a"), "a = [\n\t'b', # b\n\t'x',\n\t# end\n]\n");
    becomes("a = [\n  'b' # b\n]\n", push("a"), "a = [\n  'b', # b\n  'x'\n]\n");
    becomes("a = [\n  'b',\n  'c']\n", push("a"), "a = [\n  'b',\n  'c',\n  'x']\n");
    becomes("a = [\n  # none\n]\n", push("a"), "a = [\n  # none\n    \"x\"\n]\n");
    becomes("a = [\n 'b', 'c',\n 'd', 'e',\n]\n", push("a"), "a = [\n 'b', 'c',\n 'd', 'e', 'x',\n]\n");
    refused("[[a]]\nb = 1\n", push("a/0"), Refused::NoList);
    refused("a = 1\n", push("a"), Refused::NoList);
}

#[test]
fn fixes_that_touch_one_key_wait_for_each_other() {
    let text = "[a]\nb = 1\nc = 2\nd = [1, 2, 3]\n";
    let set = |path: &str, value: u32| fix([Edit::Set(place(text, path), value.into())]);
    let edited = apply(text, &[&set("a/c", 5), &set("a/c", 6), &set("a/b", 7)]).unwrap();
    assert_eq!(edited.text(), "[a]\nb = 7\nc = 5\nd = [1, 2, 3]\n");
    assert_eq!(edited.outcomes(), [Outcome::Applied, Outcome::Waits, Outcome::Applied]);
    let insert = fix([Edit::Insert(place(text, "a"), "e".to_owned(), 1_u32.into())]);
    let edited = apply(text, &[&set("a/b", 7), &insert, &insert]).unwrap();
    assert_eq!(edited.outcomes(), [Outcome::Applied, Outcome::Applied, Outcome::Waits]);
    let whole = fix([Edit::Remove(place(text, "a"))]);
    assert_eq!(apply(text, &[&set("a/b", 7), &whole]).unwrap().outcomes(), [Outcome::Waits, Outcome::Applied]);
}

#[test]
fn later_places_follow_what_was_done_before() {
    let text = "a = [1, 2, 3, 4]\nb.c = 1\n";
    let at = |path: &str| place(text, path);
    let removed = |path: &str| fix([Edit::Remove(at(path))]);
    let edited = apply(text, &[&removed("a/0"), &removed("a/2"), &fix([Edit::Set(at("a/3"), 9_u32.into())])]).unwrap();
    assert_eq!(edited.text(), "a = [2, 9]\nb.c = 1\n");
    let both = fix([Edit::Rename(at("b"), "d".to_owned()), Edit::Set(at("b/c"), 2_u32.into())]);
    assert_eq!(apply(text, &[&both]).unwrap().text(), "a = [1, 2, 3, 4]\nd.c = 2\n");
}

#[test]
fn a_fix_is_applied_whole_or_not_at_all() {
    let text = "a = 1\nb = 2\n";
    let at = |path: &str| place(text, path);
    let half = fix([Edit::Set(at("a"), 5_u32.into()), Edit::Insert(Span::default(), "b".to_owned(), 1_u32.into())]);
    let edited = apply(text, &[&half, &fix([Edit::Set(at("a"), 6_u32.into())])]).unwrap();
    assert_eq!(edited.outcomes(), [Outcome::Refused(Refused::Exists), Outcome::Applied]);
    assert_eq!(edited.text(), "a = 6\nb = 2\n");
    let gone = fix([Edit::Set(Span { start: 1, end: 2 }, 5_u32.into())]);
    assert_eq!(apply(text, &[&gone]).unwrap().outcomes(), [Outcome::Refused(Refused::Gone)]);
    assert_eq!(apply(text, &[&fix([])]).unwrap().outcomes(), [Outcome::Refused(Refused::Gone)]);
    assert!(apply("a = ", &[]).is_err());
}
