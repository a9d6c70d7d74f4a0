//! The variables of `.env` that a stack reads.

use std::collections::{BTreeMap, BTreeSet};

use super::{SecretSource, Stack};
use crate::counted::counted;
use crate::origin::At;
use crate::units::{EnvName, SecretName};

const DAY: u64 = 86_400_000;

/// A variable that contains a secret.
#[derive(Debug)]
pub struct Variable<'s> {
    /// Its name.
    pub name: &'s At<EnvName>,
    /// The name of the secret.
    pub secret: &'s SecretName,
    /// The third party that issues it, if stackgen must not generate it.
    pub issued_by: Option<&'s str>,
    /// The number of days after which it must be replaced.
    pub days: Option<u64>,
    /// The services that read it, in the order of the generated file.
    pub readers: Vec<&'s str>,
}

impl Variable<'_> {
    /// What it contains, for a comment above it.
    #[must_use]
    pub fn about(&self) -> String {
        let issuer = self.issued_by.map(|issuer| format!(", issued by {issuer}")).unwrap_or_default();
        let rotate = self.days.map(|days| format!(", rotate every {}", counted(days, "day"))).unwrap_or_default();
        format!("secret {}{issuer}{rotate}", self.secret.as_str())
    }
}

impl Stack {
    /// The variables of the secrets that containers of this mode read.
    pub fn variables(&self) -> impl Iterator<Item = Variable<'_>> {
        let mut readers: BTreeMap<&SecretName, Vec<&str>> = BTreeMap::new();
        for container in self.active() {
            let secrets: BTreeSet<&SecretName> = container.secrets.iter().collect();
            for secret in secrets {
                readers.entry(secret).or_default().push(container.service.as_str());
            }
        }
        self.secrets.iter().filter_map(move |(secret, of)| {
            let SecretSource::Env(name) = &of.source else { return None };
            let readers = readers.remove(secret)?;
            let issued_by = of.issued_by.as_ref().map(|issuer| issuer.as_str());
            let days = of.rotate.as_ref().map(|time| time.millis() / DAY);
            Some(Variable { name, secret, issued_by, days, readers })
        })
    }
}
