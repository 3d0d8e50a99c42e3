//! The files of the layers.

use std::collections::BTreeMap;

use super::layer::LayerFile;
use super::{Problem, yaml};

/// Files by their path, from the folder that holds the layers: `national/layer.yaml`.
#[derive(Clone, Debug, Default)]
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// Adds a file; paths use `/`.
    pub fn insert(&mut self, path: impl Into<String>, bytes: Vec<u8>) {
        self.0.insert(path.into(), bytes);
    }

    pub(super) fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(Vec::as_slice)
    }

    /// Paths that begin with `prefix`, in order.
    pub(super) fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .range(prefix.to_owned()..)
            .map(|(path, _)| path.as_str())
            .take_while(move |path| path.starts_with(prefix))
    }
}

/// The layer that lies under the one whose `layer.yaml` this is; `None` for the lowest.
pub fn base_of(path: &str, layer_yaml: &[u8]) -> Result<Option<String>, Problem> {
    let layer: LayerFile = yaml::parse(path, layer_yaml)?;
    Ok(layer.base.map(|base| base.value))
}
