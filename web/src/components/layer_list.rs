//! Layers of a decision with their statements.

use super::page::Page;
use crate::documents::DocumentId;
use crate::editor::ranges::Utf16;
use crate::texts;
use kms_policy::report::{Layer, LayerName, LayerResult, Match, StatementTrace};
use yew::prelude::*;

/// Layers with their statements; `title` is the layer that is named above already.
pub fn layer_list(layers: &[&Layer], title: Option<LayerName>, page: &Page<'_>) -> Html {
    let silent = |layer: &&&Layer| {
        layer.result == LayerResult::NoImpact && layer.layer != LayerName::Identity
    };
    let names: Vec<&str> =
        layers.iter().filter(silent).map(|layer| texts::layer(layer.layer)).collect();
    html! {
        <ul class="layers">
            { for layers.iter().filter(|layer| !silent(layer)).map(|layer| {
                let (sign, words) = texts::layer_result(layer.layer, layer.result);
                html! {
                    <li class={texts::layer_class(layer.result)}>
                        <span class="layer-sign" aria-hidden="true">{ sign }</span>
                        <div>
                            if title != Some(layer.layer) { <b>{ texts::layer(layer.layer) }</b>{ " " } }
                            if let Some(level) = &layer.level { <code>{ level }</code>{ " " } }
                            <span class="layer-words">{ words }</span>
                        </div>
                        if !layer.statements.is_empty() {
                            <ul class="statements">
                                { for layer.statements.iter().map(|trace| statement(trace, page)) }
                            </ul>
                        }
                    </li>
                }
            }) }
            if !names.is_empty() {
                <li class="says-nothing"><span class="layer-sign" aria-hidden="true">{ "·" }</span><small>{ texts::no_impact(&names) }</small></li>
            }
        </ul>
    }
}

/// A statement; a click leads to it.
fn statement(trace: &StatementTrace, page: &Page<'_>) -> Html {
    let (sign, words) = texts::matched(trace.matched);
    let document = DocumentId::parse(&trace.document);
    let range = document
        .and_then(|document| document.text(page.scenario()))
        .map(|text| Utf16::new(&text).range(trace.span));
    let intents = page.intents.clone();
    let go = Callback::from(move |_: MouseEvent| {
        if let (Some(document), Some((from, to))) = (document, range) {
            intents.reveal(document, from, to);
        }
    });
    let class = match trace.matched {
        Match::Decisive if trace.effect == "Deny" => "decides denies",
        Match::Decisive => "decides",
        Match::Matched => "matches",
        Match::NearMiss => "nearly",
        Match::Irrelevant => "irrelevant",
    };
    html! {
        <li>
            <button type="button" class={classes!("statement", class)} onclick={go} title={texts::mark(trace)}>
                <span class="statement-sign" aria-hidden="true">{ sign }</span>
                <span>
                    { texts::statement(trace) }
                    <small class={(trace.matched == Match::Irrelevant).then_some("visually-hidden")}>{ words }</small>
                </span>
            </button>
        </li>
    }
}
