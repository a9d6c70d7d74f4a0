//! Names of variables, keys and options that indicate a credential.

use std::cell::RefCell;
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use indexmap::IndexMap;

use super::about::ABOUT;
use super::words::{
    AMBIGUOUS, CERTAIN, CLAVES, JOINED, KEYS, LEADING, MAY_LEAD, OF_KEYS, OF_KEYS_BEHIND, OF_VALUES, OPEN, OTHER,
    TOGETHER,
};
use crate::suggest::Letters;

/// How strongly a name indicates a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Names {
    /// The value may be a credential, if it looks like one: `PARTITION_KEY`, `STRIPE_PUBLISHED_KEY`.
    Perhaps,
    /// The value is a credential, or a login method: `AUTH`, `PWD`.
    Likely,
    /// The value is a credential.
    Certainly,
}

/// The minimum length of a name whose misspelt forms are recognised, in letters.
const LONG_ENOUGH: usize = 6;

/// A name of a credential, with data to rule out other words quickly.
struct Known {
    name: &'static str,
    letters: Letters,
    /// The maximum number of slips; `None` if it is too short for misspelt forms.
    most_slips: Option<usize>,
}

impl Known {
    fn all(names: &[&'static str]) -> Vec<Self> {
        let one = |name: &&'static str| {
            let length = name.chars().count();
            Self { name, letters: Letters::of(name), most_slips: (length >= LONG_ENOUGH).then_some(length / 4) }
        };
        names.iter().map(one).collect()
    }

    /// Whether a word with these letters is this name with a slip. A misspelt word still has the right first or last
    /// letter.
    fn is_misspelt_as(&self, word: &str, letters: Letters) -> bool {
        let alike = || {
            self.name.chars().next() == word.chars().next() || self.name.chars().next_back() == word.chars().next_back()
        };
        self.most_slips.is_some_and(|most| {
            self.name.len().abs_diff(word.len()) <= most
                && self.letters.least_slips(letters) <= most
                && alike()
                && strsim::osa_distance(word, self.name) <= most
        })
    }
}

static CERTAIN_NAMES: LazyLock<Vec<Known>> = LazyLock::new(|| Known::all(CERTAIN));
static JOINED_NAMES: LazyLock<Vec<Known>> = LazyLock::new(|| Known::all(JOINED));

