//! What is wrong with a document: how much in the line under its editor, and a list that unfolds.

use super::FINDINGS;
use super::icon::Icon;
use super::page::Page;
use super::with_code::with_code;
use crate::browser;
use crate::derive::worst;
use crate::documents::{DocumentId, is_owners};
use crate::editor::ranges::Utf16;
use crate::embed::is_read_only;
use crate::state::Action;
use crate::texts;
use kms_policy::report::{Edit, Finding, Repair};
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use yew::prelude::*;

/// There is room for lists beside the decisions.
pub const ROOMY: &str = "(min-width: 68.75em) and (min-height: 46.25em)";

/// The parts of a list of problems.
pub struct ProblemList {
    /// How many there are, and the worst: folds and unfolds the list.
    pub toggle: Html,
    /// The list.
    pub list: Html,
}

pub fn problem_list(
    document: DocumentId,
    text: &str,
    findings: &[&Finding],
    page: &Page<'_>,
) -> ProblemList {
    let Some(first) = worst(findings.iter().copied()) else {
        return ProblemList { toggle: Html::default(), list: Html::default() };
    };
    let id = if is_owners(document) { "problems-key" } else { "problems-policy" };
    let unfolded = page.state.view.problems.unwrap_or(page.roomy);
    // Not while typing: a text is broken at every second keystroke, and the editor would jump.
    let open = unfolded && page.problems.contains(&document);
    let (sign, _) = texts::severity(first.severity);
    let toggle = html! {
        <button type="button" class={classes!("link", "problem-toggle", texts::severity_class(first.severity))}
            aria-expanded={open.to_string()} aria-controls={id} title={texts::PROBLEMS_HINT}
            onclick={page.intents.on(Action::ShowProblems(!open))}>
            <span class="problem-sign" aria-hidden="true">{ sign }</span>
            <span class="problem-count">{ texts::problems(findings) }</span>
            if !open { <span class="problem-first">{ with_code(&first.message) }</span> }
            { Icon::Fold.draw() }
        </button>
    };
    let list = if open {
        let utf16 = Utf16::new(text);
        let items = findings.iter().map(|finding| problem(document, &utf16, finding, id, page));
        html! { <ul class="problems" {id} aria-label={texts::PROBLEMS}>{ for items }</ul> }
    } else {
        Html::default()
    };
    ProblemList { toggle, list }
}

fn problem(
    document: DocumentId,
    utf16: &Utf16<'_>,
    finding: &Finding,
    list: &'static str,
    page: &Page<'_>,
) -> Html {
    let (from, to) = utf16.first_line(finding.span);
    let intents = page.intents.clone();
    let jump = Callback::from(move |_: MouseEvent| intents.reveal(document, from, to));
    let (sign, word) = texts::severity(finding.severity);
    let aws = match &finding.aws_message {
        Some(message) if finding.refused => {
            html! { <span>{ texts::AWS_ANSWERS }{ " " }<code>{ message }</code></span> }
        }
        None if finding.refused => html! { <span>{ texts::AWS_REFUSES }</span> },
        _ => Html::default(),
    };
    html! {
        <li class={texts::severity_class(finding.severity)}>
            <button type="button" class="problem-jump" onclick={jump}>
                <span class="problem-sign" aria-hidden="true">{ sign }</span>
                <span><b>{ word }{ ": " }</b>{ with_code(&finding.message) }{ " " }<small>{ texts::place(finding) }</small></span>
            </button>
            <p class="problem-more">
                if !finding.help.is_empty() { <span>{ with_code(&finding.help) }</span> }
                { aws }
            </p>
            <p class="problem-actions">
                { for finding.repairs.iter().filter(|repair| !is_read_only() && is_shown(repair)).map(|repair| button(repair, list, page)) }
                <a href={format!("{FINDINGS}#{}", finding.code)} target="_blank">{ texts::ABOUT }{ " " }{ &*finding.code }</a>
            </p>
        </li>
    }
}

fn button(repair: &Repair, list: &'static str, page: &Page<'_>) -> Html {
    let (intents, repair) = (page.intents.clone(), repair.clone());
    let of = Rc::clone(&page.state.scenario);
    let title = with_code(&repair.title);
    let onclick = Callback::from(move |_: MouseEvent| {
        intents.send(Action::Repair { repair: repair.clone(), of: Rc::clone(&of) });
        browser::rescue_focus(list);
    });
    html! { <button type="button" class="small" {onclick}>{ title }</button> }
}

/// Where a finding is, in UTF-16 units of a document that the page shows.
pub fn place_of(finding: &Finding, scenario: &Scenario) -> Option<(DocumentId, usize, usize)> {
    let document = DocumentId::parse(&finding.document)?;
    let text = document.text(scenario)?;
    let (from, to) = Utf16::new(&text).first_line(finding.span);
    Some((document, from, to))
}

/// Are all its edits of documents that the page shows?
fn is_shown(repair: &Repair) -> bool {
    repair.edits.iter().all(|edit| match edit {
        Edit::Text { document, .. } => DocumentId::parse(document).is_some(),
        Edit::Set { .. } => false,
    })
}
