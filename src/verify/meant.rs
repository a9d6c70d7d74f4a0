//! What a Compose project has to say, from the stack: the counterpart of `service`.

use std::collections::BTreeMap;

use camino::Utf8Path;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::service::{Claims, definition, mounted, publishes, sorted, unescaped};
use crate::emit::{Artifact, in_mode};
use crate::input::{Condition, LocaleProvider};
use crate::origin::At;
use crate::stack::{
    Container, EnvTerm, HealthTest, MountSource, Postgres, Redis, RedisNode, RoleSource, Router, SecretSource,
    Sentinel, Service, Stack,
};
use crate::units::{Bytes, Cpus, EnvName};

/// A generated file: its usual path, and where a container reads it.
type Mounted = (String, &'static str);

/// What is particular to a container.
#[derive(Default)]
struct Role {
    files: Vec<Mounted>,
    entrypoint: Option<Value>,
    command: Option<Value>,
    environment: Map<String, Value>,
    health: Option<Value>,
    more: Claims,
}

/// The claims of every thing that the stack has; the project is asked for its definitions only, which labels count.
pub(super) fn meant(stack: &Stack, artifacts: &[Artifact], project: &Value) -> BTreeMap<String, Claims> {
    let mut things = BTreeMap::new();
    for (container, role) in roles(stack) {
        let claims = service(stack, container, role, artifacts, project);
        things.insert(format!("the service {}", container.service.as_str()), claims);
    }
    for (name, network) in &stack.networks {
        let mut claims = claims([("driver", json!(network.driver.as_str())), ("internal", json!(*network.internal))]);
        let mut some = |key: &str, text: Option<String>| claims.extend(text.map(|text| (key.to_owned(), json!(text))));
        some("subnet", network.subnet.as_ref().map(|subnet| subnet.to_string()));
        // Without a subnet there is nothing to divide.
        if let Some(subnet) = &network.subnet {
            some(
                "ip_range",
                network.dynamic.as_ref().filter(|range| subnet.contains(&***range)).map(|range| range.to_string()),
            );
            some("gateway", network.gateway.as_ref().map(|gateway| gateway.get().to_string()));
        }
        things.insert(format!("the network {}", name.as_str()), claims);
    }
    let read = |name| stack.containers().any(|container| container.secrets.contains(name));
    for (name, secret) in stack.secrets.iter().filter(|(name, _)| read(name)) {
        let source = match &secret.source {
            SecretSource::Env(variable) => ("environment", json!(variable.as_str())),
            SecretSource::File(path) => ("file", json!(path.from_project(&stack.project_dir))),
        };
        things.insert(format!("the secret {}", name.as_str()), claims([source]));
    }
    let mounts = stack.containers().flat_map(|container| &container.mounts);
    let volumes: std::collections::BTreeSet<&str> = mounts
        .filter_map(|mount| match &mount.source {
            MountSource::Volume(name) => Some(name.as_str()),
            MountSource::Bind(_) => None,
        })
        .collect();
    let mut all = claims([("name", json!(stack.name.as_str()))]);
    if !volumes.is_empty() {
        all.insert("volumes".to_owned(), sorted(volumes));
    }
    things.insert("the project".to_owned(), all);
    things
}

fn claims<const N: usize>(of: [(&str, Value); N]) -> Claims {
    of.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn roles(stack: &Stack) -> Vec<(&Container, Role)> {
    let mut roles = Vec::new();
    roles.extend(stack.postgres.container().map(|container| (container, postgres(&stack.postgres))));
    if let Some(redis) = &stack.redis {
        roles.extend(redis.nodes().map(|node| (&node.container, redis_node(redis, node))));
        for (number, container) in (1..).zip(redis.sentinel.iter().flat_map(|of| &of.containers)) {
            roles.extend(redis.sentinel.as_ref().map(|of| (container, sentinel(redis, of, number))));
        }
        if let Some(router) = &redis.router {
            roles.extend(router.containers.iter().map(|container| (container, redis_router(redis, router))));
        }
    }
    roles.push((&stack.odoo.container, odoo(stack)));
    roles.extend(stack.services.iter().map(|one| (&one.container, further(one))));
    roles
}

fn secret_file(name: &crate::units::SecretName) -> String {
    format!("/run/secrets/{}", name.as_str())
}

fn shell(line: &str) -> Value {
    json!(["CMD-SHELL", line])
}

fn postgres(postgres: &Postgres) -> Role {
    let own = secret_file(&postgres.password);
    let (database, user, password) = match &postgres.superuser {
        Some(superuser) => ("postgres", superuser.name.as_str(), secret_file(&superuser.password)),
        None => (postgres.database.as_str(), postgres.user.as_str(), own.clone()),
    };
    let (encoding, locale) = (postgres.encoding.as_str(), postgres.locale.as_str());
    let initdb = match *postgres.locale_provider {
        LocaleProvider::Icu => format!("--locale=C.UTF-8 --locale-provider=icu --icu-locale={locale}"),
        LocaleProvider::Libc => format!("--locale={locale}"),
    };
    let environment = [
        ("POSTGRES_DB", database.to_owned()),
        ("POSTGRES_USER", user.to_owned()),
        ("POSTGRES_PASSWORD_FILE", password),
        ("POSTGRES_INITDB_ARGS", format!("--encoding={encoding} {initdb}")),
    ];
    let mut command = vec!["postgres".to_owned()];
    for (name, value) in &postgres.settings {
        command.extend(["-c".to_owned(), format!("{name}={}", value.as_str())]);
    }
    let (port, user, database) = (postgres.port.get(), postgres.user.as_str(), postgres.database.as_str());
    let login = format!("psql -w -h \"$(hostname)\" -p {port} -U {user} -d {database}");
    let check = format!("PGCONNECT_TIMEOUT=3 PGPASSWORD=\"$(cat {own})\" {login} -qAtc 'select 1' | grep -qx 1");
    Role {
        files: postgres
            .superuser
            .iter()
            .map(|_| ("postgres/init.sh".to_owned(), "/docker-entrypoint-initdb.d/init.sh"))
            .collect(),
        command: (command.len() > 1).then(|| json!(command)),
        environment: environment.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect(),
        health: Some(shell(&check)),
        more: claims([("shm_size", json!(postgres.shm_size.get()))]),
        ..Role::default()
    }
}

/// Pairs that are there.
fn variables<const N: usize>(of: [(&str, Option<String>); N]) -> Map<String, Value> {
    of.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value?)))).collect()
}

