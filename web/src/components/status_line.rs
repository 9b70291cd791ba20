//! Under an editor: what is wrong with the text, its size, and what can be done with it.

use super::copy_button::CopyButton;
use super::page::Page;
use crate::derive::{is_syntax, worst};
use crate::documents::DocumentId;
use crate::editor::ranges::Utf16;
use crate::state::Action;
use crate::texts;
use kms_policy::policy::Severity;
use kms_policy::report::Finding;
use yew::prelude::*;

pub fn status_line(document: DocumentId, text: &str, label: &AttrValue, page: &Page<'_>) -> Html {
    let kind = document.kind(page.scenario());
    let findings = page.derived.findings_of(document);
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    let errors = findings.iter().copied().filter(is_error).count();
    let warnings = findings.len() - errors;
    let first = worst(findings.iter().copied());
    let broken = findings.iter().copied().any(is_syntax);
    let (size, too_big) = texts::size(kind, text);
    let jump = first.map(|finding| {
        let (from, to) = Utf16::new(text).range(finding.span);
        let intents = page.intents.clone();
        Callback::from(move |_: MouseEvent| intents.reveal(document, from, to))
    });
    html! {
        <div class="status">
            <div class="status-findings">
                if errors == 0 && !too_big {
                    <span class="status-ok">{ "✓ " }{ texts::would_save(kind) }</span>
                }
                if let (Some(finding), Some(jump)) = (first, jump) {
                    <button type="button" class={classes!("link", if errors > 0 { "has-errors" } else { "has-warnings" })}
                        title={texts::finding(finding)} onclick={jump}>
                        { "▲ " }{ texts::problems(errors, warnings) }{ ": " }{ &finding.message }
                    </button>
                }
                <span class={classes!("status-size", too_big.then_some("has-errors"))}>{ size }</span>
            </div>
            <ul class="legend" aria-label="Marks beside the text">
                { for texts::LEGEND.map(|(sign, word)| html! { <li><b>{ sign }</b>{ word }</li> }) }
            </ul>
            <span class="status-actions">
                <button type="button" class="small" disabled={broken}
                    title={if broken { texts::FORMAT_BROKEN } else { texts::FORMAT_HINT }} aria-label={format!("{}: {}", texts::FORMAT, label)}
                    onclick={page.intents.on(Action::Format(document))}>{ texts::FORMAT }</button>
                <CopyButton text={text.to_owned()} what={label.clone()} />
            </span>
        </div>
    }
}
