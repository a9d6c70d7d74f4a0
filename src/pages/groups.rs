//! The groups in which the rules are listed.

use crate::rule::Rule;
use crate::rules::RULES;

/// The title of each group, and the names of its rules; a name that ends in `-` is a prefix.
const GROUPS: &[(&str, &[&str])] = &[
    (
        "Secrets and who can read them",
        &[
            "dotenv-",
            "endpoint-unauthenticated",
            "engine-socket-mounted",
            "read-only-hides-secrets",
            "secret-",
            "redis-without-password",
        ],
    ),
    (
        "Redis",
        &[
            "client-pins-master",
            "config-renamed-under-sentinel",
            "ephemeral-master",
            "eviction-",
            "maxmemory-",
            "redis-",
            "renamed-command-needed",
            "replica-buffer-unlimited",
            "writes-lost-on-partition",
            "sessions-without-module",
        ],
    ),
    (
        "Failover",
        &[
            "down-after-",
            "even-sentinels",
            "failover-",
            "master-name-characters",
            "min-replicas-",
            "parallel-syncs-all",
            "quorum-",
            "replicas-without-sentinel",
            "sentinel-",
            "too-few-sentinels",
        ],
    ),
    (
        "PostgreSQL",
        &[
            "connections-exceed-postgres",
            "database-outside-dbfilter",
            "db-name-mismatch",
            "locale-",
            "postgres-",
            "shared-buffers-exceed-limit",
            "shm-too-small",
        ],
    ),
    ("Odoo", &["odoo-", "proxy-mode-without-proxy", "smtp-tls-on-starttls-port"]),
    (
        "Networks and ports",
        &[
            "address-outside-subnet",
            "endpoint-",
            "internal-network-publishes",
            "no-common-network",
            "port-",
            "service-name-not-a-hostname",
            "subnet-",
        ],
    ),
    (
        "Files, mounts and volumes",
        &[
            "bind-source-missing",
            "compose-file-overrides",
            "config-mounted-writable",
            "mount-conflict",
            "nested-volumes",
            "source-mounted-in-production",
            "volume-",
        ],
    ),
    (
        "Containers",
        &[
            "container-name-",
            "dependency-",
            "healthcheck-",
            "init-without-kill",
            "pids-limit-too-small",
            "restart-missing",
            "stop-grace-too-short",
            "variable-not-replaced",
        ],
    ),
    (
        "Memory and CPUs",
        &[
            "decimal-memory-unit",
            "host-",
            "memory-limit-",
            "reservation-exceeds-limit",
            "service-exceeds-host",
            "stacks-",
        ],
    ),
    ("Images and versions", &["build-context-too-wide", "image-", "setting-of-another-version", "version-"]),
    ("Modes and allowances", &["profile-", "unused-allowance"]),
];

/// The number and the title of a rule's group: the first one with its name, or with a prefix of it.
#[must_use]
pub fn group(rule: &Rule) -> Option<(usize, &'static str)> {
    let has = |names: &[&str]| {
        names.iter().any(|name| *name == rule.name || (name.ends_with('-') && rule.name.starts_with(name)))
    };
    GROUPS.iter().enumerate().find(|(_, (_, names))| has(names)).map(|(at, (title, _))| (at, *title))
}

/// All rules, by group.
pub fn grouped() -> impl Iterator<Item = (&'static str, Vec<&'static Rule>)> {
    GROUPS.iter().enumerate().map(|(at, (title, _))| {
        (*title, RULES.iter().filter(|rule| group(rule).is_some_and(|(of, _)| of == at)).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_in_a_group_and_every_name_of_a_group_is_needed() {
        for rule in RULES {
            assert!(group(rule).is_some(), "{} is in no group", rule.name);
        }
        for (title, names) in GROUPS {
            for name in *names {
                let is = |rule: &&Rule| rule.name == *name || (name.ends_with('-') && rule.name.starts_with(name));
                assert!(RULES.iter().any(|rule| is(&rule)), "{title}: no rule is called {name}");
            }
        }
        assert_eq!(grouped().map(|(_, rules)| rules.len()).sum::<usize>(), RULES.len());
    }
}
