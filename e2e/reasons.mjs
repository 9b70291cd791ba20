// A scenario for the reasons: two accounts, an organization, and a cell for every kind of answer.

import { openFiles } from "./page.mjs";

const OWNER = "111122223333";
const SECOND = "123456789012";
export const KEY = `arn:aws:kms:eu-west-1:${OWNER}:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412`;
const BUCKET = "arn:aws:s3:::reports-111122223333";

export const BUILD = `arn:aws:iam::${SECOND}:role/Build`;
export const AUDITOR = `arn:aws:iam::${OWNER}:role/Auditor`;
export const APP = `arn:aws:iam::${OWNER}:role/App`;
export const TEMP = `arn:aws:iam::${OWNER}:user/Temp`;

const allow = (sid, rest) => ({ Sid: sid, Effect: "Allow", Action: "kms:*", Resource: "*", ...rest });
const deny = (sid, rest) => ({ ...allow(sid, rest), Effect: "Deny" });
const policy = (...Statement) => JSON.stringify({ Version: "2012-10-17", Statement }, null, 2);
const full = { name: "FullAWSAccess", document: policy({ Effect: "Allow", Action: "*", Resource: "*" }) };

/** @type {(owner: string) => object} */
const keyPolicy = owner => policy(
  allow("Enable IAM policies", { Principal: { AWS: `arn:aws:iam::${owner}:root` } }),
  allow("Deploy from the second account", {
    Principal: { AWS: `arn:aws:iam::${SECOND}:root` },
    Action: ["kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncrypt*"],
    Condition: { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${SECOND}:role/Deploy` } },
  }),
  deny("Nothing for auditors", { Principal: "*", Action: "kms:Decrypt", Condition: {
    ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${owner}:role/Audit*` },
  } }),
);

export const SCENARIO = {
  version: 1,
  title: "Reasons",
  accounts: [
    { id: OWNER, name: "Key owner" },
    {
      id: SECOND,
      name: "Second account",
      organization: { id: "o-exampleorgid", path: ["r-ab12", "ou-ab12-11111111"] },
      scps: [[full], [full], [
        full,
        { name: "OnlyFromTheOffice", document: policy(deny("Not from elsewhere", {
          Action: "kms:DescribeKey",
          Condition: { NotIpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } },
        })) },
      ]],
    },
  ],
  keys: [
    {
      arn: KEY,
      policy: keyPolicy(OWNER),
      grants: [
        { id: "g1", grantee: APP, operations: ["Encrypt"], constraints: { encryptionContextSubset: { Dept: "IT" } } },
        { id: "g2", grantee: TEMP, operations: ["Decrypt"] },
      ],
    },
  ],
  principals: [
    { arn: BUILD, policies: [{ name: "UseTheKey", document: policy(allow("Use", { Resource: KEY })), attached: "inline" }] },
    { arn: AUDITOR, policies: [{ name: "Audit", document: policy(allow("All")), attached: "inline" }] },
    {
      arn: APP,
      policies: [{ name: "App", document: policy(allow("App"), allow("Upload", { Action: "s3:PutObject" })), attached: "inline" }],
      boundary: { name: "Edge", document: policy(allow("WithMfa", {
        Action: ["kms:*", "s3:*"], Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      })) },
    },
    { arn: TEMP, policies: [{ name: "All", document: policy(allow("All")), attached: "inline" }] },
  ],
  buckets: [{ name: BUCKET.split(":::")[1], account: OWNER, region: "eu-west-1", encryption: { type: "aws:kms", key: KEY } }],
  matrix: {
    actions: ["kms:Decrypt", "kms:Encrypt", "kms:DescribeKey", "kms:ReEncrypt", "s3:PutObject"],
    key: KEY,
    request: {
      context: { "aws:SourceIp": "198.51.100.7" },
      resource: `${BUCKET}/june.csv`,
    },
  },
};

/** The same with the key disabled. */
export const WITH_DISABLED = { ...SCENARIO, keys: [{ ...SCENARIO.keys[0], state: "Disabled" }] };

/** Opens a scenario instead of what is there, from a file. */
export async function openScenario(p, scenario) {
  await openFiles(p, { name: "scenario.json", text: JSON.stringify({ version: 1, scenario, view: {} }) });
  await p.page.locator("#file-dialog").waitFor({ state: "hidden" });
  await p.drawn();
}