/// What a client has to be told, and answered, for a server to be healthy.
fn answers(redis: &Redis, port: u16, password: Option<&At<crate::units::SecretName>>) -> Value {
    let asks = format!("{} -p {port} ping | grep -qx PONG", redis.programs().cli);
    let told = password.map(|name| format!("REDISCLI_AUTH=\"$(cat {})\" ", secret_file(name)));
    shell(&(told.unwrap_or_default() + &asks))
}

fn redis_node(redis: &Redis, node: &RedisNode) -> Role {
    let source = redis.role_source(node);
    let sentinel = redis.sentinel_with(&node.container);
    Role {
        files: vec![
            (format!("redis/{}.conf", node.file), "/usr/local/etc/redis/redis.conf"),
            ("redis/start.sh".to_owned(), "/usr/local/etc/redis/start.sh"),
        ],
        command: Some(json!(["sh", "/usr/local/etc/redis/start.sh"])),
        environment: variables([
            ("REDIS_HOST", Some(node.container.host())),
            ("REDIS_PORT", Some(redis.port.get().to_string())),
            ("REDIS_PASSWORD_FILE", redis.password.as_deref().map(secret_file)),
            ("REDIS_ROLE_FROM", Some(source.as_str().to_owned())),
            ("REDIS_NODES", (source == RoleSource::Data).then(|| redis.addresses().join(" "))),
            ("SENTINEL_ADDRESSES", sentinel.map(|of| of.addresses().join(" "))),
            ("SENTINEL_MASTER_NAME", sentinel.map(|of| of.master_name.as_str().to_owned())),
        ]),
        health: Some(answers(redis, redis.port.get(), redis.password.as_ref())),
        ..Role::default()
    }
}

