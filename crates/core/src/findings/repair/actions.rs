//! Entries of Action elements.

use super::place::Place;
use super::repair;
use crate::actions;
use crate::edit::{remove_item, replace_string};
use crate::english::findings::repairs as titles;
use crate::json::{Node, Value};
use crate::report::Repair;

/// The action of KMS that was meant.
pub(super) fn meant(at: &Place<'_>, written: &str) -> Option<Repair> {
    let meant = actions::meant(written)?;
    if let Some(list @ Node { value: Value::Array(items), .. }) = at.list() {
        let listed = |item: &Node| matches!(&item.value, Value::String(text) if *text == meant);
        if items.iter().any(listed) {
            let edit = remove_item(list, at.span)?;
            return Some(repair(titles::remove_since_there(&meant), vec![edit]));
        }
    }
    Some(repair(titles::write(&meant), vec![replace_string(at.span, &meant)]))
}
