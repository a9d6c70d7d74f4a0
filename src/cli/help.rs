//! The help of the program, with its commands in groups.

use std::fmt::Write as _;

use clap::Command;

/// The commands, grouped by purpose.
const GROUPS: &[(&str, &[&str])] = &[
    ("Get started:", &["init"]),
    ("Compile and check:", &["build", "check", "diff", "fix"]),
    ("Secrets:", &["env"]),
    ("Look up:", &["explain", "rules", "schema"]),
    ("Shell and manual:", &["completions", "man", "help"]),
];

/// The command with a help page that groups its subcommands.
pub(super) fn grouped(mut command: Command) -> Command {
    command.build();
    let styles = command.get_styles();
    let (header, literal) = (*styles.get_header(), *styles.get_literal());
    let all: Vec<(String, String)> = command.get_subcommands().map(described).collect();
    let width = all.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let mut groups = String::new();
    for (title, names) in GROUPS {
        let _ = writeln!(groups, "{header}{title}{header:#}");
        for (name, about) in names.iter().filter_map(|name| all.iter().find(|(of, _)| of == name)) {
            let _ = writeln!(groups, "  {literal}{name:width$}{literal:#}  {about}");
        }
        groups.push('\n');
    }
    command.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{groups}{header}Options:{header:#}\n{{options}}{{after-help}}"
    ))
}

fn described(command: &Command) -> (String, String) {
    (command.get_name().to_owned(), command.get_about().map(ToString::to_string).unwrap_or_default())
}
