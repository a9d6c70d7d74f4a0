//! The `[rules]` section: how bad findings are, and which are accepted for a reason.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Named;
use crate::origin::At;
use crate::units::{KeyPath, Line, RuleName};

/// What this deployment thinks of the rules.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// How bad the findings of a rule are, where that differs from the rule's own severity.
    #[serde(default)]
    pub levels: Named<RuleName, Level>,
    /// Findings that are accepted.
    #[serde(default)]
    pub allow: Vec<At<Allowance>>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Shown, never fails.
    Advice,
    /// Fails where warnings are denied.
    Warning,
    /// Nothing is built.
    Error,
}

/// A finding that is accepted, and why.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    /// The rule.
    pub rule: At<RuleName>,
    /// The key at which it is accepted, like `odoo.image`; a table stands for all in it. Default:
    /// everywhere.
    #[serde(default)]
    pub at: Option<At<KeyPath>>,
    /// Why it is accepted.
    #[schemars(extend("examples" = ["the images come from our own registry"]))]
    pub reason: At<Line>,
}
