//! The `[rules]` section of an input: the levels of rules, and the findings that it allows.

use crate::codes::Code;
use crate::document::Document;
use crate::finding::{Diagnostic, Fix, Placed, Severity};
use crate::input::{Allowance, Level, Rules};
use crate::origin::{At, Span};
use crate::rule::{Check, Rule};
use crate::rules::{RULES, rule};
use crate::suggest::nearest;

/// The rule for allowances that allow nothing.
const UNUSED: &str = "unused-allowance";

/// The rule for credentials in the input: a string that is allowed here may be generated.
const LITERAL: &str = "secret-literal";

/// The `[rules]` section of an input, and which of its allowances were used.
#[derive(Debug)]
pub struct Policy<'p> {
    rules: Option<&'p Rules>,
    used: Vec<bool>,
    /// The rules whose findings were allowed.
    allowed: Vec<&'static str>,
    accepted: Vec<Span>,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Advice => Self::Advice,
            Level::Warning => Self::Warning,
            Level::Error => Self::Error,
        }
    }
}

/// A path without the mode that overrides the key.
fn without_mode(path: &[String]) -> &[String] {
    match path {
        [modes, _, rest @ ..] if modes == "modes" && !rest.is_empty() => rest,
        other => other,
    }
}

impl<'p> Policy<'p> {
    /// The policy of an input.
    #[must_use]
    pub fn new(rules: Option<&'p Rules>) -> Self {
        Self {
            rules,
            used: vec![false; rules.map_or(0, |rules| rules.allow.len())],
            allowed: Vec::new(),
            accepted: Vec::new(),
        }
    }

    /// Unknown rules, and rules that can be neither lowered nor allowed.
    #[must_use]
    pub fn mistakes(&self) -> Vec<Diagnostic> {
        let Some(rules) = self.rules else { return Vec::new() };
        let mut found = Vec::new();
        for (name, level) in &*rules.levels {
            match rule(name.as_str()) {
                None => found.push(unknown(name.as_str(), level, |fix, rule| fix.rename(level, rule)).in_key()),
                Some(of) if Severity::from(**level) < of.severity => found.extend(fixed(of, level, "lowered")),
                Some(_) => {}
            }
        }
        for allowance in &rules.allow {
            if allowance.reason.as_str().trim().is_empty() {
                let message = "the reason is empty: a reviewer must be able to read why the finding is allowed";
                found.push(Diagnostic::error(Code::BadValue, &allowance.reason, message));
            }
            match rule(allowance.rule.as_str()) {
                None => {
                    let place = &allowance.rule;
                    found.push(unknown(place.as_str(), place, |fix, rule| fix.set(place, "rule", rule)));
                }
                Some(of) if of.name == UNUSED => {
                    let message = format!("`{UNUSED}` cannot be allowed");
                    let diagnostic = Diagnostic::error(Code::RuleNotOptional, &allowance.rule, message);
                    found.push(diagnostic.help("remove the unused allowances, or lower the level of the rule"));
                }
                Some(of) => found.extend(fixed(of, &allowance.rule, "allowed")),
            }
        }
        found
    }

    /// The findings that are not allowed, at the level that the input gives them.
    pub fn apply(&mut self, found: Vec<Diagnostic>, document: &Document<'_>) -> Vec<Diagnostic> {
        let Some(rules) = self.rules else { return found };
        let meant: Vec<Option<&str>> = rules.allow.iter().map(misspelt).collect();
        let mut kept = Vec::new();
        for mut diagnostic in found {
            if rule(diagnostic.rule).is_some_and(|rule| rule.refused_by.is_some()) {
                kept.push(diagnostic);
                continue;
            }
            let path = document.path_at(diagnostic.primary.span).unwrap_or_default();
            let mut allowed = false;
            for (allowance, used) in rules.allow.iter().zip(&mut self.used) {
                if allowance.rule.as_str() == diagnostic.rule && accepts_at(allowance, &path) {
                    allowed = true;
                    *used = true;
                }
            }
            // Whether it is allowed is unknown until the name of the rule is corrected.
            let doubtful = |(allowance, meant): (&At<Allowance>, Option<&str>)| {
                meant == Some(diagnostic.rule) && accepts_at(allowance, &path)
            };
            if !allowed && rules.allow.iter().zip(meant.iter().copied()).any(doubtful) {
                continue;
            }
            if allowed {
                self.allowed.push(diagnostic.rule);
                self.accepted.extend((diagnostic.rule == LITERAL).then_some(diagnostic.primary.span));
                continue;
            }
            let level = rules.levels.iter().find(|(name, _)| name.as_str() == diagnostic.rule);
            if let Some((_, level)) = level {
                diagnostic.severity = (**level).into();
            }
            kept.push(diagnostic);
        }
        kept
    }

