//! One named test for each file in `cases/`: every decision must be exactly what the file expects.
//!
//! `cargo test -p kms-policy --test conformance -- NAME` runs the cases whose path contains NAME.

use kms_policy::Detail;
use kms_policy::decide::Model;
use kms_policy::report::{Decision, LayerName, Verdict};
use kms_policy::scenario::{Expect, Gallery, Request, Scenario, Step};
use kms_policy::text::Encoding;
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let mut trials = vec![];
    let count = files.len();
    trials.push(Trial::test("at_least_sixty_cases", move || {
        if count >= 60 { Ok(()) } else { Err(format!("only {count} cases").into()) }
    }));
    let all = files.clone();
    trials.push(Trial::test("no_two_cases_are_equal", move || no_two_equal(&all)));
    let gallery =
        files.iter().filter(|file| file.parent().is_some_and(|one| one.ends_with("gallery")));
    let gallery = gallery.count();
    trials.push(Trial::test(
        "twenty_situations_six_myths_default_policies_and_the_course",
        move || {
            if gallery >= 39 {
                Ok(())
            } else {
                Err(format!("only {gallery} in the gallery").into())
            }
        },
    ));
    for file in files {
        let name = file.strip_prefix(&root).unwrap_or(&file).display().to_string();
        trials.push(Trial::test(name, move || run(&file)));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("cases/ can be listed") {
        let path = entry.expect("cases/ can be listed").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
}

fn load(file: &Path) -> Result<Scenario, Failed> {
    let text = fs::read_to_string(file)?;
    Scenario::from_json(&text).map_err(|error| format!("{}: {error}", file.display()).into())
}

fn run(file: &Path) -> Result<(), Failed> {
    let scenario = load(file)?;
    let case = scenario.case.as_ref().ok_or("the file has no `case`")?;
    if case.rules.is_empty() || case.source.is_none() || case.why.is_none() {
        return Err("a case names its rules, its source and why".into());
    }
    let model = Model::new(&scenario).map_err(|errors| format!("{errors:?}"))?;
    let mut wrong = Vec::new();
    let folder = file.parent().and_then(Path::file_name).unwrap_or_default();
    if folder == "gallery" || folder == "lesson" {
        wrong.extend(lacking(&scenario, folder == "gallery"));
    }
    for (index, request) in scenario.requests.iter().enumerate() {
        let expect = request.expect.as_ref().ok_or("a request has no `expect`")?;
        let decision = model.explain(&model.question(request), index);
        let cell = model.cell(&model.question(request));
        if (cell.verdict, cell.error) != (decision.verdict, decision.error.as_deref()) {
            wrong.push(format!("request {index}: the masks say {cell:?}"));
        }
        for difference in differences(expect, &decision) {
            wrong.push(format!("request {index}: {difference}\n    {}", decision.sentence));
        }
    }
    if scenario.requests.is_empty() {
        wrong.push("it asks nothing".to_owned());
    }
    wrong.extend(wrong_in_steps(&scenario)?);
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// What the gallery, or a lesson, shows of a scenario and is not there.
fn lacking(scenario: &Scenario, in_gallery: bool) -> Vec<String> {
    let empty = Gallery::default();
    let gallery = scenario.gallery.as_ref().unwrap_or(&empty);
    let is_myth = gallery.tags.iter().any(|tag| tag == "myth");
    let said = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
    let solved = scenario.steps.iter().filter(|step| !step.checks.is_empty());
    let told = |step: &Step| {
        let taught = said(&step.hint) && said(&step.learned);
        !step.title.is_empty() && said(&step.text) && (step.checks.is_empty() || taught)
    };
    [
        ("a title and a description", said(&scenario.title) && said(&scenario.description)),
        ("a matrix", scenario.matrix.is_some()),
        ("tags", !gallery.tags.is_empty()),
        ("a symptom", !in_gallery || said(&gallery.symptom)),
        ("a question", !in_gallery || said(&gallery.question)),
        ("claim and truth, which a myth has", is_myth == said(&gallery.claim)),
        ("claim and truth, which a myth has", is_myth == said(&gallery.truth)),
        ("a step with checks", solved.count() > 0),
        ("title, text, hint and what was learned in every step", scenario.steps.iter().all(told)),
    ]
    .into_iter()
    .filter(|(_, there)| !there)
    .map(|(what, _)| format!("it lacks {what}"))
    .collect()
}

/// No check of a step holds when the step opens, and all hold after its solution.
fn wrong_in_steps(scenario: &Scenario) -> Result<Vec<String>, Failed> {
    let mut wrong = Vec::new();
    let mut state = scenario.clone();
    for (number, step) in scenario.steps.iter().enumerate() {
        let mut judge = |state: &Scenario, wanted: bool, when: &str| -> Result<(), Failed> {
            let asked = Scenario { requests: step.checks.clone(), ..state.clone() };
            let model =
                Model::new(&asked).map_err(|errors| format!("step {number}: {errors:?}"))?;
            let report = model.report(Detail::Full, Encoding::Chars);
            for (index, decision) in report.decisions.iter().enumerate() {
                if decision.held != Some(wanted) {
                    let held = if wanted { "does not hold" } else { "holds" };
                    let Decision { verdict, error, sentence, .. } = decision;
                    wrong.push(format!(
                        "step {number}, check {index} {held} {when}: {verdict:?} {error:?}\n    \
                         {sentence}"
                    ));
                }
            }
            Ok(())
        };
        if step.checks.is_empty() != step.solution.is_empty() {
            return Err(
                format!("step {number} has checks without a solution, or one without").into()
            );
        }
        judge(&state, false, "when the step opens")?;
        state = kms_policy::scenario::apply(&state, &step.solution)
            .map_err(|error| format!("step {number}: {error}"))?;
        judge(&state, true, "after the solution")?;
    }
    Ok(wrong)
}

/// What differs; what the expectation does not name must not be there.
fn differences(expect: &Expect, decision: &Decision) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut compare = |what: &str, expected: String, found: String| {
        if expected != found {
            wrong.push(format!("{what}: expected {expected}, found {found}"));
        }
    };
    compare("verdict", format!("{:?}", expect.verdict), format!("{:?}", Some(decision.verdict)));
    compare("error", format!("{:?}", expect.error), format!("{:?}", decision.error));
    compare("layer", format!("{:?}", expect.layer), format!("{:?}", Some(decision.layer)));
    let confidence = Some(decision.confidence);
    compare("confidence", format!("{:?}", expect.confidence), format!("{confidence:?}"));
    let decisive = match (decision.verdict, decision.layer) {
        (Verdict::Error, _) | (_, LayerName::Operation) => None,
        _ => decision.decisive(),
    };
    let expected = expect.document.as_deref().zip(expect.statement);
    compare("statement", format!("{expected:?}"), format!("{decisive:?}"));
    if let Some(message) = &expect.message {
        compare("message", message.clone(), decision.message.clone().unwrap_or_default());
    }
    let rules = expect.rules.as_deref().unwrap_or_default();
    if rules.is_empty() {
        wrong.push("it expects no rule".to_owned());
    }
    for rule in rules {
        if !decision.rules.iter().any(|cited| cited == rule) {
            wrong.push(format!("rules: expected {rule} among {:?}", decision.rules));
        }
    }
    wrong
}

/// Two files that ask the same of the same world would test nothing new.
fn no_two_equal(files: &[PathBuf]) -> Result<(), Failed> {
    let mut seen: BTreeMap<String, &Path> = BTreeMap::new();
    for file in files {
        let scenario = load(file)?;
        let world = Scenario {
            title: None,
            description: None,
            case: None,
            matrix: None,
            requests: Vec::new(),
            ..scenario.clone()
        };
        for request in &scenario.requests {
            let request = Request { title: None, expect: None, ..request.clone() };
            let asked = Scenario { requests: vec![request.clone()], ..world.clone() };
            let other = seen.insert(asked.to_json(), file).filter(|other| *other != file);
            if let Some(other) = other {
                let (one, two, action) = (other.display(), file.display(), request.action);
                return Err(format!("{one} and {two} ask for {action} of equal worlds").into());
            }
        }
    }
    Ok(())
}
