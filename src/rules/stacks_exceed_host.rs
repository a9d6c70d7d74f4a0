//! The stacks of one run may together take more than their host has.
//!
//! # Why
//! Each stack alone may fit where all of them do not. Those of one run are added up, each in the largest
//! of the modes that run together with this one. `[host]` is what all of them may use together, not the
//! share of one; where the inputs differ, the smallest counts. Stacks on several machines say so:
//! `host.name`.
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

/// Its findings stop a build; more CPUs than there are, are a warning.
pub const SEVERITY: Severity = Error;

/// Something of which a host has so much.
struct Kind {
    /// It, in words.
    what: &'static str,
    severity: Severity,
    help: &'static str,
    sum: fn() -> Sum,
    /// What a container may use of it.
    limit: fn(&Container) -> Option<u64>,
    /// What a host has of it, and where that is said.
    size: fn(&Host) -> (u64, Origin),
}

const KINDS: [Kind; 2] = [
    Kind {
        what: "the host's memory",
        severity: Error,
        help: "lower some of the limits, raise the host's memory if there is more, or set `host.name` where the stacks \
               run on several hosts",
        sum: Sum::of_sizes,
        limit: |container| container.resources.memory.as_ref().map(|limit| limit.get()),
        size: |host| (host.memory.get(), host.memory.origin()),
    },
    Kind {
        what: "the host's CPUs",
        severity: Warning,
        help: "lower some of the limits, or allow this where they are not busy at the same time",
        sum: Sum::of_cpus,
        limit: |container| container.resources.cpus.as_ref().map(|limit| limit.get().into()),
        size: |host| (host.cpus.get().into(), host.cpus.origin()),
    },
];

impl Kind {
    fn used_by(&self, stack: &Stack) -> u64 {
        stack.active().filter_map(self.limit).fold(0, u64::saturating_add)
    }

    /// Adds up what all that run together with a stack may use.
    fn together(&self, own: &Stack, with: &[(&str, Vec<&Stack>)]) -> Sum {
        let most = |stacks: &[&Stack]| stacks.iter().map(|stack| self.used_by(stack)).max();
        let others = with.iter().filter_map(|(file, stacks)| Some((*file, most(stacks)?)));
        others.fold((self.sum)().plus(self.used_by(own), "this stack"), |sum, (file, amount)| sum.plus(amount, file))
    }
}

/// The deployments of another stack that may run together with one of this one.
fn running_with<'n>(own: &Stack, stacks: &[&Stack], neighbour: &Neighbour<'n>) -> Vec<&'n Stack> {
    let pairs = neighbour.together_with(stacks);
    pairs.filter(|(one, _)| std::ptr::eq(*one, own)).map(|(_, other)| other).collect()
}

/// A size of the host: the smallest that an input gives it, and where it is said.
struct Bound {
    amount: u64,
    what: String,
    place: Origin,
}

impl Bound {
    /// Nothing where no input describes the host.
    fn of(own: &Stack, with: &[(&str, Vec<&Stack>)], kind: &Kind) -> Option<Self> {
        let here = own.host.as_ref().map(kind.size);
        let place = here.map_or_else(|| own.name.origin(), |(_, place)| place);
        let own_bound = here.map(|(amount, _)| Self { amount, what: kind.what.to_owned(), place });
        let others = with.iter().flat_map(|(file, stacks)| stacks.iter().map(move |stack| (*file, *stack)));
        let of_others = others.filter_map(|(file, stack)| {
            let (amount, _) = (kind.size)(stack.host.as_ref()?);
            Some(Self { amount, what: format!("{}, as {file} says", kind.what), place })
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
            // What is too much alone is the matter of another rule.
            if kind.used_by(own) > bound.amount || sum.total() <= bound.amount {
                continue;
            }
            let (total, has) = sum.versus(bound.amount);
            report
                .at(&bound.place, format!("the stacks may together use {total}, the host has {has}"))
                .severity(kind.severity)
                .in_mode_of(own)
                .help(kind.help)
                .sum(sum.against(bound.amount, bound.what));
        }
    }
}