fn sentinel(redis: &Redis, of: &Sentinel, number: u32) -> Role {
    Role {
        files: vec![
            (format!("redis/sentinel-{number}.conf"), "/usr/local/etc/redis/sentinel.conf"),
            ("redis/sentinel.sh".to_owned(), "/usr/local/etc/redis/sentinel.sh"),
        ],
        command: Some(json!(["sh", "/usr/local/etc/redis/sentinel.sh"])),
        environment: variables([
            ("REDIS_PASSWORD_FILE", redis.password.as_deref().map(secret_file)),
            ("SENTINEL_MASTER_NAME", Some(of.master_name.as_str().to_owned())),
            ("SENTINEL_ADDRESSES", Some(of.addresses().join(" "))),
            ("REDIS_NODES", Some(redis.addresses().join(" "))),
        ]),
        health: Some(answers(redis, of.port.get(), None)),
        ..Role::default()
    }
}

fn redis_router(redis: &Redis, router: &Router) -> Role {
    let port = router.port.get();
    let answer = if redis.password.is_some() { "^-NOAUTH " } else { "^+PONG" };
    let ask = r"printf 'PING\r\nQUIT\r\n'";
    let by_nc = format!("{ask} | nc -w 3 127.0.0.1 {port}");
    let by_bash = format!("timeout 3 bash -c \"exec 3<>/dev/tcp/127.0.0.1/{port}; {ask} >&3; cat <&3\"");
    Role {
        files: vec![
            ("redis/haproxy.cfg".to_owned(), "/usr/local/etc/haproxy/haproxy.cfg"),
            ("redis/router.sh".to_owned(), "/usr/local/etc/haproxy/start.sh"),
        ],
        entrypoint: Some(json!(["/bin/sh", "/usr/local/etc/haproxy/start.sh"])),
        health: Some(shell(&format!(
            "if command -v nc >/dev/null; then {by_nc}; else {by_bash}; fi | grep -q '{answer}'"
        ))),
        ..Role::default()
    }
}

/// The variables without a secret: the others are in the start script.
fn plain<'e>(environment: impl IntoIterator<Item = (&'e EnvName, &'e At<EnvTerm>)>) -> Map<String, Value> {
    let plain = |(name, term): (&EnvName, &At<EnvTerm>)| Some((name.as_str().to_owned(), json!(term.plain()?)));
    environment.into_iter().filter_map(plain).collect()
}

fn odoo(stack: &Stack) -> Role {
    let odoo = &stack.odoo;
    let page = format!("http://127.0.0.1:{}/web/health", odoo.http_port.get());
    Role {
        files: vec![
            ("odoo/odoo.conf".to_owned(), "/etc/odoo/odoo.conf"),
            ("odoo/start.sh".to_owned(), "/etc/odoo/start.sh"),
        ],
        entrypoint: Some(json!(["/bin/sh", "/etc/odoo/start.sh"])),
        command: Some(json!(["odoo"])),
        environment: plain(&odoo.environment),
        health: Some(json!(["CMD", "curl", "-fsS", "-o", "/dev/null", page])),
        ..Role::default()
    }
}

