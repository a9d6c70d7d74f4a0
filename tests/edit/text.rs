//! Random texts in which every comment is another one, and all forms of TOML occur.

use proptest::prelude::*;

/// What a value is written as, and how its layout is chosen.
#[derive(Debug, Clone)]
pub enum Tree {
    Leaf(&'static str),
    Array(Vec<Tree>, u8),
    Table(Vec<(&'static str, Tree)>, u8),
}

const LEAVES: &[&str] = &[
    "1",
    "0x1f",
    "-7",
    "1_000",
    "2.5e3",
    "nan",
    "true",
    "1979-05-27 07:32:00Z",
    "'# no'",
    "\"a\\\"]\"",
    "''",
    "\"\"\"\n# no\n  [x]\n\"\"\"",
    "'''\ny = 1 # no'''",
];
const KEYS: &[&str] = &["a", "b", "\"c d\"", "'e.f'", "g-1", "\"\\u0068\"", "i"];

pub fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop::sample::select(LEAVES).prop_map(Tree::Leaf);
    leaf.prop_recursive(4, 40, 4, |inner| {
        let entries = prop::collection::vec((prop::sample::select(KEYS), inner.clone()), 0..4);
        prop_oneof![
            (prop::collection::vec(inner, 0..4), 0_u8..6).prop_map(|(items, style)| Tree::Array(items, style)),
            (entries, 0_u8..6).prop_map(|(entries, style)| Tree::Table(once(entries), style)),
        ]
    })
}

fn once(entries: Vec<(&'static str, Tree)>) -> Vec<(&'static str, Tree)> {
    let mut kept: Vec<(&'static str, Tree)> = Vec::new();
    for (key, value) in entries {
        if kept.iter().all(|(other, _)| *other != key) {
            kept.push((key, value));
        }
    }
    kept
}

pub fn root() -> impl Strategy<Value = String> {
    let entries = prop::collection::vec((prop::sample::select(KEYS), tree()), 0..6);
    (entries, any::<bool>(), any::<bool>()).prop_map(|(entries, crlf, ended)| {
        let mut writer = Writer { out: String::new(), comments: 0 };
        writer.table(&[], &once(entries), true);
        let text = if ended { writer.out } else { writer.out.trim_end().to_owned() };
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

struct Writer {
    out: String,
    comments: usize,
}

impl Writer {
    fn comment(&mut self) -> String {
        self.comments += 1;
        format!("# <{}>", self.comments)
    }

    /// The entries of a table, those with headers last.
    fn table(&mut self, path: &[&str], entries: &[(&'static str, Tree)], headers: bool) {
        let has_header = |tree: &Tree| match tree {
            Tree::Table(_, style) => *style < 2,
            Tree::Array(items, style) => *style < 2 && tables(items),
            Tree::Leaf(_) => false,
        };
        let (below, here): (Vec<_>, Vec<_>) = entries.iter().partition(|(_, tree)| headers && has_header(tree));
        for (key, value) in here {
            self.line(&[key], value);
        }
        for (key, value) in below {
            let path: Vec<&str> = path.iter().copied().chain([*key]).collect();
            match value {
                Tree::Table(entries, _) => self.section("[", &path, entries, "]"),
                Tree::Array(items, _) => {
                    for item in items {
                        if let Tree::Table(entries, _) = item {
                            self.section("[[", &path, entries, "]]");
                        }
                    }
                }
                Tree::Leaf(_) => {}
            }
        }
    }

    fn section(&mut self, open: &str, path: &[&str], entries: &[(&'static str, Tree)], close: &str) {
        let (above, behind) = (self.comment(), self.comment());
        self.out += &format!("\n{above}\n{open}{}{close} {behind}\n", path.join(" . "));
        self.table(path, entries, true);
    }

    /// A line, or several with a dotted key.
    fn line(&mut self, keys: &[&str], value: &Tree) {
        if let Tree::Table(entries, 2) = value
            && !entries.is_empty()
        {
            for (key, value) in entries {
                let keys: Vec<&str> = keys.iter().copied().chain([*key]).collect();
                self.line(&keys, value);
            }
            return;
        }
        let (above, behind) = (self.comment(), self.comment());
        let value = self.value(value);
        self.out += &format!("{above}\n  {} = {value} {behind}\n", keys.join("."));
    }

    fn value(&mut self, value: &Tree) -> String {
        match value {
            Tree::Leaf(text) => (*text).to_owned(),
            Tree::Array(items, style) => {
                let items = items.iter().map(|item| self.value(item)).collect();
                self.list("[", items, "]", *style)
            }
            Tree::Table(entries, style) => {
                let mut items = Vec::new();
                for (key, value) in entries {
                    items.extend(self.inline(key, value));
                }
                self.list("{", items, "}", *style)
            }
        }
    }

    fn inline(&mut self, key: &str, value: &Tree) -> Vec<String> {
        match value {
            Tree::Table(entries, 2) if !entries.is_empty() => {
                entries.iter().flat_map(|(below, value)| self.inline(&format!("{key}.{below}"), value)).collect()
            }
            _ => vec![format!("{key} = {}", self.value(value))],
        }
    }

    fn list(&mut self, open: &str, items: Vec<String>, close: &str, style: u8) -> String {
        match style {
            0 | 1 => format!("{open}{}{close}", items.join(", ")),
            2 => format!("{open} {} {close}", items.join(" , ")),
            3 => {
                let lines: Vec<String> =
                    items.into_iter().map(|item| format!("    {item}, {}\n", self.comment())).collect();
                format!("{open} {}\n{}    {}\n{close}", self.comment(), lines.concat(), self.comment())
            }
            4 => format!("{open}\n{}\n{close}", items.join(",\n")),
            _ => {
                let comment = self.comment();
                format!("{open} {comment}\n{}{close}", items.join(&format!(", {comment}{comment}\n  ")))
            }
        }
    }
}

fn tables(items: &[Tree]) -> bool {
    !items.is_empty() && items.iter().all(|item| matches!(item, Tree::Table(..)))
}
