//! Finds texts that look like credentials: by the form of a provider's keys, by the way in which people write
//! passwords into addresses, commands and files, and by the name of their variable or key.

mod about;
mod assignments;
mod behind;
mod forms;
mod names;
mod shapes;
mod sign;
mod values;
mod words;

use std::ops::Range;

pub use forms::FORMS;
pub use names::{Names, names};

/// A credential in a text: its kind and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its kind.
    pub what: &'static str,
    /// Its place, in bytes.
    pub place: Range<usize>,
}

/// Every credential in a text that its form shows.
pub fn in_text(text: &str) -> impl Iterator<Item = Found> {
    shapes::assigned(text).chain(shapes::options(text)).chain(shapes::in_urls(text)).chain(forms::find(text))
}

/// The kind of the credential in a text, if its form shows one.
#[must_use]
pub fn form(text: &str) -> Option<&'static str> {
    in_text(text).next().map(|found| found.what)
}

/// Every credential in a comment. There a name with a colon may also start a sentence.
pub fn in_comment(text: &str) -> impl Iterator<Item = Found> {
    shapes::assigned_loosely(text).chain(shapes::options(text)).chain(shapes::in_urls(text)).chain(forms::find(text))
}

/// Every key and token in a text by its form alone, regardless of the names around it.
pub fn by_form(text: &str) -> impl Iterator<Item = Range<usize>> {
    forms::find(text).map(|found| found.place)
}

/// What may be a credential in a comment: everything after the name of a credential with a sign, or after the name
/// alone if it contains something that is not a word.
pub fn perhaps_in_comment(text: &str) -> impl Iterator<Item = Range<usize>> {
    shapes::behind_assignments(text).chain(behind::behind_words(text)).chain(shapes::in_urls_with_blanks(text))
}

/// What may be a credential in the comment after the value of a key that names one: what is not a word, and not short.
pub fn beside_name(line: &str, comment: &str) -> impl Iterator<Item = Range<usize>> {
    behind::beside_name(line, comment)
}

