//! What a key's state, kind and origin do to an authorized request (sections 3.1 and 3.2).

use super::settle::{Refusal, Why};
use crate::actions::{Action, State};
use crate::report::LayerName;
use crate::rules::Rule;
use crate::scenario::{Key, MultiRegion};

const DISABLED: &str = "DisabledException";
const INVALID_STATE: &str = "KMSInvalidStateException";
const UNSUPPORTED: &str = "UnsupportedOperationException";
const INVALID_USAGE: &str = "InvalidKeyUsageException";

/// What KMS answers instead of doing what is allowed: state first, then kind and origin (OP-24).
pub(super) fn refusal(action: Action, key: &Key) -> Option<Refusal> {
    let (state, kind) = (by_state(action, key), by_kind(action, key));
    match (state, kind) {
        (Some(mut state), Some(kind)) if state.error != kind.error => {
            // Which of the two is looked at first is not documented.
            state.rules.extend([Rule::OP24, Rule::Q18]);
            state.uncertain = true;
            Some(state)
        }
        (state, kind) => state.or(kind),
    }
}

fn refuse(error: &'static str, message: Option<String>, why: Why, rules: Vec<Rule>) -> Refusal {
    Refusal { layer: LayerName::KeyState, error, message, why, rules, uncertain: false }
}

fn by_state(action: Action, key: &Key) -> Option<Refusal> {
    let arn = &key.arn;
    let state = key.state();
    let row = action.state();
    let why = || Why::KeyState(state.to_owned());
    let disabled =
        || refuse(DISABLED, Some(format!("{arn} is disabled.")), why(), vec![Rule::MSG31]);
    let invalid =
        |text: &str, rules| refuse(INVALID_STATE, Some(format!("{arn} {text}")), why(), rules);
    let custom = || refuse(UNSUPPORTED, None, Why::CustomKeyStore, vec![Rule::MSG31]);
    let origin = || by_origin(key);
    let external = key.origin() == "EXTERNAL";
    let in_store = key.is_in_custom_store();
    // Both exceptions are documented for some operations, this one is recorded (OP-20).
    let pending = |twofold: bool| {
        let text = if state == "PendingReplicaDeletion" {
            "is pending replica deletion."
        } else {
            "is pending deletion."
        };
        let mut refusal = invalid(text, vec![Rule::MSG31, Rule::OP20]);
        if twofold {
            refusal.rules.push(Rule::Q17);
            refusal.uncertain = true;
        } else {
            refusal.rules.retain(|rule| *rule != Rule::OP20);
        }
        refusal
    };
    let import = || invalid("is pending import.", vec![Rule::MSG31]);
    let creating = || invalid("is creating.", vec![Rule::MSG31]);
    let updating = || invalid("is updating.", vec![Rule::MSG31]);
    // Keys of these kinds cannot be in that state; if one is, it cannot be used.
    let unavailable = |can_be: bool| {
        let mut refusal = invalid("is unavailable.", vec![Rule::MSG31]);
        refusal.uncertain = !can_be;
        refusal
    };
    use State as Row;
    match state {
        "Disabled" => match row {
            Row::Cancel => Some(invalid(
                "is not pending deletion (or pending replica deletion).",
                vec![Rule::MSG31],
            )),
            Row::Grant | Row::Encrypt | Row::Sign | Row::Pair | Row::Replicate => Some(disabled()),
            Row::Rotation | Row::RotateNow if in_store => Some(custom()),
            Row::Rotation | Row::RotateNow => Some(disabled()),
            Row::RotationStatus | Row::Rotations if in_store => Some(custom()),
            Row::DeleteMaterial | Row::ImportParameters | Row::Import if !external => {
                Some(origin())
            }
            Row::PublicKey => None,
            _ => None,
        },
        "PendingDeletion" | "PendingReplicaDeletion" => match row {
            Row::Label | Row::Switch | Row::Schedule | Row::NewTarget => Some(pending(false)),
            Row::Grant | Row::Encrypt | Row::Sign | Row::Pair | Row::PublicKey | Row::Replicate => {
                Some(pending(true))
            }
            Row::Rotation | Row::RotateNow if in_store => Some(custom()),
            Row::Rotation | Row::RotateNow => Some(pending(false)),
            Row::RotationStatus | Row::Rotations if in_store => Some(custom()),
            Row::ImportParameters if external => Some(pending(false)),
            Row::DeleteMaterial | Row::ImportParameters | Row::Import if !external => {
                Some(origin())
            }
            _ => None,
        },
        "PendingImport" => match row {
            Row::Cancel => Some(invalid(
                "is not pending deletion (or pending replica deletion).",
                vec![Rule::MSG31],
            )),
            Row::Grant
            | Row::Encrypt
            | Row::Sign
            | Row::Switch
            | Row::Pair
            | Row::Replicate
            | Row::RotateNow => Some(import()),
            Row::Rotation | Row::RotationStatus => {
                let text =
                    format!("{arn} origin is EXTERNAL which is not valid for this operation.");
                Some(refuse(UNSUPPORTED, Some(text), Why::Origin, vec![Rule::MSG31]))
            }
            _ => None,
        },
        "Unavailable" => match row {
            Row::Cancel => Some(invalid(
                "is not pending deletion (or pending replica deletion).",
                vec![Rule::MSG31],
            )),
            Row::Encrypt => Some(unavailable(true)),
            Row::Rotation | Row::Pair | Row::RotationStatus | Row::Rotations | Row::RotateNow
                if in_store =>
            {
                Some(custom())
            }
            Row::ImportParameters | Row::Import if !external => Some(origin()),
            Row::Sign | Row::DeleteMaterial | Row::PublicKey | Row::Replicate => {
                Some(unavailable(false))
            }
            _ => None,
        },
        "Creating" => match row {
            Row::Cancel => Some(invalid(
                "is not pending deletion (or pending replica deletion).",
                vec![Rule::MSG31],
            )),
            Row::Always | Row::Label | Row::LastUsage | Row::Schedule | Row::NewTarget => None,
            Row::RotationStatus | Row::Rotations => in_store.then(custom),
            _ => Some(creating()),
        },
        "Updating" => match row {
            Row::Cancel => Some(invalid(
                "is not pending deletion (or pending replica deletion).",
                vec![Rule::MSG31],
            )),
            Row::DeleteMaterial
            | Row::Switch
            | Row::ImportParameters
            | Row::Replicate
            | Row::Schedule => Some(updating()),
            Row::Rotation | Row::RotationStatus | Row::Rotations | Row::RotateNow if in_store => {
                Some(custom())
            }
            _ => None,
        },
        _ => match row {
            Row::Cancel => Some(invalid(
                "is not pending deletion (or pending replica deletion).",
                vec![Rule::MSG31],
            )),
            _ => None,
        },
    }
}

