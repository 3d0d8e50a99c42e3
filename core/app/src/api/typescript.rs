//! TypeScript for every call and event, made from the Rust types.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};

use ts_rs::{Config, TS, TypeVisitor};

use crate::error::ErrorView;
use crate::events::EventView;
use crate::hello::API_VERSION;

/// Name of the generated file in the UI's `src/api/generated`.
pub const TYPESCRIPT_FILE: &str = "api.ts";

/// The generated file's whole content; the same on every machine.
pub fn typescript() -> String {
    let config = Config::new();
    let mut types = Types {
        config: &config,
        seen: HashSet::new(),
        declarations: BTreeMap::new(),
    };
    let mut calls = String::new();
    super::table::visit_calls(&mut types, &mut calls);
    types.visit::<ErrorView>();
    types.visit::<EventView>();

    let mut text = String::from(HEAD);
    text.push_str(&format!(
        "\n/** The version of these calls and events. */\nexport const API_VERSION = {API_VERSION};\n"
    ));
    for declaration in types.declarations.values() {
        text.push('\n');
        text.push_str(declaration);
    }
    text.push_str(
        "\n/**\n * Every call: what goes in and what comes back.\n */\nexport interface Calls {\n",
    );
    text.push_str(&calls);
    text.push_str("}\n");
    text
}

pub(super) struct Types<'a> {
    config: &'a Config,
    seen: HashSet<TypeId>,
    declarations: BTreeMap<String, String>,
}

impl Types<'_> {
    pub(super) fn call<Request: TS + 'static, Reply: TS + 'static>(
        &mut self,
        name: &str,
    ) -> String {
        self.visit::<Request>();
        self.visit::<Reply>();
        format!(
            "  \"{name}\": {{ request: {}; reply: {} }};\n",
            Request::name(self.config),
            Reply::name(self.config)
        )
    }
}

impl TypeVisitor for Types<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
        if T::output_path().is_none() {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let declaration = format!("{docs}export {}\n", T::decl(self.config));
        self.declarations.insert(T::name(self.config), declaration);
    }
}

const HEAD: &str = "// Generated from the Rust types by `cargo xtask bindings`. Do not edit.\n";
