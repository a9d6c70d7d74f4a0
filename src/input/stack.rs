//! The whole input, and the sections that are not services.

use camino::Utf8PathBuf;
use ipnet::IpNet;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Named, Odoo, Postgres, Redis, Rules, Service};
use crate::origin::At;
use crate::units::{
    Address, Bytes, Cpus, Duration, EnvName, HostPath, KeyPath, Line, ModeName, NetworkName, OutputPath, ProfileName,
    ProjectName, Requirement, SecretName, ServiceName,
};

/// A deployment of Odoo: the single source of truth for every generated file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stack {
    /// The Compose project and where its files are.
    pub stack: At<Identity>,
    /// The machine that carries the stack; each mode is checked against it.
    #[serde(default)]
    pub host: Option<At<Host>>,
    /// The networks of the stack, by name. A service without `networks` joins the first one.
    #[schemars(extend("minProperties" = 1))]
    pub networks: At<Named<NetworkName, Network>>,
    /// The names of the secrets and where their values come from. Never a value.
    #[serde(default)]
    pub secrets: Named<SecretName, Secret>,
    /// The PostgreSQL database.
    pub postgres: At<Postgres>,
    /// Redis: a master, and replicas and sentinels if wanted.
    #[serde(default)]
    pub redis: Option<At<Redis>>,
    /// Odoo 17 to 19.
    pub odoo: At<Odoo>,
    /// Any further container, by its service name.
    #[serde(default)]
    pub services: Named<ServiceName, Service>,
    /// The modes of the deployment: which profiles are active, and what is set anew.
    #[serde(default)]
    pub modes: Named<ModeName, Mode>,
    /// How bad findings are, and which are accepted for a reason.
    #[serde(default)]
    pub rules: Option<Rules>,
}

/// The Compose project.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The Compose project: it prefixes volumes and networks.
    pub name: At<ProjectName>,
    /// The folder that relative host paths start from, as seen from the generated files.
    #[serde(default)]
    pub project_dir: Option<At<HostPath>>,
    /// The folder of this stack's files below the output folder. Default: the output folder itself.
    #[serde(default)]
    pub output: Option<At<OutputPath>>,
    /// Compose files of your own, which are loaded behind the generated ones in every mode and may set anything anew. Compose takes
    /// relative paths in them as seen from the generated files. Default: none.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true, "examples" = [["./docker-compose.local.yml"]]))]
    pub compose_files: Option<At<Vec<At<HostPath>>>>,
    /// The versions of stackgen that may read this input: any other one refuses it.
    #[serde(default)]
    pub required_version: Option<At<Requirement>>,
}

/// The machine that carries the stack.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Host {
    /// The name of the machine, where the stacks of one run are on several. Stacks on hosts of one name, or none, are checked
    /// together.
    #[serde(default)]
    #[schemars(extend("examples" = ["shop-1"]))]
    pub name: Option<At<Line>>,
    /// Memory that containers may use together, of all stacks of this run that are on this host.
    pub memory: At<Bytes>,
    /// CPUs that containers may use together, of all stacks of this run that are on this host.
    pub cpus: At<Cpus>,
    /// The platform of the machine, as Docker names it: an image whose name speaks of another one is found.
    #[serde(default)]
    pub platform: Option<At<Platform>>,
}

/// A platform, as Docker names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Platform {
    /// 64-bit ARM.
    #[serde(rename = "linux/arm64")]
    Arm64,
    /// 64-bit x86.
    #[serde(rename = "linux/amd64")]
    Amd64,
}

impl Platform {
    /// Its name, as Docker writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Arm64 => "linux/arm64",
            Self::Amd64 => "linux/amd64",
        }
    }
}

/// A network of the stack.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Network {
    /// The network's driver. Default: `bridge`.
    #[serde(default)]
    pub driver: Option<At<Driver>>,
    /// Addresses of the network, like `172.20.0.0/16`. Default: Docker chooses.
    #[serde(default)]
    #[schemars(with = "Option<SubnetText>")]
    pub subnet: Option<At<IpNet>>,
    /// The address of the way out, inside `subnet`. Default: its first address.
    #[serde(default)]
    pub gateway: Option<At<Address>>,
    /// No way out of this network and no published ports. Default: false.
    #[serde(default)]
    pub internal: Option<At<bool>>,
}

/// The schema of a subnet.
#[derive(JsonSchema)]
#[schemars(inline, transparent)]
struct SubnetText(
    #[schemars(extend("format" = "subnet", "examples" = ["172.20.0.0/16"]))]
    #[expect(dead_code, reason = "only its schema is used")]
    String,
);

/// A network's driver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Driver {
    /// A network of this host.
    Bridge,
    /// A network of a swarm.
    Overlay,
}

impl Driver {
    /// The driver, as Compose names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bridge => "bridge",
            Self::Overlay => "overlay",
        }
    }
}

/// Where a secret's value comes from: exactly one of `env` and `file`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// The variable of `.env` that holds the value.
    #[serde(default)]
    pub env: Option<At<EnvName>>,
    /// The file on the host that holds the value.
    #[serde(default)]
    pub file: Option<At<HostPath>>,
    /// After how long the value is to be replaced.
    #[serde(default)]
    pub rotate: Option<At<Duration>>,
    /// Who issues the value, where it is not ours to make.
    #[serde(default)]
    #[schemars(extend("examples" = ["Anthropic"]))]
    pub issued_by: Option<At<Line>>,
}

/// A mode: a set of active profiles. Any other table in it sets keys of the stack anew.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mode {
    /// The Compose profiles that are active in this mode. Default: none.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub profiles: Option<At<Vec<At<ProfileName>>>>,
    /// Whether this is a mode for the work on the code. Default: whether its name starts with `dev`.
    #[serde(default)]
    pub development: Option<At<bool>>,
    /// Further Compose files of your own for this mode, behind those of `stack.compose_files`. Default: none.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub compose_files: Option<At<Vec<At<HostPath>>>>,
    /// Keys of the base that this mode does without, like `services.api.command`. They are taken out before the mode's own keys
    /// are set. Default: none.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub unset: Option<At<Vec<At<KeyPath>>>>,
}

impl Identity {
    /// The folder of this stack's files below the output folder.
    #[must_use]
    pub fn output_dir(&self) -> Utf8PathBuf {
        self.output.as_ref().map(|output| output.as_path().to_owned()).unwrap_or_default()
    }
}
