//! The types that a device knows.

use super::{TypeDescription, TypeError};

/// All known certificate types.
#[derive(Clone, Debug, Default)]
pub struct TypeRegistry {
    types: Vec<TypeDescription>,
}

impl TypeRegistry {
    /// Reads one description each; two of one name or one `vct` are refused.
    pub fn from_json(files: &[&str]) -> Result<Self, TypeError> {
        Self::default().with_json(files)
    }

    /// These types and those of `files`; two of one name or one `vct` are refused.
    pub fn with_json(&self, files: &[&str]) -> Result<Self, TypeError> {
        let mut types = self.types.clone();
        for file in files {
            let found = TypeDescription::from_json(file)?;
            let twice = types
                .iter()
                .any(|t| t.name() == found.name() || t.vct() == found.vct());
            if twice {
                return Err(TypeError::Twice {
                    name: found.name().to_owned(),
                });
            }
            types.push(found);
        }
        Ok(Self { types })
    }

    /// These types and more, one description each. One that is known already under its name is
    /// left out; another one under its `vct` is refused.
    pub fn with(mut self, files: &[&str]) -> Result<Self, TypeError> {
        for file in files {
            let found = TypeDescription::from_json(file)?;
            if self.by_name(found.name()).is_none() {
                self = self.with_json(&[file])?;
            }
        }
        Ok(self)
    }

    /// The types that come with the product.
    pub fn built_in() -> Self {
        Self::from_json(BUILT_IN).expect("the committed descriptions are checked by a test")
    }

    /// The type with that `vct`.
    pub fn by_vct(&self, vct: &[u8]) -> Option<&TypeDescription> {
        self.types.iter().find(|t| t.vct() == vct)
    }

    /// The type with that name.
    pub fn by_name(&self, name: &str) -> Option<&TypeDescription> {
        self.types.iter().find(|t| t.name() == name)
    }

    /// All types.
    pub fn all(&self) -> &[TypeDescription] {
        &self.types
    }
}

const BUILT_IN: &[&str] = &[include_str!(
    "../../../../assets/certificate-types/resident-identity.json"
)];
