//! What every section says about its container.

use indexmap::IndexMap;

use super::context::Resolver;
use super::defaults;
use super::defaults::Usual;
use crate::input::{self, Capability, Condition};
use crate::model::{
    Container, Dependency, HealthTimes, Log, Mount, MountSource, Published, Reach, Resources, Run, Security,
};
use crate::origin::{At, Origin, Span};
use crate::units::{Address, ContainerPath, NetworkName, ProfileName, ServiceName, Unit, VolumeName};

/// The keys of a section that describe its container.
pub(in crate::components) struct Keys<'a> {
    pub(in crate::components) near: Span,
    pub(in crate::components) own: &'a input::ContainerKeys,
    pub(in crate::components) addresses: Option<&'a At<input::Named<NetworkName, Address>>>,
    pub(in crate::components) profiles: Option<&'a At<Vec<At<ProfileName>>>>,
    pub(in crate::components) times: Option<&'a At<input::HealthTimes>>,
    pub(in crate::components) usual: &'a Usual,
}

fn resources(section: Option<&At<input::Resources>>, near: Span, usual: &Usual) -> Resources {
    let own = section.map(|section| (**section).clone()).unwrap_or_default();
    Resources {
        cpus: own.cpus,
        memory: own.memory,
        reserved_cpus: own.reserved_cpus,
        reserved_memory: own.reserved_memory,
        pids: own.pids.unwrap_or_else(|| usual.pids(section.map_or(near, At::span))),
    }
}

fn security(section: Option<&At<input::Security>>, near: Span, usual: &Usual) -> Security {
    let near = section.map_or(near, At::span);
    let own = section.map(|section| (**section).clone()).unwrap_or_default();
    let list = |list: At<Vec<At<Capability>>>| list.map(|list| list.iter().map(|one| **one).collect());
    Security {
        no_new_privileges: own.no_new_privileges.unwrap_or_else(|| defaults::no_new_privileges(near)),
        cap_drop: own.cap_drop.map_or_else(|| usual.cap_drop(near), list),
        cap_add: own.cap_add.map_or_else(|| usual.cap_add(near), list),
        read_only: own.read_only.unwrap_or_else(|| defaults::read_only_root(near)),
        tmpfs: own.tmpfs.map(At::into_inner).unwrap_or_default(),
    }
}

fn times(section: Option<&At<input::HealthTimes>>, usual: HealthTimes) -> HealthTimes {
    let Some(section) = section else { return usual };
    HealthTimes {
        interval: section.interval.clone().unwrap_or(usual.interval),
        timeout: section.timeout.clone().unwrap_or(usual.timeout),
        retries: section.retries.clone().unwrap_or(usual.retries),
        start_period: section.start_period.clone().unwrap_or(usual.start_period),
    }
}

fn log(section: Option<&At<input::Logging>>, near: Span) -> Log {
    let usual = defaults::log(section.map_or(near, At::span));
    let Some(section) = section else { return usual };
    Log {
        max_size: section.max_size.clone().unwrap_or(usual.max_size),
        max_files: section.max_files.clone().unwrap_or(usual.max_files),
    }
}

