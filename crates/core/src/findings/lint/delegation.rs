//! What a key policy opens, and to whom; and whom its Denies hit besides.

mod everyone;
pub(in crate::findings) mod lockout;
mod network;
mod not_principal;
pub(in crate::findings) mod session;

use super::Document;
use crate::findings::{Found, Row};

pub(super) const ROWS: &[&Row] = &[
    &everyone::OPEN_TO_EVERYONE,
    &lockout::POLICY_LOCKOUT,
    &network::NETWORK_DENY,
    &not_principal::WITHOUT_ACCOUNT,
    &not_principal::DENY_NOT_PRINCIPAL,
    &session::SESSION_AS_PRINCIPAL,
];

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    everyone::look(document, found);
    network::look(document, found);
    not_principal::look(document, found);
}

/// What a scenario knows better.
pub(super) fn look_alone(document: &Document<'_>, found: &mut Vec<Found>) {
    lockout::look(document, found);
    session::look(document, found);
}
