//! haproxy.cfg of the routers (HAProxy 2.6 to 3; its configuration manual says what each word does).

use crate::artifact::{Artifact, Kind};
use crate::components::redis::{ROUTER_CONFIG, Redis, Router, Sentinel};
use crate::model::Container;
use crate::origin::At;

/// How often the state of a server is checked: that of the master while it answers, and that of all others.
const MASTER: &str = "1s";
const OTHERS: &str = "500ms";

/// Answers in a row that make a node steady, [`OTHERS`] apart: 4 s. An old master that is back considers itself
/// the master, and so do most of the sentinels: those that did not lead the failover learn of it from the next
/// hello of the one that did, which comes every 2 s (sentinel.c, `SENTINEL_PUBLISH_PERIOD`). A replica that is
/// promoted has been steady all along.
const STEADY: u32 = 8;

/// Bytes of the shortest answer: from that size on, an answer that does not match is final. Without it,
/// HAProxy waits for more.
const SHORTEST: usize = 18;

/// The file of every router.
pub(in crate::components) fn emit(redis: &Redis, router: &Router, sentinel: &Sentinel, input: &str) -> Artifact {
    let mut file = Artifact::new(ROUTER_CONFIG, Kind::Config, input);
    file.comment("The start script sets REDIS_AUTH in the environment to the Redis command AUTH with the password.");
    let known = |container: &Container| router.containers.iter().all(|of| of.hosts.contains_key(&container.host()));
    let names = !redis.electors().all(known);
    global(&mut file, router, names);
    if names {
        file.section("Resolve host names at run time: a recreated container can have another IP address.");
        file.line("resolvers names", None);
        for line in ["parse-resolv-conf", "hold valid 1s", "hold nx 5s"] {
            file.line(format!("    {line}"), None);
        }
    }
    file.section(
        "Route connections to the only steady master. If there are several, use the one that most sentinels name.",
    );
    frontend(&mut file, redis, router, sentinel);
    file.section("Nodes: up if the node answers and reports the role master.");
    masters(&mut file, redis);
    file.section(&format!("Nodes: up once the node has answered {STEADY} checks in a row, whatever its role."));
    steady(&mut file, redis);
    for node in redis.nodes() {
        file.section(&format!("Sentinels: up if the sentinel names {} as the master.", node.container.host()));
        electors(&mut file, redis, sentinel, &node.container);
    }
    file
}

fn global(file: &mut Artifact, router: &Router, names: bool) {
    file.line("", None);
    file.line("global", None);
    file.line(format!("    maxconn {}", *router.max_connections), Some(router.max_connections.origin()));
    for line in ["nbthread 1", "hard-stop-after 5s"] {
        file.line(format!("    {line}"), None);
    }
    file.line("", None);
    file.line("defaults", None);
    // A connection to Redis may be silent for any time; the keepalive detects peers that are gone.
    for line in [
        "mode tcp",
        "option clitcpka",
        "option srvtcpka",
        "timeout connect 2s",
        "timeout check 1s",
        "timeout client 24d",
        "timeout server 24d",
    ] {
        file.line(format!("    {line}"), None);
    }
    // A server whose name does not resolve is down; it does not prevent the start.
    let resolvers = if names { " resolvers names resolve-prefer ipv4" } else { "" };
    file.line(format!("    default-server init-addr libc,none{resolvers}"), None);
}

