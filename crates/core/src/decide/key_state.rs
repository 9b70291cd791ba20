//! What a key's state, kind and origin do to an authorized request (sections 3.1 and 3.2).

use super::settle::{Refusal, Text, Why};
use crate::actions::{Action, KeyKind, State};
use crate::report::LayerName;
use crate::rules::Rule;
use crate::scenario::{Key, MultiRegion};
use std::borrow::Cow;

const DISABLED: &str = "DisabledException";
const INVALID_STATE: &str = "KMSInvalidStateException";
const UNSUPPORTED: &str = "UnsupportedOperationException";
pub(super) const INVALID_USAGE: &str = "InvalidKeyUsageException";

/// What KMS answers instead of doing what is allowed: state first, then kind and origin (OP-24).
pub(super) fn refusal(action: Action, key: &Key) -> Option<Refusal> {
    let (state, kind) = (by_state(action, key), by_kind(action, key));
    match (state, kind) {
        (Some(mut state), Some(kind)) if state.error != kind.error => {
            // Which of the two is looked at first is not documented.
            state.rules.to_mut().extend([Rule::OP24, Rule::Q18]);
            state.uncertain = true;
            Some(state)
        }
        (state, kind) => state.or(kind),
    }
}

const BY_TABLE: &[Rule] = &[Rule::MSG31];
const NOT_PENDING: Text = Text::OfKey("is not pending deletion (or pending replica deletion).");

fn refuse(error: &'static str, text: Text, why: Why, rules: &'static [Rule]) -> Refusal {
    let layer = LayerName::KeyState;
    Refusal { layer, error, text, why, rules: Cow::Borrowed(rules), uncertain: false }
}

fn invalid(text: &'static str) -> Refusal {
    refuse(INVALID_STATE, Text::OfKey(text), Why::KeyState, BY_TABLE)
}

fn not_pending() -> Refusal {
    refuse(INVALID_STATE, NOT_PENDING, Why::KeyState, BY_TABLE)
}

fn disabled() -> Refusal {
    refuse(DISABLED, Text::OfKey("is disabled."), Why::KeyState, BY_TABLE)
}

fn custom() -> Refusal {
    refuse(UNSUPPORTED, Text::Unknown, Why::CustomKeyStore, BY_TABLE)
}

fn origin() -> Refusal {
    refuse(UNSUPPORTED, Text::Origin, Why::Origin, BY_TABLE)
}

/// For some operations two exceptions are documented; this one is recorded (OP-20).
fn pending(key: &Key, twofold: bool) -> Refusal {
    let replica = key.state() == "PendingReplicaDeletion";
    let text = if replica { "is pending replica deletion." } else { "is pending deletion." };
    let rules: &[Rule] = if twofold { &[Rule::MSG31, Rule::OP20, Rule::Q17] } else { BY_TABLE };
    let refusal = refuse(INVALID_STATE, Text::OfKey(text), Why::KeyState, rules);
    Refusal { uncertain: twofold, ..refusal }
}

/// Some kinds of keys cannot be in this state; if one is, it cannot be used.
fn unavailable(can_be: bool) -> Refusal {
    Refusal { uncertain: !can_be, ..invalid("is unavailable.") }
}

pub(super) fn by_state(action: Action, key: &Key) -> Option<Refusal> {
    let state = key.state();
    let row = action.state();
    let external = key.origin() == "EXTERNAL";
    let in_store = key.is_in_custom_store();
    let import = || invalid("is pending import.");
    let pending = |twofold| pending(key, twofold);
    use State as Row;
    if row == Row::Cancel {
        let pending = matches!(state, "PendingDeletion" | "PendingReplicaDeletion");
        return (!pending).then(not_pending);
    }
    match state {
        "Enabled" => match row {
            Row::Rotation | Row::RotationStatus | Row::Rotations | Row::RotateNow if in_store => {
                Some(custom())
            }
            _ => None,
        },
        "Disabled" => match row {
            Row::Grant
            | Row::Encrypt
            | Row::Sign
            | Row::Pair
            | Row::Replicate
            | Row::Rotation
            | Row::RotateNow => Some(disabled()),
            Row::RotationStatus | Row::Rotations if in_store => Some(custom()),
            Row::DeleteMaterial | Row::ImportParameters | Row::Import if !external => {
                Some(origin())
            }
            _ => None,
        },
        "PendingDeletion" | "PendingReplicaDeletion" => match row {
            Row::Label
            | Row::Switch
            | Row::Schedule
            | Row::NewTarget
            | Row::Rotation
            | Row::RotateNow => Some(pending(false)),
            Row::Grant | Row::Encrypt | Row::Sign | Row::Pair | Row::PublicKey | Row::Replicate => {
                Some(pending(true))
            }
            Row::RotationStatus | Row::Rotations if in_store => Some(custom()),
            Row::ImportParameters if external => Some(pending(false)),
            Row::DeleteMaterial | Row::ImportParameters | Row::Import if !external => {
                Some(origin())
            }
            _ => None,
        },
        "PendingImport" => match row {
            Row::Grant
            | Row::Encrypt
            | Row::Sign
            | Row::Switch
            | Row::Pair
            | Row::Replicate
            | Row::RotateNow => Some(import()),
            Row::Rotation | Row::RotationStatus => Some(origin()),
            _ => None,
        },
        "Unavailable" => match row {
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
            Row::Always | Row::Label | Row::LastUsage | Row::Schedule | Row::NewTarget => None,
            Row::RotationStatus | Row::Rotations => in_store.then(custom),
            _ => Some(invalid("is creating.")),
        },
        "Updating" => match row {
            Row::DeleteMaterial
            | Row::Switch
            | Row::ImportParameters
            | Row::Replicate
            | Row::Schedule => Some(invalid("is updating.")),
            Row::Rotation | Row::RotationStatus | Row::Rotations | Row::RotateNow if in_store => {
                Some(custom())
            }
            _ => None,
        },
        _ => None,
    }
}

/// The operation cannot be done with such a key; which exception says so is not recorded.
fn unrecorded(why: Why) -> Refusal {
    Refusal { uncertain: true, ..refuse(UNSUPPORTED, Text::Unknown, why, &[Rule::OP22]) }
}

fn by_kind(action: Action, key: &Key) -> Option<Refusal> {
    if !action.works_on(key.kind()) {
        if !action.complains_of_usage() {
            return Some(unrecorded(Why::KeyKind));
        }
        // Where the usage is right and the spec is wrong the text is not recorded.
        let right_usage = key.usage() == "ENCRYPT_DECRYPT" && action.works_on(KeyKind::Symmetric);
        let text = if right_usage { Text::Unknown } else { Text::Usage };
        return Some(refuse(INVALID_USAGE, text, Why::KeyUsage, &[Rule::OP22]));
    }
    let in_store = key.is_in_custom_store();
    match action.state() {
        State::Pair | State::Rotation | State::RotateNow if in_store => Some(custom()),
        State::Rotation if key.origin() != "AWS_KMS" => Some(origin()),
        State::DeleteMaterial | State::ImportParameters | State::Import
            if key.origin() != "EXTERNAL" =>
        {
            Some(origin())
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
