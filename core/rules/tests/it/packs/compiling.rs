//! A service that nobody wrote code for.

use tongban_rules::pack::{SignedPack, prepare_pack};
use tongban_rules::search::Index;
use tongban_rules::source::compile;

use super::support::files;

/// A fourth service with its own form, limit, material and certificate type, in a layer of its own.
#[test]
fn an_invented_service_is_compiled_signed_and_found_without_a_line_of_code() {
    let mut files = files();
    let mut add =
        |path: &str, text: &str| files.insert(format!("test/{path}"), text.as_bytes().to_vec());
    add(
        "layer.yaml",
        "id: test\nbase: ningxia\nname: { zh-Hans: 试, en: Test }\nversion: 3\nas_of: 2026-02-01\n",
    );
    add(
        "sources.yaml",
        "- id: bee-rules\n  title: { zh-Hans: 养蜂规定, en: Bee rules }\n  weight: rule\n  valid_from: 2020-01-01\n",
    );
    add(
        "certificate-types/bee-permit.yaml",
        "title: { zh-Hans: 养蜂证, en: Bee permit }\nshort: { zh-Hans: 蜂, en: Bee }\nfields:\n  - { name: name, label: { zh-Hans: 姓名, en: Name } }\n",
    );
    add(
        "certificate-types/bee-permit.json",
        "{ \"name\": \"bee-permit\", \"fields\": [{ \"name\": \"name\" }] }",
    );
    let root = "services/bee-permit";
    add(&format!("{root}/service.yaml"), SERVICE);
    add(&format!("{root}/guide.yaml"), GUIDE);
    add(&format!("{root}/form.yaml"), FORM);
    add(&format!("{root}/materials.yaml"), MATERIALS);
    for locale in ["zh-Hans", "en"] {
        add(&format!("{root}/notes.{locale}.md"), "- 1");
        add(&format!("{root}/samples/map.{locale}.md"), "map");
    }
    let compiled = compile(&files, "test").unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert_eq!(compiled.findings, []);
    let pack = compiled.pack;
    assert_eq!(pack.services.len(), 4);
    let bees = pack.certificate_type("bee-permit").unwrap();
    assert_eq!(
        bees.description.as_deref(),
        Some("{\"fields\":[{\"name\":\"name\"}],\"name\":\"bee-permit\"}")
    );
    let hits = Index::new(&pack).search("yangfeng");
    assert_eq!(hits[0].service.id, "bee-permit");
    assert!(SignedPack::verify(prepare_pack(&pack).unwrap().to_be_signed(), &key()).is_err());
}

fn key() -> tongban_cose::PublicKey {
    let key = p256::ecdsa::SigningKey::from_slice(&[9; 32]).unwrap();
    let point = key.verifying_key().to_sec1_point(true);
    tongban_cose::PublicKey::from_sec1(tongban_cose::Suite::P256, point.as_bytes()).unwrap()
}

const SERVICE: &str = "
id: bee-permit
code: BEES
kind: filing
applicants: persons
names: { zh-Hans: 养蜂备案, en: Bee keeping }
phrases: [{ locale: zh-Hans, texts: [养蜂] }]
office: { name: { zh-Hans: 农业农村局, en: Agriculture } }
basis: [{ source: bee-rules, clause: 第一条 }]
conditions: [{ id: bees, text: { zh-Hans: 有蜂。, en: You have bees. }, by: { source: bee-rules, clause: 第二条 } }]
fees: [{ id: fee, name: { zh-Hans: 费, en: Fee }, fen: [{ value: 0, by: { source: bee-rules, clause: 第三条 } }] }]
refusals:
  - id: no-bees
    reason: { zh-Hans: 没有蜂。, en: No bees. }
    clause_text: 没有蜂的不予备案。
    by: { source: bee-rules, clause: 第四条 }
issues:
  - certificate_type: bee-permit
    validity: { days: 90 }
    claims: [{ claim: name, answer: { field: name } }]
";

const GUIDE: &str = "
summary: { zh-Hans: 养蜂的人备案。, en: For bee keepers. }
gets: [{ what: { zh-Hans: 证, en: Permit }, how: { zh-Hans: 进卡包, en: In the wallet } }]
who: { zh-Hans: 养蜂的人, en: Bee keepers }
channels: [{ kind: post, text: { zh-Hans: 寄来, en: Post it } }]
routes: [{ kind: app, text: { zh-Hans: 到手机上, en: To the phone } }, { kind: post, text: { zh-Hans: 寄给你, en: By post } }]
hours: { zh-Hans: 随时, en: Always }
steps: [{ title: { zh-Hans: 备案, en: File }, text: { zh-Hans: 填表, en: Fill in } }]
contacts:
  - { kind: question, name: { zh-Hans: 农业农村局, en: Agriculture } }
  - { kind: complaint, name: { zh-Hans: 热线, en: Hotline }, phone: \"12345\" }
visits: { promised: 0 }
blank_forms: [{ id: blank, name: { zh-Hans: 表, en: Form }, text: samples/map }]
filled_forms: [{ id: filled, name: { zh-Hans: 表, en: Form }, text: samples/map }]
common_errors: [{ id: none, text: { zh-Hans: 没写名字。, en: No name. } }]
";

const FORM: &str = "
sections:
  - id: one
    title: { zh-Hans: 一, en: One }
    fields:
      - { id: name, kind: person_name, label: { zh-Hans: 姓名, en: Name }, purpose: { zh-Hans: 备案, en: Filing } }
      - { id: hives, kind: { number: { min: 1, max: 999 } }, label: { zh-Hans: 箱数, en: Hives }, purpose: { zh-Hans: 备案, en: Filing } }
";

const MATERIALS: &str = "
- id: map
  name: { zh-Hans: 蜂场位置图, en: Map of the hives }
  need: { if: { more: [{ field: hives }, 10] } }
  way: { supplied: { form: picture, copies: 1, max_files: 1, media_types: [image/png] } }
  issuer: { zh-Hans: 自己画, en: Drawn by yourself }
  variants: [{ id: map, name: { zh-Hans: 图, en: Map }, samples: [{ id: map, name: { zh-Hans: 图, en: Map }, text: samples/map }] }]
  common_errors: [{ id: no-north, text: { zh-Hans: 没标北。, en: North is not marked. } }]
  by: { source: bee-rules, clause: 第五条 }
";
