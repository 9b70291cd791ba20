//! A statement of a decision and why it does not match. A click leads to the text: in its editor, or
//! where it has none, right here.

use super::page::Page;
use super::with_code::with_code;
use crate::browser;
use crate::documents::{DocumentId, is_owners};
use crate::editor::ranges::Utf16;
use crate::embed::{self, Pane};
use crate::state::{Action, Shown};
use crate::texts;
use kms_policy::report::{Arns, LayerName, StatementTrace};
use kms_policy::text::Span;
use std::rc::Rc;
use std::sync::Arc;
use yew::prelude::*;

/// Where in the reasons a statement stands: it may take part more than once.
#[derive(Clone, Copy)]
pub struct Place {
    pub layer: LayerName,
    pub part: usize,
}

/// A statement with its reasons, each of which leads to its value.
pub fn statement(trace: &StatementTrace, place: Place, page: &Page<'_>) -> Html {
    let class = texts::match_class(trace.matched);
    let denies = (trace.effect == "Deny").then_some("denies");
    let words = trace.words(Arns::Short);
    let reasons = trace.reasons.iter().zip(&words).map(|(reason, words)| {
        let content = with_code(words);
        html! { <li>{ leading(trace, reason.span, place, page, classes!("reason"), content) }</li> }
    });
    let name = html! {
        <>
            <span class="statement-sign" aria-hidden="true">{ trace.matched.sign() }</span>
            <span>{ texts::statement_of(trace, place.layer) }if words.is_empty() { { " " }<small>{ trace.matched.words() }</small> }</span>
        </>
    };
    html! {
        <li class={class}>
            { leading(trace, trace.span, place, page, classes!("statement", class, denies), name) }
            if !words.is_empty() { <ul class="reasons">{ for reasons }</ul> }
            { shown(trace, place, page) }
        </li>
    }
}

/// A button that leads to a place in the statement's document.
fn leading(
    trace: &StatementTrace,
    span: Span,
    place: Place,
    page: &Page<'_>,
    class: Classes,
    content: Html,
) -> Html {
    let (intents, scenario) = (page.intents.clone(), Rc::clone(&page.state.scenario));
    let edited = with_editor(&trace.document, page);
    let here = Shown { document: trace.document.clone(), span, part: place.part };
    let is_shown = page.state.view.shown.as_ref() == Some(&here);
    let onclick = Callback::from(move |_: MouseEvent| match edited {
        Some(document) => {
            if let Some(text) = document.text(&scenario) {
                let (from, to) = Utf16::new(&text).range(span);
                intents.reveal(document, from, to);
            }
        }
        None => {
            intents.send(Action::Show((!is_shown).then(|| here.clone())));
            browser::scroll_to("#shown");
        }
    });
    let expanded = edited.is_none().then_some(if is_shown { "true" } else { "false" });
    html! { <button type="button" {class} {onclick} aria-expanded={expanded}>{ content }</button> }
}

/// The document, where its editor is shown and has the text that decides.
fn with_editor(pointer: &str, page: &Page<'_>) -> Option<DocumentId> {
    let document = DocumentId::parse(pointer)?;
    let pane = if is_owners(document) { Pane::Key } else { Pane::Caller };
    (embed::given().shows(pane) && !page.state.fallback.contains_key(&document)).then_some(document)
}

/// The text of a statement's document with the place marked that was asked for.
fn shown(trace: &StatementTrace, place: Place, page: &Page<'_>) -> Html {
    let wanted = page.state.view.shown.as_ref().filter(|shown| {
        let Span { start, end } = shown.span;
        let inside = trace.span.start <= start && end <= trace.span.end;
        inside && shown.document == trace.document && shown.part == place.part
    });
    let parts = wanted.and_then(|shown| {
        let text = text_that_decides(&trace.document, page)?;
        let (start, end) = (shown.span.start, shown.span.end);
        Some([text.get(..start)?, text.get(start..end)?, text.get(end..)?].map(str::to_owned))
    });
    let Some([before, value, after]) = parts else {
        return Html::default();
    };
    let label = texts::read_only(trace, place.layer);
    html! {
        <figure class="shown">
            <figcaption>{ &label }</figcaption>
            <pre tabindex="0" role="region" aria-label={label}>{ before }<mark id="shown">{ value }</mark>{ after }</pre>
        </figure>
    }
}

fn text_that_decides(pointer: &str, page: &Page<'_>) -> Option<Arc<str>> {
    let document = DocumentId::parse(pointer)?;
    page.state.fallback.get(&document).cloned().or_else(|| document.text(page.scenario()))
}
