//! The work in progress as text, in the public format `Share`.

use super::{MatrixTab, Notice, Selected, State};
use crate::documents::DocumentId;
use crate::texts;
use kms_policy::decide::{MatrixVerdicts, Model};
use kms_policy::form::{Field, Row};
use kms_policy::json::{Member, Node, Value, quoted};
use kms_policy::s3_console::Choices;
use kms_policy::scenario::ReadError;
use kms_policy::share::{self, Share};
use std::rc::Rc;
use std::sync::Arc;

/// The name of S3's console among what is shown of who may do what.
const S3: &str = "s3";

/// The scenario, the one it is compared with, the selected cell, the last readable texts of broken
/// documents, and what stands in the forms and not in the scenario; both by JSON Pointer.
/// What is chosen in S3's console. Of a scenario with steps, the present one and how it was opened.
pub fn save(state: &State) -> String {
    save_decided(state, None)
}

/// The same, with the verdicts of the scenario as it is written where they are known.
pub fn save_decided(state: &State, decided: Option<&MatrixVerdicts>) -> String {
    let Selected { principal, action } = &state.view.selected;
    let readable: Vec<String> = state
        .fallback
        .iter()
        .map(|(document, text)| format!("{}:{}", quoted(&document.to_string()), quoted(text)))
        .collect();
    let typed: Vec<String> = state.drafts.request.iter().map(typed).collect();
    let opened = if state.scenario.steps.is_empty() {
        "null".to_owned()
    } else {
        state.progress.opened.to_json()
    };
    let view = format!(
        r#"{{"selected":{{"principal":{},"action":{}}},"readable":{{{}}},"typed":{{{}}},"built":{},"compare":{},"step":{},"opened":{opened},"tab":{},"s3":{}}}"#,
        quoted(principal),
        quoted(action),
        readable.join(","),
        typed.join(","),
        if state.drafts.built.is_empty() { "{}" } else { &state.drafts.built },
        state.view.only_differences,
        state.progress.step,
        quoted(if state.s3().is_some() { S3 } else { "" }),
        state.view.s3.to_json(),
    );
    let decide = || Model::new(&state.scenario).ok().map(|model| model.matrix().digits());
    let verdicts = decided.map_or_else(decide, |decided| Some(decided.digits()));
    share::write(&state.scenario, state.view.pinned.as_deref(), Some(&view), verdicts.as_deref())
}

/// Notes what is decided otherwise than by the engine that `share` was written with. Both are about the
/// scenario as it is written, as whoever has no page decides it.
fn compare(share: &Share<'_>, state: &mut State) {
    let Some(stored) = share.verdicts else { return };
    let Ok(model) = Model::new(&state.scenario) else { return };
    let said = match share::decided_otherwise(&state.scenario, &model.matrix(), stored) {
        Ok(otherwise) if otherwise.clauses.is_empty() => return,
        Ok(otherwise) => texts::decided_otherwise(
            share.engine.unwrap_or_default(),
            &otherwise.clauses.join("; "),
        ),
        Err(error) => format!("{error}."),
    };
    state.notice = Some(Notice::DecidedOtherwise(said));
}

/// The lines of a field: name, value, and whether the key is absent.
fn typed((field, rows): (&Field, &Vec<Row>)) -> String {
    let row = |row: &Row| format!("[{},{},{}]", quoted(&row.name), quoted(&row.value), row.absent);
    let rows: Vec<String> = rows.iter().map(row).collect();
    format!("{}:[{}]", quoted(&field.pointer()), rows.join(","))
}

fn read_typed(member: &Member) -> Option<(Field, Vec<Row>)> {
    let row = |node: &Node| match &node.value {
        Value::Array(parts) => match parts.as_slice() {
            [name, value, absent] => Some(Row {
                name: name.as_str()?.to_owned(),
                value: value.as_str()?.to_owned(),
                absent: absent.value == Value::Bool(true),
            }),
            _ => None,
        },
        _ => None,
    };
    match &member.value.value {
        Value::Array(rows) => {
            Some((Field::parse(&member.key)?, rows.iter().filter_map(row).collect()))
        }
        _ => None,
    }
}

