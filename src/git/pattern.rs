//! Paths as git patterns.

/// A path as a pattern that matches only this path.
pub(crate) fn pattern(path: &str) -> String {
    let mut out = String::new();
    for c in path.chars() {
        if "\\*?[]! #".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
