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
        /// The Compose service.
        pub service: At<ServiceName> = constant("odoo") => because("the usual name"),
        /// A fixed name of the container. Default: Compose makes one.
        pub container_name: Option<At<ContainerName>>,
        /// The image; it must be built on an official image of Odoo.
        pub image: At<Image>,
        /// The version of Odoo, like `19.0`: needed where the tag of the image does not tell it.
        pub version: Option<At<Version>>,
        /// The ports in the container and where they are published.
        pub ports: Part<OdooPorts>,
        /// The folder of addons on the host. Default: `./addons`, where `addons` names some.
        pub addons_dir: Option<At<HostPath>>,
        /// The folders below `addons_dir` that hold modules, in the order in which they are searched.
        pub addons: Option<At<Vec<At<Line>>>> => at_least(1).distinct(),
        /// The folder of Odoo's own addons in the image. Default: that of the official image.
        pub core_addons: At<ContainerPath> = constant("/usr/lib/python3/dist-packages/odoo/addons") => because("the official image's").told(),
        /// The master password of the database manager. Default: none, which forbids the manager.
        pub admin_password: Option<At<SecretUse>>,
        /// Where user sessions live. Default: in the data folder.
        pub sessions: Option<At<Sessions>>,
        /// Who terminates TLS and sends `/websocket` to the gevent port. Default: nobody.
        pub proxy: At<Proxy> = Proxy::None => because("no proxy is named").told(),
        /// The volume of sessions and attachments.
        pub volume: At<VolumeName> = constant("odoo_data") => because("the usual name"),
        /// A volume of its own for the attachments. Default: they are in `volume`.
        pub filestore_volume: Option<At<VolumeName>>,
        /// Further mounts.
        pub volumes: Option<At<Vec<At<Mount>>>> => distinct(),
        /// Options of odoo.conf, by their names in its version.
        pub options: Option<At<OdooOptions>>,
        /// Options of odoo.conf that are not Odoo's own: some addon reads them.
        pub custom_options: Option<At<Named<OptionName, EnvValue>>>,
        /// Further environment variables.
        pub environment: Option<At<Named<EnvName, EnvValue>>>,
        /// Fixed addresses on some of its networks. Default: Docker chooses.
        pub addresses: Option<At<Named<NetworkName, Address>>>,
        /// The times of the health check.
        pub healthcheck: Option<At<HealthTimes>>,
        ..pub container: ContainerKeys {
            stop_grace_period: "Time from the signal to stop until Odoo is killed. Default: 1 m.",
        },
    }
}

table! {
    /// Odoo's ports.
    pub struct OdooPorts {
        /// The port of the HTTP service, in the container and on the host.
        pub http: At<Port> = Port::new(8069) => because("Odoo's own"),
        /// The port of the websocket service, in the container and on the host.
        pub gevent: At<Port> = Port::new(8072) => because("Odoo's own"),
        /// The host's address on which they are published.
        pub address: At<IpAddr> = IpAddr::V4(Ipv4Addr::LOCALHOST) => because("only this host reaches it").examples(&["127.0.0.1"]),
        /// Whether they are published on the host.
        pub publish: At<bool> = true => because("users or their proxy reach it"),
    }
}

table! {
    /// Where user sessions live.
    pub struct Sessions {
        /// The kind of store.
        pub store: At<SessionStore>,
        /// The database index in Redis.
        pub db: At<u32> = 0 => because("Redis's first").range(0, 2_147_483_646),
        /// Time after which an idle session ends. Default: that of the module, 7 days.
        pub expiration: Option<At<Duration>>,
    }
}

names! {
    /// A kind of session store.
    pub enum SessionStore {
        /// Files in Odoo's data folder.
        Files = "files",
        /// The stack's Redis, by the module `session_redis`, which must be among the addons.
        Redis = "redis",
    }
}

forms! {
    /// Who stands between the users and Odoo.
    #[derive(Eq)]
    pub enum Proxy {
        /// Nobody.
        None = "none",
        /// A reverse proxy outside of this stack.
        External = "external",
        /// A further service of this stack.
        Service(ServiceName) = "service",
    }
}

impl Shown for Proxy {
    fn shown(&self) -> String {
        match self {
            Self::None => "nobody".to_owned(),
            Self::External => "one outside of this stack".to_owned(),
            Self::Service(name) => format!("`{}`", name.as_str()),
        }
    }
}
