//! The findings that stand, each for a reason: `exceptions.toml`.

use regex::Regex;
use serde::Deserialize;

use super::linter::Finding;

/// Findings of a tool that stand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The tool's name.
    pub tool: String,
    /// The tool's own name of the rule.
    pub rule: String,
    /// The files, by their paths, with `*` for anything.
    #[serde(rename = "where", default = "everywhere")]
    pub files: Vec<String>,
    /// A pattern of what the finding says, of the line for detect-secrets; left out: anything.
    pub text: Option<String>,
    /// Why the finding is wrong, or not ours.
    pub reason: String,
}

fn everywhere() -> Vec<String> {
    vec!["*".to_owned()]
}

/// The exceptions of all tools.
pub fn list() -> Vec<Exception> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct List {
        exception: Vec<Exception>,
    }
    toml::from_str::<List>(include_str!("exceptions.toml")).unwrap().exception
}

/// The exceptions of one tool.
pub fn of_tool(name: &str) -> Vec<Exception> {
    list().into_iter().filter(|entry| entry.tool == name).collect()
}

impl Exception {
    fn covers_in(&self, files: &str, finding: &Finding) -> bool {
        self.rule == finding.rule
            && glob(files).is_match(&finding.file)
            && self.text.as_ref().is_none_or(|text| Regex::new(text).unwrap().is_match(&finding.text))
    }

    fn covers(&self, finding: &Finding) -> bool {
        self.files.iter().any(|files| self.covers_in(files, finding))
    }
}

fn glob(pattern: &str) -> Regex {
    Regex::new(&format!("^{}$", regex::escape(pattern).replace(r"\*", ".*"))).unwrap()
}

/// The findings that are not in the list.
pub fn unlisted<'f>(list: &[Exception], found: &'f [Finding]) -> Vec<&'f Finding> {
    found.iter().filter(|finding| !list.iter().any(|entry| entry.covers(finding))).collect()
}

/// What is in the list for nothing: the rule, and where nothing is found any more.
pub fn idle<'l>(list: &'l [Exception], found: &[Finding]) -> Vec<(&'l str, &'l str)> {
    let places = |entry: &'l Exception| entry.files.iter().map(move |files| (entry, files));
    let nothing = |(entry, files): &(&Exception, &String)| !found.iter().any(|is| entry.covers_in(files, is));
    list.iter().flat_map(places).filter(nothing).map(|(entry, files)| (entry.rule.as_str(), files.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(files: &[&str], text: Option<&str>) -> Exception {
        Exception {
            tool: "tool".to_owned(),
            rule: "rule".to_owned(),
            files: files.iter().map(|&files| files.to_owned()).collect(),
            text: text.map(str::to_owned),
            reason: String::new(),
        }
    }

    fn finding(rule: &str, file: &str, text: &str) -> Finding {
        Finding::new(rule, file, text.to_owned())
    }

    #[test]
    fn an_exception_covers_its_rule_its_files_and_its_text() {
        let list = [entry(&["*/a.yml", "b"], Some("^it is"))];
        let covered = [finding("rule", "x/a.yml", "it is so"), finding("rule", "b", "it is")];
        assert!(unlisted(&list, &covered).is_empty());
        let others = [
            finding("other", "b", "it is"),
            finding("rule", "x/a.yml.orig", "it is"),
            finding("rule", "x/axyml", "it is"),
            finding("rule", "b", "so it is"),
        ];
        assert_eq!(unlisted(&list, &others).len(), others.len());
    }

    #[test]
    fn each_place_of_an_exception_must_have_a_finding() {
        let list = [entry(&["a", "b"], None), entry(&["*"], Some("^no$"))];
        let found = [finding("rule", "a", "yes"), finding("other", "b", "no")];
        assert_eq!(idle(&list, &found), [("rule", "b"), ("rule", "*")]);
    }
}
