//! Compares a service of a Compose project with its container: the counterpart of `services`.

use super::files::Files;
use super::node::{Entry, Key, Map, Node};
use super::plain::PLAIN;
use super::says::{Differs, Digits, InOrder, Keys, Named, SaidBy, Size, Thousandths, Time};
use crate::artifact::Artifact;
use crate::input::Condition;
use crate::model::{Container, HealthTest, Mount, MountSource, Published, Stack};
use crate::units::NetworkName;

/// The generated files of a container, with their paths in it.
type Read<'f> = Vec<(Option<&'f Artifact>, &'static str)>;

/// Checks that a service matches its container, and contains nothing else.
pub(super) fn agrees(service: &Map, of: &Container, stack: &Stack, files: &Files<'_>) -> Result<(), Differs> {
    let mut keys = Keys::of(service);
    let run = &of.run;
    let read: Read<'_> = run.files.iter().map(|file| (files.in_stack(&file.path, stack), file.target)).collect();
    keys.say("image", of.image.as_ref().map(|image| image.as_str()))?;
    keys.say("container_name", of.name.as_ref().map(|name| name.as_str()))?;
    keys.say("profiles", filled(&of.profiles).map(|all| InOrder(all.iter().map(|profile| profile.as_str()))))?;
    let mut build = keys.below("build")?;
    build.say("context", of.build.as_ref().map(|build| build.from_project(&stack.project_dir)))?;
    build.end("build")?;
    keys.say("entrypoint", run.entrypoint.as_ref().map(|words| InOrder(words.iter())))?;
    keys.say("command", run.command.as_ref().map(|words| InOrder(words.value.iter())))?;
    keys.say("user", run.user.as_ref().map(|user| user.as_str()))?;
    let environment = run.environment.iter().map(|(name, said)| (name.as_str(), said.value.as_str()));
    keys.say("environment", (!run.environment.is_empty()).then_some(Named(environment)))?;
    keys.say("shm_size", run.shm_size.as_ref().map(|size| Size(size.get())))?;
    keys.say("secrets", filled(&of.secrets).map(|all| InOrder(all.iter().map(|name| name.as_str()))))?;
    keys.say("volumes", (of.mounts.len() + read.len() > 0).then_some(Mounts { own: &of.mounts, read: &read }))?;
    keys.say("ports", filled(&of.ports).map(|ports| InOrder(ports.iter())))?;
    keys.say("networks", Some(Named(of.networks.iter().map(|name| (name.as_str(), OnNetwork { of, name })))))?;
    keys.say("extra_hosts", (!of.hosts.is_empty()).then_some(Hosts(of)))?;
    keys.say("restart", Some(of.restart.as_str()))?;
    keys.say("stop_grace_period", Some(Time(of.stop_grace_period.millis())))?;
    keys.say("init", Some(*of.init))?;
    keys.say("labels", Some(Labels { of, digest: files.digest_of(of, &read) }))?;
    dependencies(&mut keys, of)?;
    health(&mut keys, of)?;
    logging(&mut keys, of)?;
    security(&mut keys, of)?;
    resources(&mut keys, of)?;
    for key in PLAIN.iter().filter(|key| key.name != "labels") {
        keys.say(key.name, (key.value)(&of.keys).map(|value| Plain(value.into_inner())))?;
    }
    keys.end("list of keys")
}

/// A list that is only written if it is not empty.
fn filled<T>(list: &[T]) -> Option<&[T]> {
    (!list.is_empty()).then_some(list)
}

/// A value that goes to Compose unchanged.
struct Plain(Node);

impl SaidBy for Plain {
    fn is_said_by(&self, node: &Node) -> bool {
        is_same(&self.0, node)
    }
}

/// Whether a value has the same meaning as another one without escapes.
fn is_same(meant: &Node, said: &Node) -> bool {
    match (meant, said) {
        (Node::Text(text), said) => text.is_said_by(said),
        (Node::List(meant), Node::List(said)) => {
            meant.len() == said.len() && meant.iter().zip(said).all(|(meant, said)| is_same(meant, said))
        }
        (Node::Map(meant), Node::Map(said)) => {
            let one =
                |(key, entry): (&Key, &Entry)| said.0.get(key).is_some_and(|said| is_same(&entry.value, &said.value));
            meant.0.len() == said.0.len() && meant.0.iter().all(one)
        }
        (meant, said) => meant == said,
    }
}

