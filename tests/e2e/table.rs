//! Tables of what was measured: each stands in docs/proof.md, and a run must yield the same one
//! but for its numbers. `UPDATE_DOCS=1` writes this run's numbers there.

use std::time::Duration;

use crate::support::root;

pub struct Table {
    name: &'static str,
    lines: Vec<String>,
}

impl Table {
    pub fn new(name: &'static str, columns: &[&str]) -> Table {
        let mut table = Table { name, lines: Vec::new() };
        table.row(columns);
        table.lines.push(format!("|{}", "---|".repeat(columns.len())));
        table
    }

    pub fn row(&mut self, cells: &[impl AsRef<str>]) {
        let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
        self.lines.push(format!("| {} |", cells.join(" | ")));
        eprintln!("{}: {}", self.name, cells.join(" | "));
    }

    /// Compares with docs/proof.md, or writes there.
    pub fn is_documented(&self) {
        let path = root().join("docs/proof.md");
        // Others write their tables at the same time.
        let lock = std::fs::File::open(&path).unwrap();
        lock.lock().unwrap();
        let page = std::fs::read_to_string(&path).unwrap();
        let begin = format!("<!-- measured: {} -->\n", self.name);
        let (before, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("{begin} is not in docs/proof.md"));
        let (written, after) = rest.split_once("<!-- end -->").unwrap();
        let measured = self.lines.join("\n") + "\n";
        if std::env::var_os("UPDATE_DOCS").is_some_and(|value| !value.is_empty()) {
            std::fs::write(&path, format!("{before}{begin}{measured}<!-- end -->{after}")).unwrap();
        } else {
            let hint = "UPDATE_DOCS=1 writes the table into docs/proof.md";
            assert_eq!(without_numbers(written), without_numbers(&measured), "{hint}");
        }
    }
}

fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    for char in text.chars() {
        let char = if char.is_ascii_digit() { '0' } else { char };
        let part = |last: Option<char>| last == Some('0');
        if !(part(out.chars().last()) && matches!(char, '0' | '.' | ',')) {
            out.push(char);
        }
    }
    out
}

/// Seconds with a decimal.
pub fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
