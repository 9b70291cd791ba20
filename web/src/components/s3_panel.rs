//! S3's console: what is chosen for an upload or download, and what S3 answers.

use super::aws_message::aws_message;
use super::page::Page;
use super::pickers::principal_picker;
use super::with_code::with_code;
use crate::browser;
use crate::state::{Action, WhyTab};
use crate::texts;
use crate::who::account_name;
use kms_policy::form;
use kms_policy::report::Verdict;
use kms_policy::s3_console::{
    Encryption, Fault, Field, KeyList, NewBucket, Operation, Outcome, Shown, add_bucket,
    add_managed_key, upload,
};
use kms_policy::scenario::Bucket;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

pub fn s3_panel(page: &Page<'_>, shown: &Shown) -> Html {
    let (scenario, choices) = (page.scenario(), &page.state.view.s3);
    let intents = page.intents.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some((field, value)) = written(&event) {
            intents.send(Action::Choose { field, value });
        }
    });
    // Enter sends nothing anywhere.
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    let bucket = choices.bucket_of(scenario).and_then(|index| scenario.buckets.get(index));
    let downloads = choices.operation == Operation::Download;
    let wrong = shown.outcome.as_ref().err().filter(|fault| fault.wrong);
    let principal = &page.state.view.selected.principal;
    let operations = Operation::ALL.map(|one| (one.action(), texts::s3_operation(one).to_owned()));
    html! {
        <div class="s3">
            <form class="request s3-form" {oninput} {onsubmit} autocomplete="off">
                <div class="field">
                    <span class="field-name" aria-hidden="true">{ texts::PRINCIPAL }</span>
                    { principal_picker(texts::PRINCIPAL, page.everyone, principal, &page.intents.on_principal()) }
                </div>
                { labelled("operation", texts::S3_OPERATION, select("operation", choices.operation.action(), &operations, None), None) }
                { bucket_field(page, bucket) }
                { for choices.new_bucket.as_ref().map(|new| new_bucket(page, new)) }
                { object_field(page, bucket, wrong) }
                if !downloads { { encryption_fields(page, shown, wrong) } }
            </form>
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

fn id(name: &str) -> String {
    format!("s3-{name}")
}

/// A control under its name, with what is wrong.
fn labelled(name: &str, label: &'static str, control: Html, fault: Option<&str>) -> Html {
    html! {
        <div class="field">
            <label for={id(name)}>{ label }</label>
            { control }
            if let Some(fault) = fault { <p class="field-fault" id={format!("{}-fault", id(name))}>{ with_code(fault) }</p> }
        </div>
    }
}

/// `described` is the id of what is said of it.
fn select(
    name: &'static str,
    value: &str,
    options: &[(&str, String)],
    described: Option<String>,
) -> Html {
    html! {
        <select id={id(name)} {name} aria-describedby={described}>
            { for options.iter().map(|(one, label)| html! {
                <option value={(*one).to_owned()} selected={*one == value}>{ label.clone() }</option>
            }) }
        </select>
    }
}

fn input(name: &'static str, value: &str, placeholder: &str, faulty: bool) -> Html {
    html! {
        <input id={id(name)} {name} class="code" value={value.to_owned()} placeholder={placeholder.to_owned()} spellcheck="false"
            list={(name == "newRegion").then_some("s3-regions")} autocapitalize="off" aria-invalid={faulty.then_some("true")} aria-describedby={faulty.then(|| format!("{}-fault", id(name)))} />
    }
}

fn bucket_field(page: &Page<'_>, bucket: Option<&Bucket>) -> Html {
    let scenario = page.scenario();
    let names: Vec<(&str, String)> =
        scenario.buckets.iter().map(|one| (&*one.name, one.name.clone())).collect();
    let begin = {
        // Most look at an object in the account of who is asked about, in the key's Region.
        let account = page.caller.map(|caller| caller.account.clone()).unwrap_or_default();
        let new = NewBucket { account, region: page.key.region.clone(), ..NewBucket::default() };
        let intents = page.intents.clone();
        Callback::from(move |_: MouseEvent| {
            intents.send(Action::MakeBucket(Some(new.clone())));
            browser::go_to("#s3-newName");
        })
    };
    html! {
        <div class="field">
            <label for={id("bucket")}>{ texts::S3_BUCKET }</label>
            <span class="s3-row">
                { select("bucket", bucket.map_or("", |one| &one.name), &names, Some("s3-bucket-note".to_owned())) }
                <button type="button" class="small" id="s3-new" onclick={begin}>{ texts::S3_NEW_BUCKET }</button>
            </span>
            <small id="s3-bucket-note">{ bucket.map(|one| {
                let account = one.account.as_deref().map(|account| account_name(scenario, account));
                texts::s3_bucket(one, account)
            }) }</small>
        </div>
    }
}

/// Asks for what a bucket is made of.
fn new_bucket(page: &Page<'_>, new: &NewBucket) -> Html {
    let scenario = page.scenario();
    let made = add_bucket(scenario, new);
    let errors = made.as_ref().err().cloned().unwrap_or_default();
    // What is still empty is not wrong yet.
    let fault = |pointer: &str, text: &str| {
        let error = errors.iter().find(|one| one.pointer == pointer);
        error.filter(|_| !text.is_empty()).map(|one| one.message.clone())
    };
    let field = |name, label, pointer, text: &str, hint| {
        let fault = fault(pointer, text);
        labelled(name, label, input(name, text, hint, fault.is_some()), fault.as_deref())
    };
    let finish = {
        let (intents, new) = (page.intents.clone(), new.clone());
        let made = made.ok().map(Rc::new);
        let first = errors.first().map(|error| match error.pointer.as_str() {
            "/account" => "#s3-newAccount",
            "/region" => "#s3-newRegion",
            _ => "#s3-newName",
        });
        Callback::from(move |_: MouseEvent| {
            let Some(scenario) = made.clone() else {
                first.map(browser::focus);
                return;
            };
            let name = new.name.trim();
            intents.send(Action::MakeBucket(None));
            intents.send(Action::Choose { field: "bucket".to_owned(), value: name.to_owned() });
            let title = texts::s3_made(name);
            intents.send(Action::Change { scenario, document: None, title });
            browser::go_to("#s3-bucket");
        })
    };
    let cancel = {
        let intents = page.intents.clone();
        Callback::from(move |_: MouseEvent| {
            intents.send(Action::MakeBucket(None));
            browser::go_to("#s3-new");
        })
    };
    html! {
        <fieldset class="s3-new">
            <legend>{ texts::S3_NEW }</legend>
            { field("newName", texts::S3_NEW_NAME, "/name", &new.name, "amzn-s3-demo-bucket2") }
            { field("newAccount", texts::S3_NEW_ACCOUNT, "/account", &new.account, "123456789012") }
            { field("newRegion", texts::S3_NEW_REGION, "/region", &new.region, "eu-west-1") }
            <datalist id="s3-regions">
                { for form::choices(form::Field::Region, scenario, "").into_iter().map(|region| html! { <option value={region} /> }) }
            </datalist>
            <span class="s3-row">
                <button type="button" class="primary" onclick={finish}>{ texts::S3_MAKE }</button>
                <button type="button" onclick={cancel}>{ texts::NAME_CANCEL }</button>
            </span>
        </fieldset>
    }
}

fn object_field(page: &Page<'_>, bucket: Option<&Bucket>, wrong: Option<&Fault>) -> Html {
    let choices = &page.state.view.s3;
    let fault = wrong.filter(|fault| fault.field == Field::Object).map(|fault| &*fault.message);
    let control = if choices.operation == Operation::Download {
        let objects = bucket.map_or(&[][..], |bucket| &bucket.objects);
        let names: Vec<(&str, String)> =
            objects.iter().map(|one| (&*one.name, one.name.clone())).collect();
        let stored = bucket.and_then(|bucket| choices.stored(bucket));
        select("object", stored.map_or("", |one| &one.name), &names, None)
    } else {
        input("object", &choices.object, "photo.jpg", fault.is_some())
    };
    labelled("object", texts::S3_OBJECT, control, fault)
}

fn encryption_fields(page: &Page<'_>, shown: &Shown, wrong: Option<&Fault>) -> Html {
    let choices = &page.state.view.s3;
    let kinds = Encryption::ALL.map(|one| (one.name(), texts::s3_encryption(one).to_owned()));
    let fault = wrong.filter(|fault| fault.field == Field::Key).map(|fault| &*fault.message);
    let key = match (choices.encryption, &shown.keys) {
        (Encryption::Listed, Some(keys)) => key_list(&choices.listed, keys, fault),
        (Encryption::Entered, _) => {
            let control = input("entered", &choices.entered, texts::S3_ARN_FORM, fault.is_some());
            labelled("entered", texts::S3_ENTER_ARN, control, fault)
        }
        _ => Html::default(),
    };
    html! {
        <>
            { labelled("encryption", texts::S3_ENCRYPTION, select("encryption", choices.encryption.name(), &kinds, None), None) }
            { key }
            if choices.encryption.is_kms() {
                <label class="absent"><input type="checkbox" name="bucketKey" checked={choices.bucket_key} />{ texts::S3_BUCKET_KEY }</label>
            }
        </>
    }
}

/// The keys to choose from, and what is said of the list.
fn key_list(chosen: &str, list: &KeyList, fault: Option<&str>) -> Html {
    let none = if list.keys.is_empty() { texts::S3_NO_KEYS } else { texts::S3_CHOOSE_KEY };
    let mut options = vec![("", none.to_owned())];
    options.extend(list.keys.iter().map(|key| (&*key.arn, key.name.clone())));
    let control = html! {
        <>
            { select("listed", if list.has(chosen) { chosen } else { "" }, &options, Some("s3-list-note".to_owned())) }
            <div id="s3-list-note">
                if let Some(refused) = &list.refused { <p class="field-fault">{ refused }</p> }
                if !list.others.is_empty() {
                    <p class="s3-others">{ texts::S3_NOT_LISTED }</p>
                    <ul class="s3-others">{ for list.others.iter().map(|other| html! { <li>{ other }</li> }) }</ul>
                }
            </div>
        </>
    };
    labelled("listed", texts::S3_LIST, control, fault)
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
            <h3 class={classes!("pill", texts::verdict_name(decision.verdict))}>{ format!("{sign} {}", texts::s3_verdict(operation, decision)) }</h3>
            <p class="ask">{ &outcome.about }</p>
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
                        <li class={texts::verdict_name(part.verdict)}>
                            { texts::verdict_sign(part.verdict) }{ " " }<code>{ &part.action }</code>{ " " }
                            { texts::verdict_short(part.verdict, part.error.as_deref()) }
                        </li>
                    }) }
                </ul>
            }
            <p class="s3-row">
                <button type="button" class="primary" onclick={ask(page, outcome)}>{ texts::s3_button(operation) }</button>
                { for outcome.lacks_managed_key.as_ref().map(|lacks| managed_key_button(page, lacks)) }
                <button type="button" onclick={why}>{ texts::WHY }</button>
            </p>
        </>
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
