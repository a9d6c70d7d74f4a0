//! Names: each kind has its own type, with the grammar of the program that reads it.

use super::host_name::is_a_host_name;
use super::{Unit, UnitError};

/// Declares a name type: its grammar consists of the first character, the other characters and the length.
macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $format:literal, $expects:literal, [$($example:literal),+], $first:expr, $rest:expr, $length:expr $(, $rule:literal)? $(, where $also:expr)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Unit for $name {
            const FORMAT: &'static str = $format;
            const EXPECTS: &'static str = $expects;
            const EXAMPLES: &'static [&'static str] = &[$($example),+];
            $(const RULE: Option<&'static str> = Some($rule);)?

            fn parse(text: &str) -> Result<Self, UnitError> {
                grammar(text, $first, $rest, $length, $expects)?;
                $($also(text)?;)?
                Ok(Self(text.to_owned()))
            }
        }
    };
}

fn grammar(
    text: &str,
    first: fn(char) -> bool,
    rest: fn(char) -> bool,
    length: std::ops::RangeInclusive<usize>,
    expects: &str,
) -> Result<(), UnitError> {
    let mut characters = text.chars();
    let starts = characters.next().is_some_and(first);
    if !starts || !characters.all(rest) || !length.contains(&text.len()) {
        return Err(UnitError::new(format!("this is not {expects}")));
    }
    Ok(())
}

