//! JSON for people to read.

/// A document of types that become JSON, as lines.
pub(super) fn pretty(document: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(document).expect("maps have strings as keys, and no type refuses")
}
