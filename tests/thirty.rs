//! A whole input with many mistakes that only rules see: all of them in one run, each once.

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use camino::Utf8Path;
use stackgen::compile::Compiled;
use stackgen::finding::Diagnostic;
use stackgen::report::Renderer;
use stackgen::source::Source;
use stackgen::surroundings::{InGit, Surroundings};
use support::{compile_in, plain, root, snapshot};

/// What is found, and at which key, in the order of the places.
const EXPECTED: &[(&str, &str)] = &[
    ("dotenv-not-ignored", "stack.name"),
    ("host-cpus-overcommitted", "host.cpus"),
    ("subnet-overlaps-docker", "networks.atelier.subnet"),
    ("secret-env-shared", "secrets.redis.env"),
    ("secret-without-rotation", "secrets.master.env"),
    ("secret-unused", "secrets.old_gateway.env"),
    ("postgres-app-superuser", "postgres.user"),
    ("locale-not-in-image", "postgres.locale.name"),
    ("shm-too-small", "postgres.shm_size"),
    ("postgres-published", "postgres.ports.0.container"),
    ("healthcheck-slower-than-interval", "postgres.healthcheck.timeout"),
    ("postgres-memory-overcommitted", "postgres.resources.memory"),
    ("shared-buffers-exceed-limit", "postgres.settings.shared_buffers"),
    ("decimal-memory-unit", "redis.maxmemory"),
    ("eviction-drops-sessions", "redis.maxmemory_policy"),
    ("replica-buffer-unlimited", "redis.client_output_buffer_limit_replica"),
    ("config-renamed-under-sentinel", "redis.rename_commands.CONFIG"),
    ("maxmemory-exceeds-limit", "redis.resources.memory"),
    ("ephemeral-master", "redis.persistence.aof"),
    ("min-replicas-fragile", "redis.replicas.min_replicas_to_write"),
    ("sentinel-without-replica", "redis.sentinel.count"),
    ("even-sentinels", "redis.sentinel.count"),
    ("quorum-not-majority", "redis.sentinel.quorum"),
    ("down-after-too-short", "redis.sentinel.down_after"),
    ("failover-timeout-too-short", "redis.sentinel.failover_timeout"),
    ("parallel-syncs-all", "redis.sentinel.parallel_syncs"),
    ("container-name-not-scalable", "odoo.container_name"),
    ("image-without-digest", "odoo.image"),
    ("volume-owned-by-root", "odoo.filestore_volume"),
    ("nested-volumes", "odoo.filestore_volume"),
    ("config-mounted-writable", "odoo.volumes.0.source.bind"),
    ("odoo-memory-below-estimate", "odoo.resources.memory"),
    ("reservation-exceeds-limit", "odoo.resources.reserved_memory"),
    ("odoo-too-many-workers", "odoo.options.workers"),
    ("odoo-websocket-unrouted", "odoo.options.workers"),
    ("connections-exceed-postgres", "odoo.options.db_maxconn"),
    ("database-outside-dbfilter", "odoo.options.dbfilter"),
    ("odoo-database-manager-open", "odoo.options.list_db"),
    ("proxy-mode-without-proxy", "odoo.options.proxy_mode"),
    ("odoo-http-interface-loopback", "odoo.options.http_interface"),
    ("odoo-data-not-persistent", "odoo.options.data_dir"),
    ("sessions-without-module", "odoo.options.server_wide_modules"),
    ("odoo-soft-limit-above-hard", "odoo.options.limit_memory_soft"),
    ("odoo-time-limits-long", "odoo.options.limit_time_cpu"),
    ("odoo-time-limits-inverted", "odoo.options.limit_time_real"),
    ("odoo-option-unknown", "odoo.options.limit_time_reel"),
    ("odoo-option-removed", "odoo.options.longpolling_port"),
    ("odoo-option-not-for-files", "odoo.options.stop_after_init"),
    ("container-name-duplicate", "services.catalogue_api.container_name"),
    ("source-mounted-in-production", "services.catalogue_api.volumes.0.source.bind"),
    ("port-collision", "services.catalogue_api.ports.0.container"),
    ("port-not-served", "services.catalogue_api.ports.0.container"),
    ("dependency-without-healthcheck", "services.catalogue_api.depends_on.importer"),
    ("healthcheck-cannot-fail", "services.catalogue_api.healthcheck.shell"),
    ("redis-db-out-of-range", "services.catalogue_api.environment.REDIS_URL.redis.db"),
    ("client-pins-master", "services.catalogue_api.environment.REDIS_HOST"),
    ("dependency-missing", "services.catalogue_api.environment.REDIS_HOST"),
    ("endpoint-unauthenticated", "services.catalogue_api.environment.DATABASE_URL"),
    ("secret-undefined", "services.catalogue_api.environment.TOKEN.secret"),
    ("endpoint-wrong-port", "services.catalogue_api.environment.WEBHOOK"),
    ("memory-limit-missing", "services.importer"),
    ("image-unpinned", "services.importer.image"),
    ("restart-missing", "services.importer.restart"),
    ("dependency-inactive", "services.importer.depends_on.label_printer"),
    ("redis-db-shared", "services.importer.environment.CACHE.redis.db"),
    ("secret-literal", "services.importer.environment.SMTP_TOKEN"),
    ("secret-in-environment", "services.importer.environment.DB"),
    ("endpoint-literal", "services.label_printer.command.2"),
    ("service-name-not-a-hostname", "services.label_printer.command.2"),
    ("address-outside-subnet", "services.label_printer.addresses.backstage"),
    ("internal-network-publishes", "services.label_printer.ports.0.container"),
    ("mount-conflict", "services.label_printer.volumes.1.target"),
    ("bind-source-missing", "services.label_printer.volumes.2.source.bind"),
    ("memory-limit-too-small", "services.label_printer.resources.memory"),
    ("failover-slower-than-promised", "modes.watched.redis.sentinel.down_after"),
];

