//! odoo.conf (Odoo 19: `RawConfigParser`, no interpolation, comments on lines of their own only).

use indexmap::IndexMap;

use crate::artifact::{Artifact, Kind};
use crate::components::odoo::{Odoo, OdooValue};
use crate::origin::At;

fn value(value: &OdooValue) -> String {
    match value {
        OdooValue::Text(text) => text.clone(),
        OdooValue::Bool(true) => "True".to_owned(),
        OdooValue::Bool(false) => "False".to_owned(),
        OdooValue::Integer(number) => number.to_string(),
        OdooValue::Real(number) => format!("{number:?}"),
        OdooValue::List(items) => items.join(","),
    }
}

fn set_all(file: &mut Artifact, options: &IndexMap<String, At<OdooValue>>) {
    for (name, option) in options {
        file.line(format!("{name} = {}", value(option)).trim_end(), Some(option.origin()));
    }
}

/// The file.
pub(in crate::components) fn emit(odoo: &Odoo, input: &str) -> Artifact {
    let mut file = Artifact::new("odoo/odoo.conf", Kind::Config, input);
    file.comment("This file contains no passwords. The start script adds them from the secrets.");
    file.line("[options]", None);
    set_all(&mut file, &odoo.options);
    if !odoo.custom_options.is_empty() {
        file.section("options for addons");
        set_all(&mut file, &odoo.custom_options);
    }
    file
}
