//! The files of a deployment for Compose, and the projects that Compose must read from them.

use camino::{Utf8Path, Utf8PathBuf};

use super::named::{Named, OfBase};
use super::node::Node;
use super::witness::Projects;
use super::{document, template};
use crate::artifact::Artifact;
use crate::model::{Deployment, Stack};
use crate::targets::MANIFEST;
use crate::targets::git::{attributes, ignore};
use crate::units::ModeName;

/// The files that are generated for a deployment.
#[derive(Debug)]
pub struct Emitted {
    /// Every file, in the order of the summary.
    pub artifacts: Vec<Artifact>,
    /// The project that Compose must read from the files in each mode; the first is the base.
    pub expected: Vec<(Option<ModeName>, Node)>,
    /// The override of each of them, in the same order; `None` if it changes nothing.
    pub overlays: Vec<Option<Node>>,
}

impl Emitted {
    /// The files, and the projects that Compose must read from them.
    #[must_use]
    pub fn into_parts(self) -> (Vec<Artifact>, Projects) {
        (self.artifacts, Projects(self.expected))
    }
}

/// The path of a file that a mode changes.
#[must_use]
pub fn in_mode(path: &Utf8Path, mode: &ModeName) -> Utf8PathBuf {
    let stem = path.file_stem().unwrap_or_default();
    let name = path.extension().map_or_else(
        || format!("{stem}.{}", mode.as_str()),
        |extension| format!("{stem}.{}.{extension}", mode.as_str()),
    );
    path.with_file_name(name)
}

fn named(stack: &Stack) -> Named {
    Named::new(document::networks(stack), document::secrets(stack))
}

/// Every file of a deployment: the base, and what each mode changes.
#[must_use]
pub fn emit(deployment: Deployment<'_>, input: &str) -> Emitted {
    let Deployment { base, modes } = deployment;
    let mut artifacts = base.files(input);
    let mut of_base = named(base);
    for file in &artifacts {
        of_base.insert(file.path.clone(), file.path.clone(), file.digest());
    }
    let base_node = document::document(base, &of_base, None);
    let mut files = vec![document::file(&base_node, "docker-compose.yml", input)];
    let mut expected = vec![(None, base_node)];
    let mut overlays = vec![None];
    for stack in modes {
        let Some(mode) = &stack.mode else { continue };
        let mut of_mode = named(stack);
        for mut file in stack.files(input) {
            let usual = file.path.clone();
            let of_base = of_base.at(usual.as_str()).map(|(at, config)| (artifacts.get(at), config.digest));
            if let Some((_, digest)) =
                of_base.filter(|(other, _)| other.is_some_and(|other| other.text() == file.text()))
            {
                of_mode.insert(usual.clone(), usual, digest);
                continue;
            }
            file.path = in_mode(&usual, mode);
            of_mode.insert(usual, file.path.clone(), file.digest());
            artifacts.push(file);
        }
        let services = expected.first().and_then(|(_, base): &(_, Node)| base.get("services")?.as_map());
        let below = services.map(|services| OfBase { stack: base, named: &of_base, services });
        let node = document::document(stack, &of_mode, below.as_ref());
        let overlay = expected.first().and_then(|(_, base)| document::overlay(base, &node));
        let overlay_name = overlay.as_ref().map(|overlay| {
            let name = format!("docker-compose.{}.yml", mode.as_str());
            files.push(document::file(overlay, &name, input));
            name
        });
        overlays.push(overlay);
        files.push(template::template(stack, overlay_name.as_deref(), input));
        expected.push((Some(mode.clone()), node));
    }
    if modes.is_empty() {
        files.push(template::template(base, None, input));
    }
    files.extend(artifacts);
    files.push(ignore::emit(deployment.stacks(), input));
    files.push(attributes::emit(&files, MANIFEST, input));
    Emitted { artifacts: files, expected, overlays }
}
