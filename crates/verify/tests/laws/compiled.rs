//! A model that takes documents over from another decides as one that has read them all itself.

use super::law;
use kms_policy::decide::{Documents, Model};
use kms_policy::scenario::Scenario;
use std::sync::Arc;

/// As the page does: the scenario is edited again and again, and texts that were not edited stay the
/// very same ones.
#[test]
fn what_was_compiled_before_is_as_good_as_new() {
    law(|scenario, dice| {
        let mut scenario =
            Scenario::from_json(&scenario.to_string()).map_err(|error| error.to_string())?;
        let mut known = Documents::default();
        for _ in 0..4 {
            let Ok(model) = Model::knowing(&scenario, &known) else { return Ok(()) };
            let fresh = Model::new(&scenario).map_err(|errors| format!("{errors:?}"))?;
            if model.matrix() != fresh.matrix() {
                return Err(format!("{:?} is not {:?}", model.matrix(), fresh.matrix()));
            }
            for request in &scenario.requests {
                let decide = |model: &Model<'_>| model.explain(&model.question(request), 0);
                if decide(&model) != decide(&fresh) {
                    return Err(format!("{:?} is not {:?}", decide(&model), decide(&fresh)));
                }
            }
            known = model.compiled().clone();
            let documents = scenario.documents();
            if documents.is_empty() || dice.chance(30) {
                let one = scenario.principals.len().min(1);
                scenario.principals.rotate_left(one);
            } else {
                let text = dice.one(&documents).text(&scenario);
                let text = text.filter(|_| dice.chance(50)).unwrap_or_else(|| Arc::from("{}"));
                dice.one(&documents).set_text(&mut scenario, text);
            }
        }
        Ok(())
    });
}