fn further(one: &Service) -> Role {
    let start = "/usr/local/bin/stack-start.sh";
    let mut more = Claims::new();
    more.extend(one.user.as_ref().map(|user| ("user".to_owned(), json!(user.as_str()))));
    let build = one.container.build.as_ref().map(|build| build.from_project(&one.project_dir));
    more.extend(build.map(|build| ("build".to_owned(), json!(build))));
    Role {
        files: one
            .has_script()
            .then(|| (format!("services/{}/start.sh", one.container.service.as_str()), start))
            .into_iter()
            .collect(),
        entrypoint: one.has_script().then(|| json!(["/bin/sh", start])),
        command: one.command.as_ref().map(|words| words.iter().map(|word| json!(word.as_str())).collect()),
        environment: plain(&one.environment),
        health: one.health.as_ref().map(|test| match test {
            HealthTest::Command(words) => ["CMD"].into_iter().chain(words.iter().map(String::as_str)).collect(),
            HealthTest::Shell(line) => json!(["CMD-SHELL", line.as_str()]),
        }),
        more,
    }
}

fn service(stack: &Stack, of: &Container, role: Role, artifacts: &[Artifact], project: &Value) -> Claims {
    let found = |usual: &str| {
        let own = stack.mode.as_ref().map(|mode| in_mode(Utf8Path::new(usual), mode));
        let there = |path: &Utf8Path| artifacts.iter().find(|file| file.path == path);
        own.as_deref().and_then(there).or_else(|| there(Utf8Path::new(usual)))
    };
    let files: Vec<(Option<&Artifact>, &str)> =
        role.files.iter().map(|(usual, target)| (found(usual), *target)).collect();
    let mut claims = role.more;
    let mut put = |key: &str, value: Option<Value>| claims.extend(value.map(|value| (key.to_owned(), value)));
    let filled = |list: Value| Some(list).filter(|list| list.as_array().is_none_or(|list| !list.is_empty()));
    let texts = |list: Vec<&str>| filled(json!(list));
    put("image", of.image.as_ref().map(|image| json!(image.as_str())));
    put("container_name", of.name.as_ref().map(|name| json!(name.as_str())));
    put("profiles", texts(of.profiles.iter().map(|profile| profile.as_str()).collect()));
    put("labels", Some(json!({ "stackgen.digest": digest(of, &files, project) })));
    put("entrypoint", role.entrypoint);
    put("command", role.command);
    put("environment", (!role.environment.is_empty()).then_some(Value::Object(role.environment)));
    put("secrets", texts(of.secrets.iter().map(|name| name.as_str()).collect()));
    put("volumes", filled(sorted(mounts(of, &files))));
    let ports = of.ports.iter().map(|port| {
        publishes(
            &port.address.to_string(),
            port.host.get().into(),
            port.container.get().into(),
            port.protocol.as_str(),
        )
    });
    put("ports", filled(json!(ports.collect::<Vec<_>>())));
    put("networks", Some(networks(of)));
    put("extra_hosts", filled(sorted(of.hosts.iter().map(|(host, address)| format!("{host}={}", address.get())))));
    put("restart", Some(json!(of.restart.as_str())));
    put("stop_grace_period", Some(json!(of.stop_grace_period.millis())));
    put("init", Some(json!(*of.init)));
    for (on, dependency) in &of.depends_on {
        let state = match dependency.condition {
            Condition::Any => continue,
            Condition::Started => "service_started",
            Condition::Healthy => "service_healthy",
            Condition::Completed => "service_completed_successfully",
        };
        put(&format!("dependency {}", on.as_str()), Some(json!(state)));
    }
    if let Some(test) = role.health {
        put("health test", Some(test));
        put("health interval", Some(json!(of.health.interval.millis())));
        put("health timeout", Some(json!(of.health.timeout.millis())));
        put("health retries", Some(json!(*of.health.retries)));
        put("health start_period", Some(json!(of.health.start_period.millis())));
    }
    put("log driver", Some(json!("json-file")));
    put("log max-size", Some(json!(of.log.max_size.get())));
    put("log max-file", Some(json!(*of.log.max_files)));
    claims.extend(security(of));
    claims.extend(resources(of));
    claims
}

