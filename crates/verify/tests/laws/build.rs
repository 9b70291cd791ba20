//! Whatever is done in the forms of a scenario, what comes of it can be decided, or it is refused.

use super::law;
use kms_policy::build::{Built, Drafts, Edit, Field, form};
use kms_policy::scenario::{Scenario, check};
use kms_policy_verify::dice::Dice;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What people write into fields that is of no use there, or that is.
const TEXTS: [&str; 16] = [
    "",
    " ",
    "none",
    "*",
    "a",
    "a=b",
    "a=b\nc=",
    "\"",
    "444455556666",
    "arn:aws:iam::444455556666:user/Alice",
    "arn:aws:iam::444455556666:role/Build",
    "arn:aws:kms:us-east-1:444455556666:key/k",
    "alias/demo",
    "us-east-1",
    "7",
    "true",
];

static DONE: AtomicUsize = AtomicUsize::new(0);
static WRITTEN: AtomicUsize = AtomicUsize::new(0);

/// A place that has a form: a part of the scenario, or something that is only opened.
fn place(scenario: &Scenario, drafts: &Drafts, dice: &mut Dice) -> String {
    let parts = form(scenario, drafts, "").parts;
    let mut places = vec!["/newKey".to_owned(), "/principals".to_owned()];
    places.extend(parts.into_iter().flat_map(|part| part.items).map(|(at, _)| at));
    dice.one(&places).clone()
}

fn text(field: &Field, dice: &mut Dice) -> String {
    if dice.chance(60) && !field.offers.is_empty() {
        return dice.one(&field.offers).value.clone();
    }
    if dice.chance(30) {
        return format!("{}x", field.value);
    }
    (*dice.one(&TEXTS)).to_owned()
}

/// One thing that is done in a form: which, at what, and with what.
fn step(scenario: &Scenario, drafts: &Drafts, dice: &mut Dice) -> Option<(String, String, String)> {
    let at = place(scenario, drafts, dice);
    let shown = form(scenario, drafts, &at);
    let parts = shown.parts.iter().flat_map(|part| &part.buttons);
    let fields: Vec<&Field> = shown.sections.iter().flat_map(|one| &one.fields).collect();
    if dice.chance(60) && !fields.is_empty() {
        let field = *dice.one(&fields);
        let what = match field.kind {
            "set" => *dice.one(&["put", "drop"]),
            "order" => *dice.one(&["put", "drop", "raise", "lower"]),
            "lines" if !field.offers.is_empty() && dice.chance(30) => "put",
            _ => *dice.one(&["set", "set", "set", "draft"]),
        };
        return Some((what.to_owned(), field.at.clone(), text(field, dice)));
    }
    let buttons: Vec<_> = shown.sections.iter().flat_map(|one| &one.buttons).chain(parts).collect();
    let buttons: Vec<_> =
        buttons.into_iter().filter(|one| !matches!(one.what, "go" | "open")).collect();
    let button = *(if buttons.is_empty() { return None } else { dice.one(&buttons) });
    let text = if button.text == "@cell" { String::new() } else { button.text.clone() };
    Some((button.what.to_owned(), button.at.clone(), text))
}

fn edit(scenario: &Scenario, drafts: &Drafts, what: &str, at: &str, text: &str) -> Option<Built> {
    kms_policy::build::edit(scenario, drafts, Edit { what, at, text }).ok()
}

#[test]
fn what_is_built_can_be_decided_and_what_was_added_can_be_removed() {
    law(|value, dice| {
        if !dice.chance(25) {
            return Ok(());
        }
        let Ok(mut scenario) = Scenario::from_json(&value.to_string()) else { return Ok(()) };
        let mut drafts = Drafts::new();
        for _ in 0..6 {
            let Some((what, at, text)) = step(&scenario, &drafts, dice) else { continue };
            let asked = Edit { what: &what, at: &at, text: &text };
            let done = format!("{what} {at} {text:?}");
            let built = match kms_policy::build::edit(&scenario, &drafts, asked) {
                Ok(built) => built,
                Err(refused) if refused.message.is_empty() || refused.at.is_empty() => {
                    return Err(format!("{done} is refused without a reason: {refused:?}"));
                }
                Err(_) => continue,
            };
            DONE.fetch_add(1, Ordering::Relaxed);
            let errors = check(&built.scenario);
            if !errors.is_empty() {
                return Err(format!("{done}: {errors:?}"));
            }
            if what == "add"
                && let Some(new) = &built.at
                && let Some(back) = edit(&built.scenario, &built.drafts, "remove", new, "")
                && back.scenario != scenario
            {
                return Err(format!("{done}, and removed again, is {}", back.scenario.to_json()));
            }
            // What is kept beside the scenario has a reason, and what is not is in the scenario.
            if what == "set" && !at.starts_with("/newKey") {
                let again = edit(&built.scenario, &built.drafts, "set", &at, &text);
                if again.is_none_or(|again| again != Built { said: String::new(), ..built.clone() })
                {
                    return Err(format!("{done} again is something else"));
                }
                let changed = usize::from(built.scenario != scenario);
                WRITTEN.fetch_add(changed, Ordering::Relaxed);
            }
            (scenario, drafts) = (built.scenario, built.drafts);
        }
        Ok(())
    });
    let (done, written) = (DONE.load(Ordering::Relaxed), WRITTEN.load(Ordering::Relaxed));
    assert!(done > 100 && written > 20, "{done} edits were done, {written} fields changed");
}
