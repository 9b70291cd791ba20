//! What a decision rests on, and how sure it is.

use crate::texts;
use kms_policy::report::{Confidence, Decision};
use kms_policy::rules::Rule;
use yew::prelude::*;

pub fn rule_list(decision: &Decision) -> Html {
    let rules = decision.rules.iter().filter_map(|id| Rule::named(id)).map(|rule| {
        html! {
            <li>
                <span class="rule-id">{ rule.id() }</span>
                <span>
                    { rule.text() }{ " " }
                    <a href={rule.source()} target="_blank" rel="noopener noreferrer"
                        aria-label={format!("Source of rule {}", rule.id())}>{ "source" }</a>
                </span>
            </li>
        }
    });
    html! {
        <section class="rules">
            <h3>{ texts::RULES }<span class={classes!("confidence", (decision.confidence == Confidence::Uncertain).then_some("is-uncertain"))}>
                { texts::confidence(decision.confidence) }
            </span></h3>
            <ul>{ for rules }</ul>
        </section>
    }
}
