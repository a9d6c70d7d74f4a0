//! Credentials in every form and at every kind of place: each is refused, and none is shown. The forms are those of
//! `src/credentials/forms.tsv`, one example each, and the ways in which people write passwords.

#[path = "support/mod.rs"]
mod support;

use stackgen::report::Renderer;
use stackgen::source::Source;
use support::{base_with, both, compile, documents, project, stackgen, succeeds};

/// An example of each form, which nobody's key is: the mark is taken out.
fn examples() -> Vec<(&'static str, String)> {
    let lines = include_str!("fixtures/credentials.tsv").lines().filter(|line| !line.starts_with("# "));
    let example = |line: &'static str| {
        let (what, example) = line.split_once('\t').unwrap();
        (what, example.replace('¦', "").replace("\\n", "\n"))
    };
    lines.map(example).collect()
}

/// Assignments, options and addresses; `CANARY-canary0` is the credential.
const WRITTEN: &[&str] = &[
    "MYSQL_PWD=CANARY-canary0",
    "SMTP_PASS=CANARY-canary0",
    "JWT_KEY=CANARY-canary0",
    "STRIPE_KEY=CANARY-canary0",
    "PASSCODE=CANARY-canary0",
    "DB_PASSWORDS=CANARY-canary0",
    "SECRET_VALUE=CANARY-canary0",
    "PASSWORD_OLD='CANARY-canary0 with blanks'",
    "PGPASSWORD=CANARY-canary0 psql -h db",
    "odoo --db_password CANARY-canary0",
    "odoo --db_password=CANARY-canary0 --workers 4",
    "tool --token CANARY-canary0",
    "tool --api-key CANARY-canary0",
    "odoo -d shop -w CANARY-canary0",
    "mysql -uroot -pCANARY-canary0",
    "redis-server --requirepass CANARY-canary0",
    "redis-cli -a CANARY-canary0 ping",
    "curl -u me:CANARY-canary0 http://x",
    "curl -H 'Authorization: Basic CANARYcanary0CANARY' http://x",
    "curl -H 'X-Api-Key: CANARY-canary0' http://x",
    "https://CANARYcanary0CANARYcanary@github.com/x/y",
    "redis://:CANARY-canary0@redis:6379/0",
    "postgresql://u:CANARY-canary0@db/x",
    "Server=db;User=x;Pwd=CANARY-canary0;",
    "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=CANARYcanary0CANARYcanary0CANARYcanary0CANARYcanary0==",
    "{\"password\":\"CANARY-canary0\"}",
    "{\"auths\": {\"x\": {\"password\": \"CANARY-canary0\"}}}",
    "{\"password\" : \"CANARY-canary0\"}",
    "password : CANARY-canary0",
    "PASSWORD_DB=CANARY-canary0",
    "PASSWORD_ODOO=CANARY-canary0",
    "CLAVE_SII=CANARY-canary0",
    "PG_PASSWORD_REPLICA=CANARY-canary0",
    "TOKEN_GITHUB=CANARY-canary0",
    "SECRET_KEY_BASE=CANARY-canary0",
    "API_KEY_SII=CANARY-canary0",
    "DB_PSWD=CANARY-canary0",
    "APP_TKN=CANARY-canary0",
    "senha=CANARY-canary0",
    "REDIS_AUTH=CANARY-canary0",
    "PASSWORD=CANARY-canary0-$SUFFIX",
    "ALTER ROLE odoo PASSWORD 'CANARY-canary0'",
    "CREATE USER x IDENTIFIED BY 'CANARY-canary0'",
    "masterauth CANARY-canary0",
    "user default on >CANARY-canary0 ~* +@all",
    "<password>CANARY-canary0</password>",
    "name: DB_PASSWORD\n  value: CANARY-canary0",
    "{\"name\": \"DB_PASSWORD\", \"value\": \"CANARY-canary0\"}",
    "machine github.com login me password CANARY-canary0",
    "db:5432:shop:odoo:CANARY-canary0",
    "root:CANARY-canary0@tcp(db:3306)/shop",
];

