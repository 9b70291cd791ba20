// What strangers may put into a file, a link or a message, as scenarios: large beyond anything that AWS takes, and with
// names that want to be markup, run backwards, or not be seen.

import { ACTIONS } from "./page.mjs";

/** Markup that would say so if it ran. */
const IMAGE = `<img src=x onerror="window.__pwned=1">`;
const SCRIPT = "<script>window.__pwned=1</script>";

/** What nobody sees: controls of direction, characters without width, of no use in a name. */
export const UNSEEN = [
  0x00, 0x07, 0x1b, 0x7f, 0x85, 0xad, 0x34f, 0x61c, 0x115f, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c,
  0x202d, 0x202e, 0x2060, 0x2063, 0x2066, 0x2067, 0x2068, 0x2069, 0x2800, 0x3164, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xe0041,
];

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

/** A name for a place of the scenario: it wants to run, to run backwards, and to look like another. */
const bad = (place, runs = IMAGE + SCRIPT) => `${place}${runs}\u202e\u2066\u200b\ufeff\u2060\0`;

/** Names that want more than to name, wherever a scenario has one. */
export function names() {
  const statements = [
    statement(0, { Sid: bad("sid"), Principal: { AWS: `arn:aws:iam::${OWNER}:root` }, Action: "kms:*" }),
    statement(1, { Sid: bad("deny"), Effect: "Deny", Principal: "*", Condition: { StringEquals: { [bad("aws:PrincipalTag/key")]: bad("value") } } }),
  ];
  // A slash would end the path of the name.
  const arn = user(bad("user", IMAGE));
  const stranger = user(bad("stranger", IMAGE), "123456789012");
  return {
    version: 1, title: bad("title"), description: `${bad("description")}\n[link](javascript:window.__pwned=1) ![x](x) **bold**`,
    accounts: [{ id: OWNER, name: bad("account") }, { id: "123456789012", name: bad("other") }],
    keys: [
      { arn: KEY, aliases: [`alias/${bad("alias")}`], tags: { [bad("tag")]: bad("tagged") }, policy: policy(statements) },
      { arn: KEY.replace("5e69", "0000"), aliases: [`alias/${bad("second")}`], policy: "{" },
    ],
    principals: [
      { arn, tags: { [bad("tag")]: bad("value") }, policies: [
        { name: bad("policy"), document: policy([{ Sid: bad("own"), Effect: "Allow", Action: "kms:Decrypt", Resource: bad(KEY) }]) },
        { name: bad("broken"), document: `{"Statement": ${bad("text")}` },
      ] },
      { arn: stranger },
    ],
    matrix: { principals: [arn, stranger], actions: ACTIONS },
    steps: [{
      title: bad("step"), text: `${bad("text")} **bold** [link](javascript:window.__pwned=1)`, hint: bad("hint"),
      checks: [{ principal: arn, action: "kms:Decrypt", expect: { verdict: "allow" } }],
    }],
  };
}

/** One name of so many letters, in each place. */
export function long(length) {
  const name = "x".repeat(length);
  return {
    ...scenario(`long ${name}`, policy([statement(0, { Sid: name, Principal: { AWS: `arn:aws:iam::${OWNER}:root` } })]), [
      { arn: user(name), policies: [{ name, document: policy([{ Sid: name, Effect: "Allow", Action: "kms:Decrypt", Resource: `${KEY}${name}` }]) }] },
      { arn: user("alice") },
    ]),
    description: name, accounts: [{ id: OWNER, name }],
  };
}