fn alphanumeric(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

fn docker(c: char) -> bool {
    alphanumeric(c) || "_.-".contains(c)
}

fn lower(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
}

name!(
    /// A Compose project, which prefixes volumes and networks (Compose Specification, `name`).
    ProjectName, "project-name", "a project name: lower-case letters, digits, `_` and `-`, starting with a letter or digit",
    ["odoo19"], lower, |c| lower(c) || "_-".contains(c), 1..=63
);
name!(
    /// A Compose service, which is also its host name on the stack's networks.
    ServiceName, "service-name", "a service name: letters, digits, `_`, `.` and `-`, starting with a letter or digit, at most 63 characters",
    ["redis-master", "db"], alphanumeric, docker, 1..=63, where is_a_host_name
);
name!(
    /// The name of a container: two characters or more (Docker, observed).
    ContainerName, "container-name", "a container name: two or more letters, digits, `_`, `.` and `-`, starting with a letter or digit",
    ["odoo19_app"], alphanumeric, docker, 2..=128
);
name!(
    /// A network of the stack.
    NetworkName, "network-name", "a network name: letters, digits, `_`, `.` and `-`, starting with a letter or digit",
    ["stack_network"], alphanumeric, docker, 1..=63
);
name!(
    /// A named volume.
    VolumeName, "volume-name", "a volume name: letters, digits, `_`, `.` and `-`, starting with a letter or digit",
    ["postgres_data"], alphanumeric, docker, 1..=128
);
name!(
    /// The name of a secret, which is also the name of its file in the container.
    SecretName, "secret-name", "a secret name: lower-case letters, digits and `_`, starting with a letter",
    ["redis_password"], |c| c.is_ascii_lowercase(), |c| lower(c) || c == '_', 1..=63
);
name!(
    /// The name of an environment variable.
    EnvName, "variable-name", "a variable name: letters, digits and `_`, not starting with a digit",
    ["REDIS_PASSWORD"], |c| c.is_ascii_alphabetic() || c == '_', |c| alphanumeric(c) || c == '_', 1..=128
);
name!(
    /// An option of odoo.conf, which Odoo converts to lower case.
    OptionName, "option-name", "an option name: lower-case letters, digits and `_`, not starting with a digit",
    ["limit_time_cpu"], |c| c.is_ascii_lowercase() || c == '_', |c| lower(c) || c == '_', 1..=128
);
name!(
    /// A mode of the deployment, which is part of file names.
    ModeName, "mode-name", "a mode name: lower-case letters, digits and `-`, starting with a letter",
    ["production"], |c| c.is_ascii_lowercase(), |c| lower(c) || c == '-', 1..=32
);
name!(
    /// A Compose profile.
    ProfileName, "profile-name", "a profile name: letters, digits, `_`, `.` and `-`, starting with a letter or digit",
    ["production", "ha"], alphanumeric, docker, 1..=63
);
name!(
    /// The name under which Sentinel monitors a master. Sentinel accepts anything; its tools do not.
    MasterName, "master-name", "a Sentinel master name: letters, digits, `_`, `.` and `-`",
    ["odoo19_redis_master"], docker, docker, 1..=128, "master-name-characters"
);
name!(
    /// A PostgreSQL database that Odoo accepts. A database that Odoo creates starts with a letter or a digit and has
    /// letters, digits, `_`, `.` and `-` (addons/web/controllers/database.py, `DBNAME_PATTERN`, 17 to 19). It is
    /// quoted in SQL.
    DatabaseName, "database-name", "a database name: letters, digits, `_`, `.` and `-`, not starting with `.` or `-`, at most 63 characters",
    ["odoo", "shop.example.com"], |c| alphanumeric(c) || c == '_', docker, 1..=63
);
name!(
    /// A PostgreSQL role that needs no quoting (PostgreSQL 15, 4.1.1).
    PostgresName, "postgres-name", "a PostgreSQL name: lower-case letters, digits and `_`, not starting with a digit, at most 63 characters",
    ["odoo"], |c| c.is_ascii_lowercase() || c == '_', |c| lower(c) || c == '_', 1..=63
);
name!(
    /// A Redis command.
    CommandName, "command-name", "a Redis command: letters, `-` and `_`",
    ["CONFIG"], |c| c.is_ascii_alphabetic(), |c| c.is_ascii_alphabetic() || "-_".contains(c), 1..=32
);
name!(
    /// The name of a rule.
    RuleName, "rule-name", "a rule name: lower-case letters and `-`",
    ["image-without-digest"], |c| c.is_ascii_lowercase(), |c| c.is_ascii_lowercase() || c == '-', 1..=64
);
name!(
    /// A label of a container.
    LabelName, "label-name", "a label name: letters, digits, `.`, `_`, `-`, `/`, `[` and `]`, starting with a letter or digit",
    ["traefik.enable"], alphanumeric, |c| docker(c) || "/[]".contains(c), 1..=255, where is_free_label
);
name!(
    /// A name with `{n}` for the number of the instance.
    NamePattern, "name-pattern", "a name with `{n}` for the number of the instance",
    ["redis-replica-{n}", "odoo19_redis_sentinel_{n}"], |c| alphanumeric(c) || c == '{', |c| docker(c) || "{}".contains(c), 3..=60
);

/// Checks that a label is not reserved for Docker or stackgen (Docker's manual, "Docker object labels").
fn is_free_label(text: &str) -> Result<(), UnitError> {
    const KEPT: [&str; 4] = ["stackgen.", "com.docker.", "io.docker.", "org.dockerproject."];
    match KEPT.iter().find(|start| text.starts_with(**start)) {
        Some(start) => Err(UnitError::new(format!("labels that start with `{start}` are reserved"))),
        None => Ok(()),
    }
}

impl ServiceName {
    /// The name as a host name according to RFC 1123: without `_`.
    #[must_use]
    pub fn host(&self) -> String {
        self.0.replace('_', "-").to_ascii_lowercase()
    }
}

/// The keys that lead to a value of the input, separated by dots as in TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPath {
    text: String,
    parts: Vec<String>,
}

impl KeyPath {
    /// The path as it is in the input.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The keys.
    #[must_use]
    pub fn parts(&self) -> &[String] {
        &self.parts
    }
}

