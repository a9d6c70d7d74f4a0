//! The `[odoo]` section.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{EnvValue, HealthTimes, Logging, Mount, Named, OdooOptions, Resources, Restart, SecretUse, Security};
use crate::origin::At;
use crate::units::{
    Address, ContainerName, ContainerPath, Duration, EnvName, HostPath, Image, Line, NetworkName, OptionName, Port,
    ServiceName, Version, VolumeName,
};

/// Odoo 17 to 19.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Odoo {
    /// The Compose service. Default: `odoo`.
    #[serde(default)]
    pub service: Option<At<ServiceName>>,
    /// A fixed name of the container. Default: Compose makes one.
    #[serde(default)]
    pub container_name: Option<At<ContainerName>>,
    /// The image; it must be built on an official image of Odoo.
    pub image: At<Image>,
    /// The version of Odoo, like `19.0`: needed where the tag of the image does not tell it.
    #[serde(default)]
    pub version: Option<At<Version>>,
    /// The ports in the container and where they are published.
    #[serde(default)]
    pub ports: Option<At<OdooPorts>>,
    /// The folder of addons on the host. Default: `./addons`, where `addons` names some.
    #[serde(default)]
    pub addons_dir: Option<At<HostPath>>,
    /// The folders below `addons_dir` that hold modules, in the order in which they are searched.
    #[serde(default)]
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub addons: Option<At<Vec<At<Line>>>>,
    /// The folder of Odoo's own addons in the image. Default: that of the official image.
    #[serde(default)]
    pub core_addons: Option<At<ContainerPath>>,
    /// The master password of the database manager. Default: none, which forbids the manager.
    #[serde(default)]
    pub admin_password: Option<At<SecretUse>>,
    /// Where user sessions live. Default: in the data folder.
    #[serde(default)]
    pub sessions: Option<At<Sessions>>,
    /// Who terminates TLS and sends `/websocket` to the gevent port. Default: nobody.
    #[serde(default)]
    pub proxy: Option<At<Proxy>>,
    /// The volume of sessions and attachments. Default: `odoo_data`.
    #[serde(default)]
    pub volume: Option<At<VolumeName>>,
    /// A volume of its own for the attachments. Default: they are in `volume`.
    #[serde(default)]
    pub filestore_volume: Option<At<VolumeName>>,
    /// Further mounts.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub volumes: Option<At<Vec<At<Mount>>>>,
    /// Options of odoo.conf, by their names in its version.
    #[serde(default)]
    pub options: Option<At<OdooOptions>>,
    /// Options of odoo.conf that are not Odoo's own: some addon reads them.
    #[serde(default)]
    pub custom_options: Option<At<Named<OptionName, EnvValue>>>,
    /// Further environment variables.
    #[serde(default)]
    pub environment: Option<At<Named<EnvName, EnvValue>>>,
    /// The networks it joins. Default: the first of `[networks]`.
    #[serde(default)]
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub networks: Option<At<Vec<At<NetworkName>>>>,
    /// Fixed addresses on some of its networks. Default: Docker chooses.
    #[serde(default)]
    pub addresses: Option<At<Named<NetworkName, Address>>>,
    /// What the container may use.
    #[serde(default)]
    pub resources: Option<At<Resources>>,
    /// When the container is started again. Default: `unless-stopped`.
    #[serde(default)]
    pub restart: Option<At<Restart>>,
    /// What the container may do.
    #[serde(default)]
    pub security: Option<At<Security>>,
    /// Whether an init is the first process: it passes signals on, and takes in what other processes
    /// leave behind. Default: true.
    #[serde(default)]
    pub init: Option<At<bool>>,
    /// Time from the signal to stop until Odoo is killed. Default: 1 m.
    #[serde(default)]
    pub stop_grace_period: Option<At<Duration>>,
    /// The times of the health check.
    #[serde(default)]
    pub healthcheck: Option<At<HealthTimes>>,
    /// Bounds of the log.
    #[serde(default)]
    pub logging: Option<At<Logging>>,
}

/// Odoo's ports.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OdooPorts {
    /// The port of the HTTP service, in the container and on the host. Default: 8069.
    #[serde(default)]
    pub http: Option<At<Port>>,
    /// The port of the websocket service, in the container and on the host. Default: 8072.
    #[serde(default)]
    pub gevent: Option<At<Port>>,
    /// The host's address on which they are published. Default: 127.0.0.1.
    #[serde(default)]
    #[schemars(extend("format" = "ip-address", "examples" = ["127.0.0.1"]))]
    pub address: Option<At<std::net::IpAddr>>,
    /// Whether they are published on the host. Default: true.
    #[serde(default)]
    pub publish: Option<At<bool>>,
}

/// Where user sessions live.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sessions {
    /// The kind of store.
    pub store: At<SessionStore>,
    /// The database index in Redis. Default: 0.
    #[serde(default)]
    #[schemars(range(min = 0, max = 2_147_483_646))]
    pub db: Option<At<u32>>,
    /// Time after which an idle session ends. Default: that of the module, 7 days.
    #[serde(default)]
    pub expiration: Option<At<Duration>>,
}

/// A kind of session store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionStore {
    /// Files in Odoo's data folder.
    Files,
    /// The stack's Redis, by the module `session_redis`, which must be among the addons.
    Redis,
}

/// Who stands between the users and Odoo.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Proxy {
    /// Nobody.
    None,
    /// A reverse proxy outside of this stack.
    External,
    /// A further service of this stack.
    Service(ServiceName),
}
