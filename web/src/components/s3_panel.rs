//! S3's console: what is chosen for an upload or download, and what S3 answers.

use super::aws_message::aws_message;
use super::page::Page;
use super::pickers::principal_picker;
use super::with_code::with_code;
use crate::browser;
use crate::embed::is_read_only;
use crate::state::{Action, WhyTab};
use crate::texts;
use kms_policy::report::{Confidence, Decision, Verdict};
use kms_policy::s3_console::{
    Control, Kind, NewBucket, Operation, Outcome, Shown, add_bucket, add_managed_key,
    first_missing, upload,
};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

pub fn s3_panel(page: &Page<'_>, shown: &Shown) -> Html {
    let intents = page.intents.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some((field, value)) = written(&event) {
            intents.send(Action::Choose { field, value });
        }
    });
    // Enter sends nothing anywhere.
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    let principal = &page.state.view.selected.principal;
    // All have keys: whoever is in one stays there when another comes or goes.
    let mut fields = vec![html! {
        <div class="field" key="principal">
            <span class="field-name" aria-hidden="true">{ texts::PRINCIPAL }</span>
            { principal_picker(texts::PRINCIPAL, page.everyone, principal, &page.intents.on_principal()) }
        </div>
    }];
    fields.extend(shown.controls.iter().map(|one| control(one, new_bucket_button(page, one))));
    if !shown.of_new_bucket.is_empty() {
        fields.push(new_bucket(page, &shown.of_new_bucket));
    }
    html! {
        <div class="s3">
            <form class="request s3-form" {oninput} {onsubmit} autocomplete="off">{ fields }</form>
            <section class="s3-answer" aria-label={texts::S3_ANSWER}>
                { match &shown.outcome {
                    Ok(outcome) => answer(page, outcome),
                    Err(fault) => html! { <p class="hint">{ if fault.wrong { texts::S3_MEND } else { &fault.message } }</p> },
                } }
            </section>
        </div>
    }
}

/// What was written, in which field.
fn written(event: &InputEvent) -> Option<(String, String)> {
    let control = event.target()?.dyn_into::<Element>().ok()?;
    let name = control.get_attribute("name")?;
    let value = match control.dyn_ref::<HtmlSelectElement>() {
        Some(choice) => choice.value(),
        None => {
            let input = control.dyn_into::<HtmlInputElement>().ok()?;
            if input.type_() == "checkbox" { input.checked().to_string() } else { input.value() }
        }
    };
    Some((name, value))
}

/// A control under its name, with what is wrong and what is said of it.
fn control(one: &Control, beside: Html) -> Html {
    let Control { name, label, value, kind, fault, notes } = one;
    let id = format!("s3-{name}");
    let note = format!("{id}-note");
    let described = (fault.is_some() || !notes.is_empty()).then(|| note.clone());
    let invalid = fault.is_some().then_some("true");
    let drawn = match kind {
        Kind::Choice(options) => html! {
            <select id={id.clone()} name={*name} aria-invalid={invalid} aria-describedby={described}>
                { for options.iter().map(|(one, label)| html! {
                    <option value={one.clone()} selected={one == value}>{ label.clone() }</option>
                }) }
            </select>
        },
        Kind::Text => html! {
            <input id={id.clone()} name={*name} class="code" value={value.clone()} spellcheck="false" autocapitalize="off"
                aria-invalid={invalid} aria-describedby={described} />
        },
        Kind::Box => {
            html! { <input type="checkbox" id={id.clone()} name={*name} checked={value == "true"} /> }
        }
    };
    html! {
        <div class={classes!("field", id.clone())} key={*name}>
            <label for={id}>{ *label }</label>
            <span class="s3-row">{ drawn }{ beside }</span>
            <div id={note} class="s3-notes">
                if let Some(fault) = fault { <p class="field-fault">{ with_code(fault) }</p> }
                { for notes.iter().map(|note| html! { <p>{ note.clone() }</p> }) }
            </div>
        </div>
    }
}

/// What begins to make a bucket, beside the choice of one.
fn new_bucket_button(page: &Page<'_>, control: &Control) -> Html {
    if control.name != "bucket" || is_read_only() {
        return Html::default();
    }
    // Most look at an object in the account of who is asked about, in the key's Region.
    let account = page.caller.map(|caller| caller.account.clone()).unwrap_or_default();
    let new = NewBucket { account, region: page.key.region.clone(), ..NewBucket::default() };
    let begin = make(page, Some(new), "#s3-newName");
    html! { <button type="button" class="small" id="s3-new" onclick={begin}>{ texts::S3_NEW_BUCKET }</button> }
}

/// Begins to make a bucket, or no longer makes one, and goes on elsewhere.
fn make(page: &Page<'_>, new: Option<NewBucket>, then: &'static str) -> Callback<MouseEvent> {
    let intents = page.intents.clone();
    Callback::from(move |_| {
        intents.send(Action::MakeBucket(new.clone()));
        browser::go_to(then);
    })
}