/// Where a string can stand in an input; `@` is the string in TOML's quotes.
const PLACES: &[(&str, &str)] = &[
    ("a value", "[services.api.environment]\nNOTE = @\n"),
    ("an argument", "[services.worker]\ncommand = [\"run\", @]\n"),
    ("a health check", "[services.api]\nhealthcheck = { shell = @ }\n"),
    ("an option", "[postgres.settings]\napplication_name = @\n"),
    ("a key", "[services.api.environment]\n@ = 1\n"),
    ("a table", "[services.api.@]\nx = 1\n"),
    ("an unknown key's value", "[odoo]\nnonsense = @\n"),
    ("a name", "[stack]\nname = @\n"),
];

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// What is found of an input, in every format; and whether it was refused as a credential.
fn shown(input: &str) -> (bool, String) {
    let compiled = compile(input);
    let masked = compiled.masked(&Source::new("x.toml", input));
    let refused = compiled.found.iter().any(|found| found.rule == "secret-literal");
    (refused, documents(input, &compiled) + &Renderer::new(true, 80).render(&compiled.found, &masked))
}

/// The part of an example that must not be shown: all that is long and no word of a form.
fn secret_parts(example: &str) -> Vec<&str> {
    let parts = example.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    parts.filter(|part| part.to_lowercase().contains("fake") && part.len() > 8 || part.contains("CANARY")).collect()
}

#[test]
fn every_form_is_refused_at_every_place_and_shown_at_none() {
    let written = WRITTEN.iter().map(|text| ("written", (*text).to_owned()));
    let all: Vec<_> = examples().into_iter().chain(written).collect();
    let mut tried = 0;
    for (what, example) in &all {
        for (place, input) in PLACES {
            // A line of a mistake beside it: its excerpt shows the neighbours.
            let over = input.replace('@', &quoted(example));
            let (refused, text) = shown(&format!("beside = 1\n{}", base_with(&over)));
            assert!(refused, "{what} as {place}: {example}\n{text}");
            for part in secret_parts(example) {
                assert!(!text.contains(part), "{what} as {place}: {part}\n{text}");
            }
            tried += 1;
        }
        for comment in ["# ", "#", "# old: ", "name = \"x\" # "] {
            let line = example.replace('\n', " ");
            let (refused, text) = shown(&format!("{}\n{comment}{line}\n[nonsense]\n", base_with("")));
            assert!(refused, "{what} in a comment: {line}\n{text}");
            for part in secret_parts(&line) {
                assert!(!text.contains(part), "{what} in a comment: {part}\n{text}");
            }
            tried += 1;
        }
    }
    eprintln!("{tried} credentials refused: {} forms at {} places", all.len(), PLACES.len() + 4);
}

