//! The Odoo module that uses Redis.

use camino::Utf8Path;

/// The folder below `./addons` that contains the module `session_redis`, with which Odoo keeps its sessions in Redis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionModule {
    folder: String,
}

impl SessionModule {
    /// The folder of addons of a project, unless `odoo.addons_dir` names another one.
    pub const ADDONS_DIR: &str = "addons";

    /// The module in a folder; `None` if the folder's name would need quotes on its way into Odoo's `addons_path`.
    #[must_use]
    pub fn in_folder(name: &str) -> Option<Self> {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
        let fits = name.starts_with(|first: char| first.is_ascii_alphanumeric()) && name.chars().all(plain);
        fits.then(|| Self { folder: name.to_owned() })
    }

    /// Whether a folder contains it: Odoo treats a folder with a manifest as a module.
    #[must_use]
    pub fn is_in(folder: &Utf8Path) -> bool {
        folder.join("session_redis/__manifest__.py").is_file()
    }

    /// The folder, as `odoo.addons` lists it.
    #[must_use]
    pub fn folder(&self) -> &str {
        &self.folder
    }
}