/// Asks for what a bucket is made of.
fn new_bucket(page: &Page<'_>, controls: &[Control]) -> Html {
    let finish = {
        let (intents, scenario) = (page.intents.clone(), Rc::clone(&page.state.scenario));
        let new = page.state.view.s3.new_bucket.clone().unwrap_or_default();
        Callback::from(move |_: MouseEvent| match add_bucket(&scenario, &new) {
            Ok(scenario) => {
                let name = new.name.trim();
                intents.send(Action::MakeBucket(None));
                intents.send(Action::Choose { field: "bucket".to_owned(), value: name.to_owned() });
                let (scenario, title) = (Rc::new(scenario), texts::s3_made(name));
                intents.send(Action::Change { scenario, document: None, title });
                browser::go_to("#s3-bucket");
            }
            Err(_) => {
                let first = first_missing(&new, &scenario);
                first.map(|name| browser::focus(&format!("#s3-{name}")));
            }
        })
    };
    html! {
        <fieldset class="s3-new" key="new">
            <legend key="legend">{ texts::S3_NEW }</legend>
            { for controls.iter().map(|one| control(one, Html::default())) }
            <span class="s3-row" key="buttons">
                <button type="button" class="primary" onclick={finish}>{ texts::S3_MAKE }</button>
                <button type="button" onclick={make(page, None, "#s3-new")}>{ texts::NAME_CANCEL }</button>
            </span>
        </fieldset>
    }
}

fn answer(page: &Page<'_>, outcome: &Outcome) -> Html {
    let decision = &outcome.decision;
    let operation = page.state.view.s3.operation;
    let allowed = decision.verdict == Verdict::Allow;
    let sign = texts::verdict_sign(decision.verdict);
    let why = {
        let intents = page.intents.clone();
        Callback::from(move |_: MouseEvent| {
            intents.send(Action::SelectWhyTab(WhyTab::Why));
            browser::go_to("#why");
        })
    };
    let properties = outcome.properties(page.scenario());
    html! {
        <>
            <h3 class={classes!("pill", decision.verdict.name())}>
                { format!("{sign} {}", outcome.title) }{ uncertain(decision) }
            </h3>
            <p class="ask">{ &outcome.about }</p>
            <p class="s3-row">
                // An upload changes the bucket.
                if !is_read_only() || operation == Operation::Download {
                    <button type="button" class="primary" onclick={ask(page, outcome)}>{ texts::s3_button(operation) }</button>
                }
                if !is_read_only() {
                    { for outcome.lacks_managed_key.as_ref().map(|lacks| managed_key_button(page, lacks)) }
                }
                <button type="button" onclick={why}>{ texts::WHY }</button>
            </p>
            if !properties.is_empty() {
                <dl class="s3-properties">
                    { for properties.into_iter().map(|(name, value)| html! { <><dt>{ name }</dt><dd>{ value }</dd></> }) }
                </dl>
            }
            { match &decision.message {
                Some(message) => aws_message(message),
                None if allowed => Html::default(),
                None => html! { <p>{ with_code(&decision.sentence) }</p> },
            } }
            if !decision.parts.is_empty() {
                <ul class="s3-parts" aria-label={texts::S3_PARTS}>
                    { for decision.parts.iter().map(|part| html! {
                        <li class={part.verdict.name()}>
                            { texts::verdict_sign(part.verdict) }{ " " }<code>{ &part.action }</code>{ " " }
                            { texts::verdict_short(part.verdict, part.error.as_deref()) }
                            { uncertain(part) }
                        </li>
                    }) }
                </ul>
            }
        </>
    }
}

/// The mark of an answer that is not certain.
fn uncertain(decision: &Decision) -> Html {
    match decision.confidence {
        Confidence::Uncertain => html! { <span title={texts::UNCERTAIN}>{ " ?" }</span> },
        _ => Html::default(),
    }
}

/// Asks S3: an upload puts the object into the bucket.
fn ask(page: &Page<'_>, outcome: &Outcome) -> Callback<MouseEvent> {
    let (scenario, choices) = (Rc::clone(&page.state.scenario), page.state.view.s3.clone());
    let (intents, outcome) = (page.intents.clone(), outcome.clone());
    Callback::from(move |_| {
        let (operation, decision) = (choices.operation, &outcome.decision);
        let bucket = choices.bucket_of(&scenario);
        let (Some(object), Some(bucket)) = (&outcome.object, bucket) else {
            let said = decision.message.as_ref().unwrap_or(&decision.sentence);
            let text = texts::s3_failed(operation, said);
            return intents.send(Action::Answered { done: false, text });
        };
        let after = upload(&scenario, bucket, object.clone());
        if operation == Operation::Download || after == *scenario {
            let text = texts::s3_done(operation, &object.name);
            return intents.send(Action::Answered { done: true, text });
        }
        let title = texts::s3_uploaded(&object.name);
        intents.send(Action::Change { scenario: Rc::new(after), document: None, title });
    })
}

/// Adds the key that S3 would use.
fn managed_key_button(page: &Page<'_>, (account, region): &(String, String)) -> Html {
    let (scenario, intents) = (Rc::clone(&page.state.scenario), page.intents.clone());
    let (account, region) = (account.clone(), region.clone());
    let name = texts::s3_add_managed(&account);
    let title = name.clone();
    let add = Callback::from(move |_: MouseEvent| {
        let scenario = Rc::new(add_managed_key(&scenario, &account, &region));
        intents.send(Action::Change { scenario, document: None, title: title.clone() });
    });
    html! { <button type="button" onclick={add}>{ name }</button> }
}