/// The digest of what the service refers to by name, and the labels of the input.
struct Labels<'c> {
    of: &'c Container,
    digest: String,
}

impl SaidBy for Labels<'_> {
    fn is_said_by(&self, node: &Node) -> bool {
        let own = self.of.keys.labels.iter().flat_map(|labels| labels.iter());
        let own = own.map(|(name, value)| (name.as_str(), value.as_str()));
        Named(own.chain([("stackgen.digest", self.digest.as_str())])).is_said_by(node)
    }
}

/// The mounts of a container: its own and its generated files, in any order.
struct Mounts<'c> {
    own: &'c [Mount],
    read: &'c Read<'c>,
}

impl SaidBy for Mounts<'_> {
    fn is_said_by(&self, node: &Node) -> bool {
        let own = self.own.iter().map(|mount| {
            let (kind, source) = match &mount.source {
                MountSource::Volume(name) => ("volume", name.as_str()),
                MountSource::Bind(path) => ("bind", path.as_str()),
            };
            Mounted { kind, source: source.to_owned(), target: mount.target.as_str(), read_only: *mount.read_only }
        });
        let read = self.read.iter().map(|(file, target)| {
            let path = file.map_or("nothing", |file| file.path.as_str());
            Mounted { kind: "bind", source: format!("./{path}"), target, read_only: true }
        });
        let mut all: Vec<Mounted<'_>> = own.chain(read).collect();
        all.sort_by(|one, other| one.target.cmp(other.target));
        let Node::List(said) = node else { return false };
        let mut said: Vec<&Node> = said.iter().collect();
        said.sort_by_key(|mount| mount.get("target").and_then(Node::as_text).map(|target| target.replace("$$", "$")));
        said.len() == all.len() && all.iter().zip(said).all(|(meant, said)| meant.is_said_by(said))
    }
}

/// A mount as Compose must read it.
struct Mounted<'c> {
    kind: &'static str,
    source: String,
    target: &'c str,
    read_only: bool,
}

impl SaidBy for Mounted<'_> {
    fn is_said_by(&self, node: &Node) -> bool {
        let Node::Map(map) = node else { return false };
        let mut keys = Keys::of(map);
        let mut agrees = || {
            keys.say("type", Some(self.kind))?;
            keys.say("source", Some(self.source.as_str()))?;
            keys.say("target", Some(self.target))?;
            keys.say("read_only", Some(self.read_only))?;
            // Docker would create an empty folder that belongs to root in place of a missing source.
            let mut bind = keys.below("bind")?;
            bind.say("create_host_path", (self.kind == "bind").then_some(false))?;
            bind.end("bind")?;
            keys.end("mount")
        };
        agrees().is_ok()
    }
}

impl SaidBy for Published {
    fn is_said_by(&self, node: &Node) -> bool {
        let Node::Map(map) = node else { return false };
        let mut keys = Keys::of(map);
        let mut agrees = || {
            keys.say("target", Some(u32::from(self.container.get())))?;
            keys.say("published", Some(Digits(self.host.get().into())))?;
            keys.say("host_ip", Some(self.address.to_string()))?;
            keys.say("protocol", Some(self.protocol.as_str()))?;
            keys.end("port")
        };
        agrees().is_ok()
    }
}

/// A container on a network.
struct OnNetwork<'c> {
    of: &'c Container,
    name: &'c NetworkName,
}

impl SaidBy for OnNetwork<'_> {
    fn is_said_by(&self, node: &Node) -> bool {
        let Node::Map(map) = node else { return false };
        let mut keys = Keys::of(map);
        let address = self.of.addresses.get(self.name).map(|address| address.get());
        let of_version = |is_v4: bool| address.filter(|address| address.is_ipv4() == is_v4).map(|one| one.to_string());
        let mut agrees = || {
            keys.say("aliases", filled(&self.of.aliases).map(|names| InOrder(names.iter())))?;
            keys.say("ipv4_address", of_version(true))?;
            keys.say("ipv6_address", of_version(false))?;
            keys.end("network")
        };
        agrees().is_ok()
    }
}

