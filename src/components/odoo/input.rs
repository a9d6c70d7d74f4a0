//! The `[odoo]` section.

use std::net::{IpAddr, Ipv4Addr};

use super::options::OdooOptions;
use crate::components::defaults::constant;
use crate::components::reference::input::EnvValue;
use crate::input::shown::Shown;
use crate::input::{ContainerKeys, HealthTimes, Mount, Named, Part, SecretUse};
use crate::origin::At;
use crate::units::{
    Address, ContainerName, ContainerPath, Duration, EnvName, HostPath, Image, Line, NetworkName, OptionName, Port,
    ServiceName, Version, VolumeName,
};

table! {
    /// Odoo 17 to 19.
    pub struct Odoo {
        /// The name of the Compose service.
        pub service: At<ServiceName> = constant("odoo") => because("the usual name"),
        /// A fixed name for the container. Default: Compose generates one.
        pub container_name: Option<At<ContainerName>>,
        /// The image. It must be based on an official Odoo image.
        pub image: At<Image>,
        /// The version of Odoo, like `19.0`. Required if the tag of the image does not contain it.
        pub version: Option<At<Version>>,
        /// The ports in the container, and where they are published on the host.
        pub ports: Part<OdooPorts>,
        /// The folder on the host that contains the addons. Default: `./addons`, if `addons` is set.
        pub addons_dir: Option<At<HostPath>>,
        /// The folders below `addons_dir` that contain modules, in the order in which Odoo searches them.
        pub addons: Option<At<Vec<At<Line>>>> => at_least(1).distinct(),
        /// The folder of Odoo's own addons in the image. Default: the folder in the official image.
        pub core_addons: At<ContainerPath> = constant("/usr/lib/python3/dist-packages/odoo/addons") => because("the folder in the official image").told(),
        /// The master password of the database manager. Default: none, which forbids all operations of the manager.
        pub admin_password: Option<At<SecretUse>>,
        /// Where user sessions are stored. Default: in the data folder.
        pub sessions: Option<At<Sessions>>,
        /// The reverse proxy that terminates TLS and forwards `/websocket` to the gevent port. Default: none.
        pub proxy: At<Proxy> = Proxy::None => because("no proxy is named").told(),
        /// The volume for sessions and attachments.
        pub volume: At<VolumeName> = constant("odoo_data") => because("the usual name"),
        /// A separate volume for the attachments. Default: they are stored in `volume`.
        pub filestore_volume: Option<At<VolumeName>>,
        /// Additional mounts.
        pub volumes: Option<At<Vec<At<Mount>>>> => distinct(),
        /// Options of odoo.conf, by their names in the version of Odoo.
        pub options: Option<At<OdooOptions>>,
        /// Additional options of odoo.conf that are not Odoo's own, for addons that read them.
        pub custom_options: Option<At<Named<OptionName, EnvValue>>>,
        /// Additional environment variables.
        pub environment: Option<At<Named<EnvName, EnvValue>>>,
        /// Fixed IP addresses of the container, by network. Default: Docker assigns them.
        pub addresses: Option<At<Named<NetworkName, Address>>>,
        /// The timing of the health check.
        pub healthcheck: Option<At<HealthTimes>>,
        ..pub container: ContainerKeys {
            stop_grace_period: "Time that Odoo has to stop before it is killed. Default: 1 m.",
        },
    }
}

table! {
    /// Odoo's ports.
    pub struct OdooPorts {
        /// The port of the HTTP service, in the container and on the host.
        pub http: At<Port> = Port::new(8069) => because("Odoo's own default"),
        /// The port of the websocket service, in the container and on the host.
        pub gevent: At<Port> = Port::new(8072) => because("Odoo's own default"),
        /// The host address on which the ports are published.
        pub address: At<IpAddr> = IpAddr::V4(Ipv4Addr::LOCALHOST) => because("only this host can reach it").examples(&["127.0.0.1"]),
        /// Whether the ports are published on the host.
        pub publish: At<bool> = true => because("users or their proxy connect to it"),
    }
}

table! {
    /// Where user sessions are stored.
    pub struct Sessions {
        /// The session store.
        pub store: At<SessionStore>,
        /// The index of the Redis database.
        pub db: At<u32> = 0 => because("the first database of Redis").range(0, 2_147_483_646),
        /// Time after which an idle session expires. Default: 7 days, the default of the module.
        pub expiration: Option<At<Duration>>,
    }
}

names! {
    /// A session store.
    pub enum SessionStore {
        /// Files in Odoo's data folder.
        Files = "files",
        /// The stack's Redis, through the module `session_redis`, which must be among the addons.
        Redis = "redis",
    }
}

forms! {
    /// The reverse proxy in front of Odoo.
    #[derive(Eq)]
    pub enum Proxy {
        /// No proxy.
        None = "none",
        /// A reverse proxy outside this stack.
        External = "external",
        /// Another service of this stack.
        Service(ServiceName) = "service",
    }
}

impl Shown for Proxy {
    fn shown(&self) -> String {
        match self {
            Self::None => "none".to_owned(),
            Self::External => "a proxy outside this stack".to_owned(),
            Self::Service(name) => format!("`{}`", name.as_str()),
        }
    }
}
