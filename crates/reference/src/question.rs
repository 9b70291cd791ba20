//! What a statement is held against: the caller, the action, the resource and the context.

use std::fmt;

/// How an entry of a Principal element names a caller (E-80 to E-87, section 14 step 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// `*`, or `{"AWS": "*"}`.
    Everyone,
    /// The caller's account: delegation, or the root user itself.
    Account,
    /// The user itself.
    User,
    /// The role, for a session of it.
    Role,
    /// The session by its own ARN.
    Session,
    /// The federated user by its own ARN.
    Federated,
    /// The user behind a GetFederationToken session.
    IssuingUser,
    /// The service.
    Service,
}

/// Who calls, as Principal elements see it.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// Its account; a service principal has none.
    pub account: Option<String>,
    /// The partition of its ARN, such as `aws`.
    pub partition: String,
    /// Every text that names it other than by account, with the way it does: for a session of a
    /// role its role ARN (`Role`) and its session ARN (`Session`), for a federated user its own
    /// ARN (`Federated`) and its issuer's (`IssuingUser`), for a service its name (`Service`).
    /// The root user has none: `A:root` and `A` are the account.
    pub names: Vec<(Way, String)>,
    /// Its unique ID (`AIDA...`, `AROA...`), where the scenario gives it.
    pub unique_id: Option<String>,
    /// Deleted and made again since the key policy was saved (K-40): entries that AWS tied to the
    /// unique ID no longer name it.
    pub recreated: bool,
    /// A permissions boundary is attached (E-41).
    pub bounded: bool,
}

/// What the request holds under a condition key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// Known. The first reading is the one taken; further ones are other answers to a question
    /// that the specification leaves open. `None` is an absent key. More than one value only for
    /// a multi-valued key.
    Known {
        /// Each reading's values.
        readings: Vec<Option<Vec<String>>>,
        /// Is the key multi-valued (O-40)?
        multi: bool,
    },
    /// What is taken, where the sources are silent or at odds: no answer to a condition is sure.
    Guess {
        /// The values; `None` is an absent key.
        values: Option<Vec<String>>,
        /// Is the key multi-valued (O-40)?
        multi: bool,
    },
    /// Two values under names that differ by case only (R-16, C-97): no match, "?".
    Ambiguous,
    /// AWS has a value, which the scenario does not give: only `Null` can be answered.
    Unknown,
    /// Not even whether there is a value is known: nothing can be said of a condition on it.
    Open,
    /// There may be a value; whatever a condition asks of it is taken to hold.
    Granted,
    /// No such condition key is known.
    NoSuchKey,
}

/// What is asked of a statement.
pub struct Question<'a> {
    /// Who calls.
    pub caller: &'a Caller,
    /// The action, such as `kms:Decrypt`.
    pub action: &'a str,
    /// The text that Resource is matched against: an ARN, or `arn:P:kms:REGION:CALLER:*` for an
    /// operation without a resource.
    pub resource: &'a str,
    /// The resource is a key that is not known, since the text is an alias of another account that
    /// the scenario does not define.
    pub hidden: bool,
    /// The request context: a condition key, in the spelling of the policy, to what it holds.
    pub context: &'a dyn Fn(&str) -> Held,
}

impl fmt::Debug for Question<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {} {}", self.caller, self.action, self.resource)
    }
}
