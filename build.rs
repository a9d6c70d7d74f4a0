//! Lists the rules (every file in `src/rules/` and in the `rules` folders of the components) and the codes in
//! `src/codes/`, and finds the commit that is built.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

/// The function of a rule's file, and what it checks. A rule without such a function is reported by
/// other code under its name.
const KINDS: [(&str, &str); 6] = [
    ("check", "Stack"),
    ("check_modes", "Modes"),
    ("check_document", "Document"),
    ("check_output", "Output"),
    ("check_around", "Around"),
    ("check_neighbours", "Neighbours"),
];

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    println!("cargo::rustc-env=STACKGEN_COMMIT={}", commit(Path::new(&root)).unwrap_or_default());
    let mut rules = Vec::new();
    for (folder, module) in folders(Path::new(&root))? {
        println!("cargo::rerun-if-changed={}", folder.display());
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if path.extension().is_some_and(|extension| extension == "rs") && name != "mod" {
                rules.push((name.clone(), path, format!("{module}::{name}")));
            }
        }
    }
    rules.sort();
    let mut table = String::from("/// Every rule, by name.\npub const RULES: &[Rule] = &[\n");
    for (name, path, module) in &rules {
        let text = fs::read_to_string(path)?;
        let page: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//!")).collect();
        let page: Vec<&str> = page.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        let check = KINDS.iter().find(|(function, _)| text.contains(&format!("pub fn {function}(")));
        let check = check.map_or_else(
            || "Check::Elsewhere".to_owned(),
            |(function, kind)| format!("Check::{kind}({module}::{function})"),
        );
        let refused = text.contains("pub const REFUSED_BY: &str").then(|| format!("Some({module}::REFUSED_BY)"));
        let refused = refused.unwrap_or_else(|| "None".to_owned());
        let all = ["Modes", "Neighbours"].iter().any(|kind| check.starts_with(&format!("Check::{kind}")));
        let depends_on = match text.contains("pub const DEPENDS_ON: &[&str]") {
            true => format!("{module}::DEPENDS_ON"),
            false if all => "EVERYTHING".to_owned(),
            false => "&[]".to_owned(),
        };
        let rule = name.replace('_', "-");
        writeln!(
            table,
            "    Rule {{ name: {rule:?}, page: {:?}, severity: {module}::SEVERITY, check: {check}, refused_by: {refused}, depends_on: {depends_on} }},",
            page.join("\n")
        )
        .map_err(io::Error::other)?;
    }
    table.push_str("];\n");
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("rules.rs"), table)?;
    fs::write(Path::new(&out).join("codes.rs"), codes(&Path::new(&root).join("src/codes"))?)
}

/// The folders of rules with their modules: the general rules, and those of each product.
fn folders(root: &Path) -> io::Result<Vec<(Box<Path>, String)>> {
    let mut folders = vec![(root.join("src/rules").into_boxed_path(), "crate::rules".to_owned())];
    println!("cargo::rerun-if-changed={}", root.join("src/components").display());
    for entry in fs::read_dir(root.join("src/components"))? {
        let path = entry?.path().join("rules");
        let product = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            folders.push((path.into_boxed_path(), format!("crate::components::{product}::rules")));
        }
    }
    Ok(folders)
}

/// The codes: each file of the folder is the page of one code, and its name gives the name of the variant.
fn codes(folder: &Path) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    let (mut variants, mut all, mut names, mut pages) = (String::new(), String::new(), String::new(), String::new());
    for path in paths {
        let (name, file) = (path.file_stem().unwrap_or_default().to_string_lossy(), path.to_string_lossy());
        let variant: String = name.split('-').map(capitalised).collect();
        let text = fs::read_to_string(&path)?;
        let summary = text.lines().next().unwrap_or_default();
        variants.push_str(&format!("    /// {summary}\n    {variant},\n"));
        all.push_str(&format!("Self::{variant}, "));
        names.push_str(&format!("            Self::{variant} => {name:?},\n"));
        pages.push_str(&format!("            Self::{variant} => include_str!({file:?}),\n"));
    }
    Ok(format!(
        "/// A kind of finding that is not a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {{
{variants}}}

impl Code {{
    /// Every code, by name.
    pub const ALL: &'static [Self] = &[{all}];

    /// Its name, which findings show in brackets.
    #[must_use]
    pub const fn name(self) -> &'static str {{
        match self {{
{names}        }}
    }}

    /// Its page: a summary, Why, and optionally Wrong and Right.
    #[must_use]
    pub const fn page(self) -> &'static str {{
        match self {{
{pages}        }}
    }}
}}
"
    ))
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(characters).collect()
}

/// The commit and its date, ` (0123456789ab 2026-01-31)`; `None` outside of its repository.
fn commit(root: &Path) -> Option<String> {
    let git = |words: &[&str]| {
        let mut command = Command::new("git");
        // A git hook can set these variables for another repository.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
            command.env_remove(name);
        }
        let output = command.arg("-C").arg(root).args(words).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        output.status.success().then(|| text.trim().to_owned())
    };
    // A copy inside another repository is not from a commit of that repository.
    git(&["rev-parse", "--show-prefix"]).filter(|prefix| prefix.is_empty())?;
    for file in ["HEAD", "logs/HEAD"] {
        let path = root.join(git(&["rev-parse", "--git-path", file])?);
        if path.exists() {
            println!("cargo::rerun-if-changed={}", path.display());
        }
    }
    Some(format!(" ({})", git(&["log", "-1", "--abbrev=12", "--format=%h %cs"])?))
}