/// A state from what [`save`] wrote, or from a scenario by itself. What cannot be used of the view
/// is left out; what is decided otherwise than when it was written is its notice.
///
/// # Errors
///
/// What is wrong with the scenario, with its line and column.
pub fn read(text: &str) -> Result<State, ReadError> {
    let root = share::root(text)?;
    let share = Share::read(&root, text)?;
    let mut state = read_share(&share, text)?;
    compare(&share, &mut state);
    Ok(state)
}

/// Can a text be read?
pub fn is_readable(text: &str) -> bool {
    let read = |root: &Node| Share::read(root, text).and_then(|share| read_share(&share, text));
    share::root(text).is_ok_and(|root| read(&root).is_ok())
}

fn read_share(share: &Share<'_>, text: &str) -> Result<State, ReadError> {
    let Share { scenario: node, pinned, view, .. } = *share;
    let mut scenario = share::scenario(node, text)?;
    scenario.lay_out_objects(node, |_| false);
    let mut state = State::new(Rc::new(scenario));
    let usable = |node: Option<&Node>| Some(Rc::new(share::scenario(node?, text).ok()?));
    state.view.pinned = usable(pinned);
    if let Some(view) = view {
        read_view(view, text, &mut state);
        if let Some(opened) = usable(view.get("opened")) {
            state.progress.opened = opened;
        }
    }
    Ok(state)
}

fn read_view(view: &Node, text: &str, state: &mut State) {
    if let Some(Value::Number(step)) = view.get("step").map(|node| &node.value) {
        let step = step.parse().unwrap_or(0);
        state.progress.step = if step < state.scenario.steps.len() { step } else { 0 };
    }
    if let Some(Value::Object(typed)) = view.get("typed").map(|node| &node.value) {
        for (field, rows) in typed.iter().filter_map(read_typed) {
            let drafts = Rc::make_mut(&mut state.drafts);
            drafts.keep(field, rows, &state.scenario);
        }
    }
    if let Some(built) = view.get("built") {
        let is_text = |member: &Member| member.value.as_str().is_some();
        if matches!(&built.value, Value::Object(all) if !all.is_empty() && all.iter().all(is_text))
        {
            Rc::make_mut(&mut state.drafts).built = built.span.of(text).to_owned();
        }
    }
    let only = view.get("compare").map(|node| &node.value);
    state.view.only_differences = state.view.pinned.is_some() && only == Some(&Value::Bool(true));
    if let Some(choices) = view.get("s3") {
        state.view.s3 = Rc::new(Choices::from_node(choices, text).unwrap_or_default());
    }
    if view.get("tab").and_then(Node::as_str) == Some(S3) {
        state.view.matrix_tab = MatrixTab::S3;
    }
    if let Some(Value::Object(readable)) = view.get("readable").map(|node| &node.value) {
        for member in readable {
            let document = DocumentId::parse(&member.key);
            let useful = document.filter(|document| {
                let broken = document.text(&state.scenario);
                broken.is_some_and(|text| !document.is_readable(&state.scenario, &text))
            });
            if let (Some(document), Some(text)) = (useful, member.value.as_str()) {
                Rc::make_mut(&mut state.fallback).insert(document, Arc::from(text));
            }
        }
    }
    let selected = |name: &str| view.get("selected")?.get(name)?.as_str();
    if let (Some(principal), Some(action)) = (selected("principal"), selected("action")) {
        let known = state.scenario.principal(principal).is_some()
            && kms_policy::actions::Action::named(action).is_some();
        if known {
            state.view.selected = Selected { principal: principal.into(), action: action.into() };
        }
    }
}
