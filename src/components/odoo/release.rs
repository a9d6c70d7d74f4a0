//! Which version of Odoo an image holds.

use super::table::ODOO_VERSIONS;
use crate::model::{Release, plausible};
use crate::origin::{At, Span};
use crate::units::{Image, Version};

impl Release {
    /// Odoo's.
    pub(super) fn of_odoo(section: Span, image: At<Image>, written: Option<At<Version>>) -> Self {
        let told = odoo(&image);
        let known = ODOO_VERSIONS.map(|major| Version { major, minor: None }).collect();
        Self { program: "Odoo", key: "odoo.version", section, image, told, written, known }
    }
}

/// Tags of images that are called Odoo's begin with the version (odoo/docker).
fn odoo(image: &Image) -> Option<Version> {
    let name = image.name().rsplit('/').next()?;
    (name == "odoo").then(|| plausible(Version::at_start(image.tag()?), 8..=40))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Unit as _;

    #[test]
    fn tags_tell_the_version_of_odoo() {
        let of = |image: &str| odoo(&Image::parse(image).unwrap()).map(|version| version.to_string());
        for (image, version) in [
            ("odoo:17.0", Some("17.0")),
            ("odoo:19.0-20260723", Some("19.0")),
            ("registry.example.com/shop/odoo:18", Some("18")),
            ("odoo:latest", None),
            ("odoo:saas-18.4", None),
            ("eergygroup/odoo19:chile-1.0.5", None),
            ("ghcr.io/shop/odoo:1.4.2", None),
            ("ghcr.io/shop/odoo:20251120", None),
        ] {
            assert_eq!(of(image).as_deref(), version, "{image}");
        }
    }
}
