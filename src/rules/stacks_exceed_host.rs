//! Together, the stacks of one run may use more than their host has.
//!
//! # Why
//! Stacks that fit on the host one by one may not fit together. stackgen adds up the stacks of one run, each in the
//! largest of the modes that can run together with this one. `[host]` describes what all stacks may use together,
//! not the share of one stack. If the inputs differ, the smallest value counts. If the stacks run on different
//! hosts, set `host.name`.
//!
//! # Wrong
//! [host]
//! name = "yard" # where another input has limits of 7 GiB
//! memory = "16 GiB"
//! [odoo]
//! resources = { cpus = 2, memory = "8 GiB" }
//!
//! # Right
//! [host]
//! name = "yard"
//! memory = "16 GiB"
//! [odoo]
//! resources = { cpus = 2, memory = "5 GiB" }

use crate::model::Host;
use crate::origin::Origin;
use crate::rule::prelude::*;
use crate::surroundings::Neighbour;

/// The level for memory, which stops a build; CPUs beyond those of the host are a warning.
pub const SEVERITY: Severity = Error;

/// A resource of a host.
struct Kind {
    /// Its name in texts.
    what: &'static str,
    severity: Severity,
    help: &'static str,
    sum: fn() -> Sum,
    /// How much of it a container may use.
    limit: fn(&Container) -> Option<u64>,
    /// How much of it a host has, and the place in the input.
    size: fn(&Host) -> (u64, Origin),
}

const KINDS: [Kind; 2] = [
    Kind {
        what: "the host's memory",
        severity: Error,
        help: "lower some of the limits, raise the host's memory if it has more, or set `host.name` if the stacks run \
               on different hosts",
        sum: Sum::of_sizes,
        limit: |container| container.resources.memory.as_ref().map(|limit| limit.get()),
        size: |host| (host.memory.get(), host.memory.origin()),
    },
    Kind {
        what: "the host's CPUs",
        severity: Warning,
        help: "lower some of the limits, or allow this finding if the stacks are not busy at the same time",
        sum: Sum::of_cpus,
        limit: |container| container.resources.cpus.as_ref().map(|limit| limit.get().into()),
        size: |host| (host.cpus.get().into(), host.cpus.origin()),
    },
];

impl Kind {
    fn used_by(&self, stack: &Stack) -> u64 {
        stack.active().filter_map(self.limit).fold(0, u64::saturating_add)
    }

    /// Adds up what a stack and all that run together with it may use.
    fn together(&self, own: &Stack, with: &[(&str, Vec<&Stack>)]) -> Sum {
        let most = |stacks: &[&Stack]| stacks.iter().map(|stack| self.used_by(stack)).max();
        let others = with.iter().filter_map(|(file, stacks)| Some((*file, most(stacks)?)));
        others.fold((self.sum)().plus(self.used_by(own), "this stack"), |sum, (file, amount)| sum.plus(amount, file))
    }
}

/// The deployments of another stack that may run together with a deployment of this one.
fn running_with<'n>(own: &Stack, stacks: &[&Stack], neighbour: &Neighbour<'n>) -> Vec<&'n Stack> {
    let pairs = neighbour.together_with(stacks);
    pairs.filter(|(one, _)| std::ptr::eq(*one, own)).map(|(_, other)| other).collect()
}

/// A size of the host: the smallest that an input gives, and its place.
struct Bound {
    amount: u64,
    what: String,
    place: Origin,
}

impl Bound {
    /// `None` if no input describes the host.
    fn of(own: &Stack, with: &[(&str, Vec<&Stack>)], kind: &Kind) -> Option<Self> {
        let here = own.host.as_ref().map(kind.size);
        let place = here.map_or_else(|| own.name.origin(), |(_, place)| place);
        let own_bound = here.map(|(amount, _)| Self { amount, what: kind.what.to_owned(), place });
        let others = with.iter().flat_map(|(file, stacks)| stacks.iter().map(move |stack| (*file, *stack)));
        let of_others = others.filter_map(|(file, stack)| {
            let (amount, _) = (kind.size)(stack.host.as_ref()?);
            Some(Self { amount, what: format!("{}, according to {file}", kind.what), place })
        });
        own_bound.into_iter().chain(of_others).min_by_key(|bound| bound.amount)
    }
}

/// Adds up the limits of the stacks that may run together.
pub fn check_neighbours(stacks: &[&Stack], neighbours: &[Neighbour<'_>], report: &mut Report) {
    for own in stacks {
        let with: Vec<_> = neighbours.iter().map(|one| (one.file, running_with(own, stacks, one))).collect();
        for kind in &KINDS {
            let Some(bound) = Bound::of(own, &with, kind) else { continue };
            let sum = kind.together(own, &with);
            // A stack that exceeds the host alone is reported by another rule.
            if kind.used_by(own) > bound.amount || sum.total() <= bound.amount {
                continue;
            }
            let (total, has) = sum.versus(bound.amount);
            report
                .at(&bound.place, format!("together the stacks may use {total}, but the host has {has}"))
                .severity(kind.severity)
                .in_mode_of(own)
                .help(kind.help)
                .sum(sum.against(bound.amount, bound.what));
        }
    }
}
