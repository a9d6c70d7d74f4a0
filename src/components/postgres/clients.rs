//! Who uses the database.

use indexmap::IndexMap;

use crate::model::{Facts, MountSource, Stack};
use crate::origin::Origin;
use crate::units::ServiceName;

/// The services that receive the address of the database, and the connections that each may hold.
#[derive(Debug, Default)]
pub struct PostgresClients(pub IndexMap<ServiceName, u32>);

impl Facts for PostgresClients {}

impl Stack {
    /// The services that use the database and run, and the connections that each may hold.
    pub fn active_postgres_clients(&self) -> impl Iterator<Item = (&ServiceName, u32)> {
        let runs = |name: &ServiceName| self.container(name).is_some_and(|container| container.active);
        let clients = self.facts().into_iter().flat_map(|clients: &PostgresClients| &clients.0);
        clients.filter(move |(name, _)| runs(name)).map(|(name, count)| (name, *count))
    }

    /// The volume of the database: its name in Docker, the major version of PostgreSQL that it is for, and where it was
    /// decided. Nothing where the server is outside of the stack or its version is not known.
    #[must_use]
    pub fn postgres_volume(&self) -> Option<(String, u32, Origin)> {
        let version = self.postgres().release.as_ref()?.version()?;
        let volume = self.postgres().container()?.mounts.iter().find_map(|mount| match &mount.source {
            MountSource::Volume(name) => Some(name),
            MountSource::Bind(_) => None,
        })?;
        Some((format!("{}_{}", self.name.as_str(), volume.as_str()), version.major, volume.origin()))
    }
}
