//! From the files of all layers to one pack.

use std::collections::{BTreeMap, BTreeSet};

use super::cite::{Citing, Sources};
use super::general::{Gathered, GeneralFile};
use super::item::ServiceFile;
use super::layer::{self, LayerFile};
use super::overlay::OverlayFile;
use super::place::Place;
use super::sample::Folder;
use super::{Files, Problem, yaml};
use crate::lint::{Finding, VaguePhrases, lint};
use crate::pack::{Layer, LifeEvent, Pack, PackError};
use crate::service::{Service, Venue};

/// What came out of compiling.
#[derive(Debug)]
pub struct Compiled {
    /// The pack; it may still have findings.
    pub pack: Pack,
    /// What the linter found. A pack with findings is not published.
    pub findings: Vec<Problem>,
}

/// Compiles the layer `name` and every layer under it.
pub fn compile(files: &Files, name: &str) -> Result<Compiled, Vec<Problem>> {
    let chain = chain(files, name).map_err(|problem| vec![problem])?;
    let mut compiler = Compiler {
        files,
        locales: chain[0].1.locales.clone(),
        sources: Sources::new(),
        general: Vec::new(),
        services: BTreeMap::new(),
        unreadable: BTreeSet::new(),
        vague: VaguePhrases::default(),
        problems: Vec::new(),
    };
    let mut venues: Vec<Venue> = Vec::new();
    let mut life_events: Vec<LifeEvent> = Vec::new();
    let mut certificate_types = Vec::new();
    let mut calendars = Vec::new();
    for (depth, (layer, _)) in chain.iter().enumerate() {
        let depth = u8::try_from(depth).unwrap_or(u8::MAX);
        let collected = (|| {
            layer::add_sources(files, layer, depth, &mut compiler.sources)?;
            venues.extend(yaml::maybe::<Vec<Venue>>(
                files,
                &format!("{layer}/venues.yaml"),
            )?);
            let path = format!("{layer}/life-events.yaml");
            life_events.extend(yaml::maybe::<Vec<LifeEvent>>(files, &path)?);
            certificate_types.extend(layer::certificate_types(files, layer)?);
            calendars.extend(layer::calendars(files, layer));
            let path = format!("{layer}/vague-phrases.yaml");
            compiler.vague.extend(yaml::maybe(files, &path)?);
            compiler.layer(layer)
        })();
        // What stands on a broken layer would only repeat its fault.
        if let Err(problem) = collected {
            compiler.problems.push(problem);
            return Err(compiler.problems);
        }
    }
    let (_, top) = chain.last().ok_or_else(Vec::new)?;
    let calendar = chain
        .iter()
        .rev()
        .find_map(|(_, file)| file.calendar.clone());
    let (origins, services) = compiler.finish();
    let pack = Pack {
        id: name.to_owned(),
        version: top.version,
        as_of: top.as_of.day(),
        locales: compiler.locales.clone(),
        layers: chain.iter().map(|(_, file)| layer_of(file)).collect(),
        calendar: calendar.unwrap_or_default(),
        calendars,
        sources: compiler
            .sources
            .into_values()
            .map(|(source, _)| source)
            .collect(),
        venues,
        certificate_types,
        life_events,
        services,
    };
    let mut problems = compiler.problems;
    if problems.is_empty() {
        problems.extend(
            pack.check()
                .err()
                .map(|error| at_fault(&error, name, &origins)),
        );
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let findings = lint(&pack, &compiler.vague);
    let place = |finding: Finding| located(files, name, &origins, finding);
    Ok(Compiled {
        pack,
        findings: findings.into_iter().map(place).collect(),
    })
}

/// The layers from the lowest up to `name`.
fn chain(files: &Files, name: &str) -> Result<Vec<(String, LayerFile)>, Problem> {
    let mut chain: Vec<(String, LayerFile)> = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(layer) = next {
        let path = format!("{layer}/layer.yaml");
        let place = Place { file: &path };
        if chain.len() >= MAX_LAYERS || chain.iter().any(|(other, _)| *other == layer) {
            return Err(place.whole("the layers lie on each other in a circle, or are too many"));
        }
        let file: LayerFile = yaml::needed(files, &path)?;
        if file.id.value != layer {
            let sentence = "the id of a layer is the name of its folder";
            return Err(place.problem(file.id.referenced, sentence));
        }
        next = file.base.as_ref().map(|base| base.value.clone());
        chain.push((layer, file));
    }
    chain.reverse();
    Ok(chain)
}

struct Compiler<'a> {
    files: &'a Files,
    locales: Vec<String>,
    sources: Sources,
    /// General rules with the file that they stand in.
    general: Vec<(String, GeneralFile)>,
    services: BTreeMap<String, Draft>,
    /// Services whose own file is broken: their overlays are not at fault.
    unreadable: BTreeSet<String>,
    vague: VaguePhrases,
    problems: Vec<Problem>,
}

/// A service on its way.
struct Draft {
    folder: String,
    file: ServiceFile,
    /// Overlays with their file, lowest layer first.
    overlays: Vec<(String, OverlayFile)>,
}

