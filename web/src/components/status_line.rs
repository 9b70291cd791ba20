//! Under an editor: what is wrong with the text, its size, and what can be done with it.

use super::copy_button::CopyButton;
use super::page::Page;
use super::problem_list::problem_list;
use crate::derive::is_syntax;
use crate::documents::DocumentId;
use crate::embed::is_read_only;
use crate::state::Action;
use crate::texts;
use kms_policy::report::Finding;
use yew::prelude::*;

pub fn status_line(
    document: DocumentId,
    text: &str,
    label: &AttrValue,
    findings: &[&Finding],
    page: &Page<'_>,
) -> Html {
    let kind = document.kind(page.scenario());
    let refused = findings.iter().any(|finding| finding.refused);
    let broken = findings.iter().any(|finding| is_syntax(&finding.code));
    let (size, too_big) = texts::size(document, page.scenario(), text);
    let stale = page.derived.stale.iter().any(|stale| stale.document == document);
    let saved = !refused && !too_big && !stale && page.inspected.is_of(&page.state.scenario);
    let problems = problem_list(document, text, findings, page);
    html! {
        <>
        <div class="status">
            <div class="status-findings">
                if page.inspected.has_failed() { <span class="has-warnings">{ texts::INSPECTOR_FAILED }</span> }
                if page.large && !page.is_inspected() && !page.inspected.has_failed() {
                    <span class="deciding">{ texts::LOOKING_OVER }</span>
                }
                if saved {
                    <span class="status-ok">{ "✓ " }{ texts::would_save(kind) }</span>
                }
                { problems.toggle }
                <span class={classes!("status-size", too_big.then_some("has-errors"))}>{ size }</span>
            </div>
            <ul class="legend" aria-label={texts::LEGEND_LABEL}>
                { for texts::LEGEND.map(|(sign, word)| html! { <li><b>{ sign }</b>{ word }</li> }) }
            </ul>
            <span class="status-actions">
                if !is_read_only() {
                    <button type="button" class="small" disabled={broken}
                        title={if broken { texts::FORMAT_BROKEN } else { texts::FORMAT_HINT }} aria-label={format!("{}: {}", texts::FORMAT, label)}
                        onclick={page.intents.on(Action::Format(document))}>{ texts::FORMAT }</button>
                }
                <CopyButton text={text.to_owned()} what={label.clone()} />
            </span>
        </div>
        { problems.list }
        </>
    }
}
