//! Condition keys: which there are, how many values they have, which actions carry them (section 6).

use crate::actions::{
    ActionSet, CRYPTO_WITH_CONTEXT, CUSTOM_KEY_STORES, KEY_OPERATIONS, USING_A_KEY,
};
use crate::rules::Rule;

/// Declares [`KeyName`] with one line a key: variant, spelling, `One` or `Many` values, what
/// carries it, the rule about it.
macro_rules! keys {
    ($($variant:ident $name:literal $arity:ident $carried:expr, $rule:ident;)*) => {
        /// A condition key that KMS requests can have.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum KeyName {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
            /// A key of another service, one given by hand, or one that does not exist.
            Other,
        }

        impl KeyName {
            /// Every key that has a name of its own.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its spelling in AWS's documentation; for a key with a variable part up to that part.
            pub fn spelling(self) -> &'static str {
                match self { $(Self::$variant => $name,)* Self::Other => "" }
            }

            /// Has it several values, so that it needs a set operator (O-40)?
            pub fn is_multivalued(self) -> bool {
                match self { $(Self::$variant => Arity::$arity == Arity::Many,)* Self::Other => false }
            }

            /// The actions whose requests can have it.
            pub fn carried_by(self) -> ActionSet {
                match self { $(Self::$variant => const { $carried },)* Self::Other => ActionSet::ALL }
            }

            /// The rule that says what it is.
            pub fn rule(self) -> Option<Rule> {
                match self { $(Self::$variant => Some(Rule::$rule),)* Self::Other => None }
            }
        }
    };
}

#[derive(PartialEq)]
enum Arity {
    One,
    Many,
}

const ALL: ActionSet = ActionSet::ALL;
const KEY: ActionSet = KEY_OPERATIONS;
const EC: ActionSet = CRYPTO_WITH_CONTEXT.or(ActionSet::of(&["CreateGrant", "RetireGrant"]));
const GRANT: ActionSet = ActionSet::of(&["CreateGrant"]);
const ALGORITHM: ActionSet = CRYPTO_WITH_CONTEXT;
const CREATES: ActionSet = ActionSet::of(&["CreateKey"]);
const TAGS: ActionSet = ActionSet::of(&["CreateKey", "ReplicateKey", "TagResource"]);
const SIGNING: ActionSet = ActionSet::of(&["Sign", "Verify"]);
const IMPORT: ActionSet = ActionSet::of(&["ImportKeyMaterial"]);
const WRAPPING: ActionSet = ActionSet::of(&["GetParametersForImport"]);
const HALVES: ActionSet = ActionSet::of(&["ReEncryptFrom", "ReEncryptTo"]);
const ATTESTED: ActionSet = ActionSet::of(&[
    "Decrypt",
    "DeriveSharedSecret",
    "GenerateDataKey",
    "GenerateDataKeyPair",
    "GenerateRandom",
]);

