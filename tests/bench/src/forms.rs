//! Forms, the pack and its search: what a phone does at each key that is pressed.

use std::path::Path;

use tongban_cases::{Answers, evaluate};
use tongban_rules::expression::{Comparison, Expr, Value};
use tongban_rules::form::{Field, FieldIndex, FieldKind, Form, Need, Section};
use tongban_rules::pack::Pack;
use tongban_rules::search::Index;
use tongban_rules::source::{Files, compile};
use tongban_rules::{Day, Texts};

use crate::measure::Times;
use crate::table::Table;

/// Adds the rows.
pub fn measure(table: &mut Table) {
    for (count, target) in [(50, "–"), (700, "p95 ≤ 3 ms")] {
        let form = form(count);
        let times = Times::of(500, |run| {
            let answers = answers(count, run);
            let view = evaluate(&form, &answers, &[], today()).expect("an ordinary form");
            assert!(view.totals().visible > 0);
        });
        table.row(
            &format!("{count} conditional fields, all evaluated anew"),
            both(&times),
            target,
            "Form.io 2–5 s a click (published)",
        );
    }
    let pack = pack();
    let index = Index::new(&pack);
    let queries = [
        "老年证",
        "坐公交不要钱",
        "lnk",
        "开店",
        "个体户",
        "senior card",
        "居住证",
        "办证",
    ];
    let times = Times::of(800, |run| {
        index.search(queries[run % queries.len()]);
    });
    let what = format!(
        "search in {} services by an everyday phrase",
        pack.services.len()
    );
    table.row(&what, both(&times), "≤ 20 ms", "–");
}

fn both(times: &Times) -> String {
    let (half, most) = (times.percentile(50), times.percentile(95));
    format!("p50 {half:.3} ms, p95 {most:.3} ms")
}

/// Fields of which six in seven are shown only where the one before has an answer of at least
/// zero, or none: every answer is looked at by the next.
fn form(count: u16) -> Form {
    let fields: Vec<_> = (0..count).map(field).collect();
    let order = Form::ordered(&fields).expect("no circle");
    let form = Form {
        sections: vec![Section {
            id: "all".into(),
            title: Texts::default(),
            help: None,
            count,
        }],
        fields,
        order,
    };
    form.check().expect("a form that a pack could hold");
    form
}

fn field(at: u16) -> Field {
    let before = || FieldIndex(at - 1);
    let shown = (!at.is_multiple_of(7)).then(|| {
        Expr::Any(vec![
            Expr::Compare(
                Comparison::AtLeast,
                Box::new(Expr::Field(before())),
                Box::new(Expr::Literal(Value::Number(0))),
            ),
            Expr::Not(Box::new(Expr::Answered(before()))),
        ])
    });
    Field {
        id: format!("f{at}"),
        kind: FieldKind::Number { min: 0, max: 100 },
        label: Texts::default(),
        help: None,
        purpose: Texts::default(),
        datum: None,
        prefill: Vec::new(),
        visible_if: shown,
        need: Need::Always,
        calculate: None,
        checks: Vec::new(),
        common_error: None,
    }
}

/// One answer is another with each run, as when a person types.
fn answers(count: u16, run: usize) -> Answers {
    let typed = u16::try_from(run % usize::from(count)).unwrap_or_default();
    let value = |at| i64::from(at % 7) + i64::from(at == typed);
    (0..count)
        .map(|at| (format!("f{at}"), Value::Number(value(at))))
        .collect()
}

fn today() -> Day {
    Day::parse("2026-03-02").expect("a day")
}

pub fn pack() -> Pack {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/packs");
    let mut files = Files::default();
    read(&root, "", &mut files);
    compile(&files, "yunquan").expect("the committed pack").pack
}

fn read(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in std::fs::read_dir(folder).expect("the packs are committed") {
        let entry = entry.expect("a readable folder");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => read(&entry.path(), &format!("{name}/"), files),
            false => files.insert(name, std::fs::read(entry.path()).expect("a readable file")),
        }
    }
}
