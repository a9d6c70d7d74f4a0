//! The services of the Compose file: what is particular to each.

use super::container::{ConfigFile, Particular, service};
use crate::emit::Named;
use crate::emit::postgres::INIT as POSTGRES_INIT;
use crate::emit::router::CONFIG as ROUTER_CONFIG;
use crate::emit::script::{SERVICE_START, service_script};
use crate::emit::yaml::{Map, Node};
use crate::input::LocaleProvider;
use crate::origin::{At, Origin};
use crate::stack::{
    Container, EnvTerm, HealthTest, Odoo, Postgres, Redis, RedisNode, RoleSource, Router, Sentinel, Service, Stack,
};
use crate::units::EnvName;

/// Where the image looks for scripts of the first start.
const POSTGRES_INIT_TARGET: &str = "/docker-entrypoint-initdb.d/init.sh";

/// Every service, in the order: database, Redis, Odoo, further ones.
pub(super) fn all(stack: &Stack, named: &Named) -> Map {
    let mut services = Map::new();
    let mut put =
        |container: &Container, map: Map| services.put_at(container.service.as_str(), map, container.service.origin());
    if let Some(container) = &stack.postgres.container {
        put(container, postgres(&stack.postgres, container, named));
    }
    if let Some(redis) = &stack.redis {
        for node in redis.nodes() {
            put(&node.container, redis_node(redis, node, named));
        }
        for (number, container) in (1..).zip(redis.sentinel.iter().flat_map(|of| &of.containers)) {
            let of = redis.sentinel.as_ref();
            put(container, of.map(|of| sentinel(redis, of, number, container, named)).unwrap_or_default());
        }
    }
    for (redis, router) in stack.redis.iter().filter_map(|redis| redis.router.as_ref().map(|router| (redis, router))) {
        for container in &router.containers {
            put(container, redis_router(redis, router, container, named));
        }
    }
    put(&stack.odoo.container, odoo(&stack.odoo, named));
    for one in &stack.services {
        put(&one.container, further(one, named));
    }
    services
}

fn file(named: &Named, path: &str, target: &'static str) -> ConfigFile {
    let config = named.file(path).expect("each file that a container reads is emitted before the Compose file");
    ConfigFile { source: config.path.to_string(), target, digest: config.digest }
}

fn shell(line: String, origin: Origin) -> HealthTest {
    HealthTest::Shell(At::new(line, origin))
}

/// docker-library/postgres: passwords by file, arguments after `postgres` go to the server. The
/// check logs in over the container's own network address: the socket answers during the first
/// initialisation already, and both it and 127.0.0.1 are trusted without a password.
fn postgres(postgres: &Postgres, container: &Container, named: &Named) -> Map {
    let mut environment = Map::new();
    let secret = format!("/run/secrets/{}", postgres.password.as_str());
    if let Some(superuser) = &postgres.superuser {
        let own_secret = format!("/run/secrets/{}", superuser.password.as_str());
        environment.put_at("POSTGRES_DB", "postgres", superuser.name.origin());
        environment.put_at("POSTGRES_USER", superuser.name.as_str(), superuser.name.origin());
        environment.put_at("POSTGRES_PASSWORD_FILE", own_secret, superuser.password.origin());
    } else {
        environment.put_at("POSTGRES_DB", postgres.database.as_str(), postgres.database.origin());
        environment.put_at("POSTGRES_USER", postgres.user.as_str(), postgres.user.origin());
        environment.put_at("POSTGRES_PASSWORD_FILE", secret.clone(), postgres.password.origin());
    }
    environment.put_at("POSTGRES_INITDB_ARGS", initdb_args(postgres), postgres.locale.origin());
    let settings =
        postgres.settings.iter().flat_map(|(name, value)| ["-c".to_owned(), format!("{name}={}", value.as_str())]);
    let command: Vec<String> = std::iter::once("postgres".to_owned()).chain(settings).collect();
    let check = format!(
        "PGCONNECT_TIMEOUT=3 PGPASSWORD=\"$(cat {secret})\" psql -w -h \"$(hostname)\" -p {} -U {} -d {} -qAtc 'select 1' | grep -qx 1",
        postgres.port.get(),
        postgres.user.as_str(),
        postgres.database.as_str(),
    );
    let command_origin = postgres.settings.values().next().map(At::origin);
    service(
        container,
        named,
        Particular {
            command: (command.len() > 1).then(|| (command.into(), command_origin)),
            environment,
            files: postgres.superuser.iter().map(|_| file(named, POSTGRES_INIT, POSTGRES_INIT_TARGET)).collect(),
            health: Some(shell(check, postgres.password.origin())),
            shm_size: Some(postgres.shm_size.clone()),
            ..Particular::default()
        },
    )
}

