//! What would change the selected cell: each change with its lines and its other effects.

use super::with_code::with_code;
use crate::answer::{flag, items, list, string, text};
use crate::browser;
use crate::documents::DocumentId;
use crate::editor::assist::Latest;
use crate::embed::is_read_only;
use crate::intents::use_intents;
use crate::same::Same;
use crate::state::{Action, Selected};
use crate::texts;
use gloo::timers::callback::Timeout;
use kms_policy::json::{Node, parse};
use kms_policy::report::Verdict;
use kms_policy::scenario::Scenario;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// A pause after the inspector has looked at a scenario, in milliseconds: searching takes longer
/// than a keystroke may.
const PAUSE: u32 = 250;

/// For so long it looks without letting anything else happen, in milliseconds.
const SLICE: f64 = 8.0;

/// The next slice of a search; without it the search is given up.
type Search = Rc<RefCell<Option<Timeout>>>;

#[derive(Properties, PartialEq)]
pub struct ChangeListProps {
    /// What is decided.
    pub scenario: Same<Scenario>,
    pub selected: Selected,
    /// What is asked in the place of the selected cell: the request of a scenario, as JSON.
    pub asked: Option<Rc<str>>,
    /// The verdict that would change.
    pub verdict: Verdict,
    /// Has the inspector looked at just this scenario?
    pub ready: bool,
    /// Is a text broken, so that nothing can be proposed?
    pub broken: bool,
    /// Is there no inspector?
    pub failed: bool,
}

/// What the inspector proposed for a cell of a scenario.
struct Answer {
    scenario: Same<Scenario>,
    selected: Selected,
    asked: Option<Rc<str>>,
    json: String,
    root: Node,
}

#[component]
pub fn ChangeList(props: &ChangeListProps) -> Html {
    let intents = use_intents();
    let answer = use_state(|| None::<Rc<Answer>>);
    {
        let (latest, setter) = (intents.latest.clone(), answer.setter());
        let deps =
            (props.scenario.clone(), props.selected.clone(), props.asked.clone(), props.ready);
        use_effect_with(deps, move |(scenario, selected, asked, ready)| {
            let (scenario, selected, asked) = (scenario.clone(), selected.clone(), asked.clone());
            let timer = Rc::new(RefCell::new(None));
            if *ready {
                let search = Rc::clone(&timer);
                let begin = move || {
                    let begun = match &asked {
                        Some(asked) => latest.begin_changes_of(asked),
                        None => latest.begin_changes(&selected.principal, &selected.action),
                    };
                    if begun {
                        go_on(&search, latest, move |json| {
                            let json = json.unwrap_or_default();
                            let root = parse(&json).0;
                            setter.set(Some(Rc::new(Answer {
                                scenario,
                                selected,
                                asked,
                                json,
                                root,
                            })));
                        });
                    }
                };
                *timer.borrow_mut() = Some(Timeout::new(PAUSE, begin));
            }
            move || drop(timer.take())
        });
    }
    let known = answer
        .as_ref()
        .filter(|answer| (&answer.selected, &answer.asked) == (&props.selected, &props.asked));
    // Once the inspector has looked at another scenario, its edits are of that one.
    let fresh = props.ready && known.is_some_and(|known| known.scenario == props.scenario);
    let failed = props.failed || known.is_some_and(|known| known.json.is_empty());
    let body = match known {
        _ if failed => html! { <p class="hint">{ texts::CHANGES_FAILED }</p> },
        _ if props.broken => html! { <p class="hint">{ texts::CHANGES_BROKEN }</p> },
        None => html! { <p class="hint">{ texts::CHANGES_WAITING }</p> },
        Some(known) => {
            let changes = items(&known.root, "changes");
            let nothing = text(&known.root, "nothing");
            let apply = |index: usize| {
                let (intents, known) = (intents.clone(), Rc::clone(known));
                Callback::from(move |_: MouseEvent| {
                    let change = items(&known.root, "changes").get(index);
                    let edited = change.and_then(|change| {
                        intents.latest.edited(change.get("edits")?.span.of(&known.json))
                    });
                    if let (Some(change), Some(scenario)) = (change, edited) {
                        let document = place(change, &scenario);
                        let title = text(change, "title").to_owned();
                        let scenario = Rc::new(scenario);
                        intents.send(Action::Change { scenario, document, title });
                        browser::focus("#changes");
                    }
                })
            };
            html! {
                <>
                    if !nothing.is_empty() { <p class="hint">{ nothing.to_owned() }</p> }
                    <ol>{ for changes.iter().enumerate().map(|(index, change)| one(change, index, fresh, &apply(index), &props.scenario)) }</ol>
                </>
            }
        }
    };
    let title = if props.verdict == Verdict::Allow { texts::TO_DENY } else { texts::TO_ALLOW };
    html! {
        <section class={classes!("changes", (!fresh).then_some("is-waiting"))} id="changes" tabindex="-1"
            aria-busy={(!fresh && !props.broken && !failed).to_string()}>
            <h3>{ title }</h3>
            { body }
        </section>
    }
}