/// Surroundings in which the paths with `missing` in them are not there, and `.env` is committed.
struct Careless;

impl Surroundings for Careless {
    fn exists(&self, _: &Utf8Path, path: &str) -> Option<bool> {
        Some(!path.contains("missing"))
    }

    fn in_git(&self, _: &Utf8Path, _: &str) -> InGit {
        InGit::Tracked
    }
}

fn compiled() -> (String, Compiled) {
    let input = std::fs::read_to_string(root().join("tests/fixtures/thirty.toml")).unwrap();
    let compiled = compile_in(&input, &Careless);
    (input, compiled)
}

#[test]
fn all_mistakes_are_reported_in_one_run() {
    let (input, compiled) = compiled();
    let found: Vec<_> = compiled.found.iter().map(|found| (found.rule, found.key.join("."))).collect();
    let found: Vec<_> = found.iter().map(|(rule, key)| (*rule, key.as_str())).collect();
    assert_eq!(found, EXPECTED);
    assert!(EXPECTED.len() >= 30);
    assert!(compiled.files.is_none());
    snapshot("thirty", "plain", &plain(&input, &compiled));
}

#[test]
fn each_mistake_is_reported_once_and_in_its_place() {
    let (_, compiled) = compiled();
    let places: Vec<_> = compiled.found.iter().map(|found| found.primary.span).collect();
    assert!(places.is_sorted());
    let distinct: BTreeSet<_> = compiled.found.iter().map(|found| (found.rule, found.primary.span)).collect();
    assert_eq!(distinct.len(), compiled.found.len());
}

fn found<'c>(compiled: &'c Compiled, rule: &str) -> &'c Diagnostic {
    compiled.found.iter().find(|found| found.rule == rule).unwrap()
}

#[test]
fn the_modes_of_a_mistake_are_merged() {
    let (_, compiled) = compiled();
    let modes = |rule| (found(&compiled, rule).modes.join(" "), found(&compiled, rule).everywhere);
    assert_eq!(modes("locale-not-in-image"), ("the base production workshop watched".to_owned(), true));
    assert_eq!(modes("min-replicas-fragile"), ("production workshop".to_owned(), false));
    assert_eq!(modes("failover-slower-than-promised"), ("watched".to_owned(), false));
    assert_eq!(found(&compiled, "host-cpus-overcommitted").differs, ["workshop"]);
}

/// Without the lines that stand between two places far apart.
#[test]
fn people_see_what_takes_part_and_little_else() {
    let (input, compiled) = compiled();
    let masked = compiled.masked(&Source::new("inputs/stack.toml", input));
    let shown: Vec<_> = ["client-pins-master", "host-cpus-overcommitted", "reservation-exceeds-limit"]
        .map(|rule| found(&compiled, rule).clone())
        .into();
    snapshot("thirty", "human", &Renderer::new(false, 100).render(&shown, &masked));
}
