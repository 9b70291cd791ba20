//! Which key a request means: key ARN, key ID, alias ARN or alias name (X-3, X-7, X-8, OP-23).

use crate::actions::{Action, KeyKind};
use crate::arn::Arn;
use crate::caller::Caller;
use crate::rules::Rule;
use crate::scenario::Scenario;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identified {
    /// A key of the scenario, by its index, the rule if it was not named by its own ARN, and the
    /// alias if it was named by one.
    Key(usize, Option<Rule>, Option<String>),
    /// A full ARN in another account that no key here has: AWS does not say whether it exists.
    Foreign(String),
    /// The request names no alias, and the key has none.
    NoAlias,
    /// The operation is one of another service, which this version does not decide.
    Service,
    /// No such key, with KMS's text.
    NotFound(String, Vec<Rule>),
}

/// Finds the key that `text` names for `caller` in the Region of the endpoint.
pub fn identify(
    scenario: &Scenario,
    caller: &Caller,
    action: Action,
    text: &str,
    region: &str,
) -> Identified {
    let takes_alias = action.takes_alias();
    if let Some(arn) = Arn::parse(text) {
        return by_arn(scenario, caller, arn, takes_alias, region);
    }
    let Caller { partition, account, .. } = caller;
    let find = |wanted: &dyn Fn(Arn<'_>, &[String]) -> bool| {
        scenario.keys.iter().position(|key| {
            Arn::parse(&key.arn).is_some_and(|arn| {
                arn.region == region && arn.partition == partition && wanted(arn, &key.aliases)
            })
        })
    };
    if text.starts_with("alias/") {
        let full = format!("arn:{partition}:kms:{region}:{account}:{text}");
        let found = find(&|arn, aliases| {
            arn.account == account && aliases.iter().any(|alias| alias == text)
        });
        return match found {
            Some(index) if takes_alias => {
                Identified::Key(index, Some(Rule::X3), Some(text.to_owned()))
            }
            _ => Identified::NotFound(
                format!("Alias {full} is not found."),
                vec![Rule::X3, Rule::OP23],
            ),
        };
    }
    let with_id = |arn: Arn<'_>| arn.resource.strip_prefix("key/") == Some(text);
    let own = find(&|arn, _| arn.account == account && with_id(arn));
    // A symmetric ciphertext names its key itself, so there a bare ID is not looked up.
    let by_ciphertext = || {
        let decrypts = matches!(action.bare_name(), "Decrypt" | "ReEncryptFrom");
        let found = find(&|arn, _| with_id(arn)).filter(|_| decrypts)?;
        let symmetric = scenario.keys.get(found)?.kind() == KeyKind::Symmetric;
        symmetric.then_some(Identified::Key(found, Some(Rule::X4), None))
    };
    if let Some(found) = own.is_none().then(by_ciphertext).flatten() {
        return found;
    }
    match own {
        Some(index) => Identified::Key(index, Some(Rule::X3), None),
        None if is_key_id(text) => Identified::NotFound(
            format!("Key 'arn:{partition}:kms:{region}:{account}:key/{text}' does not exist"),
            vec![Rule::X3, Rule::OP23],
        ),
        None => Identified::NotFound(format!("Invalid keyId '{text}'"), vec![Rule::OP23]),
    }
}

fn by_arn(
    scenario: &Scenario,
    caller: &Caller,
    arn: Arn<'_>,
    takes_alias: bool,
    region: &str,
) -> Identified {
    if arn.region != region {
        return Identified::NotFound(
            format!("Invalid arn {}", arn.region),
            vec![Rule::X7, Rule::OP23],
        );
    }
    let text = arn.to_string();
    let by_alias = arn.resource.starts_with("alias/");
    let found = scenario.keys.iter().position(|key| {
        let same_place =
            Arn::parse(&key.arn).is_some_and(|own| Arn { resource: arn.resource, ..own } == arn);
        key.arn == text
            || (by_alias && same_place && key.aliases.iter().any(|alias| alias == arn.resource))
    });
    match found {
        Some(index) if !by_alias => Identified::Key(index, None, None),
        Some(index) if takes_alias => {
            Identified::Key(index, Some(Rule::X8), Some(arn.resource.to_owned()))
        }
        None if arn.account != caller.account => Identified::Foreign(text),
        Some(_) if by_alias => Identified::NotFound(
            format!("Alias {text} is not found."),
            vec![Rule::X3, Rule::X8, Rule::OP23],
        ),
        _ if by_alias => {
            Identified::NotFound(format!("Alias {text} is not found."), vec![Rule::X8, Rule::OP23])
        }
        _ => Identified::NotFound(format!("Key '{text}' does not exist"), vec![Rule::OP23]),
    }
}

/// A UUID, or `mrk-` with 32 hexadecimal digits.
fn is_key_id(text: &str) -> bool {
    let hexadecimal = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    if let Some(digits) = text.strip_prefix("mrk-") {
        return hexadecimal(digits, 32);
    }
    let lengths = [8, 4, 4, 4, 12];
    text.split('-').count() == lengths.len()
        && text.split('-').zip(lengths).all(|(part, length)| hexadecimal(part, length))
}
