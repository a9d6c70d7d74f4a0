//! Placeholders that people write instead of a value.

/// Words that make up placeholders, alone or combined: `changeme`, `your-password-here`, `put the key here`.
const WORDS: &[&str] = &[
    "a",
    "actual",
    "add",
    "api",
    "aqui",
    "aquí",
    "be",
    "cambia",
    "cambiame",
    "cambiar",
    "cambie",
    "change",
    "changed",
    "changeit",
    "changeme",
    "changethis",
    "clave",
    "con",
    "contrasena",
    "contraseña",
    "db",
    "default",
    "dummy",
    "ejemplo",
    "enter",
    "example",
    "fill",
    "fixme",
    "generate",
    "generated",
    "goes",
    "here",
    "in",
    "ingrese",
    "insert",
    "is",
    "it",
    "key",
    "la",
    "later",
    "me",
    "mi",
    "my",
    "mypassword",
    "none",
    "null",
    "of",
    "own",
    "pass",
    "passwd",
    "password",
    "placeholder",
    "please",
    "pon",
    "production",
    "put",
    "random",
    "real",
    "reemplazar",
    "replace",
    "replaceme",
    "replaced",
    "sample",
    "secret",
    "secreto",
    "secure",
    "set",
    "setme",
    "some",
    "strong",
    "su",
    "tbd",
    "test",
    "the",
    "this",
    "to",
    "todo",
    "token",
    "tu",
    "tbc",
    "undefined",
    "update",
    "valor",
    "value",
    "with",
    "yes",
    "your",
    "yourpassword",
    "yours",
    "yoursecret",
];

/// Whether a value is a placeholder: in brackets, a repeated character, only such words, or the name of the variable
/// or of its secret.
pub(super) fn is_placeholder(text: &str, variable: &str, secret: &str) -> bool {
    let text = text.trim();
    let in_brackets = [("<", ">"), ("{{", "}}"), ("[", "]"), ("{", "}"), ("%", "%"), ("__", "__")]
        .iter()
        .any(|(open, close)| text.len() > open.len() + close.len() && text.starts_with(open) && text.ends_with(close));
    let mut characters = text.chars();
    let again = characters.next().is_some_and(|first| text.len() > 1 && characters.all(|c| c == first));
    let named = [variable, secret].iter().any(|name| text.eq_ignore_ascii_case(name));
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let made_of_words = !words.is_empty() && words.iter().all(|word| WORDS.contains(word) || is_of(word, variable));
    // Letters in brackets are a placeholder; a password may start and end with brackets too.
    let words_in_brackets = in_brackets && text.chars().all(|c| c.is_alphabetic() || " _-<>{}[]%.".contains(c));
    words_in_brackets || again || named || made_of_words
}

/// Whether a word is a part of the variable's name: `redis-password` for `REDIS_PASSWORD`.
fn is_of(word: &str, variable: &str) -> bool {
    variable.split('_').any(|part| part.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_no_value() {
        for text in [
            "<secret>",
            "<your api key>",
            "changeme",
            "CHANGE_ME",
            "change-me-please",
            "ChangeMe",
            "xxx",
            "XXXXXXXXXXXXXXXXXXXX",
            "...",
            "***",
            "000000",
            "todo",
            "TBD",
            "password",
            "secret",
            "your-password-here",
            "YOUR_API_KEY",
            "my-password",
            "REDIS_PASSWORD",
            "redis-password",
            "redis_password",
            "{{ redis_password }}",
            "replace this with a strong password",
            "put the key here",
            "cambiame",
            "CAMBIAR",
            "tu-clave-aqui",
            "example",
            "none",
            "__REPLACE_ME__",
            "${",
            "[redacted]",
        ] {
            let expected = text != "${";
            assert_eq!(is_placeholder(text, "REDIS_PASSWORD", "redis_password"), expected, "{text}");
        }
    }

    #[test]
    fn what_is_made_or_issued_is_a_value() {
        for text in [
            "hunter2",
            "sk-ant-api03-FAKEexample0NotReal1",
            "correct horse battery staple",
            "Xy7<secret>9",
            "<Xy7-9zK!>",
            "aaaaaaaaaaaaaaab",
            "change1me2now",
            "odoo19",
            "S3cret",
            "p@ssw0rd",
            "x",
        ] {
            assert!(!is_placeholder(text, "REDIS_PASSWORD", "redis_password"), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_random_value_is_none(text in "[A-Za-z0-9]{24,32}") {
            proptest::prop_assert!(!is_placeholder(&text, "REDIS_PASSWORD", "redis_password"));
        }
    }
}
