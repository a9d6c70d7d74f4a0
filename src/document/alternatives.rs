//! Keys that conflict with each other: when a mode sets one of them, it replaces the one of the base.

/// Keys of PostgreSQL's section that are valid both for a container and for a server outside the stack.
const OF_ANY_POSTGRES: &[&str] = &["database", "user", "password"];

/// The forms of a reference.
const REFERENCES: &[&str] = &["secret", "secret_file", "redis", "postgres", "service"];

/// Whether a key of the base is replaced by one that a mode sets in the same table.
pub(super) fn excludes(table: &[String], set: &str, of_base: &str) -> bool {
    let path: Vec<&str> = table.iter().map(String::as_str).collect();
    let of_one = |keys: &[&str]| set != of_base && keys.contains(&set) && keys.contains(&of_base);
    match path.as_slice() {
        ["services", _] => of_one(&["image", "build"]),
        ["services", _, "healthcheck"] => of_one(&["command", "shell"]),
        ["secrets", _] => of_one(&["env", "file"]),
        ["services", _, "environment", _] | ["odoo", "environment" | "custom_options", _] => of_one(REFERENCES),
        ["postgres"] if set == "external" => set != of_base && !OF_ANY_POSTGRES.contains(&of_base),
        ["postgres"] => set == "image" && of_base == "external",
        _ => false,
    }
}
