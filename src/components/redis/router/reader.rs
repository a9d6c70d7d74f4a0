//! haproxy.cfg, compared with the nodes, the sentinels and the limits of the stack: sections of lines of words (HAProxy
//! 2.6, configuration manual 2.2).

use std::collections::BTreeMap;

use super::script::{REDIS_AUTH, ROUTER};
use crate::artifact::{Artifact, VerifyError};
use crate::components::redis::{Redis, Router, Sentinel};
use crate::components::script::READ_SECRET;
use crate::components::script::reader::{self as script, Says, reads};
use crate::model::Stack;

/// The lines of each section as words, by the section's own words.
type Sections = BTreeMap<Vec<String>, Vec<Vec<String>>>;

/// What a file amounts to.
#[derive(Debug, PartialEq, Eq)]
struct Routes {
    port: String,
    connections: String,
    /// Whether the checks send the password first.
    logs_in: bool,
    /// The nodes that are asked for their role.
    nodes: Vec<String>,
    /// Which states are looked at, by the names of the conditions.
    states: BTreeMap<String, Vec<String>>,
    /// How those are counted that are a master and steady.
    counted: Vec<String>,
    /// Who is chosen: the backend and its condition, in their order.
    choices: Vec<Vec<String>>,
    /// The servers behind each choice.
    chosen: BTreeMap<String, Vec<String>>,
    /// The votes that a choice needs.
    majorities: BTreeMap<String, String>,
    /// The question and the answer of a vote, and who is asked.
    votes: BTreeMap<String, (Vec<String>, Vec<String>)>,
    /// The other lines of each section, with `NODE` for a node's name.
    rest: BTreeMap<String, Vec<String>>,
}

pub(in crate::components) fn verify(redis: &Redis, file: &Artifact) -> Result<(), VerifyError> {
    let wrong = |what: &str| VerifyError::new(file.path.as_str(), what);
    let (Some(router), Some(sentinel)) = (&redis.router, &redis.sentinel) else {
        return Err(wrong("there is no router or no sentinel"));
    };
    let sections = read(file.text())
        .ok_or_else(|| wrong("a line is outside of any section, or a line or a section is repeated"))?;
    if routes(&sections) != Some(expected(redis, router, sentinel)) {
        return Err(wrong("its routes do not match the stack"));
    }
    Ok(())
}