keys! {
    BypassLockoutCheck "kms:BypassPolicyLockoutSafetyCheck" One ActionSet::of(&["CreateKey", "PutKeyPolicy"]), C1;
    CallerAccount "kms:CallerAccount" One KEY.or(CREATES).or(CUSTOM_KEY_STORES), C2;
    DataKeyPairSpec "kms:DataKeyPairSpec" One ActionSet::of(&["GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"]), C3;
    EncryptionAlgorithm "kms:EncryptionAlgorithm" One ALGORITHM, C4;
    EncryptionContext "kms:EncryptionContext:" One EC, C5;
    EncryptionContextKeys "kms:EncryptionContextKeys" Many EC, C6;
    ExpirationModel "kms:ExpirationModel" One IMPORT, C7;
    GrantConstraintSourceArn "kms:GrantConstraintSourceArn" One GRANT, C8;
    GrantConstraintType "kms:GrantConstraintType" One ActionSet::of(&["CreateGrant", "RetireGrant"]), C9;
    GrantIsForAwsResource "kms:GrantIsForAWSResource" One ActionSet::of(&["CreateGrant", "ListGrants", "RevokeGrant"]), C10;
    GrantOperations "kms:GrantOperations" Many GRANT, C11;
    GranteePrincipal "kms:GranteePrincipal" One GRANT, C12;
    RetiringPrincipal "kms:RetiringPrincipal" One GRANT, C12;
    GranteeServicePrincipal "kms:GranteeServicePrincipal" One GRANT, C13;
    RetiringServicePrincipal "kms:RetiringServicePrincipal" One GRANT, C13;
    KeyAgreementAlgorithm "kms:KeyAgreementAlgorithm" One ActionSet::of(&["DeriveSharedSecret"]), C14;
    KeyOrigin "kms:KeyOrigin" One KEY.or(CREATES), C15;
    KeySpec "kms:KeySpec" One KEY.or(CREATES), C15;
    KeyUsage "kms:KeyUsage" One KEY.or(CREATES), C15;
    MultiRegion "kms:MultiRegion" One KEY.or(CREATES), C16;
    MultiRegionKeyType "kms:MultiRegionKeyType" One KEY.or(CREATES), C17;
    MacAlgorithm "kms:MacAlgorithm" One ActionSet::of(&["GenerateMac", "VerifyMac"]), C18;
    MessageType "kms:MessageType" One SIGNING, C19;
    PrimaryRegion "kms:PrimaryRegion" One ActionSet::of(&["UpdatePrimaryRegion"]), C20;
    ReplicaRegion "kms:ReplicaRegion" One ActionSet::of(&["ReplicateKey"]), C20;
    ReEncryptOnSameKey "kms:ReEncryptOnSameKey" One HALVES, C21;
    RequestAlias "kms:RequestAlias" One USING_A_KEY, C22;
    ResourceAliases "kms:ResourceAliases" Many KEY, C23;
    RotationPeriodInDays "kms:RotationPeriodInDays" One ActionSet::of(&["EnableKeyRotation"]), C24;
    PendingWindowInDays "kms:ScheduleKeyDeletionPendingWindowInDays" One ActionSet::of(&["ScheduleKeyDeletion"]), C25;
    SigningAlgorithm "kms:SigningAlgorithm" One SIGNING, C26;
    TrailingDaysWithoutKeyUsage "kms:TrailingDaysWithoutKeyUsage" One ActionSet::of(&["DisableKey", "ScheduleKeyDeletion"]), C27;
    ValidTo "kms:ValidTo" One IMPORT, C28;
    ViaService "kms:ViaService" One KEY.or(CREATES), C29;
    WrappingAlgorithm "kms:WrappingAlgorithm" One WRAPPING, C30;
    WrappingKeySpec "kms:WrappingKeySpec" One WRAPPING, C30;
    RecipientAttestation "kms:RecipientAttestation:" One ATTESTED, C31;
    PolicyName "kms:PolicyName" One ActionSet::of(&["GetKeyPolicy", "PutKeyPolicy"]), N4;
    PrincipalArn "aws:PrincipalArn" One ALL, C60;
    PrincipalAccount "aws:PrincipalAccount" One ALL, C61;
    PrincipalOrgId "aws:PrincipalOrgID" One ALL, C62;
    PrincipalOrgPaths "aws:PrincipalOrgPaths" Many ALL, C63;
    PrincipalTag "aws:PrincipalTag/" One ALL, C64;
    PrincipalType "aws:PrincipalType" One ALL, C65;
    UserId "aws:userid" One ALL, C66;
    UserName "aws:username" One ALL, C66;
    PrincipalIsAwsService "aws:PrincipalIsAWSService" One ALL, C67;
    PrincipalServiceName "aws:PrincipalServiceName" One ALL, C68;
    PrincipalServiceNames "aws:PrincipalServiceNamesList" Many ALL, C68;
    SourceArn "aws:SourceArn" One ALL, C69;
    SourceAccount "aws:SourceAccount" One ALL, C69;
    SourceOrgId "aws:SourceOrgID" One ALL, C70;
    SourceOrgPaths "aws:SourceOrgPaths" Many ALL, C70;
    ResourceAccount "aws:ResourceAccount" One ALL, C71;
    ResourceOrgId "aws:ResourceOrgID" One ALL, C72;
    ResourceOrgPaths "aws:ResourceOrgPaths" Many ALL, C72;
    ResourceTag "aws:ResourceTag/" One KEY.or(CREATES).or(ActionSet::OF_SERVICE), C73;
    RequestTag "aws:RequestTag/" One TAGS, C74;
    TagKeys "aws:TagKeys" Many TAGS.or(ActionSet::of(&["UntagResource"])), C74;
    RequestedRegion "aws:RequestedRegion" One ALL, C75;
    CurrentTime "aws:CurrentTime" One ALL, C76;
    EpochTime "aws:EpochTime" One ALL, C76;
    SecureTransport "aws:SecureTransport" One ALL, C77;
    SourceIp "aws:SourceIp" One ALL, C78;
    SourceVpc "aws:SourceVpc" One ALL, C79;
    SourceVpcArn "aws:SourceVpcArn" One ALL, C79;
    SourceVpce "aws:SourceVpce" One ALL, C79;
    VpcSourceIp "aws:VpcSourceIp" One ALL, C79;
    VpceAccount "aws:VpceAccount" One ALL, C80;
    VpceOrgId "aws:VpceOrgID" One ALL, C80;
    VpceOrgPaths "aws:VpceOrgPaths" Many ALL, C80;
    ViaAwsService "aws:ViaAWSService" One ALL, C81;
    CalledVia "aws:CalledVia" Many ALL, C82;
    CalledViaFirst "aws:CalledViaFirst" One ALL, C82;
    CalledViaLast "aws:CalledViaLast" One ALL, C82;
    CalledViaMcp "aws:CalledViaAWSMCP" One ALL, R24;
    ViaMcpService "aws:ViaAWSMCPService" One ALL, R24;
    IsMcpServiceAction "aws:IsMcpServiceAction" One ALL, R24;
    MfaPresent "aws:MultiFactorAuthPresent" One ALL, C83;
    MfaAge "aws:MultiFactorAuthAge" One ALL, C84;
    TokenIssueTime "aws:TokenIssueTime" One ALL, C85;
    SignInSessionArn "aws:SignInSessionArn" One ALL, R24;
    FederatedProvider "aws:FederatedProvider" One ALL, C86;
    SourceIdentity "aws:SourceIdentity" One ALL, C87;
    Ec2SourceVpc "aws:Ec2InstanceSourceVpc" One ALL, C88;
    Ec2SourceIp "aws:Ec2InstanceSourcePrivateIPv4" One ALL, C88;
    AssumedRoot "aws:AssumedRoot" One ALL, C89;
    UserAgent "aws:UserAgent" One ALL, C90;
    Referer "aws:referer" One ALL, C90;
    ChatbotSourceArn "aws:ChatbotSourceArn" One ALL, R24;
    Ec2InstanceArn "ec2:SourceInstanceArn" One ALL, R24;
    Ec2RoleDelivery "ec2:RoleDelivery" One ALL, R24;
    CodeBuildBuildArn "codebuild:BuildArn" One ALL, R24;
    CodeBuildProjectArn "codebuild:ProjectArn" One ALL, R24;
    LambdaFunctionArn "lambda:SourceFunctionArn" One ALL, R24;
    SsmInstanceArn "ssm:SourceInstanceArn" One ALL, R24;
    GlueRole "glue:RoleAssumedBy" One ALL, R24;
    GlueService "glue:CredentialIssuingService" One ALL, R24;
    IdentityStoreUser "identitystore:UserId" One ALL, R24;
    S3Encryption "s3:x-amz-server-side-encryption" One ActionSet::OF_SERVICE, S17;
    S3EncryptionKey "s3:x-amz-server-side-encryption-aws-kms-key-id" One ActionSet::OF_SERVICE, S17;
}