/// The parts of a name, split at `_`, `-`, `.`, spaces and capitals inside a word, without digits.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut lower_before = false;
    for c in name.chars() {
        if "_-. ".contains(c) || (c.is_uppercase() && lower_before) {
            parts.push(String::new());
        }
        lower_before = c.is_lowercase();
        if let Some(part) = parts.last_mut().filter(|_| c.is_alphabetic()) {
            part.extend(c.to_lowercase());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether a word is the name of a credential, in singular or plural (but `max_tokens` is a count), or misspelt.
fn certain(word: &str) -> bool {
    let one = word.strip_suffix('s').filter(|one| !["token", "pas", "pw"].contains(one)).unwrap_or(word);
    let letters = Letters::of(word);
    let ends =
        |known: &Known| letters.can_hold(known.letters) && (one.ends_with(known.name) || word.ends_with(known.name));
    let is = |known: &Known| letters.can_hold(known.letters) && (known.name == one || known.name == word);
    JOINED_NAMES.iter().any(ends)
        || CERTAIN_NAMES.iter().any(is)
        || (CERTAIN_NAMES.iter().any(|known| known.is_misspelt_as(word, letters)) && !OTHER.contains(&word))
}

/// What a name indicates that continues after the word for a credential, if the rest says which credential it is.
fn goes_on(parts: &[String]) -> Option<Names> {
    let which = |behind: &[String]| !behind.is_empty() && !behind.iter().any(|part| ABOUT.contains(&part.as_str()));
    let mut at = (0..parts.len()).filter_map(|index| {
        let word = parts.get(index)?.as_str();
        let key = word == "key" && index > 0 && OF_KEYS.contains(&parts.get(index - 1)?.as_str());
        let says = if LEADING.contains(&word) { Names::Certainly } else { Names::Likely };
        let leads = key || LEADING.contains(&word) || MAY_LEAD.contains(&word);
        if word == "clave" {
            // In Spanish it is also the key or the code of something: `CLAVE_UNIDAD`.
            let of_what = parts.get(index + 1..)?;
            let certain = of_what.iter().any(|part| CLAVES.contains(&part.as_str()));
            let says = if certain { Names::Certainly } else { Names::Perhaps };
            return which(of_what).then_some(says);
        }
        (leads && which(parts.get(index + 1..)?)).then_some(says)
    });
    at.next()
}

/// Whether two words name a key in a language that may have the qualifier after the noun: `API_SCHLUESSEL`,
/// `LLAVE_PRIVADA`.
fn of_a_key(one: &str, two: &str) -> bool {
    (KEYS.contains(&one) && OF_KEYS_BEHIND.contains(&two)) || (KEYS.contains(&two) && OF_KEYS.contains(&one))
}

/// The maximum number of names in the cache.
const MOST_REMEMBERED: usize = 4096;

thread_local! {
    /// A cache: the same few hundred names are in the input and in every generated file.
    static REMEMBERED: RefCell<IndexMap<String, Option<Names>, FixedState>> = RefCell::default();
}

/// What a name indicates about its value, if anything.
#[must_use]
pub fn names(name: &str) -> Option<Names> {
    REMEMBERED.with_borrow_mut(|remembered| {
        if let Some(known) = remembered.get(name) {
            return *known;
        }
        let says = says(name);
        if remembered.len() < MOST_REMEMBERED {
            remembered.insert(name.to_owned(), says);
        }
        says
    })
}

fn says(name: &str) -> Option<Names> {
    let mut parts = parts(name);
    while parts.len() > 1 && parts.last().is_some_and(|last| OF_VALUES.contains(&last.as_str())) {
        parts.pop();
    }
    let (last, before) = parts.split_last()?;
    if before.last().is_some_and(|before| TOGETHER.contains(&(before, last))) {
        return None;
    }
    if parts.windows(2).any(|pair| matches!(pair, [one, two] if of_a_key(one, two))) {
        return Some(Names::Certainly);
    }
    if certain(last) || (last == "pwd" && !before.is_empty()) {
        return Some(Names::Certainly);
    }
    if AMBIGUOUS.contains(&last.as_str()) {
        return Some(Names::Likely);
    }
    if let Some(goes_on) = goes_on(&parts) {
        return Some(goes_on);
    }
    if before.iter().any(|part| OPEN.contains(&part.as_str())) {
        return None;
    }
    let of_what = before.last().filter(|_| last == "key" || last == "keys")?;
    Some(if OF_KEYS.contains(&of_what.as_str()) { Names::Certainly } else { Names::Perhaps })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_they_hold() {
        for name in [
            "max_tokens",
            "PASSWORD_FILE",
            "secret_name",
            "keyboard",
            "pass_through",
            "compass",
            "TOKEN_TTL",
            "author",
            "passport",
            "bypass",
            "key",
            "passed",
            "POSTCODE",
            "DEFAULT_PASSWORD_SCHEME",
            "TOKEN_BUDGET",
            "SSH_AUTHORIZED_KEYS",
            "RESET_PASSWORD_JWT_LIFESPAN",
            "PASSWORD_RESET_URL",
            "password_min_length",
            "token_type",
            "tokens_per_minute",
            "secret_manager",
        ] {
            assert_eq!(names(name), None, "{name}");
        }
        for name in [
            "admin_passwd",
            "CLAUDE_API_KEY",
            "dbpassword",
            "JWT_SECRET",
            "smtp-password",
            "SMTP_PASS",
            "DB_PASSWORD_1",
            "clientSecret",
            "pasword",
            "passwrod",
            "pssword",
            "PASSWORDS",
            "SECRET_VALUE",
            "API_KEY_PROD",
            "PASSCODE",
            "JWT_KEY",
            "MYSQL_PWD",
            "DBPASS",
            "JWTSECRET",
            "APITOKEN",
            "AWSSECRETKEY",
            "STRIPE_KEY",
            "contraseña",
            "secrets",
            "PASSWORD_DB",
            "CLAVE_SII",
            "pgPasswordReplica",
            "pswd",
        ] {
            assert_eq!(names(name), Some(Names::Certainly), "{name}");
        }
        assert_eq!(names("HTTP_AUTH"), Some(Names::Likely));
        assert_eq!(names("PWD"), Some(Names::Likely));
        assert_eq!(names("TOKEN_GITHUB"), Some(Names::Likely));
        assert_eq!(names("API_KEY_SII"), Some(Names::Likely));
        assert_eq!(names("SECRET_KEY_BASE"), Some(Names::Likely));
        assert_eq!(names("PARTITION_KEY"), Some(Names::Perhaps));
        assert_eq!(names("CLAVE_UNIDAD"), Some(Names::Perhaps));
        assert_eq!(names("FECHA_CLAVE"), None);
        assert_eq!(names("contraseña del correo"), Some(Names::Certainly));
    }
}
