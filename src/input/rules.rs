//! The `[rules]` section: the levels of findings, and which findings are allowed for a reason.

use super::Named;
use crate::origin::At;
use crate::units::{KeyPath, Line, RuleName};

table! {
    /// The levels of rules, and the findings that are allowed.
    #[derive(Default)]
    pub struct Rules {
        /// The levels of rules, where they differ from the default level of the rule.
        pub levels: Named<RuleName, Level>,
        /// The findings that are allowed.
        pub allow: Vec<At<Allowance>>,
    }
}

names! {
    /// The level of a finding.
    pub enum Level {
        /// Reported, but never fails a command.
        Advice = "advice",
        /// Fails a command if warnings are denied.
        Warning = "warning",
        /// Nothing is built.
        Error = "error",
    }
}

table! {
    /// A finding that is allowed, and why.
    pub struct Allowance {
        /// The rule that reports the finding.
        pub rule: At<RuleName>,
        /// The key at which the finding is allowed, like `odoo.image`; a table includes all keys in it. Default:
        /// everywhere.
        pub at: Option<At<KeyPath>>,
        /// Why the finding is allowed.
        pub reason: At<Line> => examples(&["the images come from our own registry"]),
    }
}
