//! Commands of the documentation, run as they are written.

use std::process::Output;

use crate::deployment::Deployment;
use crate::support::root;

/// The scripts of the section with this title, in their order.
pub fn blocks(page: &str, title: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join(page)).unwrap();
    let start = format!("## {title}\n");
    let (_, section) = text.split_once(&start).unwrap_or_else(|| panic!("{page} has no {title}"));
    let section = section.split("\n## ").next().unwrap();
    section.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

/// The only script of the section with this title.
pub fn script(page: &str, title: &str) -> String {
    let mut blocks = blocks(page, title).into_iter();
    let script = blocks.next().unwrap_or_else(|| panic!("{title}: no script"));
    assert!(blocks.next().is_none(), "{title}: more than one script");
    script
}

/// Runs the script of a section in the folder of the generated files.
pub fn run(deployment: &Deployment, page: &str, title: &str) -> Output {
    let output = deployment.shell(&script(page, title)).output().unwrap();
    assert!(output.status.success(), "{title}: {}", crate::support::both(&output));
    output
}

/// Runs these scripts of a section, in this order.
pub fn run_blocks(deployment: &Deployment, page: &str, title: &str, order: &[usize]) {
    let blocks = blocks(page, title);
    for index in order {
        let output = deployment.shell(&blocks[*index]).output().unwrap();
        assert!(output.status.success(), "{title}: {}", crate::support::both(&output));
    }
}
