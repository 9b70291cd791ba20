//! The chain of layers of a decision in two halves: the key owner's and the caller's.

use super::layer_list::layer_list;
use super::page::Page;
use super::with_code::with_code;
use crate::texts;
use crate::who::account_name;
use kms_policy::report::{Decision, LayerName, LayerResult, Verdict};
use kms_policy::sides::Side;
use yew::prelude::*;

/// The chain of a decision; of an operation that asks for several permissions that of each, the one
/// that answered unfolded.
pub fn chain(decision: &Decision, page: &Page<'_>) -> Html {
    let refused = decision.parts.iter().position(|part| part.verdict != Verdict::Allow);
    // An operation may fail before it asks, or after everything is allowed.
    let itself =
        decision.parts.is_empty() || (refused.is_none() && decision.verdict != Verdict::Allow);
    html! {
        <>
            { for decision.parts.iter().enumerate().map(|(index, part)| html! {
                <details class="part" open={refused.unwrap_or(0) == index}>
                    <summary class={part.verdict.name()}>
                        <b>{ texts::verdict_sign(part.verdict) }{ " " }<code>{ &part.action }</code></b>{ " " }
                        { texts::verdict_short(part.verdict, part.error.as_deref()) }
                    </summary>
                    if let Some(key) = part.key.as_ref().filter(|_| part.key != decision.key) { <p><code>{ key }</code></p> }
                    if part.sentence != decision.sentence { <p>{ with_code(&part.sentence) }</p> }
                    { halves(part, index, page) }
                </details>
            }) }
            if itself { { halves(decision, decision.parts.len(), page) } }
        </>
    }
}

fn halves(decision: &Decision, part: usize, page: &Page<'_>) -> Html {
    let account = |side| {
        let giving = decision.giving(side);
        giving.and_then(|layer| layer.account.clone()).unwrap_or_default()
    };
    let bucket = decision.layers.iter().any(|layer| layer.layer == LayerName::BucketPolicy);
    let (owner, caller) = (account(Side::Owner), account(Side::Caller));
    let across = !owner.is_empty() && !caller.is_empty() && owner != caller;
    let rest = decision.layers_of(None);
    let speaks = rest.iter().any(|layer| layer.result != LayerResult::NoImpact);
    let half = |class: &'static str, name: &str, side: Side| {
        let layers = decision.layers_of(Some(side));
        let says = across.then(|| decision.says(side));
        html! {
            if !layers.is_empty() {
                <section class={classes!("half", class)}>
                    <h3>
                        if let Some(says) = says {
                            <span class={texts::layer_class(says)}><span class="layer-sign" aria-hidden="true">{ says.sign() }</span></span>
                            { texts::side_says(name, says) }
                        } else { { name } }
                    </h3>
                    { layer_list(&layers, part, page) }
                </section>
            }
        }
    };
    let side = |id: &str, none: &'static str| {
        if across { account_name(page.scenario(), id) } else { none.to_owned() }
    };
    html! {
        <>
            if across { <p class="both">{ texts::BOTH_MUST }</p> }
            <div class={classes!("halves", across.then_some("is-across"))}>
                { half("side-owner", &side(&owner, if bucket { texts::BUCKET_OWNER } else { texts::OWNER }), Side::Owner) }
                { half("side-caller", &side(&caller, texts::CALLER), Side::Caller) }
            </div>
            <section class={classes!(speaks.then_some("half"))}>
                if speaks { <h3>{ texts::ALSO }</h3> }
                { layer_list(&rest, part, page) }
            </section>
        </>
    }
}
