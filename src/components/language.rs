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
                /// The machine that runs the stack. Each mode is checked against it.
                pub host: Option<At<Host>>,
                /// The networks of the stack, by name. A service without `networks` joins the first one.
                pub networks: At<Named<NetworkName, Network>> => at_least(1),
                /// The secrets, by name, and where their values come from. The values are never written here.
                pub secrets: Named<SecretName, Secret>,
                $($(#[doc = $about])+ pub $key: $section,)+
                /// The modes of the deployment: which profiles are active, and which keys are overridden.
                pub modes: Named<ModeName, Mode>,
                /// The severity of findings, and the findings that are allowed, each with a reason.
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
    /// Redis: a master, with optional replicas and sentinels.
    redis: Option<At<Redis>>,
    /// Odoo 17 to 19.
    odoo: At<Odoo>,
    /// nginx in front of Odoo.
    proxy: Option<At<super::proxy::input::ReverseProxy>>,
    /// Additional containers, by service name.
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

    /// Each type of a shape, by the name that it has in the published schema, and what it is said to be.
    fn types(shape: &Shape, found: &mut std::collections::BTreeMap<&'static str, std::collections::BTreeSet<String>>) {
        let mut is_new = |name: &'static str, about: String| found.entry(name).or_default().insert(about);
        match *shape {
            Shape::Table(table) => {
                if is_new(table.name, format!("{:?}", table.about)) {
                    table.all().for_each(|key| types(&key.shape, found));
                }
            }
            Shape::Names(names) => drop(is_new(names.name, format!("{:?}", names.about))),
            Shape::Options(options) => drop(is_new(options.name, format!("{:?}", options.about))),
            Shape::Forms(forms) => {
                if is_new(forms.name, format!("{:?}", forms.about)) {
                    forms.all.iter().filter_map(|form| form.shape.as_ref()).for_each(|shape| types(shape, found));
                }
            }
            Shape::Any(any) => {
                if is_new(any.name, format!("{:?}", any.about)) {
                    any.shapes.iter().for_each(|shape| types(shape, found));
                }
            }
            Shape::List { each, .. } | Shape::Entries { each, .. } => types(each, found),
            Shape::Boolean | Shape::Integer { .. } | Shape::Number { .. } | Shape::Text(_) | Shape::Choice(_) => {}
        }
    }

    /// The published schema has one definition for a name.
    #[test]
    fn no_two_types_have_one_name() {
        let mut found = std::collections::BTreeMap::new();
        types(&Shape::Table(Stack::TABLE), &mut found);
        assert!(found.len() > 40, "{found:?}");
        found.retain(|_, abouts| abouts.len() > 1);
        assert!(found.is_empty(), "{:?}", found.keys());
    }

    #[test]
    fn every_default_parses_and_has_a_reason() {
        let mut found = Vec::new();
        defaults(Stack::TABLE, &mut found);
        assert!(found.len() > 40 && found.iter().all(|text| !text.is_empty()), "{found:?}");
    }
}
