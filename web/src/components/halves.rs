//! The two sides of a decision: the key's account and the caller's; in one account the two kinds
//! of policies.

use super::layer_list::layer_list;
use super::page::Page;
use crate::texts;
use crate::who::account_name;
use kms_policy::report::{Decision, Layer, LayerName, LayerResult};
use yew::prelude::*;

pub fn halves(decision: &Decision, page: &Page<'_>) -> Html {
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
            LayerName::Identity,
            LayerName::Boundary,
            LayerName::Session,
            LayerName::VpcEndpoint,
        ],
    );
    let mut rest = of(decision, &[LayerName::Operation, LayerName::KeyState]);
    rest.retain(|layer| layer.result != LayerResult::NoImpact);
    let title = |account: &str, layers: &[&Layer], kind: LayerName| {
        if across {
            texts::side_says(&account_name(page.scenario(), account), says(layers, kind))
        } else {
            texts::layer(kind).to_owned()
        }
    };
    let titled = |kind| (!across).then_some(kind);
    let owner_title = title(&owner, &owners, of_owner);
    let caller_title = title(&caller, &callers, LayerName::Identity);
    html! {
        <>
            <div class="halves">
                if !owners.is_empty() {
                    <section class="half side-owner"><h3>{ owner_title }</h3>{ layer_list(&owners, titled(of_owner), page) }</section>
                }
                if !callers.is_empty() {
                    <section class="half side-caller"><h3>{ caller_title }</h3>{ layer_list(&callers, titled(LayerName::Identity), page) }</section>
                }
            </div>
            if !rest.is_empty() {
                <section class="half"><h3>{ texts::ALSO }</h3>{ layer_list(&rest, None, page) }</section>
            }
        </>
    }
}

fn of<'d>(decision: &'d Decision, names: &[LayerName]) -> Vec<&'d Layer> {
    decision.layers.iter().filter(|layer| names.contains(&layer.layer)).collect()
}

/// What one account says of a call from another; `None` where it is not decided. On the key's side
/// the key policy or a grant is enough; on the caller's side nothing may be lacking.
fn says(layers: &[&Layer], kind: LayerName) -> Option<bool> {
    let any = |result| layers.iter().any(|layer| layer.result == result);
    if any(LayerResult::ExplicitDeny) {
        return Some(false);
    }
    if any(LayerResult::Error) {
        return None;
    }
    if kind != LayerName::Identity {
        let gives = |layer: &&&Layer| layer.layer == kind || layer.layer == LayerName::Grant;
        return Some(layers.iter().filter(gives).any(|layer| layer.result == LayerResult::Allow));
    }
    let identity = layers.iter().find(|layer| layer.layer == kind)?.result;
    Some(identity == LayerResult::Allow && !any(LayerResult::ImplicitDeny))
}