impl Resolver<'_> {
    /// A container with what the section's keys say of it.
    pub(in crate::components) fn container(&self, service: At<ServiceName>, keys: &Keys<'_>) -> Container {
        let profiles: Vec<At<ProfileName>> = keys.profiles.map(|list| (**list).clone()).unwrap_or_default();
        let active =
            profiles.is_empty() || profiles.iter().any(|profile| self.profiles.iter().any(|of| **of == **profile));
        let first_network = self
            .networks
            .first()
            .map(|(name, section)| At::default_of(name.clone(), section.span(), "the first of `[networks]`"));
        let networks = keys.own.networks.as_ref().map(|list| (**list).clone());
        let aliases = if service.host() == service.as_str() { Vec::new() } else { vec![service.host()] };
        Container {
            service,
            name: None,
            image: None,
            build: None,
            profiles,
            active,
            networks: networks.unwrap_or_else(|| first_network.into_iter().collect()),
            addresses: keys
                .addresses
                .map(|of| of.iter().map(|(n, a)| (n.clone(), a.clone())).collect())
                .unwrap_or_default(),
            aliases,
            hosts: IndexMap::new(),
            resources: resources(keys.own.resources.as_ref(), keys.near, keys.usual),
            security: security(keys.own.security.as_ref(), keys.near, keys.usual),
            init: keys.own.init.clone().unwrap_or_else(|| defaults::init(keys.near)),
            restart: keys.own.restart.clone().unwrap_or_else(|| defaults::restart(keys.near)),
            stop_grace_period: keys
                .own
                .stop_grace_period
                .clone()
                .unwrap_or_else(|| keys.usual.stop_grace_period(keys.near)),
            health: times(keys.times, keys.usual.times.near(keys.times.map_or(keys.near, At::span))),
            log: log(keys.own.logging.as_ref(), keys.near),
            ports: Vec::new(),
            mounts: Vec::new(),
            depends_on: IndexMap::new(),
            unordered: IndexMap::new(),
            reaches: Vec::new(),
            secrets: Vec::new(),
            keys: keys.own.clone(),
            run: Run::default(),
        }
    }

    /// Published ports as a section lists them.
    pub(in crate::components) fn ports(section: Option<&At<Vec<At<input::PublishedPort>>>>) -> Vec<Published> {
        let port = |port: &At<input::PublishedPort>| Published {
            address: port.address.clone(),
            host: port.host.clone().unwrap_or_else(|| port.container.clone()),
            container: port.container.clone(),
            protocol: port.protocol.clone(),
        };
        section.into_iter().flat_map(|list| list.iter()).map(port).collect()
    }

    /// Mounts as a section lists them.
    pub(in crate::components) fn mounts(&self, section: Option<&At<Vec<At<input::Mount>>>>) -> Vec<Mount> {
        let mount = |mount: &At<input::Mount>| Mount {
            source: match &*mount.source {
                input::MountSource::Volume(name) => MountSource::Volume(name.clone()),
                input::MountSource::Bind(path) => {
                    MountSource::Bind(path.map(|path| path.from_project(&self.project_dir())))
                }
            },
            target: mount.target.clone(),
            read_only: mount.read_only.clone(),
        };
        section.into_iter().flat_map(|list| list.iter()).map(mount).collect()
    }

    /// The folder that relative host paths start from.
    pub(in crate::components) fn project_dir(&self) -> crate::units::HostPath {
        let identity = self.identity;
        let dir = identity.project_dir.clone().unwrap_or_else(|| defaults::project_dir(identity.span()));
        dir.into_inner()
    }
}

/// A volume at a place in the container that the image decides.
pub(in crate::components) fn volume(name: At<VolumeName>, target: &str) -> Mount {
    let near = name.span();
    let target = ContainerPath::parse(target).expect("the image's folders are absolute paths");
    Mount {
        source: MountSource::Volume(name),
        target: At::default_of(target, near, "the folder that the image uses"),
        read_only: At::default_of(false, near, "the server writes there"),
    }
}

/// Adds a dependency. The stronger condition wins, but `any` stays.
pub(in crate::components) fn depend(container: &mut Container, on: &ServiceName, condition: Condition, origin: Origin) {
    if *container.service == *on {
        return;
    }
    if container.depends_on.get(on).is_some_and(|known| known.condition == Condition::Any) {
        container.unordered.insert(on.clone(), origin);
        return;
    }
    let entry = container.depends_on.entry(on.clone()).or_insert(Dependency { condition, origin });
    entry.condition = entry.condition.max(condition);
}

/// Notes that a container connects to a service.
pub(in crate::components) fn reach(container: &mut Container, service: &ServiceName, origin: Origin) {
    container.reaches.push(Reach { service: service.clone(), port: None, origin });
}

/// Adds a secret whose file the container reads.
pub(in crate::components) fn read_secret(container: &mut Container, name: &crate::units::SecretName) {
    if !container.secrets.contains(name) {
        container.secrets.push(name.clone());
    }
}