/// Arguments of initdb 15; `POSTGRES_INITDB_ARGS` is evaluated by a shell, and every part of it
/// has a type without characters that a shell reads.
fn initdb_args(postgres: &Postgres) -> String {
    let encoding = postgres.encoding.as_str();
    let locale = postgres.locale.as_str();
    match *postgres.locale_provider {
        LocaleProvider::Icu => {
            format!("--encoding={encoding} --locale=C.UTF-8 --locale-provider=icu --icu-locale={locale}")
        }
        LocaleProvider::Libc => format!("--encoding={encoding} --locale={locale}"),
    }
}

fn password_file(environment: &mut Map, redis: &Redis) {
    if let Some(password) = &redis.password {
        environment.put_at("REDIS_PASSWORD_FILE", format!("/run/secrets/{}", password.as_str()), password.origin());
    }
}

/// A client says PONG alone where the server answers, and where it may be asked.
fn ping(redis: &Redis, port: u16) -> String {
    format!("{} -p {port} ping | grep -qx PONG", redis.programs().cli)
}

fn redis_node(redis: &Redis, node: &RedisNode, named: &Named) -> Map {
    let container = &node.container;
    let mut environment = Map::new();
    environment.put_at("REDIS_HOST", container.host(), container.service.origin());
    environment.put_at("REDIS_PORT", redis.port.get().to_string(), redis.port.origin());
    password_file(&mut environment, redis);
    let source = redis.role_source(node);
    environment.put("REDIS_ROLE_FROM", source.as_str());
    if source == RoleSource::Data {
        environment.put("REDIS_NODES", redis.addresses().join(" "));
    }
    if let Some(of) = redis.sentinel_with(container) {
        environment.put_at("SENTINEL_ADDRESSES", of.addresses().join(" "), of.count.origin());
        environment.put_at("SENTINEL_MASTER_NAME", of.master_name.as_str(), of.master_name.origin());
    }
    let ping = ping(redis, redis.port.get());
    let (check, origin) = redis.password.as_ref().map_or_else(
        || (ping.clone(), redis.port.origin()),
        |name| (format!("REDISCLI_AUTH=\"$(cat /run/secrets/{})\" {ping}", name.as_str()), name.origin()),
    );
    service(
        container,
        named,
        Particular {
            command: Some((vec!["sh", "/usr/local/etc/redis/start.sh"].into(), None)),
            environment,
            files: vec![
                file(named, &format!("redis/{}.conf", node.file), "/usr/local/etc/redis/redis.conf"),
                file(named, "redis/start.sh", "/usr/local/etc/redis/start.sh"),
            ],
            health: Some(shell(check, origin)),
            ..Particular::default()
        },
    )
}

