//! Certificate types as data.

mod description;
mod registry;

pub use description::{CopyPlan, FieldDescription, FieldKind, TypeDescription, TypeError};
pub use registry::TypeRegistry;
