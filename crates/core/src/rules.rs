//! The rules a decision can rest on: number, how sure it is, what it says, where AWS says so.
//!
//! The numbers are those of the project's specification of KMS authorization; they are cited by
//! decisions and by the cases in `cases/`.

use crate::report::Confidence::{self, Documented, Inferred, Observed, Uncertain};

/// Declares [`Rule`] with one line a rule.
macro_rules! rules {
    ($($name:ident $id:literal $confidence:ident $page:literal $text:literal;)*) => {
        /// A numbered rule, or a part of one that is less sure than the rest of it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
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
    /// The numbers of rules, each once: parts of one rule can be unequally sure.
    pub fn ids(rules: &[Self]) -> Vec<&'static str> {
        let mut ids = Vec::with_capacity(rules.len());
        for id in rules.iter().map(|rule| rule.id()) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// The rule with this number.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }

    /// The address of the page of AWS's documentation that says it.
    pub fn source(self) -> String {
        let Some((guide, page)) = self.page().split_once(':') else {
            return String::new();
        };
        let guide = match guide {
            "KMS" => "kms/latest/developerguide",
            "ORG" => "organizations/latest/userguide",
            "S3" => "AmazonS3/latest/userguide",
            "EBS" => "ebs/latest/userguide",
            "SM" => "secretsmanager/latest/userguide",
            "SQS" => "AWSSimpleQueueService/latest/SQSDeveloperGuide",
            "SNS" => "sns/latest/dg",
            _ => "IAM/latest/UserGuide",
        };
        format!("https://docs.aws.amazon.com/{guide}/{page}.html")
    }
}

rules! {
    S0_3 "§0.3" Inferred "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "The root user of another account needs no identity policy there.";
    E3 "E-3" Documented "IAM:reference_policies_evaluation-logic"
        "Boundaries, session policies, SCPs, RCPs and endpoint policies limit; they never grant.";
    E4 "E-4" Documented "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "A matching explicit Deny in any policy that applies ends the evaluation.";
    E5 "E-5" Documented "KMS:key-policies"
        "The root user needs no identity policy, but it needs the key policy.";
    E6 "E-6" Documented "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "Of services other than KMS, inside one account an identity policy or a resource policy is enough.";
    E6Unseen "E-6" Uncertain "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "Secrets, queues and topics have policies of their own, which a scenario does not hold.";
    E10 "E-10" Documented "KMS:key-policies"
        "In one account a direct allow in the key policy is enough, or delegation together with an identity policy.";
    E11 "E-11" Documented "KMS:key-policy-default"
        "An identity policy's Allow needs delegation by the key policy; its Deny always counts.";
    E12 "E-12" Documented "KMS:key-policy-modifying-external-accounts"
        "The key policy bounds what IAM policies can give: delegation is per action.";
    E13 "E-13" Documented "KMS:kms-api-permissions-reference"
        "An operation without a key is decided by identity policies alone.";
    E14 "E-14" Documented "KMS:alias-access"
        "Alias operations are two or three checks that all must pass.";
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
    E30 "E-30" Documented "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "A key policy that names the user goes round the user's permissions boundary.";
    E31 "E-31" Documented "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "A key policy that names the role still needs the role's boundary and the session policy.";
    E32 "E-32" Documented "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "A key policy that names the role session goes round boundary and session policy.";
    E33 "E-33" Documented "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "A key policy that names the federated user goes round boundary and session policy.";
    E34 "E-34" Documented "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "A key policy that names the user behind a federated user still needs boundary and session policy.";
    E35 "E-35" Documented "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "Principal * with a condition on aws:PrincipalArn goes round boundary and session policy.";
    E36 "E-36" Inferred "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "Plain Principal * goes round boundary and session policy.";
    E37 "E-37" Documented "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "A key policy that names the account needs identity policy, boundary and session policy.";
    E38 "E-38" Documented "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "An explicit Deny in a boundary, session or identity policy always stops.";
    E39 "E-39" Documented "IAM:access_policies"
        "A session may do what its policies and its session policy both allow; without one, a federated user nothing.";
    E40 "E-40" Uncertain "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "Whether a session policy limits a session that the key policy names is contested.";
    E41 "E-41" Documented "IAM:reference_policies_elements_notprincipal"
        "Deny with NotPrincipal always hits a principal that has a permissions boundary.";
    E50 "E-50" Documented "ORG:orgs_manage_policies_scps"
        "SCPs bind users, roles and root of member accounts; not the management account, service-linked roles or services.";
    E51 "E-51" Documented "ORG:orgs_manage_policies_scps"
        "The SCPs that count are those of the caller's account.";
    E52 "E-52" Documented "ORG:orgs_manage_policies_scps_evaluation"
        "At every level from the root to the account an SCP must allow, and none may deny.";
    E54 "E-54" Uncertain "ORG:orgs_manage_policies_scps_syntax"
        "Whether an SCP's Allow may name a Resource is said in two ways.";
    E55 "E-55" Documented "IAM:access_forward_access_sessions"
        "SCPs apply to calls that a service makes for the caller.";
    E60 "E-60" Documented "ORG:orgs_manage_policies_rcps"
        "An RCP binds the resources of member accounts, whoever calls; not those of the management account.";
    E61 "E-61" Documented "ORG:orgs_manage_policies_rcps_evaluation"
        "The RCPs that count are those of the key owner's account.";
    E62 "E-62" Documented "ORG:orgs_manage_policies_rcps"
        "An RCP can only deny: RCPFullAWSAccess is attached everywhere.";
    E63 "E-63" Documented "ORG:orgs_manage_policies_rcps"
        "RCPs do not reach service-linked roles, AWS managed keys and kms:RetireGrant.";
    E64 "E-64" Uncertain "ORG:orgs_manage_policies_rcps"
        "For actions without a resource the RCPs of the caller's account count.";
    E70 "E-70" Documented "KMS:kms-vpc-endpoint"
        "A call through a VPC endpoint needs that endpoint's policy to allow as well.";
    E71 "E-71" Documented "IAM:access_forward_access_sessions"
        "A call that a service makes for the caller does not pass the caller's VPC endpoint.";
    E80 "E-80" Documented "IAM:reference_policies_elements_principal"
        "The root user is named by its account, and has no policies of its own.";
    E82 "E-82" Documented "IAM:reference_policies_elements_principal"
        "A role calls as a session: its ARN is that of the session, its policies are the role's.";
    E83 "E-83" Documented "IAM:reference_policies_elements_principal"
        "A federated user is named by its own ARN, its user's ARN or its account.";
    E84 "E-84" Documented "IAM:reference_policies_elements_principal"
        "A service principal needs the key policy or a grant, and has no identity policy or SCP.";
    E85 "E-85" Documented "ORG:orgs_manage_policies_scps"
        "Service-linked roles are exempt from SCPs and RCPs.";
    E88 "E-88" Documented "IAM:reference_policies_condition-keys"
        "aws:PrincipalArn of a role session is the role's ARN.";
    E89 "E-89" Documented "IAM:access_forward_access_sessions"
        "A service that acts for a principal calls KMS with that principal's identity.";
    E90 "E-90" Documented "IAM:reference_policies_condition-keys"
        "aws:PrincipalOrgID and the like are absent for service principals.";
    K1 "K-1" Documented "KMS:key-policies"
        "A key has one customer-written key policy, named default.";
    K2 "K-2" Documented "KMS:key-policies"
        "Nobody has any permission on a key unless something gives it.";
    K4 "K-4" Documented "KMS:key-policy-default"
        "Naming an account opens the actions to IAM policies of that account, and to its root user.";
    K5 "K-5" Documented "KMS:key-policy-modifying-external-accounts"
        "Principal * means every AWS identity in every account.";
    K5Service "K-5" Inferred "KMS:key-policy-modifying-external-accounts"
        "Principal * means services as well.";
    K6 "K-6" Documented "IAM:reference_policies_elements_notprincipal"
        "NotPrincipal works with Deny only, and catches everyone who is not listed.";
    K7 "K-7" Documented "KMS:key-policy-overview"
        "Resource * in a key policy means this key.";
    K8 "K-8" Documented "KMS:kms-api-permissions-reference"
        "An action that is not authorized on a key has no effect in a key policy.";
    K9 "K-9" Documented "KMS:alias-authorization"
        "An IAM policy names a key by its key ARN; an alias ARN never stands for the key.";
    K20 "K-20" Documented "KMS:key-policy-default"
        "A key that is created without a policy leaves everything to the IAM policies of its account.";
    K30 "K-30" Documented "KMS:key-policy-overview"
        "A new key policy must let the caller change it again.";
    K31 "K-31" Documented "KMS:key-policy-overview"
        "KMS saves a key policy only if every principal it names exists.";
    K32 "K-32" Observed "KMS:key-policy-overview"
        "KMS refuses a key policy statement without a principal.";
    K33 "K-33" Documented "KMS:resource-limits"
        "A key policy has at most 32,768 bytes.";
    K34 "K-34" Documented "KMS:key-policy-overview"
        "A key policy holds printable ASCII, Latin-1 and line breaks only.";
    K35 "K-35" Documented "KMS:create-keys"
        "CreateKey includes the right to set the first key policy.";
    K36 "K-36" Uncertain "KMS:key-policy-overview"
        "A key policy statement without Action, or whose Resource is not *, has no effect.";
    K40 "K-40" Documented "IAM:reference_policies_elements_principal"
        "A user or role in a key policy is tied to its unique ID: one made again under the same name does not match.";
    K41 "K-41" Documented "IAM:reference_policies_elements_principal"
        "Session ARNs, accounts and aws:PrincipalArn compare text, so a recreated principal matches again.";
    K42 "K-42" Observed "KMS:grants"
        "A grant is tied to the grantee's unique ID.";
    K43 "K-43" Observed "KMS:key-policy-overview"
        "A key policy that lists the ID of a deleted principal cannot be saved again.";
    K50 "K-50" Documented "KMS:concepts"
        "An AWS managed key cannot be changed, shared, aliased, tagged or granted by its account.";
    K51 "K-51" Documented "KMS:conditions-kms"
        "The policy of an AWS managed key opens it to its own account through its service only.";
    K52 "K-52" Documented "KMS:concepts"
        "Through its service an AWS managed key can be used without an IAM policy on KMS.";
    K53 "K-53" Documented "ORG:orgs_manage_policies_rcps"
        "RCPs do not reach AWS managed keys.";
    K55 "K-55" Documented "KMS:kms-alias"
        "Aliases that begin with alias/aws/ are reserved.";
    K60 "K-60" Documented "KMS:resource-limits"
        "A key policy has at most 32,768 bytes.";
    K68 "K-68" Documented "KMS:create-grant-overview"
        "A constraint has at most 8 pairs of 384 characters.";
    K72 "K-72" Documented "KMS:multi-region-keys-auth"
        "ReplicateKey needs kms:CreateKey in the replica's Region; UpdatePrimaryRegion is checked on both keys.";
    K80 "K-80" Documented "KMS:key-policy-default"
        "Without a statement for the account even its root user is denied.";
    OP2 "OP-2" Uncertain "KMS:kms-api-permissions-reference"
        "Two tables of AWS differ on which keys some operations carry.";
    OP3 "OP-3" Documented "KMS:cmks-in-iam-policies"
        "For an operation without a key, Resource must be * or an account form.";
    OP4 "OP-4" Documented "KMS:kms-api-permissions-reference"
        "ReEncrypt takes kms:ReEncryptFrom on the source key and kms:ReEncryptTo on the destination.";
    OP6 "OP-6" Documented "KMS:tag-permissions"
        "Tags at creation need kms:TagResource as well.";
    OP10 "OP-10" Documented "KMS:alias-access"
        "An alias operation is checked on the alias and on each key.";
    OP10Global "OP-10" Inferred "KMS:alias-access"
        "Global condition keys are there for the alias half of an alias operation too.";
    OP11 "OP-11" Documented "KMS:conditions-kms"
        "ListKeys and ListAliases carry no kms: key.";
    OP12 "OP-12" Observed "KMS:testing-permissions"
        "With DryRun KMS says only that the request would have succeeded.";
    OP20 "OP-20" Observed "KMS:key-state"
        "For a key pending deletion KMSInvalidStateException is recorded.";
    OP21 "OP-21" Uncertain "KMS:key-state"
        "GetPublicKey on a disabled key works by the current table.";
    OP22 "OP-22" Observed "KMS:key-state"
        "A key of the wrong usage is an InvalidKeyUsageException.";
    OP23 "OP-23" Observed "KMS:find-cmk-id-arn"
        "A key that is not there is a NotFoundException.";
    OP24 "OP-24" Inferred "KMS:key-state"
        "Authorization is checked first, then the key's state, then its usage.";
    X1 "X-1" Documented "KMS:key-policy-modifying-external-accounts"
        "Cryptographic operations and some on grants and metadata work across accounts.";
    X2 "X-2" Documented "KMS:key-policy-modifying-external-accounts"
        "Permission for other operations given to another account has no effect.";
    X3 "X-3" Documented "KMS:find-cmk-id-arn"
        "A bare key ID or alias name is looked up in the caller's account and Region.";
    X4 "X-4" Documented "KMS:find-cmk-id-arn"
        "Decrypt may leave the key to the ciphertext; another key given is an IncorrectKeyException.";
    X7 "X-7" Documented "KMS:find-cmk-id-arn"
        "A request goes to the endpoint of one Region; key ARNs of another do not exist there.";
    X8 "X-8" Documented "KMS:alias-authorization"
        "An alias ARN names the key for the call; authorization is on the key.";
    X9 "X-9" Documented "KMS:conditions-kms"
        "kms:ResourceAliases tests the aliases in the owner's account.";
    X10 "X-10" Documented "KMS:concepts"
        "AWS managed keys cannot be used from another account.";
    X13 "X-13" Documented "KMS:kms-alias"
        "Alias operations never work across accounts.";
    G2 "G-2" Documented "KMS:create-grant-overview"
        "A grant names one grantee: a principal, or a service.";
    G3 "G-3" Documented "KMS:grants"
        "A grant lists operations, of those that grants can allow and the key can do.";
    G4 "G-4" Documented "KMS:create-grant-overview"
        "Whoever may create a grant need not hold what it grants; under another grant it can only be narrower.";
    G5 "G-5" Documented "KMS:create-grant-overview"
        "An encryption-context constraint asks for these pairs, or exactly these; names and values are exact.";
    G6 "G-6" Documented "KMS:grants"
        "A SourceArn constraint works as a condition on aws:SourceArn.";
    G7 "G-7" Documented "KMS:policy-evaluation"
        "A matching grant allows beside key policy and IAM; a Deny still wins.";
    G8 "G-8" Inferred "KMS:create-grant-overview"
        "A grant to a role covers its sessions, one to a user that user.";
    G9 "G-9" Uncertain "KMS:grants"
        "Whether boundaries and session policies limit grants is not documented.";
    G10 "G-10" Documented "KMS:policy-evaluation"
        "A grant needs no delegation in the key policy.";
    G11 "G-11" Documented "KMS:grants"
        "A new grant can be used at once only with its token.";
    G12 "G-12" Documented "KMS:grant-delete"
        "A grant is retired by its retiring principal, its grantee where it lists RetireGrant, or by IAM in the accounts concerned.";
    G13 "G-13" Documented "KMS:grant-delete"
        "RevokeGrant is allowed by key policy and IAM, also across accounts.";
    G14 "G-14" Documented "KMS:conditions-kms"
        "Condition keys on CreateGrant see the grant that is to be made.";
    G15 "G-15" Documented "KMS:conditions-kms"
        "kms:GrantIsForAWSResource is true where a service makes the call for the caller, and false in a direct call.";
    G20 "G-20" Documented "KMS:policy-evaluation"
        "Across accounts a grant or an IAM policy in the caller's account must allow.";
    G21 "G-21" Inferred "KMS:policy-evaluation"
        "A grant issued from the caller's account meets both sides.";
    G22 "G-22" Uncertain "KMS:policy-evaluation"
        "Whether a grant of the key's own account meets the caller's side too is not said.";
    G23 "G-23" Documented "KMS:key-policy-modifying-external-accounts"
        "External users need IAM policies in their account, or grants.";
    C1 "C-1" Documented "KMS:conditions-kms"
        "kms:BypassPolicyLockoutSafetyCheck is the parameter, absent where it is left out.";
    C2 "C-2" Documented "KMS:conditions-kms"
        "kms:CallerAccount is the account of the caller.";
    C3 "C-3" Documented "KMS:conditions-kms"
        "kms:DataKeyPairSpec is the KeyPairSpec parameter.";
    C4 "C-4" Documented "KMS:conditions-kms"
        "kms:EncryptionAlgorithm is the algorithm, SYMMETRIC_DEFAULT for symmetric keys.";
    C5 "C-5" Documented "KMS:conditions-kms"
        "kms:EncryptionContext:name is the value of that pair; names are compared without regard to case.";
    C6 "C-6" Documented "KMS:conditions-kms"
        "kms:EncryptionContextKeys are the names in the encryption context.";
    C7 "C-7" Documented "KMS:conditions-kms"
        "kms:ExpirationModel is the parameter of ImportKeyMaterial.";
    C8 "C-8" Documented "KMS:conditions-kms"
        "kms:GrantConstraintSourceArn is the SourceArn constraint.";
    C9 "C-9" Documented "KMS:conditions-kms"
        "kms:GrantConstraintType is the kind of the encryption-context constraint, absent where there is none.";
    C10 "C-10" Documented "KMS:conditions-kms"
        "kms:GrantIsForAWSResource is true only where a service makes the call for the caller.";
    C11 "C-11" Documented "KMS:conditions-kms"
        "kms:GrantOperations are the operations of the grant.";
    C12 "C-12" Documented "KMS:conditions-kms"
        "kms:GranteePrincipal and kms:RetiringPrincipal are the parameters of CreateGrant.";
    C13 "C-13" Documented "KMS:conditions-kms"
        "kms:GranteeServicePrincipal and kms:RetiringServicePrincipal are the parameters of CreateGrant.";
    C14 "C-14" Documented "KMS:conditions-kms"
        "kms:KeyAgreementAlgorithm is ECDH.";
    C15 "C-15" Documented "KMS:conditions-kms"
        "kms:KeySpec, kms:KeyUsage and kms:KeyOrigin are properties of the key, or of the key to be created.";
    C16 "C-16" Documented "KMS:conditions-kms"
        "kms:MultiRegion is true for primaries and replicas.";
    C17 "C-17" Documented "KMS:conditions-kms"
        "kms:MultiRegionKeyType is PRIMARY or REPLICA, absent for other keys.";
    C18 "C-18" Documented "KMS:conditions-kms"
        "kms:MacAlgorithm is the parameter.";
    C19 "C-19" Documented "KMS:conditions-kms"
        "kms:MessageType is RAW where it is left out.";
    C20 "C-20" Documented "KMS:conditions-kms"
        "kms:PrimaryRegion and kms:ReplicaRegion are parameters.";
    C21 "C-21" Documented "KMS:conditions-kms"
        "kms:ReEncryptOnSameKey is true where source and destination are one key.";
    C22 "C-22" Documented "KMS:conditions-kms"
        "kms:RequestAlias is the alias that the request names, absent where it names a key ID or ARN.";
    C23 "C-23" Documented "KMS:conditions-kms"
        "kms:ResourceAliases are the aliases of the key, absent where it has none.";
    C24 "C-24" Documented "KMS:conditions-kms"
        "kms:RotationPeriodInDays is the parameter.";
    C25 "C-25" Documented "KMS:conditions-kms"
        "kms:ScheduleKeyDeletionPendingWindowInDays is the parameter.";
    C26 "C-26" Documented "KMS:conditions-kms"
        "kms:SigningAlgorithm is the parameter.";
    C27 "C-27" Documented "KMS:conditions-kms"
        "kms:TrailingDaysWithoutKeyUsage counts the days since the key was used.";
    C28 "C-28" Documented "KMS:conditions-kms"
        "kms:ValidTo is a date and a number of seconds.";
    C29 "C-29" Documented "KMS:conditions-kms"
        "kms:ViaService is set only where a service calls for the principal.";
    C30 "C-30" Documented "KMS:conditions-kms"
        "kms:WrappingAlgorithm and kms:WrappingKeySpec are parameters.";
    C31 "C-31" Documented "KMS:conditions-nitro-enclaves"
        "kms:RecipientAttestation keys come from a valid attestation document.";
    C40 "C-40" Documented "KMS:conditions-kms"
        "A condition on the encryption context never holds for an operation without one.";
    C41 "C-41" Documented "KMS:conditions-kms"
        "KMS refuses ForAllValues on a condition key with one value that may be absent.";
    C42 "C-42" Documented "KMS:conditions-kms"
        "The name in kms:EncryptionContext:name holds no variable; its value can.";
    C43 "C-43" Uncertain "KMS:conditions-kms"
        "The text about kms:MacAlgorithm reads as if several values had to hold together.";
    C45 "C-45" Documented "KMS:conditions-kms"
        "With kms:ViaService the calling principal itself must hold the permission.";
    C60 "C-60" Documented "IAM:reference_policies_condition-keys"
        "aws:PrincipalArn is the ARN of the user, role, federated user or root.";
    C61 "C-61" Documented "IAM:reference_policies_condition-keys"
        "aws:PrincipalAccount is the account of the principal.";
    C62 "C-62" Documented "IAM:reference_policies_condition-keys"
        "aws:PrincipalOrgID is there where the principal's account is in an organization.";
    C63 "C-63" Documented "IAM:reference_policies_condition-keys"
        "aws:PrincipalOrgPaths is the path of the principal's account in its organization.";
    C64 "C-64" Documented "IAM:reference_policies_condition-keys"
        "aws:PrincipalTag is a tag of the user, role or session; the session's wins.";
    C65 "C-65" Documented "IAM:reference_policies_condition-keys"
        "aws:PrincipalType is the kind of principal.";
    C66 "C-66" Documented "IAM:reference_policies_condition-keys"
        "aws:userid is always there, aws:username for users only.";
    C67 "C-67" Documented "IAM:reference_policies_condition-keys"
        "aws:PrincipalIsAWSService is true for service principals only.";
    C68 "C-68" Documented "IAM:reference_policies_condition-keys"
        "aws:PrincipalServiceName is there for service principals only.";
    C69 "C-69" Documented "IAM:reference_policies_condition-keys"
        "aws:SourceArn and aws:SourceAccount are there where a service principal acts for a resource.";
    C70 "C-70" Documented "IAM:reference_policies_condition-keys"
        "aws:SourceOrgID is there where the account of that resource is in an organization.";
    C71 "C-71" Documented "IAM:reference_policies_condition-keys"
        "aws:ResourceAccount is the account of the key.";
    C72 "C-72" Documented "IAM:reference_policies_condition-keys"
        "aws:ResourceOrgID is there where the key's account is in an organization.";
    C73 "C-73" Documented "IAM:reference_policies_condition-keys"
        "aws:ResourceTag is a tag of the key; for CreateKey of the request.";
    C74 "C-74" Documented "IAM:reference_policies_condition-keys"
        "aws:RequestTag and aws:TagKeys are the tags in the request.";
    C75 "C-75" Documented "IAM:reference_policies_condition-keys"
        "aws:RequestedRegion is the Region of the endpoint.";
    C76 "C-76" Documented "IAM:reference_policies_condition-keys"
        "aws:CurrentTime and aws:EpochTime are always there.";
    C77 "C-77" Documented "IAM:reference_policies_condition-keys"
        "aws:SecureTransport is true for signed calls to KMS.";
    C78 "C-78" Documented "IAM:reference_policies_condition-keys"
        "aws:SourceIp is not there for calls through a VPC endpoint.";
    C79 "C-79" Documented "IAM:reference_policies_condition-keys"
        "aws:SourceVpc, aws:SourceVpcArn, aws:SourceVpce and aws:VpcSourceIp are there only through a VPC endpoint.";
    C80 "C-80" Documented "IAM:reference_policies_condition-keys"
        "aws:VpceAccount and its like tell of the owner of the VPC endpoint.";
    C81 "C-81" Documented "IAM:reference_policies_condition-keys"
        "aws:ViaAWSService is true where a service calls for the principal.";
    C81Service "C-81" Inferred "IAM:reference_policies_condition-keys"
        "aws:ViaAWSService is false where a service calls for itself.";
    C81Mcp "C-81" Uncertain "IAM:reference_policies_condition-keys"
        "Whether aws:ViaAWSMCPService is absent or false where no MCP server of AWS calls is said in two ways.";
    C82 "C-82" Documented "IAM:reference_policies_condition-keys"
        "aws:CalledVia names the services through which a call came, where they say so.";
    C82Others "C-82" Uncertain "IAM:reference_policies_condition-keys"
        "Which services besides a few fill aws:CalledVia is not documented any more.";
    C83 "C-83" Documented "IAM:reference_policies_condition-keys"
        "aws:MultiFactorAuthPresent is absent for long-term keys in direct calls, and false in calls through services.";
    C84 "C-84" Documented "IAM:reference_policies_condition-keys"
        "aws:MultiFactorAuthAge is there only where MFA was used.";
    C85 "C-85" Documented "IAM:reference_policies_condition-keys"
        "aws:TokenIssueTime is there for temporary credentials.";
    C86 "C-86" Documented "IAM:reference_policies_condition-keys"
        "aws:FederatedProvider is there for web identity federation.";
    C87 "C-87" Documented "IAM:reference_policies_condition-keys"
        "aws:SourceIdentity is there where the role session has one.";
    C88 "C-88" Documented "IAM:reference_policies_condition-keys"
        "The aws:Ec2InstanceSource keys are there for credentials of EC2 instances.";
    C89 "C-89" Documented "IAM:reference_policies_condition-keys"
        "aws:AssumedRoot is there for sessions from AssumeRoot.";
    C90 "C-90" Documented "IAM:reference_policies_condition-keys"
        "aws:UserAgent and aws:referer can be forged.";
    C95 "C-95" Documented "IAM:reference_policies_variables"
        "userid, username and PrincipalType depend on the kind of principal.";
    C96 "C-96" Uncertain "IAM:access_forward_access_sessions"
        "Whether aws:SourceIp is kept in calls through services is said in two ways.";
    C97 "C-97" Documented "IAM:reference_policies_condition-keys"
        "The tag key in a condition key is compared without regard to case.";
    O1 "O-1" Documented "IAM:reference_policies_condition-logic-multiple-context-keys-or-values"
        "All operators and keys of a Condition must hold, and any of a key's values.";
    O2 "O-2" Documented "IAM:reference_policies_condition-logic-multiple-context-keys-or-values"
        "A negated operator holds if none of its values matches.";
    O3 "O-3" Documented "IAM:reference_policies_condition-logic-multiple-context-keys-or-values"
        "Several keys under one operator must all hold.";
    O4 "O-4" Documented "IAM:reference_policies_elements_condition"
        "Names of condition keys are compared without regard to case.";
    O5 "O-5" Uncertain "IAM:reference_policies_elements_condition_operators"
        "An operator that is not spelled exactly cannot be evaluated.";
    O6 "O-6" Documented "IAM:reference_policies_elements_condition"
        "Values may be strings, numbers or booleans.";
    O10 "O-10" Documented "IAM:reference_policies_elements_condition_operators"
        "StringEquals compares text exactly; * is a literal.";
    O11 "O-11" Documented "IAM:reference_policies_elements_condition_operators"
        "StringEqualsIgnoreCase compares text without regard to case.";
    O12 "O-12" Documented "IAM:reference_policies_elements_condition_operators"
        "StringLike compares text with * and ?.";
    O13 "O-13" Documented "IAM:reference_policies_elements_condition_operators"
        "Numeric operators compare numbers.";
    O14 "O-14" Documented "IAM:reference_policies_elements_condition_operators"
        "Date operators compare instants.";
    O15 "O-15" Documented "IAM:reference_policies_elements_condition_operators"
        "Bool compares with true or false.";
    O16 "O-16" Documented "IAM:reference_policies_elements_condition_operators"
        "BinaryEquals compares base64 text.";
    O17 "O-17" Documented "IAM:reference_policies_elements_condition_operators"
        "IpAddress asks whether an address lies in a block.";
    O18 "O-18" Documented "IAM:reference_policies_elements_condition_operators"
        "ARN operators compare six parts, each with its own wildcards.";
    O19 "O-19" Documented "IAM:reference_policies_elements_condition_operators"
        "Null asks whether a key is absent.";
    O20 "O-20" Documented "IAM:reference_policies_elements_condition_operators"
        "An ARN can be compared as text; wildcards then cross colons.";
    O21 "O-21" Documented "IAM:reference_policies_elements_condition_operators"
        "A wildcard in StringEquals is literal.";
    O30 "O-30" Documented "IAM:reference_policies_elements_condition_operators"
        "Where a key is absent positive operators fail and negated ones hold.";
    O31 "O-31" Documented "IAM:reference_policies_elements_condition_operators"
        "A Deny with a negated operator fires where the key is absent, one with a positive operator does not.";
    O32 "O-32" Documented "IAM:reference_policies_elements_condition_operators"
        "With IfExists a test holds where the key is absent.";
    O33 "O-33" Documented "IAM:reference_policies_elements_condition_operators"
        "BoolIfExists on aws:MultiFactorAuthPresent catches long-term keys as well.";
    O40 "O-40" Uncertain "IAM:reference_policies_condition-single-vs-multi-valued-context-keys"
        "A key with several values matches nothing without a set operator.";
    O41 "O-41" Documented "IAM:reference_policies_condition-single-vs-multi-valued-context-keys"
        "ForAnyValue holds if one value of the request does; not where the key is absent.";
    O42 "O-42" Documented "IAM:reference_policies_condition-single-vs-multi-valued-context-keys"
        "ForAllValues holds if every value of the request does, also where the key is absent.";
    O43 "O-43" Documented "IAM:reference_policies_condition-single-vs-multi-valued-context-keys"
        "Under a set operator negation is asked of each value.";
    O44 "O-44" Uncertain "IAM:reference_policies_condition-single-vs-multi-valued-context-keys"
        "A table of the documentation contradicts the definition of ForAllValues.";
    O45 "O-45" Documented "IAM:reference_policies_condition-single-vs-multi-valued-context-keys"
        "ForAllValues with IfExists holds where the key is absent.";
    O45Any "O-45" Inferred "IAM:reference_policies_condition-single-vs-multi-valued-context-keys"
        "ForAnyValue with IfExists holds where the key is absent.";
    O46 "O-46" Documented "IAM:reference_policies_condition-single-vs-multi-valued-context-keys"
        "A set operator works on a key with one value too.";
    O50 "O-50" Documented "IAM:reference_policies_variables"
        "${…} is a variable only under Version 2012-10-17, else literal text.";
    O51 "O-51" Documented "IAM:reference_policies_variables"
        "Variables stand behind the fifth colon of a Resource and in values of String and ARN operators.";
    O52 "O-52" Documented "IAM:reference_policies_variables"
        "A key with several values cannot be a policy variable.";
    O53 "O-53" Documented "IAM:reference_policies_variables"
        "A variable's default counts where its key is absent.";
    O54 "O-54" Documented "IAM:reference_policies_variables"
        "${*}, ${?} and ${$} are literal characters, and so are wildcards in what a variable stands for.";
    O54Value "O-54" Inferred "IAM:reference_policies_variables"
        "A wildcard in what a variable stands for is literal.";
    O55 "O-55" Documented "IAM:reference_policies_variables"
        "A variable whose key is absent matches nothing.";
    O56 "O-56" Documented "IAM:reference_policies_variables"
        "Names of variables are compared without regard to case and hold no blanks.";
    O57 "O-57" Documented "IAM:reference_policies_variables"
        "Keys of the principal and the resource serve as variables.";
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
    M14 "M-14" Uncertain "IAM:reference_policies_elements_resource"
        "Whether case matters in a resource is contested.";
    M15 "M-15" Documented "IAM:reference_policies_elements_notresource"
        "NotResource matches every resource that is not listed.";
    M16 "M-16" Documented "KMS:iam-policies-best-practices"
        "Resource * in an identity policy covers the keys of all accounts that trust the caller.";
    M21 "M-21" Uncertain "IAM:reference_policies_elements_principal"
        "Whether {\"AWS\": \"*\"} means services too is not said.";
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
    M28 "M-28" Documented "IAM:reference_policies_elements_principal"
        "A service principal is named by its full name, exactly.";
    J1 "J-1" Documented "IAM:reference_policies_grammar"
        "AWS refuses what the policy grammar does not have.";
    J4 "J-4" Uncertain "IAM:reference_policies_grammar"
        "No key may stand twice in one object.";
    J6 "J-6" Documented "IAM:reference_policies_elements_version"
        "A missing Version counts as 2008-10-17.";
    J21 "J-21" Observed "IAM:reference_policies_grammar"
        "IAM refuses unknown operators and elements of the wrong shape.";
    J55 "J-55" Uncertain "KMS:key-policy-overview"
        "KMS refuses a key policy with other faults of grammar; its texts are not known.";
    MSG24 "MSG-24" Documented "KMS:policy-evaluation"
        "For a foreign key AWS does not say whether it exists.";
    MSG30 "MSG-30" Documented "S3:troubleshoot-403-errors"
        "Through S3 a denial by KMS is shown as AccessDenied with the text of KMS.";
    MSG31 "MSG-31" Documented "KMS:key-state"
        "A key's state and usage give exceptions of their own.";
    N1 "N-1" Documented "KMS:kms-api-permissions-reference"
        "KMS has 56 API operations, SynchronizeMultiRegionKey not among them. Encapsulate and Decapsulate are decided by the key policy and work across accounts.";
    N2 "N-2" Documented "KMS:key-policy-modifying-external-accounts"
        "ListRetirableGrants asks for a principal of the caller's own account.";
    N3 "N-3" Documented "KMS:key-policies"
        "A key shared through AWS RAM has a second key policy, which only RAM writes.";
    N4 "N-4" Documented "KMS:conditions-kms"
        "kms:PolicyName is default where the parameter is left out.";
    N6 "N-6" Documented "KMS:key-policy-overview"
        "The lockout check looks at the new default policy alone.";
    N8 "N-8" Documented "KMS:create-grant-overview"
        "A grant to a service needs a SourceArn constraint and a retiring principal.";
    R2 "R-2" Documented "IAM:reference_policies_evaluation-logic"
        "Policies of groups count for the user, and for the user's federated users.";
    R3 "R-3" Documented "IAM:reference_policies_evaluation-logic"
        "An Allow of a limiting policy whose condition fails is a missing Allow.";
    R4 "R-4" Documented "IAM:reference_policies_elements_principal"
        "A caller carries several principals at once; one match is enough.";
    R5 "R-5" Documented "IAM:reference_policies_condition-keys"
        "A negated condition on the principal's keys hits service principals too, which have none.";
    R6 "R-6" Documented "KMS:conditions-kms"
        "A condition on a parameter works with its default where it is left out.";
    R6Message "R-6" Inferred "KMS:conditions-kms"
        "A message type that is left out counts as RAW.";
    R7 "R-7" Documented "KMS:conditions-kms"
        "A condition on a key's property never holds where no key is asked about.";
    R8 "R-8" Documented "KMS:conditions-kms"
        "kms:ReEncryptOnSameKey compares the destination with the key of the ciphertext.";
    R8Halves "R-8" Inferred "KMS:conditions-kms"
        "Each half of ReEncrypt sees the encryption context, algorithm and alias of its own side.";
    R9 "R-9" Inferred "KMS:conditions-kms"
        "Without KeyId, Decrypt's key properties come from the key of the ciphertext.";
    R10 "R-10" Inferred "IAM:reference_policies_grammar"
        "An empty list matches nothing, an empty Not… list everything.";
    R11 "R-11" Documented "KMS:multi-region-keys-auth"
        "The checks of ReplicateKey and UpdatePrimaryRegion are made in both Regions.";
    R12 "R-12" Inferred "KMS:key-policies"
        "With a RAM policy either policy can allow, and both can deny.";
    R13 "R-13" Documented "KMS:create-grant-overview"
        "A SourceArn constraint does not apply to RetireGrant, and to DescribeKey only where one is given.";
    R14 "R-14" Documented "KMS:tag-permissions"
        "kms:TagResource at creation must come from an IAM policy.";
    R15 "R-15" Documented "IAM:reference_policies_condition-keys"
        "Session tags win over the user's, whatever their case; root has none.";
    R16 "R-16" Uncertain "KMS:conditions-kms"
        "Two encryption-context names that differ by case only are ambiguous.";
    R17 "R-17" Documented "IAM:reference_policies_elements_condition_operators"
        "A pattern of fewer than six parts never matches under an ARN operator; aws:EpochTime is a date and a number.";
    R17Open "R-17" Uncertain "IAM:reference_policies_elements_condition_operators"
        "A value that cannot be parsed never matches, negated or not.";
    R18 "R-18" Documented "KMS:conditions-kms"
        "Only ForAllValues on such a key is refused on saving.";
    R20 "R-20" Documented "S3:mpuoverview"
        "CreateMultipartUpload takes kms:GenerateDataKey, UploadPart kms:Decrypt.";
    R21 "R-21" Documented "KMS:services-cloudtrail"
        "Calls of service principals can carry an encryption context.";
    R22 "R-22" Observed "KMS:resource-limits"
        "An oversized key policy is a LimitExceededException.";
    R22Parameter "R-22" Inferred "KMS:resource-limits"
        "A Policy parameter of more than 131,072 characters is a ValidationException.";
    R23 "R-23" Documented "KMS:conditions-kms"
        "kms:ViaService exists only where a service calls for a principal, on operations on a key.";
    R24 "R-24" Documented "IAM:reference_policies_condition-keys"
        "Some services add condition keys of their own.";
    Q2 "Q-2" Uncertain "KMS:key-policy-overview"
        "How deep the lockout check goes is not documented.";
    Q3 "Q-3" Uncertain "KMS:policy-evaluation"
        "A grant of the owner without an IAM policy of the caller: taken as not enough.";
    Q4 "Q-4" Uncertain "KMS:grants"
        "Boundaries and session policies against grants: taken as for a key policy that names the grantee.";
    Q5 "Q-5" Uncertain "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "Session policies against a key policy that names the session: taken as gone round.";
    Q6 "Q-6" Uncertain "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "Boundaries against plain Principal *: taken as gone round.";
    Q9 "Q-9" Uncertain "IAM:reference_policies_condition-single-vs-multi-valued-context-keys"
        "ForAllValues:StringNotLike: taken by its definition.";
    Q10 "Q-10" Uncertain "IAM:reference_policies_variables"
        "Variables with Bool: taken as not supported.";
    Q16 "Q-16" Uncertain "KMS:key-state"
        "GetPublicKey on a disabled key: taken as working.";
    Q17 "Q-17" Uncertain "KMS:key-state"
        "A key pending deletion: taken as KMSInvalidStateException, where DisabledException is documented too.";
    Q18 "Q-18" Uncertain "KMS:key-state"
        "Whether authorization or the key's state is looked at first: taken as authorization.";
    Q21 "Q-21" Uncertain "KMS:conditions-kms"
        "kms:ResourceAliases in a key policy: taken as in an IAM policy.";
    Q22 "Q-22" Uncertain "IAM:reference_policies_condition-keys"
        "Keys of the principal for service principals: taken as absent.";
    Q24 "Q-24" Uncertain "KMS:conditions-kms"
        "Several values of kms:MacAlgorithm: taken as any of them.";
    Q26 "Q-26" Uncertain "KMS:create-grant-overview"
        "An account as grantee: taken as in a key policy.";
    Q27 "Q-27" Uncertain "KMS:grants"
        "Wildcards in a SourceArn constraint: taken as working.";
    Q29 "Q-29" Uncertain "KMS:key-state"
        "GetKeyLastUsage in other states: taken as working.";
    S1 "S-1" Documented "S3:UsingKMSEncryption"
        "PutObject takes kms:GenerateDataKey on the destination's key.";
    S2 "S-2" Documented "S3:UsingKMSEncryption"
        "GetObject takes kms:Decrypt.";
    S3 "S-3" Documented "S3:mpuoverview"
        "A multipart upload takes kms:GenerateDataKey and kms:Decrypt.";
    S4 "S-4" Documented "S3:UsingKMSEncryption"
        "CopyObject takes kms:Decrypt on the source's key and kms:GenerateDataKey on the destination's.";
    S5 "S-5" Documented "S3:replication-config-for-kms-objects"
        "Replication takes kms:Decrypt on the source's key and kms:Encrypt on the replica's.";
    S5Default "S-5" Uncertain "S3:replication-config-for-kms-objects"
        "Which key a replica lies under where the replication names none is not said.";
    S7 "S-7" Documented "S3:using-with-s3-policy-actions"
        "S3 asks for its own action on the object as well.";
    S8 "S-8" Documented "IAM:reference_policies_evaluation-logic_policy-eval-denyallow"
        "On S3 the bucket policy or an identity policy is enough in one account; from another both must allow.";
    S9 "S-9" Uncertain "S3:about-object-ownership"
        "Block Public Access, ACLs and Object Ownership are not modelled.";
    S10 "S-10" Documented "S3:UsingKMSEncryption"
        "S3 calls KMS for the caller, with kms:ViaService of the bucket's Region.";
    S11 "S-11" Observed "S3:UsingKMSEncryption"
        "The key must be a symmetric one in the bucket's Region.";
    S12 "S-12" Documented "S3:bucket-key"
        "S3 sets the encryption context aws:s3:arn: the object's ARN, with a Bucket Key the bucket's.";
    S13 "S-13" Documented "S3:bucket-key"
        "With Bucket Keys later requests of the same caller may not reach KMS at all.";
    S14 "S-14" Documented "S3:UsingKMSEncryption"
        "Without a key in the request the bucket's default counts, and without one there aws/s3 of the uploading account.";
    S16 "S-16" Documented "S3:UsingKMSEncryption"
        "Reading another account's object takes four allows: bucket policy, key policy, and IAM for S3 and for KMS.";
    S17 "S-17" Documented "S3:UsingKMSEncryption"
        "The encryption headers are absent where the caller relies on the bucket's default.";
    S18 "S-18" Documented "S3:UsingDSSEncryption"
        "Dual-layer encryption takes the same permissions and has no Bucket Keys.";
    S19 "S-19" Observed "S3:troubleshoot-403-errors"
        "Through S3 an exception of KMS is shown with the code KMS and its name.";
    S30 "S-30" Documented "EBS:ebs-encryption-requirements"
        "An encrypted volume takes kms:CreateGrant, Decrypt, DescribeKey, GenerateDataKeyWithoutPlaintext and ReEncrypt*.";
    S30Others "S-30" Uncertain "EBS:ebs-encryption-requirements"
        "Which of the permissions of EBS at large attaching a volume takes is not said.";
    S32 "S-32" Documented "SM:security-encryption"
        "Reading a secret takes kms:Decrypt, writing it kms:GenerateDataKey as well.";
    S33 "S-33" Documented "SQS:sqs-key-management"
        "Sending to a queue takes kms:GenerateDataKey and kms:Decrypt, receiving kms:Decrypt.";
    S33Context "S-33" Uncertain "SQS:sqs-key-management"
        "That SQS sets aws:sqs:arn in the encryption context is not on that page.";
    S34 "S-34" Documented "SNS:sns-key-management"
        "Publishing to a topic takes kms:GenerateDataKey and kms:Decrypt; EventBridge sends no source.";
    S34Context "S-34" Uncertain "SNS:sns-key-management"
        "That SNS sets aws:sns:topicArn in the encryption context is not on that page.";
    S35 "S-35" Uncertain "KMS:key-policy-services"
        "How a service that calls for itself reaches the key through another service is not said.";
}
