//! What stands at the top of a layer's folder.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::cite::{Sources, Written};
use super::place::Place;
use super::{Files, Problem, yaml};
use crate::Texts;
use crate::pack::{CertificateField, CertificateType, File};
use crate::provision::{Source, Weight};

/// `layer.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LayerFile {
    pub(super) id: Spanned<String>,
    pub(super) base: Option<Spanned<String>>,
    pub(super) name: Texts,
    pub(super) remark: Option<Texts>,
    pub(super) version: u32,
    pub(super) as_of: Written,
    /// Of the nation's layer only.
    #[serde(default)]
    pub(super) locales: Vec<String>,
    pub(super) calendar: Option<String>,
}

/// One entry of `sources.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFile {
    id: Spanned<String>,
    title: Texts,
    number: Option<String>,
    weight: Weight,
    valid_from: Written,
    valid_until: Option<Written>,
    remark: Option<Texts>,
}

/// `certificate-types/<name>.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeFile {
    title: Texts,
    short: Texts,
    fields: Vec<CertificateField>,
}

/// Adds the sources of a layer to those under it.
pub(super) fn add_sources(
    files: &Files,
    layer: &str,
    depth: u8,
    sources: &mut Sources,
) -> Result<(), Problem> {
    let path = format!("{layer}/sources.yaml");
    let place = Place { file: &path };
    for file in yaml::maybe::<Vec<SourceFile>>(files, &path)? {
        let id = place.id(&file.id, '-')?;
        let source = Source {
            id: id.clone(),
            title: file.title,
            number: file.number,
            weight: file.weight,
            jurisdiction: layer.to_owned(),
            valid_from: file.valid_from.day(),
            valid_until: file.valid_until.map(Written::day),
            remark: file.remark,
        };
        if sources.insert(id, (source, depth)).is_some() {
            let sentence = "a source has this id already";
            return Err(place.problem(file.id.referenced, sentence));
        }
    }
    Ok(())
}

/// The certificate types of a layer.
pub(super) fn certificate_types(
    files: &Files,
    layer: &str,
) -> Result<Vec<CertificateType>, Problem> {
    let folder = format!("{layer}/certificate-types/");
    let mut found = Vec::new();
    for path in files.under(&folder).filter(|path| path.ends_with(".yaml")) {
        let file: TypeFile = yaml::needed(files, path)?;
        let name = path.trim_start_matches(&folder).trim_end_matches(".yaml");
        let description = files.get(&path.replace(".yaml", ".json"));
        let description = description
            .map(|bytes| description_of(path, name, &file, bytes))
            .transpose()?;
        found.push(CertificateType {
            name: name.to_owned(),
            title: file.title,
            short: file.short,
            fields: file.fields,
            description,
        });
    }
    Ok(found)
}

/// The calendar files of a layer.
pub(super) fn calendars(files: &Files, layer: &str) -> Vec<File> {
    let folder = format!("{layer}/calendars/");
    let file = |path: &str| {
        Some(File {
            name: path
                .strip_prefix(&folder)?
                .strip_suffix(".json")?
                .to_owned(),
            bytes: files.get(path)?.to_vec(),
        })
    };
    files.under(&folder).filter_map(file).collect()
}

/// The description without spaces, since a pack holds no layout; it is about this type and has the
/// fields that the texts name.
fn description_of(
    path: &str,
    name: &str,
    texts: &TypeFile,
    bytes: &[u8],
) -> Result<String, Problem> {
    let path = path.replace(".yaml", ".json");
    let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|error| Problem {
        file: path.clone(),
        line: error.line() as u64,
        column: error.column() as u64,
        sentence: "this is not JSON".to_owned(),
    })?;
    let fields = value["fields"].as_array().map_or(&[][..], Vec::as_slice);
    let described: BTreeSet<&str> = fields.iter().filter_map(|f| f["name"].as_str()).collect();
    let named: BTreeSet<&str> = texts.fields.iter().map(|f| f.name.as_str()).collect();
    let place = Place { file: &path };
    if value["name"].as_str() != Some(name) {
        return Err(place.whole("the name of a certificate type is the name of its file"));
    }
    match described.symmetric_difference(&named).next() {
        Some(field) => Err(place.whole(format!("only one of .json and .yaml has {field:?}"))),
        None => Ok(value.to_string()),
    }
}
