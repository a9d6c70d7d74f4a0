//! The rules. Those that concern the whole stack or several products are here.

#![expect(
    missing_docs,
    reason = "the page of a rule is the comment of its file; its items have the names that all rules have"
)]

pub mod address_outside_subnet;
pub mod bind_source_missing;
pub mod build_context_too_wide;
pub mod compose_file_overrides;
pub mod config_mounted_writable;
pub mod connections_exceed_postgres;
pub mod container_name_duplicate;
pub mod container_name_not_scalable;
pub mod dependency_cycle;
pub mod dependency_inactive;
pub mod dependency_missing;
pub mod dependency_never_completes;
pub mod dependency_unknown;
pub mod dependency_without_healthcheck;
pub mod dotenv_not_ignored;
pub mod endpoint_literal;
pub mod endpoint_unauthenticated;
pub mod endpoint_wrong_port;
pub mod engine_socket_mounted;
pub mod eviction_drops_sessions;
pub mod healthcheck_cannot_fail;
pub mod healthcheck_missing;
pub mod healthcheck_slower_than_interval;
pub mod host_cpus_overcommitted;
pub mod host_memory_overcommitted;
pub mod image_of_another_layout;
pub mod image_of_another_platform;
pub mod image_unpinned;
pub mod image_without_digest;
pub mod init_without_kill;
pub mod internal_network_publishes;
pub mod memory_limit_missing;
pub mod memory_limit_too_small;
pub mod mount_conflict;
pub mod nested_volumes;
pub mod no_common_network;
pub mod pids_limit_too_small;
pub mod port_collision;
pub mod port_not_served;
pub mod port_on_all_interfaces;
pub mod profile_never_active;
pub mod profile_of_nothing;
pub mod read_only_hides_secrets;
pub mod reservation_exceeds_limit;
pub mod restart_missing;
pub mod secret_env_shared;
pub mod secret_file_in_git;
pub mod secret_in_environment;
pub mod secret_in_output;
pub mod secret_literal;
pub mod secret_undefined;
pub mod secret_unused;
pub mod secret_without_rotation;
pub mod service_exceeds_host;
pub mod service_name_not_a_hostname;
pub mod setting_of_another_version;
pub mod stacks_collide;
pub mod stacks_exceed_host;
pub mod stop_grace_too_short;
pub mod subnet_overlaps_docker;
pub mod subnet_unusable;
pub mod unused_allowance;
pub mod variable_not_replaced;
pub mod version_contradicts_image;
pub mod version_too_new;
pub mod version_unknown;
pub mod volume_name_too_short;
pub mod volume_of_two_servers;
pub mod volume_owned_by_root;
pub mod volume_written_by_others;

use crate::document::Credential;
use crate::finding::{Diagnostic, Placed};
use crate::model::Stack;
use crate::rule::{Check, EVERYTHING, Leak, Rule};
use crate::surroundings::{Neighbour, Surroundings};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The rule with this name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}

/// What the rules find in a stack.
#[must_use]
pub fn check_stack(stack: &Stack) -> Vec<Diagnostic> {
    let mode = stack.mode.as_ref().map(|mode| mode.as_str().to_owned());
    let of = |rule: &Rule| match rule.check {
        Check::Stack(check) => rule.run(mode.clone(), |report| check(stack, report)),
        _ => Vec::new(),
    };
    RULES.iter().flat_map(of).collect()
}

/// What the rules find around the generated files of a stack.
#[must_use]
pub fn check_around(stack: &Stack, surroundings: &dyn Surroundings) -> Vec<Diagnostic> {
    let mode = stack.mode.as_ref().map(|mode| mode.as_str().to_owned());
    let of = |rule: &Rule| match rule.check {
        Check::Around(check) => rule.run(mode.clone(), |report| check(stack, surroundings, report)),
        _ => Vec::new(),
    };
    RULES.iter().flat_map(of).collect()
}

/// What the rules find in the base and the modes together.
#[must_use]
pub fn check_modes(stacks: &[&Stack]) -> Vec<Diagnostic> {
    let of = |rule: &Rule| match rule.check {
        Check::Modes(check) => rule.run(None, |report| check(stacks, report)),
        _ => Vec::new(),
    };
    RULES.iter().flat_map(of).collect()
}

/// What the rules find when they compare the stack with the other stacks of the run.
#[must_use]
pub fn check_neighbours(stacks: &[&Stack], neighbours: &[Neighbour<'_>]) -> Vec<Diagnostic> {
    let of = |rule: &Rule| match rule.check {
        Check::Neighbours(check) => rule.run(None, |report| check(stacks, neighbours, report)),
        _ => Vec::new(),
    };
    RULES.iter().flat_map(of).collect()
}

/// What the rules find in the input itself.
#[must_use]
pub fn check_document(credentials: &[Credential]) -> Vec<Diagnostic> {
    let of = |rule: &Rule| match rule.check {
        Check::Document(check) => rule.run(None, |report| check(credentials, report)),
        _ => Vec::new(),
    };
    RULES.iter().flat_map(of).collect()
}

/// The finding for a credential in a generated file, at the place from which the line was written.
#[must_use]
pub fn leak(leak: &Leak<'_>, place: &impl Placed) -> Vec<Diagnostic> {
    let of = |rule: &Rule| match rule.check {
        Check::Output(message) => rule.run(None, |report| {
            report.at(place, message(leak));
        }),
        _ => Vec::new(),
    };
    RULES.iter().flat_map(of).collect()
}