impl Compiler<'_> {
    /// Reads what a layer says about services.
    fn layer(&mut self, layer: &str) -> Result<(), Problem> {
        let path = format!("{layer}/rules.yaml");
        let general: Vec<GeneralFile> = yaml::maybe(self.files, &path)?;
        let general = general.into_iter().map(|file| (path.clone(), file));
        self.general.extend(general);
        let root = format!("{layer}/services/");
        let paths: Vec<&str> = self.files.under(&root).collect();
        for path in paths {
            let Some((folder, name)) = path.rsplit_once('/') else {
                continue;
            };
            let outcome = match name {
                "service.yaml" => self.service(folder, path),
                "overlay.yaml" => self.overlay(path),
                _ => Ok(()),
            };
            if let Err(problem) = outcome {
                let id = folder.rsplit('/').next().unwrap_or_default();
                self.unreadable.insert(id.to_owned());
                self.problems.push(problem);
            }
        }
        Ok(())
    }

    fn service(&mut self, folder: &str, path: &str) -> Result<(), Problem> {
        let file: ServiceFile = yaml::needed(self.files, path)?;
        let place = Place { file: path };
        let (id, at) = (file.id.value.clone(), file.id.referenced);
        if folder.rsplit('/').next() != Some(id.as_str()) {
            return Err(place.problem(at, "the id of a service is the name of its folder"));
        }
        let draft = Draft {
            folder: folder.to_owned(),
            file,
            overlays: Vec::new(),
        };
        match self.services.insert(id, draft) {
            None => Ok(()),
            Some(_) => Err(place.problem(at, "a layer below has this service; use overlay.yaml")),
        }
    }

    fn overlay(&mut self, path: &str) -> Result<(), Problem> {
        let file: OverlayFile = yaml::needed(self.files, path)?;
        match self.services.get_mut(&file.service.value) {
            Some(draft) => {
                draft.overlays.push((path.to_owned(), file));
                Ok(())
            }
            None if self.unreadable.contains(&file.service.value) => Ok(()),
            None => {
                let at = file.service.referenced;
                Err(Place { file: path }.problem(at, "no layer below has this service"))
            }
        }
    }

    /// The services, and the folder of each.
    fn finish(&mut self) -> (BTreeMap<String, String>, Vec<Service>) {
        let drafts = std::mem::take(&mut self.services);
        let mut origins = BTreeMap::new();
        let mut services = Vec::new();
        for (id, draft) in drafts {
            origins.insert(id, draft.folder.clone());
            match self.build(draft) {
                Ok(service) => services.push(service),
                Err(problem) => self.problems.push(problem),
            }
        }
        (origins, services)
    }

    fn build(&self, draft: Draft) -> Result<Service, Problem> {
        let path = format!("{}/service.yaml", draft.folder);
        let citing = |file, special| Citing {
            place: Place { file },
            sources: &self.sources,
            special,
        };
        let mut gathered = Gathered::default();
        for (path, general) in &self.general {
            if general.kinds.contains(&draft.file.kind) {
                gathered.add(&general.limits, &citing(path, false))?;
                gathered.add_remedies(&general.remedies, &citing(path, false))?;
            }
        }
        let here = citing(&path, true);
        gathered.add(&draft.file.limits, &here)?;
        gathered.add_remedies(&draft.file.remedies, &here)?;
        for (path, overlay) in &draft.overlays {
            gathered.add(&overlay.limits, &citing(path, true))?;
            gathered.add_remedies(&overlay.remedies, &citing(path, true))?;
        }
        let folder = Folder {
            files: self.files,
            path: &draft.folder,
            locales: &self.locales,
        };
        let mut service = draft.file.service(self.files, &folder, &here, gathered)?;
        for (path, overlay) in &draft.overlays {
            overlay.apply(&mut service, &citing(path, true))?;
        }
        Ok(service)
    }
}

fn layer_of(file: &LayerFile) -> Layer {
    Layer {
        id: file.id.value.clone(),
        name: file.name.clone(),
        remark: file.remark.clone(),
    }
}

/// An error of the whole pack, in the file of the service that it names.
fn at_fault(error: &PackError, name: &str, origins: &BTreeMap<String, String>) -> Problem {
    let sentence = error.to_string();
    let service = sentence
        .split([' ', ':'])
        .nth(1)
        .and_then(|id| origins.get(id));
    Problem {
        file: service.map_or_else(
            || format!("{name}/layer.yaml"),
            |folder| format!("{folder}/service.yaml"),
        ),
        line: 0,
        column: 0,
        sentence,
    }
}

/// A finding at the line where what it names is described.
fn located(
    files: &Files,
    name: &str,
    origins: &BTreeMap<String, String>,
    finding: Finding,
) -> Problem {
    let folder = finding.service.as_ref().and_then(|id| origins.get(id));
    let file = match folder {
        Some(folder) => format!("{folder}/{}", finding.file),
        None => format!("{name}/{}", finding.file),
    };
    let text = files
        .get(&file)
        .and_then(|bytes| std::str::from_utf8(bytes).ok());
    let at = text.zip(finding.id.as_ref()).and_then(|(text, id)| {
        let wanted = format!("id: {id}");
        let found = |line: &str| {
            let start = line.find(&wanted)?;
            let rest = &line[start + wanted.len()..];
            let ends = rest.chars().next().is_none_or(|next| ", }#".contains(next));
            ends.then_some(start + 1)
        };
        let mut lines = text.lines().enumerate();
        lines.find_map(|(line, text)| Some((line as u64 + 1, found(text)? as u64)))
    });
    let (line, column) = at.unwrap_or((0, 0));
    Problem {
        file,
        line,
        column,
        sentence: finding.sentence,
    }
}

const MAX_LAYERS: usize = 6;
