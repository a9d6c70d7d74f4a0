//! Escapes for the interpolation of Compose: nothing in the generated values is a variable.

use std::sync::Arc;

use super::node::{Map, Node};

/// A mapping with every `$` in its strings doubled: Compose interpolates values, and nothing here is a variable.
pub(super) fn escaped(mut map: Map) -> Node {
    map.0.values_mut().for_each(|entry| escape(&mut entry.value));
    map.into()
}

fn escape(node: &mut Node) {
    match node {
        node if !holds_variable(node) => {}
        Node::Text(text) => *text = text.replace('$', "$$"),
        Node::List(items) => items.iter_mut().for_each(escape),
        Node::Map(map) => Arc::make_mut(map).0.values_mut().for_each(|entry| escape(&mut entry.value)),
        Node::Int(_) | Node::Bool(_) | Node::Null => {}
    }
}

/// Whether Compose would read part of it as a variable.
fn holds_variable(node: &Node) -> bool {
    match node {
        Node::Text(text) => text.contains('$'),
        Node::List(items) => items.iter().any(holds_variable),
        Node::Map(map) => map.0.values().any(|entry| holds_variable(&entry.value)),
        Node::Int(_) | Node::Bool(_) | Node::Null => false,
    }
}
