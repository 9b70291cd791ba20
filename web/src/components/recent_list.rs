//! The last scenarios that were opened and changed.

use super::file_dialog::{Dialog, part, save_text};
use crate::browser;
use crate::state::read;
use crate::texts;
use crate::work::{self, Kept, MOST, next_to_go};
use yew::prelude::*;

/// The entries as they were when they were listed.
pub struct Recent {
    pub entries: Vec<Kept>,
    /// Those that any tab holds.
    pub held: Vec<String>,
    /// That of this tab.
    pub own: String,
    /// The entry of which it is asked whether it is to be removed.
    pub asked: Option<String>,
    /// The entry that cannot be opened, and why.
    pub problem: Option<(String, String)>,
}

pub fn recent_list(dialog: &Dialog, recent: &Recent) -> Html {
    let full = recent.entries.len() >= MOST;
    let next = next_to_go(&recent.entries, &recent.held).filter(|_| full).map(|next| &next.id);
    let hint = if recent.entries.is_empty() { texts::RECENT_NONE } else { texts::RECENT_HINT };
    let rows =
        recent.entries.iter().map(|entry| row(dialog, recent, entry, next == Some(&entry.id)));
    part(
        texts::RECENT,
        hint,
        html! { <ul class="recent" id="recent" tabindex="-1">{ for rows }</ul> },
    )
}

fn row(dialog: &Dialog, recent: &Recent, entry: &Kept, goes: bool) -> Html {
    let title = if entry.title.is_empty() { texts::UNTITLED } else { &entry.title };
    let here = entry.id == recent.own;
    let elsewhere = !here && recent.held.contains(&entry.id);
    let removal = format!("remove-{}", entry.id);
    let button = |what: &'static str, onclick: Callback<MouseEvent>| {
        let id = (what == texts::REMOVE).then(|| removal.clone());
        html! { <button type="button" class="small" {id} aria-label={format!("{what}: {title}")} {onclick}>{ what }</button> }
    };
    let (open, remove) = {
        let (entry, again) = (entry.clone(), entry.id.clone());
        (
            dialog.on(move |dialog| match read(&work::read(&entry.id).unwrap_or_default()) {
                Ok(state) => dialog.go_on(state.kept_as(entry.id.as_str().into(), entry.from)),
                Err(error) => dialog.refuse(&entry.id, &error.to_string()),
            }),
            dialog.on(move |dialog| {
                work::remove(&again);
                dialog.refresh();
                browser::go_to("#recent");
            }),
        )
    };
    let ask = |asks: bool| {
        let (id, removal) = (entry.id.clone(), removal.clone());
        dialog.on(move |dialog| {
            dialog.ask_of(asks.then(|| id.clone()));
            browser::go_to(&if asks {
                "#remove-question".to_owned()
            } else {
                format!("#{removal}")
            });
        })
    };
    let asked = recent.asked.as_ref() == Some(&entry.id);
    let save = {
        let (id, title) = (entry.id.clone(), title.to_owned());
        dialog.on(move |_| save_text(&title, &work::read(&id).unwrap_or_default()))
    };
    let problem = recent.problem.as_ref().filter(|(id, _)| *id == entry.id);
    html! {
        <li key={entry.id.clone()} class={classes!("entry", here.then_some("is-here"))}>
            <p class="entry-title">{ title.to_owned() }</p>
            <p class="hint">
                { texts::entry(entry.from, &browser::when(entry.at), entry.size) }
                <b>{ if here { texts::OPEN_HERE } else if elsewhere { texts::OPEN_ELSEWHERE } else { "" } }</b>
                <b>{ if goes { texts::GOES_NEXT } else { "" } }</b>
            </p>
            if asked { <p id="remove-question" tabindex="-1">{ texts::REMOVE_QUESTION }</p> }
            <p class="entry-buttons">
                if asked {
                    { button(texts::REMOVE_FOR_GOOD, remove) }
                    { button(texts::KEEP, ask(false)) }
                } else {
                    if !here { { button(texts::OPEN, open) } }
                    { button(texts::SAVE_FILE, save) }
                    if !here && !elsewhere { { button(texts::REMOVE, ask(true)) } }
                }
            </p>
            if let Some((_, problem)) = problem { <p class="wrong" role="alert">{ texts::cannot_open(problem) }</p> }
        </li>
    }
}