impl Unit for KeyPath {
    const FORMAT: &'static str = "key-path";
    const EXPECTS: &'static str = "a key path, like `odoo.image` or `services.\"a.b\".ports`";
    const EXAMPLES: &'static [&'static str] = &["odoo.image", "redis.resources.memory"];

    fn parse(text: &str) -> Result<Self, UnitError> {
        let wrong = || UnitError::new(format!("this is not {}", Self::EXPECTS));
        if text.len() > 512 || text.contains(['=', '#', '\n', '\r', '[', '{']) {
            return Err(wrong());
        }
        let line = format!("{text} = 0");
        let (root, errors) = toml::de::DeTable::parse_recoverable(&line);
        let mut parts = Vec::new();
        let mut table = Some(root.get_ref());
        while let Some((key, value)) = table.and_then(|table| table.iter().next()) {
            parts.push(key.get_ref().to_string());
            table = value.get_ref().as_table();
        }
        if parts.is_empty() || !errors.is_empty() { Err(wrong()) } else { Ok(Self { text: text.to_owned(), parts }) }
    }
}

impl NamePattern {
    /// The name of instance `number`.
    ///
    /// # Errors
    /// If the result is not a valid name of that kind.
    pub fn at<N: Unit>(&self, number: u32) -> Result<N, UnitError> {
        if !self.0.contains("{n}") {
            return Err(UnitError::new("the pattern has no `{n}`: every instance would have the same name"));
        }
        N::parse(&self.0.replace("{n}", &number.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_their_grammar_ends() {
        assert!(VolumeName::parse("v:w").is_err());
        assert!(ProjectName::parse("Bad Name").is_err());
        assert!(EnvName::parse("1A").is_err());
        assert!(MasterName::parse("my/master").is_err());
        assert!(ServiceName::parse("a\n").is_err());
        assert_eq!(ServiceName::parse("ai_service").map(|name| name.host()), Ok("ai-service".to_owned()));
    }

    #[test]
    fn a_service_can_be_found_by_its_name() {
        for name in ["db", "redis-7", "a.b", "ai_service", "x1", "0xyz", "web.v1", "localhost2", "DB"] {
            assert!(ServiceName::parse(name).is_ok(), "{name}");
        }
        for name in [
            "con.",
            "a..b",
            "a-",
            "a_",
            "a.-b",
            "a-.b",
            "localhost",
            "LocalHost",
            "host.docker.internal",
            "1",
            "5432",
            "10.0.0.1",
            "web.1",
            "0x7f",
            "a.0x1",
            "ip6-loopback",
        ] {
            assert!(ServiceName::parse(name).is_err(), "{name}");
        }
    }

    #[test]
    fn databases_are_called_as_odoo_and_postgres_take_them() {
        for name in ["odoo", "UAT", "my-company", "shop.example.com", "_x", "2025"] {
            assert!(DatabaseName::parse(name).is_ok(), "{name}");
        }
        for name in ["", ".x", "-x", "a b", "ñ", "a'b", "a\"b", "a/b", "a%b", "a;b"] {
            assert!(DatabaseName::parse(name).is_err(), "{name}");
        }
    }

    #[test]
    fn paths_are_keys_as_toml_writes_them() {
        let parts = |text: &str| KeyPath::parse(text).map(|path| path.parts().to_vec());
        assert_eq!(parts("odoo.image"), Ok(vec!["odoo".to_owned(), "image".to_owned()]));
        assert_eq!(parts("services.\"a.b\".image").map(|parts| parts[1].clone()), Ok("a.b".to_owned()));
        for text in ["", "a..b", ".", "a = 1 #", "a b", "a\nb"] {
            assert!(parts(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn patterns_number_their_instances() {
        let pattern = NamePattern::parse("redis-replica-{n}").unwrap();
        assert_eq!(pattern.at::<ServiceName>(2).unwrap().as_str(), "redis-replica-2");
        assert!(NamePattern::parse("redis").unwrap().at::<ServiceName>(1).is_err());
        assert!(NamePattern::parse("a{x}-{n}").unwrap().at::<ServiceName>(1).is_err());
    }
}