/// What may be a credential in a text that is not valid TOML: also the rest of a line after the name of a credential,
/// whatever is between them.
pub fn in_broken_text(text: &str) -> impl Iterator<Item = Range<usize>> {
    let places = in_text(text).map(|found| found.place);
    places.chain(behind::behind_names(text)).chain(shapes::in_urls_with_blanks(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_no_credential() {
        let ordinary = [
            "redis://redis-master:6379/0",
            "http://host:8069/a@b",
            "git://git@example.com/x",
            "https://user@host.example.com/path",
            "redis://:${PASSWORD}@h",
            "http://ai-service:8000",
            "https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/1",
            "redis-cli -e ping",
            "a=b",
            "LOG_LEVEL=INFO",
            "PASSWORD_FILE=/run/secrets/x",
            "PGPASSWORD=\"$(cat /run/secrets/x)\" psql",
            "tokens: many",
            "author: me",
            "curl -f http://localhost:8069/web/health",
            "--password $X",
            "--password \"$X\" --token ${Y} --secret-file /x --password-file=/run/secrets/x",
            "^odoo.*$",
            "REDISCLI_AUTH=\"$(cat /run/secrets/redis_password)\" redis-cli ping",
            "ghost",
            "SG.",
            "PWD=/app",
            "AUTH=ldap",
            "HTTP_AUTH: \"none\"",
            "API_TOKEN: \"false\"",
            "TOKEN=\"%(token)s\"",
            "TOKEN={{ token }}",
            "PASSWORD=${PASSWORD:?is needed}",
            "PARTITION_KEY=tenant_id",
            "SSL_KEY=/etc/ssl/private/key.pem",
            "AUTH_METHOD=scram-sha-256",
            "auth: scram-sha-256",
            "Authorization: Bearer $TOKEN",
            "X-Api-Key: ${KEY}",
            "Password=${PW};Server=x",
            "mkdir -p /data/x",
            "psql -w -U odoo",
            "odoo -c /etc/odoo/odoo.conf --workers 4",
            "0123456789abcdef0123456789abcdef01234567",
            "ghcr.io/org/odoo:19.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "sk-learn-models-and-more",
            "task-scheduler-with-a-long-name",
            "disk-usage-monitoring-service",
            "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUREekNDQWZlZ0F3SUJBZ0lVQkE=",
            "hf_hub_enable_transfer",
            "npm_config_registry",
            "secret_name_of_the_thing_that_is_quite_long_indeed",
            "session:session_redis.RedisSessionStore",
            "password = { secret = \"odoo_db_password\" }",
            "TOKEN=$1",
            "TOKEN=\"${1}\"",
            "PASS=${PASS:-}",
            "TOKEN=\"${TOKEN#Bearer }\"",
            "psql -h db -U odoo -w odoo -c 'select 1'",
            "pg_dump -U odoo -w odoo",
            "gunicorn odoo.wsgi -w 4",
            "nc -z mongo -p 27017",
            "docker exec mongo mkdir -p /data",
            "sshpass -f /run/secrets/ssh ssh -p 2222 u@h",
            "docker exec mariadb mkdir -p/data",
            "FORWARD_AUTH=http://authelia:9091/api",
            "FORGOT_PASSWORD=https://example.com/reset",
            "SMTP_AUTH=LOGIN",
            "AUTH=SASL_SSL",
            "JWT_PUBLIC_KEY=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A",
            "STRIPE_PUBLISHABLE_KEY=pk_live_abc123def456",
            "SESSION_KEY=session_id",
            "LICENSE_KEY=community",
            "PASSWORD_HASH=argon2id",
            "password=***",
            "USE_TOKEN=never",
            "s/^PASSWORD=.*/PASSWORD=$X/",
            "grep -oE 'token=([^&]+)&'",
            "EOS_TOKEN=</s>",
            "etcd --auth-token=simple",
            "docker build --secret id=npmrc .",
            "set it to postgresql://user:password@host/db",
            "such as redis://username:password@redis.example.com:6379",
            "password: as the vault has it",
            "PASSWORD=app-$PASSWORD",
            "127.0.0.1:5432:5432",
            "fe80:5432:abcd:ef01:2345",
            "the user me on a host writes >file",
            "requirepass from the secret",
            "auth: SCRAM-SHA-256 since PostgreSQL 10",
            "see http://host:8069 and mail me@example.com",
            "https://0123456789abcdef0123456789abcdef@errors.example.com/3",
            "smtp://mailhog:1025?from=a@b.com",
            "SMTP_AUTH=PLAIN",
            "POSTCODE=7500000",
            "--private-key certs/server.pem",
        ];
        for text in ordinary {
            assert_eq!(form(text), None, "{text}");
        }
    }

    #[test]
    fn what_people_write_is_found() {
        let samples = [
            "redis://:hunter2@redis-master:6379/0",
            "redis://u:$hunter2@h",
            "smtp://user:pa/hunter2@h",
            "https://a1b2c3d4e5f6a7b8c9d0@host/x",
            "redis-server --requirepass odoo19",
            "PGPASSWORD=abc psql",
            "MYSQL_PWD=hunter2",
            "SMTP_PASS=hunter2",
            "JWT_KEY=hunter2",
            "STRIPE_KEY: hunter2",
            "PASSCODE=hunter2",
            "DB_PASSWORDS=hunter2",
            "SECRET_VALUE=hunter2",
            "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "Server=x;Pwd=hunter2;Database=y",
            "odoo --db_password hunter2",
            "tool --token hunter2 run",
            "tool --api-key=hunter2",
            "{\"password\":\"hunter2\"}",
            "host=db password='two words'",
            "PASSWORD=${PASSWORD:-hunter2}",
            "PASSWORD=/hunter2",
            "exec odoo -d shop -w hunter2",
            "contraseña: hunter2",
            "password: hunter2 of the old host",
            "{\"password\" : \"hunter\"}",
            "s/x/PASSWORD=hunter2/",
            "odoo -w hunter2 -d x",
            "gosu odoo odoo -w hunter2",
            "gitlab_rails['smtp_password'] = \"hunter2\"",
            "'dbpassword' => 'hunter2'",
            "[options]\nadmin_passwd = hunter2\n",
            "mysql -u root -p'hunter2'",
            "curl -su elastic:hunter2 http://x",
            "valkey-cli -a hunter2 ping",
            "sshpass -p 'hunter2' ssh x",
            "postgres://odoo:${PW:-odoo}@db/x",
            "amqp://user:password@rabbit:5672/",
            "POSTGRES_PASSWORD=1234",
            "MIIEpAIBAAKCAQEAfakeFAKEfakeFAKEfakeFAKE",
        ];
        for sample in samples {
            assert!(form(sample).is_some(), "{sample}");
        }
        let words = "host=db password='two words' user=x";
        assert_eq!(in_text(words).map(|found| &words[found.place]).collect::<Vec<_>>(), ["two words"]);
    }

    #[test]
    fn a_comment_may_speak_of_passwords() {
        for prose in [
            "# password: see the vault",
            "# secrets: names only; values live in .env",
            "# the token is issued by Anthropic",
            "# auth: nothing to do here",
            "# auth: SCRAM-SHA-256 since PostgreSQL 10",
            "# password = from the vault",
            "# password = { secret = \"odoo_db_password\" }",
        ] {
            assert_eq!(in_comment(prose).next(), None, "{prose}");
        }
        for credential in [
            "# password = \"hunter2\"",
            "# password = hunter2",
            "# PASSWORD: CANARYcanary",
            "# old: redis://:x1@h",
            "#password=letmein",
        ] {
            assert!(in_comment(credential).next().is_some(), "{credential}");
        }
    }
}