fn frontend(file: &mut Artifact, redis: &Redis, router: &Router, sentinel: &Sentinel) {
    file.line("frontend redis", None);
    file.line(format!("    bind :{}", router.port.get()), Some(router.port.origin()));
    let hosts: Vec<String> = redis.nodes().map(|node| node.container.host()).collect();
    let majority = sentinel.majority();
    for host in &hosts {
        let line = format!("    acl elected-{host} nbsrv(electors-of-{host}) ge {majority}");
        file.line(line, Some(sentinel.count.origin()));
    }
    for host in &hosts {
        file.line(format!("    acl master-{host} srv_is_up(masters/{host})"), None);
        file.line(format!("    acl steady-{host} srv_is_up(steady/{host})"), None);
    }
    file.line("    tcp-request session set-var(sess.masters) int(0)", None);
    for host in &hosts {
        let condition = format!("if master-{host} steady-{host}");
        file.line(format!("    tcp-request session set-var(sess.masters) var(sess.masters),add(1) {condition}"), None);
    }
    for host in &hosts {
        let only = format!("{{ var(sess.masters) -m int 1 }} master-{host} steady-{host}");
        file.line(format!("    use_backend node-{host} if {only}"), None);
    }
    for host in &hosts {
        let others: String =
            hosts.iter().filter(|other| *other != host).map(|other| format!(" !elected-{other}")).collect();
        let condition = format!("master-{host} steady-{host} elected-{host}{others}");
        file.line(format!("    use_backend node-{host} if {condition}"), None);
    }
    for (node, host) in redis.nodes().zip(&hosts) {
        file.line("", None);
        file.line(format!("backend node-{host}"), None);
        let line = format!(
            "    server {host} {host}:{} track masters/{host} on-marked-down shutdown-sessions",
            redis.port.get()
        );
        file.line(line, Some(node.container.service.origin()));
    }
}

fn masters(file: &mut Artifact, redis: &Redis) {
    file.line("backend masters", None);
    answers(file, redis);
    file.line(r"    tcp-check send ROLE\r\n", None);
    let answer = format!(r"    tcp-check expect min-recv {SHORTEST} string *3\r\n$6\r\nmaster\r\n");
    file.line(answer, None);
    default_server(file, &format!("inter {MASTER} fastinter {OTHERS} downinter {OTHERS} fall 2 rise 1"));
    for node in redis.nodes() {
        server(file, &node.container, &redis.port);
    }
}

fn steady(file: &mut Artifact, redis: &Redis) {
    file.line("backend steady", None);
    answers(file, redis);
    default_server(file, &format!("inter {MASTER} fastinter {OTHERS} downinter {OTHERS} fall 2 rise {STEADY}"));
    for node in redis.nodes() {
        server(file, &node.container, &redis.port);
    }
}

/// A check that the node accepts the password and answers.
fn answers(file: &mut Artifact, redis: &Redis) {
    check(file);
    if let Some(password) = &redis.password {
        file.line("    tcp-check send-binary \"${REDIS_AUTH}\"", Some(password.origin()));
        file.line("    tcp-check expect string +OK", None);
    }
    file.line(r"    tcp-check send PING\r\n", None);
    file.line("    tcp-check expect string +PONG", None);
}

fn electors(file: &mut Artifact, redis: &Redis, sentinel: &Sentinel, node: &Container) {
    let host = node.host();
    let port = redis.port.get().to_string();
    file.line(format!("backend electors-of-{host}"), None);
    check(file);
    let name = &sentinel.master_name;
    let line = format!(r"    tcp-check send SENTINEL\ get-master-addr-by-name\ {}\r\n", name.as_str());
    file.line(line, Some(name.origin()));
    // Both are bulk strings, each after its length. A `string` waits for as many bytes as it has itself.
    let pattern = host.replace('.', r"\.");
    let answer = format!(r"^\*2\r\n\${}\r\n{pattern}\r\n\${}\r\n{port}\r\n", host.len(), port.len());
    file.line(format!("    tcp-check expect min-recv {SHORTEST} rstring {answer}"), Some(node.service.origin()));
    default_server(file, &format!("inter {OTHERS} fall 1 rise 1"));
    for elector in &sentinel.containers {
        server(file, elector, &sentinel.port);
    }
}

fn check(file: &mut Artifact) {
    file.line("    option tcp-check", None);
    file.line("    tcp-check connect", None);
}

fn default_server(file: &mut Artifact, times: &str) {
    file.line(format!("    default-server check {times}"), None);
}

fn server(file: &mut Artifact, container: &Container, port: &At<crate::units::Port>) {
    let host = container.host();
    file.line(format!("    server {host} {host}:{}", port.get()), Some(container.service.origin()));
}