/// Looks further between two frames, until there is an answer.
fn go_on(timer: &Search, latest: Latest, done: impl FnOnce(Option<String>) + 'static) {
    let again = Rc::clone(timer);
    let look = move || {
        let start = browser::now();
        loop {
            match latest.more_changes() {
                Ok(None) => {}
                Ok(Some(json)) => return done(Some(json)),
                Err(_) => return done(None),
            }
            if browser::now() - start > SLICE {
                return go_on(&again, latest, done);
            }
        }
    };
    *timer.borrow_mut() = Some(Timeout::new(0, look));
}

/// One change; the lines of the first are unfolded.
fn one(
    change: &Node,
    index: usize,
    fresh: bool,
    apply: &Callback<MouseEvent>,
    scenario: &Scenario,
) -> Html {
    let also = items(change, "also");
    let title = text(change, "title");
    html! {
        <li class="proposal" key={title.to_owned()}>
            <p class="proposal-title">{ with_code(title) }</p>
            <details open={index == 0}>
                <summary>{ texts::CHANGED_LINES }</summary>
                { for items(change, "documents").iter().map(|document| {
                    lines(document, texts::touched(text(document, "document"), scenario))
                }) }
            </details>
            if flag(change, "widens") { <p class="widens"><span aria-hidden="true">{ "▲ " }</span>{ texts::WIDENS }</p> }
            <p class="also">
                if also.is_empty() {
                    { texts::ALSO_NOTHING }
                } else {
                    { texts::ALSO_CHANGES }{ also.iter().map(string).collect::<Vec<_>>().join("; ") }{ "." }
                }
            </p>
            if !is_read_only() {
                <button type="button" class="small" disabled={!fresh} onclick={apply.clone()}
                    aria-label={format!("{}: {}", texts::APPLY, title.replace('`', ""))}>{ texts::APPLY }</button>
            }
        </li>
    }
}

/// The lines of a document that change.
pub fn lines(document: &Node, name: String) -> Html {
    html! {
        <figure class="diff">
            <figcaption>{ name.clone() }</figcaption>
            <pre tabindex="0" role="region" aria-label={name}>{ for items(document, "lines").iter().map(|line| {
                let parts = list(line);
                let sign = parts.first().map_or("", string);
                let content = format!("{sign} {}\n", parts.get(1).map_or("", string));
                match sign {
                    "+" => html! { <ins>{ content }</ins> },
                    "-" => html! { <del>{ content }</del> },
                    _ => html! { <span>{ content }</span> },
                }
            }) }</pre>
        </figure>
    }
}

/// The first document that a change touches and that has an editor.
fn place(change: &Node, scenario: &Scenario) -> Option<DocumentId> {
    items(change, "documents").iter().find_map(|document| {
        let pointer = text(document, "document");
        match pointer.strip_suffix("/-") {
            // Behind the others it is the last.
            Some(list) => {
                let first = DocumentId::parse(&format!("{list}/0/document"))?;
                first.list(scenario).pop()
            }
            None => DocumentId::parse(pointer),
        }
    })
}
