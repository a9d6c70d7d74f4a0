//! Fixed addresses stay where they are when a count grows: a running stack is not moved by one more replica.

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;

use support::{base_with, stacks};

/// The address of every node and sentinel, with so many of each.
fn addresses(replicas: u32, sentinels: u32, more: &str) -> BTreeMap<String, String> {
    let counts = format!(
        "[redis.replicas]\ncount = {replicas}\n[redis.sentinel]\ncount = {sentinels}\nquorum = {}\n{more}",
        sentinels / 2 + 1
    );
    let (stack, _) = stacks(&base_with(&counts));
    let redis = stack.redis().unwrap();
    let nodes = redis.electors().map(|container| {
        let address = container.addresses.values().next().expect("the base has a subnet with room");
        (container.service.as_str().to_owned(), address.get().to_string())
    });
    nodes.collect()
}

#[test]
fn addresses_do_not_move_when_a_count_grows() {
    let few = addresses(1, 3, "");
    assert_eq!(few.len(), 5);
    for (replicas, sentinels) in [(2, 3), (3, 3), (5, 3), (1, 5), (4, 7)] {
        let more = addresses(replicas, sentinels, "");
        assert_eq!(more.len(), 1 + replicas as usize + sentinels as usize);
        for (name, address) in &few {
            assert_eq!(more[name], *address, "{name} with {replicas} replicas and {sentinels} sentinels");
        }
        let distinct: std::collections::BTreeSet<_> = more.values().collect();
        assert_eq!(distinct.len(), more.len());
    }
    // One that the input gives to another container is left alone, and moves no other.
    let other = "[services.api]\naddresses = { shop = '172.30.0.252' }\n";
    let given = addresses(1, 3, other);
    let moved: Vec<&String> =
        few.iter().filter(|(name, address)| given[*name] != **address).map(|(name, _)| name).collect();
    assert_eq!(moved.len(), 1, "{given:?}");
    assert!(!given.values().any(|address| address == "172.30.0.252"));
}
