//! The stacks of one run may together take more than their host has.
//!
//! # Why
//! Each stack alone may fit where all of them do not. Those of one run are added up, each in the largest
//! of the modes that run together with this one, and compared with what `[host]` says here. It is the
//! whole machine, not a share of it; stacks on several machines say so: `host.name`.
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

use super::prelude::*;
use crate::origin::Origin;
use crate::stack::Host;
use crate::surroundings::Neighbour;

/// Its findings stop a build; more CPUs than there are, are a warning.
pub const SEVERITY: Severity = Error;

fn memory(stack: &Stack) -> u64 {
    stack.active().filter_map(|one| one.resources.memory.as_ref()).map(|limit| limit.get()).sum()
}

fn cpus(stack: &Stack) -> u64 {
    stack.active().filter_map(|one| one.resources.cpus.as_ref()).map(|limit| u64::from(limit.get())).sum()
}

/// Adds up what all that run together with a stack may use, by the amount that `of` reads.
fn together(own: &Stack, with: &[(&str, Vec<&Stack>)], sum: Sum, of: fn(&Stack) -> u64) -> Sum {
    let largest = with.iter().filter_map(|(file, stacks)| Some((*file, stacks.iter().map(|stack| of(stack)).max()?)));
    largest.fold(sum.plus(of(own), "this stack"), |sum, (file, amount)| sum.plus(amount, file))
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
    fn of(own: &Stack, with: &[(&str, Vec<&Stack>)], what: &str, size: fn(&Host) -> (u64, Origin)) -> Option<Self> {
        let sizes = with.iter().flat_map(|(file, stacks)| stacks.iter().map(move |stack| (*file, *stack)));
        let other = sizes.filter_map(|(file, stack)| Some((size(stack.host.as_ref()?).0, file))).min();
        let here = own.host.as_ref().map(size);
        let place = here.map_or_else(|| own.name.origin(), |(_, place)| place);
        match (here, other) {
            (Some((amount, _)), None) => Some(Self { amount, what: what.to_owned(), place }),
            (Some((amount, _)), Some((least, _))) if amount <= least => {
                Some(Self { amount, what: what.to_owned(), place })
            }
            (_, Some((amount, file))) => Some(Self { amount, what: format!("{what}, as {file} says"), place }),
            (None, None) => None,
        }
    }
}

/// Adds up the limits of the stacks that may run together.
pub fn check_neighbours(stacks: &[&Stack], neighbours: &[Neighbour<'_>], report: &mut Report) {
    for own in stacks {
        let with: Vec<_> = neighbours.iter().map(|one| (one.file, running_with(own, stacks, one))).collect();
        let bound = Bound::of(own, &with, "the host's memory", |host| (host.memory.get(), host.memory.origin()));
        let sum = together(own, &with, Sum::of_sizes(), memory);
        if let Some(bound) = bound.filter(|bound| memory(own) <= bound.amount && sum.total() > bound.amount) {
            let (total, has) = sum.versus(bound.amount);
            report
                .at(&bound.place, format!("the stacks may together take {total}, the host has {has}"))
                .in_mode_of(own)
                .help(
                    "lower some of the limits, raise the host's memory if there is more, or set `host.name` where the \
                     stacks run on several hosts",
                )
                .sum(sum.against(bound.amount, bound.what));
        }
        let bound = Bound::of(own, &with, "the host's CPUs", |host| (host.cpus.get().into(), host.cpus.origin()));
        let sum = together(own, &with, Sum::of_cpus(), cpus);
        if let Some(bound) = bound.filter(|bound| cpus(own) <= bound.amount && sum.total() > bound.amount) {
            let (total, has) = sum.versus(bound.amount);
            report
                .at(&bound.place, format!("the stacks may together use {total}, the host has {has}"))
                .severity(Warning)
                .in_mode_of(own)
                .help("lower some of the limits, or allow this where they are not busy at the same time")
                .sum(sum.against(bound.amount, bound.what));
        }
    }
}
