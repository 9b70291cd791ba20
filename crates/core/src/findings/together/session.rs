//! A session of a role as principal that is not the one of the scenario (M-27).

use super::keys;
use crate::decide::Model;
use crate::edit::{repair, replace_string};
use crate::english::findings::repairs as titles;
use crate::findings::lint::delegation::session::{SESSION_AS_PRINCIPAL, role_and_name};
use crate::findings::statement::principals;
use crate::findings::{Found, Row};
use crate::policy::PrincipalEntry;
use crate::scenario::key_policy_pointer;

pub(super) const ROWS: &[&Row] = &[];

pub(super) fn look(model: &Model<'_>, found: &mut Vec<(String, Found)>) {
    for (index, _) in keys(model) {
        let Some(compiled) = model.keys.get(index) else { continue };
        for (entry, span) in compiled.policy.statements().flat_map(principals) {
            let PrincipalEntry::Session(arn) = entry else { continue };
            let Some((_, name)) = role_and_name(arn) else { continue };
            let same_role = |other: &str| role_and_name(other) == role_and_name(arn);
            let mut sessions = model.callers.iter().filter(|caller| same_role(&caller.arn));
            if sessions.clone().any(|caller| caller.arn == *arn) {
                continue;
            }
            let Some(caller) = sessions.next() else { continue };
            let edit = replace_string(span, &caller.identity_arn);
            let repairs = vec![repair(titles::NAME_ROLE, vec![edit])];
            let one = Found::new(&SESSION_AS_PRINCIPAL, span, &[arn, &name]);
            found.push((key_policy_pointer(index), Found { repairs, ..one }));
        }
    }
}
