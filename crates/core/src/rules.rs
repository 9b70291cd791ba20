//! The rules a decision can rest on: number, how sure it is, what it says, where AWS says so.
//!
//! The numbers are those of the project's specification of KMS authorization; they are cited by
//! decisions and by the cases in `cases/`.

use crate::report::Confidence::{self, Documented, Inferred, Observed, Uncertain};

/// Declares [`Rule`] with one line a rule.
macro_rules! rules {
    ($($name:ident $id:literal $confidence:ident $page:literal $text:literal;)*) => {
        /// A numbered rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $(#[doc = $text] $name,)*
        }

        impl Rule {
            /// Every rule that a decision can cite.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its number, such as `E-20`.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id),* }
            }

            /// How sure it is.
            pub fn confidence(self) -> Confidence {
                match self { $(Self::$name => $confidence),* }
            }

            /// What it says, in a sentence.
            pub fn text(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }

            fn page(self) -> &'static str {
                match self { $(Self::$name => $page),* }
            }
        }
    };
}

impl Rule {
    /// The rule with this number.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }

    /// The address of the page of AWS's documentation that says it.
    pub fn source(self) -> String {
        match self.page().split_once(':') {
            Some(("KMS", page)) => {
                format!("https://docs.aws.amazon.com/kms/latest/developerguide/{page}.html")
            }
            Some((_, page)) => {
                format!("https://docs.aws.amazon.com/IAM/latest/UserGuide/{page}.html")
            }
            None => String::new(),
        }
    }
}

