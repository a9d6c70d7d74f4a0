//! The `[rules]` section: how bad findings are, and which are accepted for a reason.

use super::Named;
use crate::origin::At;
use crate::units::{KeyPath, Line, RuleName};

table! {
    /// What this deployment thinks of the rules.
    #[derive(Default)]
    pub struct Rules {
        /// How bad the findings of a rule are, where that differs from the rule's own severity.
        pub levels: Named<RuleName, Level>,
        /// Findings that are accepted.
        pub allow: Vec<At<Allowance>>,
    }
}

names! {
    /// How bad a finding is.
    pub enum Level {
        /// Shown, never fails.
        Advice = "advice",
        /// Fails where warnings are denied.
        Warning = "warning",
        /// Nothing is built.
        Error = "error",
    }
}

table! {
    /// A finding that is accepted, and why.
    pub struct Allowance {
        /// The rule.
        pub rule: At<RuleName>,
        /// The key at which it is accepted, like `odoo.image`; a table stands for all in it. Default:
        /// everywhere.
        pub at: Option<At<KeyPath>>,
        /// Why it is accepted.
        pub reason: At<Line> => examples(&["the images come from our own registry"]),
    }
}