/// Keys without their header and hashes of passwords, as OpenSSL writes them.
#[cfg(unix)]
#[test]
fn what_openssl_makes_is_known() {
    let openssl = |words: &str| {
        let output = std::process::Command::new("openssl").args(words.split(' ')).output().unwrap();
        assert!(output.status.success(), "openssl {words}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    for words in [
        "genrsa -traditional 2048",
        "genrsa 2048",
        "genrsa 4096",
        "genpkey -algorithm ED25519",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        "ecparam -genkey -noout -name prime256v1",
    ] {
        let key: String = openssl(words).lines().filter(|line| !line.starts_with('-')).collect();
        assert!(stackgen::credentials::form(&format!("X={key}")).is_some(), "{words}");
    }
    for how in ["-1", "-5", "-6", "-apr1"] {
        let hash = openssl(&format!("passwd {how} word"));
        for written in [hash.trim().to_owned(), hash.trim().replace('$', "$$")] {
            let found = stackgen::credentials::form(&format!("admin:{written}"));
            assert_eq!(found, Some("a password hash"), "{how}: {written}");
        }
    }
}

/// A form that a letter or `_` stands before is still one.
#[test]
fn a_prefix_is_known_behind_a_letter() {
    // The name of a program, a directive or a field is a word of its own.
    let words = [
        "on a command line",
        "in redis.conf",
        "in a Redis ACL",
        "in a list of variables",
        "in .netrc",
        "in SQL",
        "an HTTP Basic login",
    ];
    let of_words = |what: &str| words.iter().any(|words| what.ends_with(words));
    for (what, example) in examples().into_iter().filter(|(what, _)| !of_words(what)) {
        let known =
            ["_", "x_"].iter().any(|before| stackgen::credentials::form(&format!("{before}{example}")).is_some());
        assert!(known, "{what}: {example}");
    }
    for key in ["tokenghp_FAKEexample0NotReal1FAKEexample0NotR", "MYglpat-FAKEexample0NotReal1"] {
        assert!(stackgen::credentials::form(key).is_some(), "{key}");
    }
}

/// What only looks like a credential from afar builds without a finding, and without an allowance.
#[test]
fn ordinary_values_are_no_credentials() {
    let environment = "[services.api.environment]\nPWD = '/app'\nAUTH = 'ldap'\nHTTP_AUTH = 'none'\nAPI_TOKEN = 'false'\n\
        TEMPLATE = 'TOKEN=\"%(token)s\"'\nOTHER = '{{ token }}'\nTOKEN = '{{ token }}'\nPARTITION_KEY = 'tenant_id'\n\
        SSL_KEY = '/etc/ssl/private/key.pem'\nAUTH_METHOD = 'scram-sha-256'\nSENTRY_DSN = 'https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/1'\n\
        PASSWORD_RESET_URL = 'https://example.com/reset'\nPASSWORD_POLICY = 'word'\nTOKEN_TTL = '15m'\n\
        AUTH_KIND = 'oauth2'\nREDIS_AUTH = 'oauth2'\nEOS_TOKEN = '</s>'\nSED = 's/^PASSWORD=.*/PASSWORD=$X/'\n\
        DSN = 'set it to postgresql://user:password@host/db'\nHELP = 'password: as the vault has it'\n\
        GREP = 'grep -oE \"token=([^&]+)&\"'\nETCD = 'etcd --auth-token=simple'\nBUILD = 'build --secret id=npmrc .'\n\
        PASSWORD_OF_APP = 'app-$PASSWORD'\nPOSTCODE = '7500000'\nSMTP_AUTH = 'PLAIN LOGIN'\n\
        SSL_PRIVATE_KEY = 'certs/server1.key'\nADMIN_PASSWORD = '$__file{/run/secrets/x}'\n\
        ERRORS = 'https://0123456789abcdef0123456789abcdef@errors.example.com/3'\n\
        [services.passbolt]\nimage = 'passbolt:1.2.3'\n[services.auth-token]\nimage = 'auth-token:1.2.3'\n\
        # password: see the vault; tokens are issued by others\n\
        # auth: SCRAM-SHA-256 since PostgreSQL 10\n";
    let dir = project(&base_with(environment));
    let output = succeeds(stackgen(dir.path()).arg("build"));
    assert!(!both(&output).contains("secret-"), "{}", both(&output));
}

/// How a credential is called where it is misspelt, or in the words of those who write it.
const CALLED: &[&str] = &[
    "smtp_pasword",
    "db_pasword",
    "db_passwrod",
    "admin_paswd",
    "admin_passw0rd",
    "redis_passowrd",
    "api_tokken",
    "client_secert",
    "api_secrte",
    "credencial",
    "credenciales",
    "REDIS_PASSWORD",
    "DB_PSWD",
    "CONTRASENA",
    "CONTRASEÑA",
    "CONTRASENIA",
    "CONTRASEÑA_SII",
    "CLAVE",
    "CLAVE_API",
    "CLAVE_SECRETA",
    "CLAVE_PRIVADA",
    "CLAVEAPI",
    "SECRETO",
    "LLAVE_PRIVADA",
    "SENHA",
    "SENHA_DO_BANCO",
    "SEGREDO",
    "CHAVE_API",
    "CHAVE_PRIVADA",
    "MOTDEPASSE",
    "MOT_DE_PASSE",
    "MDP",
    "JETON",
    "CLE_API",
    "PASSWORT",
    "KENNWORT",
    "GEHEIMNIS",
    "API_SCHLUESSEL",
    "PAROLA_DACCESSO",
    "SEGRETO",
    "CHIAVE_API",
    "CONTRASENYA",
    "WACHTWOORD",
    "HASLO",
    "LOSENORD",
    "HESLO",
    "PASSORD",
    "SALASANA",
    "JELSZO",
    "SIFRE",
    "CLAVES",
    "CLAVE_SII",
    "contraseña del correo",
    "clave de acceso",
    "REDISPASS",
    "DB_CREDS",
    "密码",
];

/// Where a name and its literal can stand, `@` and `%`.
const NAMED: &[&str] = &[
    "[odoo.options]\n@ = %\n",
    "[odoo.custom_options]\n@ = %\n",
    "[odoo.environment]\n@ = %\n",
    "[services.api.environment]\n@ = %\n",
    "[redis]\n@ = %\n",
    "[redis.settings]\n@ = %\n",
    "[postgres.settings]\n@ = %\n",
];

#[test]
fn misspelt_names_and_those_of_other_languages_are_known() {
    for name in CALLED {
        for (place, of_name) in
            NAMED.iter().flat_map(|place| [(place, (*name).to_owned()), (place, name.to_lowercase())])
        {
            let over = place.replace('@', &quoted(&of_name)).replace('%', "\"canaryCanary\"");
            let (refused, text) = shown(&base_with(&over));
            assert!(refused, "{over}{text}");
            assert!(!text.contains("canaryCanary"), "{over}{text}");
        }
    }
}

#[test]
fn innocent_names_and_values_are_not_refused() {
    let lines = include_str!("fixtures/innocent.tsv").lines().filter(|line| !line.starts_with('#'));
    let lines: Vec<String> = lines.map(|line| line.replace('¦', "")).collect();
    let all: Vec<_> = lines.iter().map(|line| line.split_once('\t').unwrap()).collect();
    assert!(all.len() >= 60, "{}", all.len());
    let mut wrong = Vec::new();
    for (name, value) in &all {
        for place in ["[services.api.environment]\n@ = %\n", "[odoo.custom_options]\n@ = %\n", "# @ = %\n", "# @: %\n"]
        {
            let over = place.replace('@', name).replace('%', &quoted(value));
            let input = if place.starts_with('#') { base_with("") + &over } else { base_with(&over) };
            let compiled = compile(&input);
            wrong.extend(
                compiled
                    .found
                    .iter()
                    .filter(|found| found.rule.starts_with("secret"))
                    .map(|found| format!("{over}{}", found.message)),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What one rule allows for a reason, another one does not refuse for ever; it stays hidden all the same.
#[test]
fn an_allowed_string_can_be_generated() {
    let environment = "[services.api.environment]\nDEMO_PASSWORD = 'CANARY-canary0'\n";
    let allow = "[rules]\nallow = [{ rule = 'secret-literal', at = 'services.api.environment.DEMO_PASSWORD', reason = 'the demo is public' }]\n";
    let refused = project(&base_with(environment));
    let output = stackgen(refused.path()).arg("build").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let dir = project(&base_with(&format!("{environment}{allow}")));
    let output = succeeds(stackgen(dir.path()).args(["build", "-v"]));
    assert!(!both(&output).contains("CANARY"), "{}", both(&output));
    let compose = std::fs::read_to_string(dir.path().join("generated/docker-compose.yml")).unwrap();
    assert!(compose.contains("DEMO_PASSWORD: CANARY-canary0"), "{compose}");
    // The same text from another place is refused as before.
    let elsewhere = format!("{environment}{allow}").replace("DEMO_PASSWORD'", "OTHER'");
    let dir = project(&base_with(&elsewhere));
    assert_eq!(stackgen(dir.path()).arg("build").output().unwrap().status.code(), Some(1));
}