rules! {
    S0_3 "§0.3" Inferred "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "The root user of another account needs no identity policy there.";
    E4 "E-4" Documented "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "A matching explicit Deny in any policy that applies ends the evaluation.";
    E5 "E-5" Documented "KMS:key-policies"
        "The root user needs no identity policy, but it needs the key policy.";
    E10 "E-10" Documented "KMS:key-policies"
        "In one account a direct allow in the key policy is enough, or delegation together with an identity policy.";
    E11 "E-11" Documented "KMS:key-policy-default"
        "An identity policy's Allow needs delegation by the key policy; its Deny always counts.";
    E12 "E-12" Documented "KMS:key-policy-modifying-external-accounts"
        "The key policy bounds what IAM policies can give: delegation is per action.";
    E13 "E-13" Documented "KMS:kms-api-permissions-reference"
        "An operation without a key is decided by identity policies alone.";
    E20 "E-20" Documented "IAM:reference_policies_evaluation-logic-cross-account"
        "Across accounts both must allow: the key's account and the caller's account.";
    E21 "E-21" Documented "KMS:key-policy-modifying-external-accounts"
        "Naming an external user or role in the key policy is not enough: IAM in that account must also allow.";
    E22 "E-22" Documented "KMS:key-policy-modifying-external-accounts"
        "Principal * covers external principals on the owner's side only.";
    E23 "E-23" Documented "KMS:policy-evaluation"
        "The owner account's own statement does nothing for a caller of another account.";
    E24 "E-24" Documented "KMS:key-policy-modifying-external-accounts"
        "Only listed operations work across accounts, whatever both sides say.";
    E25 "E-25" Documented "IAM:reference_policies_evaluation-logic-cross-account"
        "A role belongs to the account that owns it, whoever assumed it.";
    E26 "E-26" Documented "KMS:key-policy-modifying-external-accounts"
        "An external account counts only if the key's Region is enabled in it.";
    E82 "E-82" Documented "IAM:reference_policies_elements_principal"
        "A role calls as a session: its ARN is that of the session, its policies are the role's.";
    K2 "K-2" Documented "KMS:key-policies"
        "Nobody has any permission on a key unless something gives it.";
    K4 "K-4" Documented "KMS:key-policy-default"
        "Naming an account opens the actions to IAM policies of that account, and to its root user.";
    K5 "K-5" Documented "KMS:key-policy-modifying-external-accounts"
        "Principal * means every AWS identity in every account.";
    K6 "K-6" Documented "IAM:reference_policies_elements_notprincipal"
        "NotPrincipal works with Deny only, and catches everyone who is not listed.";
    K7 "K-7" Documented "KMS:key-policy-overview"
        "Resource * in a key policy means this key.";
    K8 "K-8" Documented "KMS:kms-api-permissions-reference"
        "An action that is not authorized on a key has no effect in a key policy.";
    K9 "K-9" Documented "KMS:alias-authorization"
        "An IAM policy names a key by its key ARN; an alias ARN never stands for the key.";
    K31 "K-31" Documented "KMS:key-policy-overview"
        "KMS saves a key policy only if every principal it names exists.";
    K32 "K-32" Observed "KMS:key-policy-overview"
        "KMS refuses a key policy statement without a principal.";
    K36 "K-36" Uncertain "KMS:key-policy-overview"
        "A key policy statement without Action, or whose Resource is not *, has no effect.";
    K40 "K-40" Documented "IAM:reference_policies_elements_principal"
        "A user or role in a key policy is tied to its unique ID: one made again under the same name does not match.";
    K80 "K-80" Documented "KMS:key-policy-default"
        "Without a statement for the account even its root user is denied.";
    M1 "M-1" Documented "IAM:reference_policies_elements_action"
        "Actions match without regard to case, with * and ?.";
    M2 "M-2" Inferred "IAM:reference_policies_elements_action"
        "A wildcard in the service part of an action matches.";
    M3 "M-3" Documented "IAM:reference_policies_elements_notaction"
        "NotAction matches every action that is not listed.";
    M4 "M-4" Documented "KMS:kms-api-permissions-reference"
        "A name that is not an action matches nothing.";
    M10 "M-10" Documented "IAM:reference_policies_elements_resource"
        "Resource ARNs match part by part, case-sensitively, with * and ?.";
    M12 "M-12" Documented "IAM:reference_policies_elements_resource"
        "In a resource pattern of fewer than six parts a * at the end or before a colon may cross colons.";
    M15 "M-15" Documented "IAM:reference_policies_elements_notresource"
        "NotResource matches every resource that is not listed.";
    M16 "M-16" Documented "KMS:iam-policies-best-practices"
        "Resource * in an identity policy covers the keys of all accounts that trust the caller.";
    M23 "M-23" Documented "IAM:reference_policies_elements_principal"
        "A user, role or session is named by its exact ARN, path and case included.";
    M24 "M-24" Documented "IAM:reference_policies_elements_principal"
        "A Deny on an account hits every principal of it at once.";
    M25 "M-25" Documented "IAM:reference_policies_elements_principal"
        "Identity providers and canonical users are never callers of KMS.";
    M26 "M-26" Documented "IAM:reference_policies_elements_notprincipal"
        "NotPrincipal exempts a caller only if its account and its own ARN are both listed.";
    M27 "M-27" Documented "IAM:reference_policies_elements_principal"
        "A session ARN names that session only; names are exact.";
    MSG24 "MSG-24" Documented "KMS:policy-evaluation"
        "For a foreign key AWS does not say whether it exists.";
    J1 "J-1" Documented "IAM:reference_policies_grammar"
        "AWS refuses what the policy grammar does not have.";
    J4 "J-4" Uncertain "IAM:reference_policies_grammar"
        "No key may stand twice in one object.";
    O50 "O-50" Documented "IAM:reference_policies_variables"
        "${…} is a variable only under Version 2012-10-17, else literal text.";
    O51 "O-51" Uncertain "IAM:reference_policies_variables"
        "Variables stand in Resource and in condition values.";
    OP3 "OP-3" Documented "KMS:cmks-in-iam-policies"
        "For an operation without a key, Resource must be * or an account form.";
    OP23 "OP-23" Observed "KMS:find-cmk-id-arn"
        "A key that is not there is a NotFoundException.";
    R10 "R-10" Inferred "IAM:reference_policies_grammar"
        "An empty list matches nothing, an empty Not… list everything.";
    X2 "X-2" Documented "KMS:key-policy-modifying-external-accounts"
        "Permission for other operations given to another account has no effect.";
    X3 "X-3" Documented "KMS:find-cmk-id-arn"
        "A bare key ID or alias name is looked up in the caller's account and Region.";
    X7 "X-7" Documented "KMS:find-cmk-id-arn"
        "A request goes to the endpoint of one Region; key ARNs of another do not exist there.";
    X8 "X-8" Documented "KMS:alias-authorization"
        "An alias ARN names the key for the call; authorization is on the key.";
}
