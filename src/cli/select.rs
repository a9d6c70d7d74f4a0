//! The rules that a command reports.

use super::Failure;
use super::candidates::rules;
use super::inputs::Input;
use crate::policy::nearest_rule;
use crate::rules::rule;

/// The options that choose rules.
#[derive(Debug, clap::Args)]
pub(super) struct SelectArgs {
    /// Report only this rule; can be repeated
    #[arg(long, value_name = "RULE", add = rules())]
    only: Vec<String>,
    /// Do not report this rule; can be repeated
    #[arg(long, value_name = "RULE", add = rules())]
    skip: Vec<String>,
}

impl SelectArgs {
    /// Rejects unknown names of rules.
    pub(super) fn check(&self) -> Result<(), Failure> {
        match self.only.iter().chain(&self.skip).find(|name| rule(name).is_none()) {
            None => Ok(()),
            Some(name) => {
                let near = nearest_rule(name).map(|near| format!(": did you mean `{}`?", near.name));
                Err(Failure::Usage(format!("there is no rule `{name}`{}", near.unwrap_or_default())))
            }
        }
    }

    /// Keeps the findings of the chosen rules, and structural errors.
    pub(super) fn apply(&self, inputs: &mut [Input]) {
        let chosen = |name: &str| {
            let named = |names: &[String]| names.iter().any(|other| other == name);
            rule(name).is_none() || ((self.only.is_empty() || named(&self.only)) && !named(&self.skip))
        };
        for input in inputs {
            input.compiled.found.retain(|found| chosen(found.rule));
        }
    }
}