    /// The places of strings that look like credentials and are allowed.
    #[must_use]
    pub fn accepted(&self) -> &[Span] {
        &self.accepted
    }

    /// Allowances that no finding needed. A rule may report nothing while a stronger rule does, and report again once
    /// that is fixed. So an allowance is not reported while there are other warnings or errors, or while another rule
    /// of its subject has a finding, allowed or not, unless its own rule has reported something too.
    #[must_use]
    pub fn unused(&self, standing: &[Diagnostic]) -> Vec<Diagnostic> {
        let Some(rules) = self.rules else { return Vec::new() };
        let silenced = |allowance: &Allowance| {
            let name = allowance.rule.as_str();
            let others = || standing.iter().filter(|found| found.rule != name);
            let wrong = others().any(|found| found.severity > Severity::Advice);
            let mut related = others().map(|found| found.rule).chain(self.allowed.iter().copied());
            let spoke = standing.iter().any(|found| found.rule == name) || self.allowed.contains(&name);
            !spoke && (wrong || related.any(|rule| subject(rule) == subject(name)))
        };
        // The surroundings of the files differ between machines, and the other stacks between runs. A name that is
        // not a rule, or a rule that cannot be allowed, is reported as a mistake already.
        let counts = |allowance: &Allowance| {
            rule(allowance.rule.as_str()).is_some_and(|rule| {
                let optional = rule.refused_by.is_none() && rule.name != UNUSED;
                optional && !matches!(rule.check, Check::Around(_) | Check::Neighbours(_))
            })
        };
        let unused = rules
            .allow
            .iter()
            .zip(&self.used)
            .filter(|(allowance, used)| !**used && counts(allowance) && !silenced(allowance));
        let severity = rule(UNUSED).map_or(Severity::Warning, |rule| rule.severity);
        let level = rules.levels.iter().find(|(name, _)| name.as_str() == UNUSED);
        let severity = level.map_or(severity, |(_, level)| (**level).into());
        unused
            .map(|(allowance, _)| {
                let at = allowance.at.as_ref().map(|at| format!(" at `{}`", at.as_str())).unwrap_or_default();
                let message = format!("`{}` reports nothing{at}", allowance.rule.as_str());
                Diagnostic::of_rule(UNUSED, severity, allowance, message)
                    .help("remove the allowance, or correct the key that it names")
                    .fix(Fix::suggested("remove the allowance").remove(allowance))
            })
            .collect()
    }
}

/// The subject of a rule: the first word of its name (`maxmemory`, `quorum`, `odoo`).
fn subject(rule: &str) -> &str {
    rule.split('-').next().unwrap_or(rule)
}

/// Whether an allowance covers findings at this path.
fn accepts_at(allowance: &Allowance, path: &[String]) -> bool {
    let at = allowance.at.as_ref().map(|at| at.parts());
    let below = |path: &[String]| at.as_ref().is_none_or(|at| path.starts_with(at));
    below(path) || below(without_mode(path))
}

/// The rule that was probably meant by an allowance with an unknown rule.
fn misspelt(allowance: &At<Allowance>) -> Option<&'static str> {
    let name = allowance.rule.as_str();
    if rule(name).is_some() { None } else { nearest_rule(name).map(|rule| rule.name) }
}

/// The rule that was probably meant by a misspelt name.
#[must_use]
pub fn nearest_rule(name: &str) -> Option<&'static Rule> {
    nearest(name, RULES.iter().map(|rule| rule.name)).and_then(rule)
}

fn unknown(name: &str, place: &impl Placed, correct: impl FnOnce(Fix, &str) -> Fix) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code::RuleUnknown, place, format!("there is no rule `{name}`"));
    match nearest_rule(name) {
        Some(rule) => diagnostic
            .help(format!("did you mean `{}`?", rule.name))
            .fix(correct(Fix::suggested(&format!("write `{}`", rule.name)), rule.name)),
        None => diagnostic.help("run `stackgen rules` to list the rules"),
    }
}

fn fixed(rule: &Rule, place: &impl Placed, how: &str) -> Option<Diagnostic> {
    let by = rule.refused_by?;
    let message = format!("`{}` cannot be {how}", rule.name);
    Some(Diagnostic::error(Code::RuleNotOptional, place, message).help(format!("remove this entry: {by}")))
}