/// A condition key as a policy names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionKey {
    /// Which it is.
    pub name: KeyName,
    /// The variable part: of `aws:ResourceTag/Env` it is `Env`.
    pub part: String,
    /// The whole key as it was written.
    pub text: String,
}

impl ConditionKey {
    /// Reads a key; case does not matter (O-4).
    ///
    /// ```
    /// use kms_policy::condition::{ConditionKey, KeyName};
    /// let key = ConditionKey::read("KMS:EncryptionContext:Dept");
    /// assert_eq!((key.name, key.part.as_str()), (KeyName::EncryptionContext, "Dept"));
    /// ```
    pub fn read(text: &str) -> Self {
        let starts_with = |prefix: &str| {
            text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        };
        let found = KeyName::ALL.iter().copied().find(|name| {
            let spelling = name.spelling();
            if spelling.ends_with([':', '/']) {
                text.len() > spelling.len() && starts_with(spelling)
            } else {
                text.eq_ignore_ascii_case(spelling)
            }
        });
        let part = found.map_or("", |name| text.get(name.spelling().len()..).unwrap_or_default());
        Self { name: found.unwrap_or(KeyName::Other), part: part.to_owned(), text: text.to_owned() }
    }

    /// The key as AWS's documentation spells it.
    pub fn canonical(&self) -> String {
        match self.name {
            KeyName::Other => self.text.clone(),
            name => format!("{}{}", name.spelling(), self.part),
        }
    }

    /// Is it a name of `kms:` or `aws:` that the sources do not have?
    pub fn is_unknown(&self) -> bool {
        let of = |prefix: &str| {
            self.text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        };
        match self.name {
            KeyName::Other => of("kms:") || of("aws:") || !self.text.contains(':'),
            KeyName::RecipientAttestation => !is_attestation(&self.part),
            _ => false,
        }
    }
}

/// One of the 57 measurements of an attestation document (C-31).
fn is_attestation(part: &str) -> bool {
    let part = part.to_ascii_lowercase();
    let register = |prefix: &str, count: u32| {
        part.strip_prefix(prefix)
            .and_then(|number| number.parse::<u32>().ok())
            .is_some_and(|number| number < count)
    };
    part == "imagesha384" || register("pcr", 32) || register("nitrotpmpcr", 24)
}