fn security(of: &Container) -> Claims {
    let security = &of.security;
    let mut claims = Claims::new();
    if *security.no_new_privileges {
        claims.insert("security_opt".to_owned(), json!(["no-new-privileges:true"]));
    }
    for (key, list) in [("cap_drop", &security.cap_drop), ("cap_add", &security.cap_add)] {
        let names: Vec<&str> = list.iter().map(|capability| capability.as_str()).collect();
        claims.extend((!names.is_empty()).then(|| (key.to_owned(), json!(names))));
    }
    claims.extend(security.read_only.then(|| ("read_only".to_owned(), json!(true))));
    let folders: Vec<&str> = security.tmpfs.iter().map(|path| path.as_str()).collect();
    claims.extend((!folders.is_empty()).then(|| ("tmpfs".to_owned(), json!(folders))));
    claims
}

fn resources(of: &Container) -> Claims {
    let resources = &of.resources;
    let cpus = |cpus: &At<Cpus>| json!(cpus.get());
    let bytes = |bytes: &At<Bytes>| json!(bytes.get());
    let all = [
        ("limits cpus", resources.cpus.as_ref().map(cpus)),
        ("limits memory", resources.memory.as_ref().map(bytes)),
        ("limits pids", Some(json!(*resources.pids))),
        ("reservations cpus", resources.reserved_cpus.as_ref().map(cpus)),
        ("reservations memory", resources.reserved_memory.as_ref().map(bytes)),
    ];
    all.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

fn mounts(of: &Container, files: &[(Option<&Artifact>, &str)]) -> Vec<String> {
    let own = of.mounts.iter().map(|mount| {
        let (kind, source) = match &mount.source {
            MountSource::Volume(name) => ("volume", name.as_str()),
            MountSource::Bind(path) => ("bind", path.as_str()),
        };
        mounted(kind, source, mount.target.as_str(), *mount.read_only)
    });
    let generated = files.iter().map(|(file, target)| {
        let path = file.map_or("nothing", |file| file.path.as_str());
        mounted("bind", &format!("./{path}"), target, true)
    });
    own.chain(generated).collect()
}

fn networks(of: &Container) -> Value {
    let network = |network: &At<crate::units::NetworkName>| {
        let mut entry = Map::new();
        if !of.aliases.is_empty() {
            entry.insert("aliases".to_owned(), json!(of.aliases));
        }
        if let Some(address) = of.addresses.get(&**network).map(|address| address.get()) {
            let key = if address.is_ipv4() { "ipv4_address" } else { "ipv6_address" };
            entry.insert(key.to_owned(), json!(address.to_string()));
        }
        (network.as_str().to_owned(), Value::Object(entry))
    };
    Value::Object(of.networks.iter().map(network).collect())
}

/// What the label of a service counts: its generated files without their comments, its networks and its secrets.
fn digest(of: &Container, files: &[(Option<&Artifact>, &str)], project: &Value) -> String {
    let text = |file: &Artifact| -> String {
        let lines = file.lines.iter().map(|line| line.text.as_str()).filter(|line| !line.starts_with('#'));
        lines.flat_map(|line| [line, "\n"]).collect()
    };
    let of_files = files.iter().map(|(file, _)| file.map(text).unwrap_or_default());
    let defined = |section: &str, name: &str| {
        definition(project, section, name).map(|value| unescaped(value).to_string()).unwrap_or_default()
    };
    let of_networks = of.networks.iter().map(|network| defined("networks", network.as_str()));
    let of_secrets = of.secrets.iter().map(|secret| defined("secrets", secret.as_str()));
    let mut whole = Sha256::new();
    of_files.chain(of_networks).chain(of_secrets).for_each(|one| whole.update(Sha256::digest(one)));
    let digits: Vec<String> = whole.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let (first, second) = digits.split_at(4);
    format!("{}-{}", first.concat(), second.concat())
}