fn sentinel(redis: &Redis, of: &Sentinel, number: u32, container: &Container, named: &Named) -> Map {
    let mut environment = Map::new();
    password_file(&mut environment, redis);
    environment.put_at("SENTINEL_MASTER_NAME", of.master_name.as_str(), of.master_name.origin());
    environment.put_at("SENTINEL_ADDRESSES", of.addresses().join(" "), of.count.origin());
    environment.put("REDIS_NODES", redis.addresses().join(" "));
    let check = ping(redis, of.port.get());
    service(
        container,
        named,
        Particular {
            command: Some((vec!["sh", "/usr/local/etc/redis/sentinel.sh"].into(), None)),
            environment,
            files: vec![
                file(named, &format!("redis/sentinel-{number}.conf"), "/usr/local/etc/redis/sentinel.conf"),
                file(named, "redis/sentinel.sh", "/usr/local/etc/redis/sentinel.sh"),
            ],
            health: Some(shell(check, of.port.origin())),
            ..Particular::default()
        },
    )
}

/// The check goes all the way to the master, which refuses it for want of a password. Alpine's image has `nc`, Debian's has
/// bash.
fn redis_router(redis: &Redis, router: &Router, container: &Container, named: &Named) -> Map {
    let port = router.port.get();
    let answer = if redis.password.is_some() { "^-NOAUTH " } else { "^+PONG" };
    let ask = r"printf 'PING\r\nQUIT\r\n'";
    let check = format!(
        "if command -v nc >/dev/null; then {ask} | nc -w 3 127.0.0.1 {port}; else timeout 3 bash -c \"exec 3<>/dev/tcp/127.0.0.1/{port}; {ask} >&3; cat <&3\"; fi | grep -q '{answer}'",
    );
    service(
        container,
        named,
        Particular {
            entrypoint: Some(vec!["/bin/sh", "/usr/local/etc/haproxy/start.sh"].into()),
            files: vec![
                file(named, ROUTER_CONFIG, "/usr/local/etc/haproxy/haproxy.cfg"),
                file(named, "redis/router.sh", "/usr/local/etc/haproxy/start.sh"),
            ],
            health: Some(shell(check, router.port.origin())),
            ..Particular::default()
        },
    )
}

fn plain_environment<'e>(environment: impl IntoIterator<Item = (&'e EnvName, &'e At<EnvTerm>)>) -> Map {
    let mut map = Map::new();
    for (name, term) in environment {
        if let Some(text) = term.plain() {
            map.put_at(name.as_str(), text, term.origin());
        }
    }
    map
}

/// The image's entrypoint is not used: what it does with the password differs by version and date. `/web/health` is
/// Odoo's own.
fn odoo(odoo: &Odoo, named: &Named) -> Map {
    let url = format!("http://127.0.0.1:{}/web/health", odoo.http_port.get());
    let check = ["curl", "-fsS", "-o", "/dev/null", &url].map(str::to_owned).to_vec();
    service(
        &odoo.container,
        named,
        Particular {
            entrypoint: Some(vec!["/bin/sh", "/etc/odoo/start.sh"].into()),
            command: Some((vec!["odoo"].into(), None)),
            environment: plain_environment(&odoo.environment),
            files: vec![
                file(named, "odoo/odoo.conf", "/etc/odoo/odoo.conf"),
                file(named, "odoo/start.sh", "/etc/odoo/start.sh"),
            ],
            health: Some(HealthTest::Command(odoo.http_port.map(|_| check))),
            ..Particular::default()
        },
    )
}

fn further(one: &Service, named: &Named) -> Map {
    let script = service_script(one);
    let words = one.command.as_ref().map(|command| {
        let words: Vec<&str> = command.iter().map(|word| word.as_str()).collect();
        (Node::from(words), Some(command.origin()))
    });
    let mut map = service(
        &one.container,
        named,
        Particular {
            entrypoint: script.is_some().then(|| vec!["/bin/sh", SERVICE_START].into()),
            command: words,
            user: one.user.clone(),
            environment: plain_environment(&one.environment),
            files: script.into_iter().map(|path| file(named, &path, SERVICE_START)).collect(),
            health: one.health.clone(),
            ..Particular::default()
        },
    );
    if let Some(build) = &one.container.build {
        let mut context = Map::new();
        context.put_at("context", build.from_project(&one.project_dir), build.origin());
        map.put_at("build", context, build.origin());
        map.0.move_index(map.0.len() - 1, 0);
    }
    map
}
