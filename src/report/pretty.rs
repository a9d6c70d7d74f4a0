//! JSON that people can read.

/// A serializable document as indented JSON.
pub(super) fn pretty(document: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(document).expect("maps have strings as keys, and no type refuses")
}