/// The host names with fixed addresses: `host=address`, in any order.
struct Hosts<'c>(&'c Container);

impl SaidBy for Hosts<'_> {
    fn is_said_by(&self, node: &Node) -> bool {
        let Node::List(said) = node else { return false };
        let mut said: Vec<&Node> = said.iter().collect();
        said.sort_by_key(|host| host.as_text());
        let mut meant: Vec<String> =
            self.0.hosts.iter().map(|(host, address)| format!("{host}={}", address.get())).collect();
        meant.sort_unstable();
        said.len() == meant.len() && meant.iter().zip(said).all(|(meant, said)| meant.is_said_by(said))
    }
}

fn dependencies(keys: &mut Keys<'_>, of: &Container) -> Result<(), Differs> {
    let mut all = keys.below("depends_on")?;
    for (on, dependency) in &of.depends_on {
        let state = match dependency.condition {
            Condition::Any => continue,
            Condition::Started => "service_started",
            Condition::Healthy => "service_healthy",
            Condition::Completed => "service_completed_successfully",
        };
        let said = all.take(on.as_str()).ok_or(Differs("dependencies"))?;
        if !Named([("condition", state)].into_iter()).is_said_by(said) {
            return Err(Differs("dependencies"));
        }
    }
    all.end("dependencies")
}

fn health(keys: &mut Keys<'_>, of: &Container) -> Result<(), Differs> {
    let mut health = keys.below("healthcheck")?;
    let Some(test) = &of.run.health else { return health.end("healthcheck") };
    match test {
        HealthTest::Command(words) => {
            let words = ["CMD"].into_iter().chain(words.iter().map(String::as_str));
            health.say("test", Some(InOrder(words)))?;
        }
        HealthTest::Shell(line) => health.say("test", Some(InOrder(["CMD-SHELL", line.as_str()].into_iter())))?,
    }
    let times = &of.health;
    health.say("interval", Some(Time(times.interval.millis())))?;
    health.say("timeout", Some(Time(times.timeout.millis())))?;
    health.say("retries", Some(*times.retries))?;
    health.say("start_period", Some(Time(times.start_period.millis())))?;
    health.end("healthcheck")
}

fn logging(keys: &mut Keys<'_>, of: &Container) -> Result<(), Differs> {
    let mut logging = keys.below("logging")?;
    logging.say("driver", Some("json-file"))?;
    let mut options = logging.below("options")?;
    options.say("max-size", Some(Digits(of.log.max_size.get())))?;
    options.say("max-file", Some(Digits((*of.log.max_files).into())))?;
    options.end("logging")?;
    logging.end("logging")
}

fn security(keys: &mut Keys<'_>, of: &Container) -> Result<(), Differs> {
    let security = &of.security;
    let options = ["no-new-privileges:true"];
    keys.say("security_opt", security.no_new_privileges.then_some(InOrder(options.into_iter())))?;
    for (key, list) in [("cap_drop", &security.cap_drop), ("cap_add", &security.cap_add)] {
        keys.say(key, filled(list).map(|list| InOrder(list.iter().map(|capability| capability.as_str()))))?;
    }
    keys.say("read_only", security.read_only.then_some(true))?;
    keys.say("tmpfs", filled(&security.tmpfs).map(|paths| InOrder(paths.iter().map(|path| path.as_str()))))
}

fn resources(keys: &mut Keys<'_>, of: &Container) -> Result<(), Differs> {
    let resources = &of.resources;
    let mut deploy = keys.below("deploy")?;
    let mut all = deploy.below("resources")?;
    let mut limits = all.below("limits")?;
    limits.say("cpus", resources.cpus.as_ref().map(|cpus| Thousandths(cpus.get())))?;
    limits.say("memory", resources.memory.as_ref().map(|bytes| Size(bytes.get())))?;
    limits.say("pids", Some(*resources.pids))?;
    limits.end("limits")?;
    let mut reservations = all.below("reservations")?;
    reservations.say("cpus", resources.reserved_cpus.as_ref().map(|cpus| Thousandths(cpus.get())))?;
    reservations.say("memory", resources.reserved_memory.as_ref().map(|bytes| Size(bytes.get())))?;
    reservations.end("reservations")?;
    all.end("resources")?;
    deploy.end("deploy")
}
