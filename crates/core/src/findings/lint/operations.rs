//! Operations that a statement lists and that it does not reach, or reaches too widely.

mod aliases;
mod context;
mod create_grant;
mod every_key;
mod no_key;
mod via_service;

use super::Document;
use crate::findings::{Found, Row};

pub(super) const ROWS: &[&Row] = &[
    &aliases::RESOURCE_ALIASES,
    &context::ENCRYPTION_CONTEXT,
    &create_grant::UNLIMITED_CREATE_GRANT,
    &every_key::DECRYPT_ON_EVERY_KEY,
    &no_key::NO_KEY_ACTION,
    &via_service::VIA_SERVICE,
];

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    aliases::look(document, found);
    context::look(document, found);
    create_grant::look(document, found);
    every_key::look(document, found);
    no_key::look(document, found);
    via_service::look(document, found);
}
