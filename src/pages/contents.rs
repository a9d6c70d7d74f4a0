//! The table of contents of the documentation as a site.

use std::fmt::Write as _;

use super::{file_name, groups::grouped};
use crate::codes::Code;

/// What stands before the rules, and behind them.
const BEFORE: &str = "\
# Contents

[stackgen](index.md)

# Use

- [Guide](guide.md)
- [Operations](operations.md)
- [Recipes](recipes.md)
- [Secrets](secrets.md)
- [The host](host.md)

# En español

- [Guía](es/guide.md)
- [Operación](es/operations.md)

# Reference

- [The input](input.md)
- [Keys](keys.md)
- [Commands](commands.md)
- [Generated files](generated.md)
- [Diagnostics](diagnostics.md)
";

const BEHIND: &str = "
# Evidence

- [Ten findings](ten-findings.md)
- [Every fault](deployment-faults.md)
- [Proof](proof.md)
- [Stand-ins for images](stand-ins.md)
- [Trust](trust.md)
- [Static checks](static-checks.md)
- [Performance](performance.md)

# Project

- [Changelog](CHANGELOG.md)
- [Contributing](CONTRIBUTING.md)
- [Architecture](ARCHITECTURE.md)
- [Dependencies](dependencies.md)
- [Style](style.md)
- [Security](SECURITY.md)
- [Licence](license.md)
";

/// `docs/SUMMARY.md`, which mdBook reads: every page once, the rules by their groups.
#[must_use]
pub fn contents() -> String {
    let mut out = String::from(BEFORE);
    out.push_str("- [Rules](rules/README.md)\n");
    for (title, rules) in grouped() {
        let _ = writeln!(out, "  - [{title}]()");
        for rule in rules {
            let _ = writeln!(out, "    - [{}](rules/{})", rule.name, file_name(rule));
        }
    }
    out.push_str("- [Codes](codes/README.md)\n");
    for code in Code::ALL {
        let _ = writeln!(out, "  - [{0}](codes/{0}.md)", code.name());
    }
    out.push_str(BEHIND);
    out
}
