//! The sections of an input: those of each product, and those of the stack as such.

use super::context::Component;
use super::odoo::input::Odoo;
use super::postgres::input::Postgres;
use super::redis::input::Redis;
use super::service::input::Service;
use crate::input::{Host, Identity, Language, Mode, Named, Network, Rules, Secret};
use crate::origin::At;
use crate::units::{ModeName, NetworkName, SecretName, ServiceName};

/// The language of this program's inputs.
pub static LANGUAGE: Language = Language::new(Stack::TABLE);

/// The list of components, in the order in which they are decided and written down.
macro_rules! components {
    ($($(#[doc = $about:literal])+ $key:ident: $section:ty,)+) => {
        table! {
            /// A deployment of Odoo: the single source of truth for every generated file.
            pub struct Stack {
                /// The Compose project and where its files are.
                pub stack: At<Identity>,
                /// The machine that carries the stack; each mode is checked against it.
                pub host: Option<At<Host>>,
                /// The networks of the stack, by name. A service without `networks` joins the first one.
                pub networks: At<Named<NetworkName, Network>> => at_least(1),
                /// The names of the secrets and where their values come from. Never a value.
                pub secrets: Named<SecretName, Secret>,
                $($(#[doc = $about])+ pub $key: $section,)+
                /// The modes of the deployment: which profiles are active, and what is set anew.
                pub modes: Named<ModeName, Mode>,
                /// How bad findings are, and which are accepted for a reason.
                pub rules: Option<Rules>,
            }
        }

        impl Stack {
            /// The keys of these sections.
            pub const COMPONENTS: &'static [&'static str] = &[$(stringify!($key)),+];

            /// The sections of which parts of the stack are made.
            #[must_use]
            pub fn components(&self) -> Vec<&dyn Component> {
                vec![$(&self.$key),+]
            }
        }
    };
}

components! {
    /// The PostgreSQL database.
    postgres: At<Postgres>,
    /// Redis: a master, and replicas and sentinels if wanted.
    redis: Option<At<Redis>>,
    /// Odoo 17 to 19.
    odoo: At<Odoo>,
    /// Any further container, by its service name.
    services: Named<ServiceName, Service>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::shape::{Shape, Table};

    fn defaults(table: &Table, found: &mut Vec<String>) {
        for key in table.all() {
            found.extend(key.default.map(|default| default()));
            assert!(key.default.is_none() || !key.because.is_empty(), "{} has a default without a reason", key.name);
            let below = match key.shape {
                Shape::List { each, .. } | Shape::Entries { each, .. } => *each,
                shape => shape,
            };
            if let Shape::Table(below) = below {
                defaults(below, found);
            }
        }
    }

    #[test]
    fn every_default_parses_and_has_a_reason() {
        let mut found = Vec::new();
        defaults(Stack::TABLE, &mut found);
        assert!(found.len() > 40 && found.iter().all(|text| !text.is_empty()), "{found:?}");
    }
}
