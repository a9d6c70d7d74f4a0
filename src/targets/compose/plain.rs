//! Keys of a container that go to Compose unchanged. This list defines both the writer and the comparison of the
//! reader.

use super::node::{Map, Node};
use crate::input::{ContainerKeys, Named};
use crate::origin::At;
use crate::units::{LabelName, Line};

/// A key of a container.
pub(super) struct Plain {
    /// Its name, in the input and in the Compose file.
    pub(super) name: &'static str,
    /// Its value, if it is set. A mapping is added to existing entries.
    pub(super) value: fn(&ContainerKeys) -> Option<At<Node>>,
}

/// All of them, in the order of the file.
pub(super) const PLAIN: &[Plain] = &[
    Plain { name: "labels", value: |keys| Some(keys.labels.as_ref()?.map(labels)) },
    Plain { name: "working_dir", value: |keys| Some(keys.working_dir.as_ref()?.map(|path| Node::from(path.as_str()))) },
];

fn labels(labels: &Named<LabelName, Line>) -> Node {
    let mut map = Map::new();
    for (name, value) in labels.iter() {
        map.put_at(name.as_str().to_owned(), value.as_str(), value.origin());
    }
    map.into()
}