fn by_origin(key: &Key) -> Refusal {
    let text =
        format!("{} origin is {} which is not valid for this operation.", key.arn, key.origin());
    refuse(UNSUPPORTED, Some(text), Why::Origin, vec![Rule::MSG31])
}

/// The operation cannot be done with such a key; which exception says so is not recorded.
fn unrecorded(why: Why) -> Refusal {
    let mut refusal = refuse(UNSUPPORTED, None, why, vec![Rule::OP22]);
    refusal.uncertain = true;
    refusal
}

fn by_kind(action: Action, key: &Key) -> Option<Refusal> {
    let arn = &key.arn;
    if !action.works_on(key.kind()) {
        if !action.complains_of_usage() {
            return Some(unrecorded(Why::KeyKind));
        }
        let (usage, operation) = (key.usage(), action.operation());
        let text = format!("{arn} key usage is {usage} which is not valid for {operation}.");
        // Where the usage is right and the spec is wrong the text is not recorded.
        let right_usage = usage == "ENCRYPT_DECRYPT"
            && action.works_on(crate::actions::KeyKind::Symmetric)
            && !action.works_on(key.kind());
        let text = Some(text).filter(|_| !right_usage);
        return Some(refuse(INVALID_USAGE, text, Why::KeyUsage, vec![Rule::OP22]));
    }
    let origin = key.origin();
    let in_store = key.is_in_custom_store();
    let custom = || Some(refuse(UNSUPPORTED, None, Why::CustomKeyStore, vec![Rule::MSG31]));
    match action.state() {
        State::Pair | State::RotationStatus | State::Rotations if in_store => custom(),
        State::Rotation if in_store => custom(),
        State::Rotation if origin != "AWS_KMS" => Some(by_origin(key)),
        State::RotateNow if in_store => custom(),
        State::DeleteMaterial | State::ImportParameters | State::Import if origin != "EXTERNAL" => {
            Some(by_origin(key))
        }
        _ if action.wants_primary() && key.multi_region != Some(MultiRegion::Primary) => {
            Some(unrecorded(Why::NotPrimary))
        }
        _ => None,
    }
}

/// Is it open whether this operation works in this state?
pub(super) fn open_questions(action: Action, key: &Key) -> &'static [Rule] {
    match (action.state(), key.state()) {
        (State::PublicKey, "Disabled") => &[Rule::OP21, Rule::Q16],
        (State::LastUsage, state) if state != "Enabled" => &[Rule::Q29],
        _ => &[],
    }
}
