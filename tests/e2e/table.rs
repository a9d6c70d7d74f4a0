//! Tables of what was measured: each is in docs/proof.md, and a run must yield the same one, with numbers in a band around
//! those of the page. `UPDATE_DOCS=1` writes this run's numbers there.

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
            let differences = differences(written, &measured);
            assert!(differences.is_empty(), "{}\nmeasured:\n{measured}{hint}", differences.join("\n"));
        }
    }
}

/// A text between numbers, or a number and whether it counts seconds.
#[derive(Debug, PartialEq)]
enum Piece<'t> {
    Text(&'t str),
    Number(f64, bool),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let number = regex::Regex::new(r"\d+(?:\.\d+)?").unwrap();
    let (mut pieces, mut end) = (Vec::new(), 0);
    for found in number.find_iter(text) {
        pieces.push(Piece::Text(&text[end..found.start()]));
        end = found.end();
        pieces.push(Piece::Number(found.as_str().parse().unwrap(), text[end..].starts_with(" s ")));
    }
    pieces.push(Piece::Text(&text[end..]));
    pieces
}

/// Whether a number is as good as the one of the page. A machine with other work is slower, and never much faster: a time may
/// be 2.5 times that of the page, and 10 s; any other number, which depends on how fast a client writes, a third of it or three
/// times, and 10. What must not be lost is asserted by the tests themselves.
fn in_band(page: f64, measured: f64, seconds: bool) -> bool {
    if seconds { measured <= page * 2.5 + 10.0 } else { (page / 3.0 - 10.0..=page * 3.0 + 10.0).contains(&measured) }
}

/// What of a table is not that of the page.
fn differences(page: &str, measured: &str) -> Vec<String> {
    if page.lines().count() != measured.lines().count() {
        return vec!["another number of lines".to_owned()];
    }
    let differ = |(page, measured): &(&str, &str)| {
        let (old, new) = (pieces(page), pieces(measured));
        let same = |pair: (&Piece<'_>, &Piece<'_>)| match pair {
            (Piece::Number(old, _), Piece::Number(new, seconds)) => in_band(*old, *new, *seconds),
            (old, new) => old == new,
        };
        old.len() != new.len() || !old.iter().zip(&new).all(same)
    };
    let lines = page.lines().zip(measured.lines()).filter(differ);
    lines.map(|(page, measured)| format!("on the page {page}\n   measured {measured}")).collect()
}

#[test]
fn a_time_out_of_its_band_is_noticed() {
    let page = "| a | 4.0 s | 0 of 2000 | 563 MiB |\n";
    for fine in ["| a | 19.9 s | 0 of 2000 | 563 MiB |\n", "| a | 0.1 s | 3 of 2000 | 800 MiB |\n"] {
        assert!(differences(page, fine).is_empty(), "{fine}");
    }
    for wrong in [
        "| a | 20.1 s | 0 of 2000 | 563 MiB |\n",
        "| a | 4.0 s | 19 of 2000 | 563 MiB |\n",
        "| a | 4.0 s | 0 of 2000 | 1800 MiB |\n",
        "| b | 4.0 s | 0 of 2000 | 563 MiB |\n",
        "| a | - | 0 of 2000 | 563 MiB |\n",
        "",
    ] {
        assert_eq!(differences(page, wrong).len(), 1, "{wrong}");
    }
}

/// Seconds with a decimal.
pub fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
