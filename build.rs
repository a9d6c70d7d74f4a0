//! Lists the rules: every file of `src/rules/` but `mod.rs` and `prelude.rs` is one.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let folder = Path::new(&root).join("src/rules");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if let Some(name) = name.strip_suffix(".rs").filter(|name| !["mod", "prelude"].contains(name)) {
            names.push(name.to_owned());
        }
    }
    names.sort();
    let mut code = String::new();
    let mut table = String::from("/// Every rule, by name.\npub const RULES: &[Rule] = &[\n");
    for name in &names {
        let path = folder.join(format!("{name}.rs"));
        let text = fs::read_to_string(&path)?;
        let page: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//!")).collect();
        let page: Vec<&str> = page.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        let check = if text.contains("pub fn check_document(") {
            "Check::Document"
        } else if text.contains("pub fn check_output(") {
            "Check::Output"
        } else {
            "Check::Stack"
        };
        let function = match check {
            "Check::Document" => "check_document",
            "Check::Output" => "check_output",
            _ => "check",
        };
        let rule = name.replace('_', "-");
        let file = path.to_string_lossy();
        writeln!(code, "#[path = {file:?}]\npub mod {name};").map_err(io::Error::other)?;
        writeln!(
            table,
            "    Rule {{ name: {rule:?}, page: {:?}, severity: {name}::SEVERITY, check: {check}({name}::{function}) }},",
            page.join("\n")
        )
        .map_err(io::Error::other)?;
    }
    table.push_str("];\n");
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("rules.rs"), code + &table)
}
