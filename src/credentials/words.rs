//! The words that make up names of credentials, and the values that replace a credential.

/// Last parts of a name that indicate a credential.
pub(super) const CERTAIN: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pass",
    "passw",
    "pw",
    "psw",
    "pswd",
    "pwrd",
    "secret",
    "token",
    "tokn",
    "tokken",
    "tocken",
    "toekn",
    "tokne",
    "tkn",
    "apikey",
    "credential",
    "requirepass",
    "masterauth",
    "credencial",
    "contraseña",
    "contrasena",
    "contrasenia",
    "contrasenya",
    "contrasinal",
    "clave",
    "secreto",
    "senha",
    "segredo",
    "motdepasse",
    "passe",
    "mdp",
    "jeton",
    "passwort",
    "kennwort",
    "geheimnis",
    "parola",
    "segreto",
    "wachtwoord",
    "haslo",
    "hasło",
    "losenord",
    "lösenord",
    "heslo",
    "passord",
    "adgangskode",
    "salasana",
    "jelszo",
    "jelszó",
    "sifre",
    "şifre",
    "пароль",
    "токен",
    "密码",
    "密碼",
    "パスワード",
    "비밀번호",
    "cred",
    "creds",
    "privkey",
    "passkey",
];

/// Words that indicate a credential even if the name continues: `PASSWORD_DB`, `CLAVE_SII`.
pub(super) const LEADING: &[&str] = &[
    "password",
    "passwd",
    "contraseña",
    "contrasena",
    "contrasenia",
    "contrasenya",
    "senha",
    "motdepasse",
    "passwort",
    "kennwort",
    "parola",
    "wachtwoord",
];

/// Words after `clave` with which it is a password, of a person or a service.
pub(super) const CLAVES: &[&str] = &[
    "acceso",
    "admin",
    "api",
    "banco",
    "base",
    "bd",
    "certificado",
    "correo",
    "db",
    "ftp",
    "mail",
    "maestra",
    "odoo",
    "pfx",
    "postgres",
    "privada",
    "redis",
    "root",
    "secreta",
    "sii",
    "smtp",
    "ssh",
    "unica",
    "usuario",
    "web",
    "wifi",
];

/// Words for a key in other languages, and the words after them with which it is a credential: `LLAVE_PRIVADA`.
pub(super) const KEYS: &[&str] = &["llave", "chave", "cle", "clé", "schluessel", "schlüssel", "chiave"];
pub(super) const OF_KEYS_BEHIND: &[&str] =
    &["api", "privada", "privee", "privata", "secreta", "secrete", "segreta", "acceso", "acesso"];

/// Words that may indicate a credential if the name continues: `TOKEN_GITHUB`.
pub(super) const MAY_LEAD: &[&str] = &["token", "secret", "apikey"];

/// Endings of a name that is written without separators.
pub(super) const JOINED: &[&str] = &[
    "password",
    "passwd",
    "secret",
    "apikey",
    "secretkey",
    "accesskey",
    "privatekey",
    "apitoken",
    "authtoken",
    "accesstoken",
    "bottoken",
    "dbpass",
    "smtppass",
    "mysqlpass",
    "rootpass",
    "adminpass",
    "userpass",
    "redispass",
    "keypass",
    "storepass",
    "dbpwd",
    "mysqlpwd",
    "rootpwd",
    "rootpw",
    "dbpw",
    "claveapi",
    "contrasena",
    "contraseña",
];

/// Last parts of a name that also have another meaning: `PWD` alone is the working directory of a shell.
pub(super) const AMBIGUOUS: &[&str] = &["auth", "pwd"];

/// Words before `key` with which it is a credential.
pub(super) const OF_KEYS: &[&str] = &[
    "api",
    "access",
    "private",
    "secret",
    "signing",
    "encryption",
    "master",
    "shared",
    "jwt",
    "hmac",
    "webhook",
    "auth",
    "stripe",
    "openai",
    "anthropic",
    "claude",
    "sendgrid",
    "mailgun",
    "twilio",
    "aws",
    "gcp",
    "azure",
    "google",
    "github",
    "gitlab",
    "slack",
    "shopify",
    "paypal",
    "mercadopago",
    "transbank",
    "sentry",
];

/// Words in the name of a key that is public.
pub(super) const OPEN: &[&str] = &["public", "publishable", "published", "site", "gpg", "kms", "authorized"];

/// Last parts that say which value it is, or how it is written.
pub(super) const OF_VALUES: &[&str] = &[
    "value",
    "text",
    "plain",
    "plaintext",
    "raw",
    "string",
    "base64",
    "new",
    "old",
    "current",
    "previous",
    "default",
    "prod",
    "production",
    "dev",
    "development",
    "test",
    "staging",
];

/// Words that differ from a name of a credential by one or two letters.
pub(super) const OTHER: &[&str] =
    &["passport", "passed", "paraphrase", "passage", "passive", "postcode", "parole", "kennwert"];

/// Pairs of words that are not the name of a credential: `PALABRA_CLAVE` is a keyword.
pub(super) const TOGETHER: &[(&str, &str)] = &[
    ("palabra", "clave"),
    ("palabras", "clave"),
    ("palabras", "claves"),
    ("punto", "clave"),
    ("puntos", "clave"),
    ("fecha", "clave"),
    ("fechas", "clave"),
    ("indicador", "clave"),
    ("persona", "clave"),
    ("tipo", "clave"),
    ("plantilla", "clave"),
    ("parola", "chiave"),
    ("nombre", "token"),
    ("duracion", "token"),
    ("expira", "token"),
    ("pad", "token"),
    ("stop", "token"),
    ("public", "token"),
];

/// Values that are set in place of a credential.
pub(super) const INSTEAD: &[&str] = &[
    "true", "false", "none", "null", "yes", "no", "on", "off", "enabled", "disabled", "required", "optional", "always",
    "never", "auto", "allowed", "strict", "set", "missing", "cookie", "header", "simple", "jwt",
];

/// Prefixes of login methods with digits in their names.
pub(super) const METHODS: &[&str] = &[
    "oauth",
    "saml",
    "ntlm",
    "krb5",
    "md5",
    "sha",
    "scram-sha-",
    "pbkdf2",
    "argon2",
    "http",
    "tls",
    "x509",
    "hs256",
    "hs384",
    "hs512",
    "rs256",
    "rs384",
    "rs512",
    "es256",
    "es384",
    "ed25519",
    "base64",
    "v1",
    "v2",
    "v3",
    "2fa",
    "webauthn",
    "pkcs",
    "cram-md5",
    "digest-md5",
    "xoauth",
];

/// Whether a part of a sentence is not a word of a language.
pub(super) fn is_no_word(piece: &str) -> bool {
    let digits = piece.bytes().any(|byte| byte.is_ascii_digit());
    digits || (piece.chars().any(char::is_lowercase) && piece.chars().skip(1).any(char::is_uppercase))
}
