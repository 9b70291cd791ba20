// What strangers may put into a file, a link or a message, as scenarios: large beyond anything that AWS takes, and with
// names that want to be markup, run backwards, or not be seen.

import { ACTIONS } from "./page.mjs";

export const OWNER = "111122223333";
export const KEY = `arn:aws:kms:eu-west-1:${OWNER}:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412`;

/** Every action of KMS. */
export const EVERY = `
CancelKeyDeletion ConnectCustomKeyStore CreateAlias CreateCustomKeyStore CreateGrant CreateKey Decapsulate
Decrypt DeleteAlias DeleteCustomKeyStore DeleteImportedKeyMaterial DeriveSharedSecret DescribeCustomKeyStores
DescribeKey DisableKey DisableKeyRotation DisconnectCustomKeyStore EnableKey EnableKeyRotation Encapsulate
Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext
GenerateDataKeyWithoutPlaintext GenerateMac GenerateRandom GetKeyLastUsage GetKeyPolicy GetKeyRotationStatus
GetParametersForImport GetPublicKey ImportKeyMaterial ListAliases ListGrants ListKeyPolicies ListKeyRotations
ListKeys ListResourceTags ListRetirableGrants PutKeyPolicy ReEncryptFrom ReEncryptTo ReplicateKey RetireGrant
RevokeGrant RotateKeyOnDemand ScheduleKeyDeletion Sign SynchronizeMultiRegionKey TagResource UntagResource
UpdateAlias UpdateCustomKeyStore UpdateKeyDescription UpdatePrimaryRegion Verify VerifyMac
`.trim().split(/\s+/).map(name => `kms:${name}`);

/** A user of the owner's account. */
export const user = (name, account = OWNER) => `arn:aws:iam::${account}:user/${name}`;

/** A policy as people write it: in lines. */
const policy = statements => JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2);

const statement = (index, more = {}) => ({
  Sid: `S${index}`, Effect: "Allow", Principal: { AWS: user(`user-${index}`) }, Action: ["kms:Decrypt", "kms:DescribeKey"],
  Resource: "*", ...more,
});

const scenario = (title, keyPolicy, principals, more = {}) => ({
  version: 1, title, accounts: [{ id: OWNER, name: "Owner" }],
  keys: [{ arn: KEY, aliases: ["alias/demo"], policy: keyPolicy }], principals, ...more,
});

const range = (count, make) => Array.from({ length: count }, (_, index) => make(index));

/** A key policy of so many statements, each of another principal. */
export const statements = count =>
  scenario(`${count} statements`, policy(range(count, index => statement(index))), [{ arn: user("user-3") }, { arn: user("nobody") }]);

/** A key policy of at least so many bytes, each statement with a condition; some letters are not ASCII where wanted. */
export function bytes(size, letter = "x") {
  const one = index => statement(index, {
    Condition: { StringLike: { "kms:EncryptionContext:department": [`${letter.repeat(100)}-${index}-*`] } },
  });
  const each = Buffer.byteLength(JSON.stringify(one(1000), null, 2));
  return scenario(`${size} bytes`, policy(range(Math.ceil(size / each), one)), [{ arn: user("user-3") }, { arn: user("nobody") }]);
}

/** Principals, each with a policy of its own, by these actions. */
export const crowd = (count, actions = ACTIONS, policies = true) => scenario(
  `${count} principals`, policy([statement(0, { Principal: { AWS: `arn:aws:iam::${OWNER}:root` }, Action: "kms:*" })]),
  range(count, index => ({
    arn: user(`user-${index}`),
    ...(policies && { policies: [{ name: "P", document: policy([{ Effect: "Allow", Action: "kms:Decrypt", Resource: KEY }]) }] }),
  })),
  { matrix: { actions } },
);

/** A text that is nested as deep as this. */
export const nested = depth => scenario(
  "nested", `{"Statement":${"[".repeat(depth)}${"]".repeat(depth)}}`, [{ arn: user("alice") }],
);

/** A document of one word without a space. */
export const oneWord = length => scenario("one word", `{"Statement": [], "Id": "${"x".repeat(length)}"}`, [{ arn: user("alice") }]);
