//! The chain of layers of a decision in two halves: the key owner's and the caller's.

use super::layer_list::layer_list;
use super::page::Page;
use super::with_code::with_code;
use crate::texts;
use crate::who::account_name;
use kms_policy::report::{Decision, Layer, LayerName, LayerResult, Verdict};
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
                    <summary class={texts::verdict_name(part.verdict)}>
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
    let account = |name| {
        let layer = decision.layers.iter().find(|layer| layer.layer == name);
        layer.and_then(|layer| layer.account.clone()).unwrap_or_default()
    };
    // The side of S3 has a bucket policy in the key policy's place.
    let bucket = decision.layers.iter().any(|layer| layer.layer == LayerName::BucketPolicy);
    let of_owner = if bucket { LayerName::BucketPolicy } else { LayerName::KeyPolicy };
    let (owner, caller) = (account(of_owner), account(LayerName::Identity));
    let across = !owner.is_empty() && !caller.is_empty() && owner != caller;
    let owners = of(decision, &[LayerName::Rcp, of_owner, LayerName::Grant]);
    let callers = of(
        decision,
        &[
            LayerName::Scp,
            LayerName::VpcEndpoint,
            LayerName::Identity,
            LayerName::Boundary,
            LayerName::Session,
        ],
    );
    let rest = of(decision, &[LayerName::Operation, LayerName::KeyState]);
    let speaks = rest.iter().any(|layer| layer.result != LayerResult::NoImpact);
    let half = |class: &'static str, name: &str, layers: &[&Layer], says: Option<LayerResult>| {
        html! {
            if !layers.is_empty() {
                <section class={classes!("half", class)}>
                    <h3>
                        if let Some(says) = says {
                            <span class={texts::layer_class(says)}><span class="layer-sign" aria-hidden="true">{ says.sign() }</span></span>
                            { texts::side_says(name, says) }
                        } else { { name } }
                    </h3>
                    { layer_list(layers, part, page) }
                </section>
            }
        }
    };
    let side = |id: &str, none: &'static str| {
        if across { account_name(page.scenario(), id) } else { none.to_owned() }
    };
    let says = |layers: &[&Layer], kind| across.then(|| says(layers, kind));
    html! {
        <>
            if across { <p class="both">{ texts::BOTH_MUST }</p> }
            <div class={classes!("halves", across.then_some("is-across"))}>
                { half("side-owner", &side(&owner, if bucket { texts::BUCKET_OWNER } else { texts::OWNER }), &owners, says(&owners, of_owner)) }
                { half("side-caller", &side(&caller, texts::CALLER), &callers, says(&callers, LayerName::Identity)) }
            </div>
            <section class={classes!(speaks.then_some("half"))}>
                if speaks { <h3>{ texts::ALSO }</h3> }
                { layer_list(&rest, part, page) }
            </section>
        </>
    }
}

fn of<'d>(decision: &'d Decision, names: &[LayerName]) -> Vec<&'d Layer> {
    decision.layers.iter().filter(|layer| names.contains(&layer.layer)).collect()
}

/// What one account says of a call from another. On the key's side the key policy or a grant is
/// enough; on the caller's side nothing may be lacking.
fn says(layers: &[&Layer], kind: LayerName) -> LayerResult {
    let any = |result| layers.iter().any(|layer| layer.result == result);
    let allows =
        |name| layers.iter().any(|layer| layer.layer == name && layer.result == LayerResult::Allow);
    let yes = match kind {
        LayerName::Identity => allows(kind) && !any(LayerResult::ImplicitDeny),
        kind => allows(kind) || allows(LayerName::Grant),
    };
    match yes {
        _ if any(LayerResult::ExplicitDeny) => LayerResult::ExplicitDeny,
        _ if any(LayerResult::Error) => LayerResult::Error,
        true => LayerResult::Allow,
        false => LayerResult::ImplicitDeny,
    }
}