/// Words are separated by blanks; a backslash takes the next blank into the word.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut characters = line.trim().chars().peekable();
    while let Some(c) = characters.next() {
        match (c, characters.peek()) {
            ('\\', Some(' ')) => words.last_mut().into_iter().for_each(|word| word.extend(characters.next())),
            (' ', _) => words.push(String::new()),
            _ => words.last_mut().into_iter().for_each(|word| word.push(c)),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn read(text: &str) -> Option<Sections> {
    let mut sections = Sections::new();
    let mut name: Option<Vec<String>> = None;
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        if line.starts_with(' ') {
            let (lines, line) = (sections.get_mut(name.as_ref()?)?, words(line));
            if lines.contains(&line) {
                return None;
            }
            lines.push(line);
        } else {
            let section = words(line);
            if sections.insert(section.clone(), Vec::new()).is_some() {
                return None;
            }
            name = Some(section);
        }
    }
    Some(sections)
}

/// The arguments of the lines of a section that start with these words.
fn arguments<'s>(lines: &'s [Vec<String>], start: &'s [&str]) -> impl Iterator<Item = &'s [String]> {
    lines.iter().filter_map(move |line| {
        let (first, rest) = line.split_at_checked(start.len())?;
        (first == start).then_some(rest)
    })
}

/// `HOST HOST:PORT …` of each server.
fn servers(lines: &[Vec<String>]) -> Option<Vec<String>> {
    let address = |of: &[String]| {
        let (name, address) = (of.first()?, of.get(1)?);
        address.starts_with(&format!("{name}:")).then(|| address.clone())
    };
    arguments(lines, &["server"]).map(address).collect()
}

fn routes(sections: &Sections) -> Option<Routes> {
    let section = |words: &[&str]| sections.get(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
    let only = |lines: &[Vec<String>], start: &[&str]| Some(arguments(lines, start).next()?.to_vec());
    let frontend = section(&["frontend", "redis"])?;
    let backend = |start: &str| {
        let start = start.to_owned();
        sections.iter().filter_map(move |(name, lines)| {
            let [kind, name] = name.as_slice() else { return None };
            Some((name.strip_prefix(&start).filter(|_| kind == "backend")?.to_owned(), lines))
        })
    };
    let (masters, steady) = (section(&["backend", "masters"])?, section(&["backend", "steady"])?);
    let checks = |of: &[Vec<String>]| arguments(of, &["tcp-check"]).map(<[String]>::to_vec).collect::<Vec<_>>();
    let (of_masters, of_steady) = (checks(masters), checks(steady));
    // Those of the master also ask for its role.
    if of_masters.len() != of_steady.len() + 2 || !of_masters.starts_with(&of_steady) {
        return None;
    }
    if servers(masters) != servers(steady) {
        return None;
    }
    let role = ["PING\\r\\n", "ROLE\\r\\n"];
    let asked: Vec<&[String]> = arguments(masters, &["tcp-check", "send"]).collect();
    let says = [["string", "+PONG"].as_slice(), &["min-recv", "18", "string", r"*3\r\n$6\r\nmaster\r\n"]];
    let says = says.map(|words| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
    let answers: Vec<_> = arguments(masters, &["tcp-check", "expect"]).map(<[String]>::to_vec).collect();
    if asked.concat() != role || !answers.ends_with(&says) {
        return None;
    }
    let acls = |elected: bool| {
        arguments(frontend, &["acl"])
            .filter(move |of| of.first().is_some_and(|name| name.starts_with("elected-")) == elected)
    };
    let majority = |of: &[String]| match of {
        [name, votes, at_least, number] => {
            let node = name.strip_prefix("elected-")?;
            let counts = *votes == format!("nbsrv(electors-of-{node})") && at_least == "ge";
            counts.then(|| (node.to_owned(), number.clone()))
        }
        _ => None,
    };
    let vote = |(name, lines): (String, &Vec<Vec<String>>)| {
        let question = only(lines, &["tcp-check", "send"])?;
        let answer = only(lines, &["tcp-check", "expect", "min-recv", "18", "rstring"])?;
        Some((name, ([question, answer].concat(), servers(lines)?)))
    };
    Some(Routes {
        port: only(frontend, &["bind"])?.first()?.strip_prefix(':')?.to_owned(),
        connections: only(section(&["global"])?, &["maxconn"])?.first()?.clone(),
        logs_in: logs_in(masters, &answers)?,
        nodes: servers(masters)?,
        states: acls(false).map(|of| Some((of.first()?.clone(), of.get(1..)?.to_vec()))).collect::<Option<_>>()?,
        counted: arguments(frontend, &["tcp-request", "session"]).map(|line| line.join(" ")).collect(),
        choices: arguments(frontend, &["use_backend"]).map(<[String]>::to_vec).collect(),
        chosen: backend("node-").map(|(name, lines)| Some((name, servers(lines)?))).collect::<Option<_>>()?,
        majorities: acls(true).map(majority).collect::<Option<_>>()?,
        votes: backend("electors-of-").map(vote).collect::<Option<_>>()?,
        rest: sections.iter().map(|(name, lines)| rest(name, lines)).collect(),
    })
}

/// Whether a password is sent and its answer checked; none if the file does only one of the two.
fn logs_in(masters: &[Vec<String>], answers: &[Vec<String>]) -> Option<bool> {
    let sends: Vec<&[String]> = arguments(masters, &["tcp-check", "send-binary"]).collect();
    let accepted = [["string".to_owned(), "+OK".to_owned()]];
    match (sends.as_slice(), answers.len()) {
        ([], 2) => Some(false),
        ([[variable]], 3) => {
            (variable == "\"${REDIS_AUTH}\"" && answers.starts_with(&accepted.map(Vec::from))).then_some(true)
        }
        _ => None,
    }
}

fn expected(redis: &Redis, router: &Router, sentinel: &Sentinel) -> Routes {
    let nodes: Vec<(String, String)> = redis.nodes().map(|node| node.container.host()).zip(redis.addresses()).collect();
    let port = redis.port.get().to_string();
    let is = |host: &str| [format!("master-{host}"), format!("steady-{host}")];
    let choice =
        |host: &str, condition: Vec<String>| [vec![format!("node-{host}"), "if".to_owned()], condition].concat();
    let only = |host: &str| {
        let one = ["{", "var(sess.masters)", "-m", "int", "1", "}"].map(str::to_owned);
        choice(host, one.into_iter().chain(is(host)).collect())
    };
    let elected = |host: &str| {
        let others = nodes.iter().map(|(other, _)| other).filter(|other| *other != host);
        let others = others.map(|other| format!("!elected-{other}"));
        choice(host, is(host).into_iter().chain([format!("elected-{host}")]).chain(others).collect())
    };
    let hosts = || nodes.iter().map(|(host, _)| host.as_str());
    let state = |host: &str, kind: &str, backend: &str| {
        (format!("{kind}-{host}"), vec![format!("srv_is_up({backend}/{host})")])
    };
    let counts = |host: &str| format!("set-var(sess.masters) var(sess.masters),add(1) if {}", is(host).join(" "));
    let vote = |(host, _): &(String, String)| {
        let question = format!(r"SENTINEL get-master-addr-by-name {}\r\n", sentinel.master_name.as_str());
        let literal = host.replace('.', r"\.");
        let answer = format!(r"^\*2\r\n\${}\r\n{literal}\r\n\${}\r\n{port}\r\n", host.len(), port.len());
        (host.clone(), (vec![question, answer], sentinel.addresses()))
    };
    Routes {
        port: router.port.get().to_string(),
        connections: router.max_connections.to_string(),
        logs_in: redis.password.is_some(),
        nodes: redis.addresses(),
        states: hosts().flat_map(|host| [state(host, "master", "masters"), state(host, "steady", "steady")]).collect(),
        counted: std::iter::once("set-var(sess.masters) int(0)".to_owned()).chain(hosts().map(counts)).collect(),
        choices: hosts().map(only).chain(hosts().map(elected)).collect(),
        chosen: nodes.iter().map(|(host, address)| (host.clone(), vec![address.clone()])).collect(),
        majorities: nodes.iter().map(|(host, _)| (host.clone(), sentinel.majority().to_string())).collect(),
        votes: nodes.iter().map(vote).collect(),
        rest: fixed(redis, router),
    }
}

/// The lines that hold nothing of the stack, and how servers are treated; by the section's words.
fn rest(name: &[String], lines: &[Vec<String>]) -> (String, Vec<String>) {
    let of_stack = ["bind", "maxconn", "acl", "use_backend", "tcp-request"];
    let node = name.get(1).and_then(|name| name.strip_prefix("node-")).unwrap_or_default();
    let line = |words: &Vec<String>| {
        let (first, second) = (words.first().map_or("", String::as_str), words.get(1).map_or("", String::as_str));
        match (first, second) {
            // What follows name and address.
            ("server", _) => Some(words.get(3..)?.join(" ").replace(&format!("masters/{node}"), "masters/NODE")),
            ("tcp-check", "send" | "send-binary" | "expect") => None,
            _ => (!of_stack.contains(&first)).then(|| words.join(" ")),
        }
    };
    (name.join(" "), lines.iter().filter_map(line).collect())
}

/// What every router says. Names are looked up where the containers' addresses are not fixed.
fn fixed(redis: &Redis, router: &Router) -> BTreeMap<String, Vec<String>> {
    let lines = |all: &[&str]| all.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    let known = |host: &String| router.containers.iter().all(|of| of.hosts.contains_key(host));
    let watched = redis.electors().map(crate::model::Container::host);
    let looks_up = !watched.into_iter().all(|host| known(&host));
    let server = if looks_up {
        "default-server init-addr libc,none resolvers names resolve-prefer ipv4"
    } else {
        "default-server init-addr libc,none"
    };
    let mut sections = BTreeMap::from([
        ("global".to_owned(), lines(&["nbthread 1", "hard-stop-after 5s"])),
        (
            "defaults".to_owned(),
            lines(&[
                "mode tcp",
                "option clitcpka",
                "option srvtcpka",
                "timeout connect 2s",
                "timeout check 1s",
                "timeout client 24d",
                "timeout server 24d",
                server,
            ]),
        ),
        ("frontend redis".to_owned(), Vec::new()),
    ]);
    if looks_up {
        let names = lines(&["parse-resolv-conf", "hold valid 1s", "hold nx 5s"]);
        sections.insert("resolvers names".to_owned(), names);
    }
    let checks = ["option tcp-check", "tcp-check connect"];
    let nodes: Vec<String> = redis.nodes().map(|node| node.container.host()).collect();
    let electors = redis.sentinel.as_ref().map_or(0, |of| of.containers.len());
    let mut masters = lines(&checks);
    masters.push("default-server check inter 1s fastinter 500ms downinter 500ms fall 2 rise 1".to_owned());
    masters.extend(nodes.iter().map(|_| String::new()));
    sections.insert("backend masters".to_owned(), masters);
    let mut steady = lines(&checks);
    steady.push("default-server check inter 1s fastinter 500ms downinter 500ms fall 2 rise 8".to_owned());
    steady.extend(nodes.iter().map(|_| String::new()));
    sections.insert("backend steady".to_owned(), steady);
    for host in &nodes {
        let follows = lines(&["track masters/NODE on-marked-down shutdown-sessions"]);
        sections.insert(format!("backend node-{host}"), follows);
        let mut votes = lines(&checks);
        votes.push("default-server check inter 500ms fall 1 rise 1".to_owned());
        votes.extend(std::iter::repeat_n(String::new(), electors));
        sections.insert(format!("backend electors-of-{host}"), votes);
    }
    sections
}

/// Verifies the start script of routers.
pub(in crate::components) fn script(redis: &Redis, file: &Artifact, stack: &Stack) -> Result<(), VerifyError> {
    let says =
        Says { reads: redis.password.iter().map(|password| reads(stack, password)).collect(), ..Says::default() };
    let logs_in = if redis.password.is_some() { REDIS_AUTH } else { "REDIS_AUTH=" };
    script::verify(file, &says, &[READ_SECRET, logs_in, ROUTER].map(str::to_owned))
}
