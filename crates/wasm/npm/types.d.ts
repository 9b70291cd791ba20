// Generated from the Rust types: UPDATE_TYPES=1 cargo test -p kms-policy-wasm --test types

/** Any JSON. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue };

/**
 * A policy: its text, broken or not, or an object. The text of an object, in which spans, lines and columns count, is
 * that of `JSON.stringify(policy, null, 2)`; inside a scenario that is a text itself it is what stands there.
 */
export type PolicyDocument = string | object;

/** The bytes `[start, end)` of a document's text in UTF-8, as in the reports of the command line. */
export type Span = [start: number, end: number];

/** Everything a decision depends on. */
export interface Scenario {
  /** The version of the format: 1. */
  version: number;
  /** A short name. */
  title?: string | null;
  /** Shown above the editors. */
  description?: string | null;
  /** The clock, ISO 8601. Absent: date conditions are missing a value. */
  time?: string | null;
  /** Do principals that are not defined here not exist? */
  closed?: boolean | null;
  /** Accounts that have a name, an organization or other properties; others need no entry. */
  accounts?: Account[] | null;
  /** The KMS keys. */
  keys?: Key[] | null;
  /** Who calls. */
  principals?: Principal[] | null;
  /** VPC endpoints that requests may pass. */
  vpcEndpoints?: VpcEndpoint[] | null;
  /** S3 buckets, for operations of S3. */
  buckets?: Bucket[] | null;
  /** Saved checks. */
  requests?: Request[] | null;
  /** Which decisions the page shows. */
  matrix?: Matrix | null;
  /** Conformance cases: the rules a case is about. */
  case?: Case | null;
  /** How the gallery presents it. */
  gallery?: Gallery | null;
  /** The steps of a lesson. */
  steps?: Step[] | null;
}

/** A saved check: who, what, on which key, and what is expected. */
export interface Request {
  /** A short name. */
  title?: string | null;
  /** The principal's id. */
  principal: string;
  /** The action, such as `kms:Decrypt`. */
  action: string;
  /** The key as the caller writes it: key ARN, key ID, alias name or alias ARN. */
  key?: string | null;
  /** The key that a ciphertext names. */
  ciphertextKey?: string | null;
  /** The second key of ReEncrypt and of copies. */
  destinationKey?: string | null;
  /** See `RequestDetails.resource`. */
  resource?: string | null;
  /** See `RequestDetails.source`. */
  source?: string | null;
  /** See `RequestDetails.region`. */
  region?: string | null;
  /** See `RequestDetails.via`. */
  via?: string | null;
  /** See `RequestDetails.encryptionContext`. */
  encryptionContext?: { [name: string]: string } | null;
  /** Grants whose tokens the request carries. */
  grantTokens?: string[] | null;
  /** See `RequestDetails.vpcEndpoint`. */
  vpcEndpoint?: string | null;
  /** See `RequestDetails.parameters`. */
  parameters?: { [name: string]: JsonValue } | null;
  /** See `RequestDetails.context`. */
  context?: { [name: string]: JsonValue } | null;
  /** What the decision must be. */
  expect?: Expect | null;
}

/** What is decided of the requests of one scenario. */
export interface Report {
  /** The version of the format: 1. */
  version: number;
  /** The version of the engine. */
  engine: string;
  /** The date of the AWS service model behind the table of actions. */
  model: string;
  /** One decision a request, in order. */
  decisions: Decision[];
  /** What is wrong with the documents. */
  findings: Finding[];
}

/** The answer to one request, with everything that led to it. */
export interface Decision {
  /** The index of the request, from 0; in a matrix, of the cell row by row. */
  request: number;
  /** The principal's id. */
  principal: string;
  /** The action. */
  action: string;
  /** The key as the request names it. */
  key: string | null;
  /** The answer. */
  verdict: Verdict;
  /** With the verdict `error`: the exception. */
  error: string | null;
  /** Where the request has an expectation: its verdict. */
  expected?: Verdict;
  /** Where the request has an expectation: did all of it hold? */
  held?: boolean;
  /** The layer that settled it. */
  layer: LayerName;
  /** The reason in one plain sentence. */
  sentence: string;
  /** What AWS prints where it refuses, as near as is known. */
  message: string | null;
  /** How sure it is. */
  confidence: Confidence;
  /** The numbers of the rules that decided. */
  rules: string[];
  /** What the request's context had. */
  context: ContextValue[];
  /** Keys that a condition asked for and the request could not fill. */
  missing: string[];
  /** The decisions of a compound operation. */
  parts: Decision[];
  /** The layers, in AWS's order; empty where they were not asked for. */
  layers?: Layer[];
  /** Changes to the policies, the request or the key that would change the answer. */
  changes: Change[];
  /** Where changes were looked for and there are none: why. */
  unchanged?: string;
}

/** Something wrong with a document or with the scenario. */
export interface Finding {
  /** A stable code. */
  code: string;
  /** How bad it is. */
  severity: Severity;
  /** What is wrong. */
  message: string;
  /** What to do about it. */
  help: string;
  /** The document, as a JSON Pointer. */
  document: string;
  /** Where in its text. */
  span: Span;
  /** The line, from 1. */
  line: number;
  /** The column, from 1: in characters on the command line, in UTF-16 units in JavaScript. */
  column: number;
  /** Would AWS refuse to save the document because of it? */
  refused: boolean;
  /** What AWS answers on saving, where it would refuse and the text is known. */
  awsMessage: string | null;
  /** What would mend it. */
  repairs: Repair[];
}

/** What is wrong. */
export type ErrorCode =
  /** It is not JSON, is of a newer version, has an unknown field or a value of another type. */
  | "unreadable-scenario"
  /** The scenario names something that does not exist, such as an account without twelve digits. */
  | "invalid-scenario"
  /** The request cannot be read, or is not one of the scenario. */
  | "invalid-request"
  /** No policy is of this kind. */
  | "unknown-kind"
  /** There is no link in the text. */
  | "no-link"
  /** The link was made by a newer version. */
  | "newer-link"
  /** The link is longer than any link is, or would be. */
  | "link-too-long"
  /** It holds more than a link may. */
  | "link-too-large"
  /** A character of it stands in no link. */
  | "link-character"
  /** Its end is missing. */
  | "link-cut-off"
  /** Something in it was changed. */
  | "link-damaged"
  /** A fault of this package. */
  | "internal";

/** What decides. */
export interface Version {
  /** The version of the formats that are read and written: 1. */
  version: number;
  /** The version of the engine, and of this package. */
  engine: string;
  /** The date of the AWS service model behind the table of actions. */
  model: string;
}

/** An AWS account. */
export interface Account {
  /** Twelve digits. */
  id: string;
  /** What people call it. */
  name?: string | null;
  /** The opt-in Regions that are enabled. Absent: every Region is. */
  optInRegions?: string[] | null;
  /** The organization it belongs to. */
  organization?: Organization | null;
  /** Service control policies, a list a level: root first, the account last. */
  scps?: NamedDocument[][] | null;
  /** Resource control policies, by level like `scps`. */
  rcps?: NamedDocument[][] | null;
}

/** A KMS key. */
export interface Key {
  /** `arn:PARTITION:kms:REGION:ACCOUNT:key/ID` */
  arn: string;
  /** `alias/name`, each. */
  aliases?: string[] | null;
  /** `customer`, the default, or `aws`. */
  manager?: Manager | null;
  /** The key spec. Absent: `SYMMETRIC_DEFAULT`. */
  spec?: string | null;
  /** The key usage. Absent: by the spec. */
  usage?: string | null;
  /** The origin. Absent: `AWS_KMS`. */
  origin?: string | null;
  /** The key state. Absent: `Enabled`. */
  state?: string | null;
  /** `primary` or `replica`. Absent: a key of one Region. */
  multiRegion?: MultiRegion | null;
  /** Tags. */
  tags?: { [name: string]: string } | null;
  /** The key policy in the editor. Absent: the default policy of the API (K-20). */
  policy?: PolicyDocument | null;
  /** The key policy in force, where it differs: it authorizes PutKeyPolicy. */
  saved?: PolicyDocument | null;
  /** The second key policy of a key shared through AWS RAM. */
  ramPolicy?: PolicyDocument | null;
  /** Grants on it. */
  grants?: Grant[] | null;
}

/** Who calls: a user, a session of a role, a federated user, an account's root user or a service. */
export interface Principal {
  /** Its name in requests and the matrix. Absent: `arn` or `service`. */
  id?: string | null;
  /** Its ARN; a role's ARN stands for a session of that role. */
  arn?: string | null;
  /** The service principal, such as `sns.amazonaws.com`, instead of an ARN. */
  service?: string | null;
  /** The resource for which a service calls. */
  sourceArn?: string | null;
  /** The account for which a service calls. */
  sourceAccount?: string | null;
  /** The principal whose policies, boundary and tags it uses; the user behind a federated user. */
  issuer?: string | null;
  /** Tags of the user or role. */
  tags?: { [name: string]: string } | null;
  /** Was MFA used? Absent: long-term keys for a user, false for a session. */
  mfa?: boolean | null;
  /** `AIDA…` or `AROA…` */
  uniqueId?: string | null;
  /** Was it deleted and made again since the key policy was saved? */
  recreated?: boolean | null;
  /** Its identity policies, those of its groups included. */
  policies?: IdentityPolicy[] | null;
  /** Its permissions boundary. */
  boundary?: NamedDocument | null;
  /** Its session. */
  session?: Session | null;
}

/** A VPC endpoint for KMS. */
export interface VpcEndpoint {
  /** `vpce-…` */
  id: string;
  /** `vpc-…` */
  vpc?: string | null;
  /** Its owner. */
  account?: string | null;
  /** Its policy. Absent: everything is allowed. */
  policy?: PolicyDocument | null;
}

/** An S3 bucket. */
export interface Bucket {
  /** Its name. */
  name: string;
  /** Its owner. Absent: the caller's account, of a service the first key's. */
  account?: string | null;
  /** Its Region. Absent: that of the first key. */
  region?: string | null;
  /** Its bucket policy. */
  policy?: PolicyDocument | null;
  /** Its default encryption. Absent: SSE-S3. */
  encryption?: BucketEncryption | null;
  /** Objects in it. */
  objects?: BucketObject[] | null;
}

/** Which decisions the page shows: each row's principal with each column's action on one key. */
export interface Matrix {
  /** The ids of its principals. Absent: all, in order. */
  principals?: string[] | null;
  /**
   * Its actions. Absent: `kms:Encrypt`, `kms:Decrypt`, `kms:GenerateDataKey`, `kms:DescribeKey`,
   * `kms:CreateGrant` and `kms:PutKeyPolicy`.
   */
  actions?: string[] | null;
  /** Its key. Absent: the first one. */
  key?: string | null;
  /** What every request of it carries. */
  request?: RequestDetails | null;
}

/** What a conformance case is about. */
export interface Case {
  /** The rules, by number. */
  rules: string[];
  /** Where AWS says so. */
  source?: string | null;
  /** Why the expectation follows. */
  why?: string | null;
}

/** How the gallery presents a scenario. */
export interface Gallery {
  /** What goes wrong. */
  symptom?: string | null;
  /** What to find out. */
  question?: string | null;
  /** Words to find it by. */
  tags?: string[] | null;
  /** A common belief. */
  claim?: string | null;
  /** What is true instead. */
  truth?: string | null;
}

/** A step of a lesson. */
export interface Step {
  /** A short name. */
  title?: string | null;
  /** What to do. */
  text?: string | null;
  /** A nudge. */
  hint?: string | null;
  /** What has been learned once it is done. */
  learned?: string | null;
  /** When it is done. */
  checks?: Request[] | null;
  /** What does it. */
  solution?: Edit[] | null;
}

/** What is expected of a decision; what is absent is not looked at. */
export interface Expect {
  /** The verdict. */
  verdict?: Verdict | null;
  /** The exception of the verdict `error`. */
  error?: string | null;
  /** The layer that decided. */
  layer?: LayerName | null;
  /** The document of the statement that decided, as a JSON Pointer. */
  document?: string | null;
  /** The index of that statement, from 0. */
  statement?: number | null;
  /** Rules that must be among those that decided. */
  rules?: string[] | null;
  /** What AWS prints. */
  message?: string | null;
  /** Context keys that were missing. */
  missing?: string[] | null;
  /** How sure the decision is. */
  confidence?: Confidence | null;
}

/** The answer to a request. */
export type Verdict =
  /** The request is authorized. */
  | "allow"
  /** Nothing allowed it. */
  | "implicit-deny"
  /** A Deny statement matched. */
  | "explicit-deny"
  /** KMS answers with another exception, or it cannot be decided. */
  | "error";

/** The layers of a decision, in AWS's order. */
export type LayerName =
  /** Resource control policies of the owner's organization. */
  | "rcp"
  /** Service control policies of the caller's organization. */
  | "scp"
  /** The policy of the VPC endpoint. */
  | "vpc-endpoint"
  /** The key policy. */
  | "key-policy"
  /** The bucket policy. */
  | "bucket-policy"
  /** Identity policies of the caller. */
  | "identity"
  /** The permissions boundary. */
  | "boundary"
  /** The session policy. */
  | "session"
  /** Grants. */
  | "grant"
  /** Whether the operation can be called so at all. */
  | "operation"
  /** State and kind of the key. */
  | "key-state";

/** How sure a decision is: the weakest of the rules it rests on. */
export type Confidence =
  /** Documented by AWS. */
  | "documented"
  /** Seen in real output. */
  | "observed"
  /** Follows from documented or observed rules. */
  | "inferred"
  /** Sources are silent or at odds, or something could not be evaluated. */
  | "uncertain";

/** A value that the request's context had, and where it came from. */
export interface ContextValue {
  /** The condition key. */
  key: string;
  /** Its values. */
  values: string[];
  /** A JSON Pointer into the scenario, or `default`. */
  from: string;
}

/** One layer of a decision. */
export interface Layer {
  /** Which. */
  layer: LayerName;
  /** The account whose layer it is. */
  account: string | null;
  /** For service and resource control policies: the root, unit or account it is attached to. */
  level: string | null;
  /** What it says. */
  result: LayerResult;
  /** Key policy only: the strongest way in which it allowed. */
  trust: Trust | null;
  /** Its statements, document by document. */
  statements: StatementTrace[];
}

/** A change to the scenario and what it would change in the matrix. */
export interface Change {
  /** What it does. */
  title: string;
  /** Does it let more in than the one request? */
  widens: boolean;
  /** How it is done, one edit after the other. */
  edits: Edit[];
  /** The cells of the matrix that it would decide otherwise, the one asked about included. */
  cells: CellChange[];
}

/** How bad a problem or finding is. */
export type Severity =
  /** AWS refuses to save the document, or part of it can never do what it says. */
  | "error"
  /** It lets in more than was probably meant. */
  | "security-warning"
  /** It does not do what it seems to, or is not evaluated here. */
  | "warning"
  /** It could be said better. */
  | "suggestion";

/** A mechanical way to mend a finding. */
export interface Repair {
  /** What it does, as a button says it. */
  title: string;
  /** How it is done. */
  edits: Edit[];
  /**
   * Is it the only text that can have been meant, which allows nothing that was not allowed
   * before? Such a repair can be carried out unseen; of a document that AWS refuses nothing is in
   * force before.
   */
  certain?: boolean;
}

/** Where an account stands in an organization. */
export interface Organization {
  /** `o-…` */
  id: string;
  /** The root and the organizational units above the account, from the top. */
  path?: string[] | null;
  /** Is it the management account? */
  management?: boolean | null;
}

/** A policy document with a name. */
export interface NamedDocument {
  /** Its name. */
  name?: string | null;
  /** Its text. */
  document: PolicyDocument;
}

/** Who manages a key. */
export type Manager =
  /** The customer. */
  | "customer"
  /** An AWS service, on the account's behalf. */
  | "aws";

/** The part of a multi-Region key. */
export type MultiRegion =
  /** The primary key. */
  | "primary"
  /** A replica. */
  | "replica";

/** A grant on a key. */
export interface Grant {
  /** Its ID. */
  id?: string | null;
  /** The ARN of the grantee principal. */
  grantee?: string | null;
  /** The grantee service, instead of a principal. */
  granteeService?: string | null;
  /** The operations it allows, such as `Decrypt`. */
  operations?: string[] | null;
  /** When it allows them. */
  constraints?: GrantConstraints | null;
  /** The account that issued it. Absent: the key's account. */
  issuingAccount?: string | null;
  /** The retiring principal. */
  retiring?: string | null;
  /** The retiring service. */
  retiringService?: string | null;
  /** Has it reached every part of KMS? Absent: yes. */
  propagated?: boolean | null;
}

/** An identity policy of a principal. */
export interface IdentityPolicy {
  /** Its name. */
  name?: string | null;
  /** Its text. */
  document: PolicyDocument;
  /** How it is attached. Absent: inline. */
  attached?: Attached | null;
  /** The group it comes from. */
  group?: string | null;
}

/** The session with which a role or federated user calls. */
export interface Session {
  /** The role session's name. Absent: `session`. */
  name?: string | null;
  /** The session policy passed in line. */
  policy?: PolicyDocument | null;
  /** Managed policies passed as session policies. */
  policies?: NamedDocument[] | null;
  /** Session tags. */
  tags?: { [name: string]: string } | null;
  /** The source identity. */
  sourceIdentity?: string | null;
}

/** The default encryption of a bucket. */
export interface BucketEncryption {
  /** `aws:kms`, `aws:kms:dsse` or `AES256`. */
  type: string;
  /** The key's ARN. Absent with `aws:kms`: `aws/s3` of the uploading account. */
  key?: string | null;
  /** Are S3 Bucket Keys on? */
  bucketKey?: boolean | null;
}

/** An object in a bucket. */
export interface BucketObject {
  /** Its key in the bucket. */
  name: string;
  /** The ARN of the KMS key it is encrypted under. Absent: none. */
  key?: string | null;
  /** Was a Bucket Key used? */
  bucketKey?: boolean | null;
}

/** What a request carries besides principal, action and key. */
export interface RequestDetails {
  /** The Region of the endpoint. Absent: that of the key ARN, else of the first key. */
  region?: string | null;
  /** The service through which the principal calls. */
  via?: string | null;
  /** The ARN of the object, secret, queue, topic or volume of an operation of another service. */
  resource?: string | null;
  /** The ARN of the object that is copied or replicated. */
  source?: string | null;
  /** The key under which a copy or replica shall lie. */
  destinationKey?: string | null;
  /** The encryption context. */
  encryptionContext?: { [name: string]: string } | null;
  /** Parameters of the operation, by their names in the AWS API. */
  parameters?: { [name: string]: JsonValue } | null;
  /** The VPC endpoint it passes. */
  vpcEndpoint?: string | null;
  /**
   * Context keys set by hand: a string, number, boolean or list of strings; `null` makes a key
   * absent.
   */
  context?: { [name: string]: JsonValue } | null;
}

/** A replacement of a part of a document's text, or of a field of the scenario. */
export type Edit =
  /** Replace the bytes `span` of a document by `text`. */
  | {
      /** The document, as a JSON Pointer. */
      document: string;
      /** The bytes to replace. */
      span: Span;
      /** What to put there. */
      text: string;
    }
  /** Set a field of the scenario. */
  | {
      /** The field, as a JSON Pointer. */
      set: string;
      /** Its new value. */
      value: JsonValue;
    };

/** What one layer says. */
export type LayerResult =
  /** It allows. */
  | "allow"
  /** It has no documents and limits nothing. */
  | "no-impact"
  /** It does not allow. */
  | "implicit-deny"
  /** It denies. */
  | "explicit-deny"
  /** It cannot be evaluated. */
  | "error";

/** How a key policy trusts the caller: first those that go round boundary and session policy. */
export type Trust =
  /** It names the role session. */
  | "session"
  /** It names the federated user. */
  | "federated"
  /** It names the user, or the user behind a federated user. */
  | "user"
  /** It names the service. */
  | "service"
  /** It names everyone. */
  | "everyone"
  /** It names the role. */
  | "role"
  /** It names the caller's account, so that IAM policies there decide. */
  | "account";

/** One statement, tested against the request. */
export interface StatementTrace {
  /** The document, as a JSON Pointer into the scenario. */
  document: string;
  /** The name of the policy. */
  name: string;
  /** Its index in the document, from 0. */
  index: number;
  /** Its Sid. */
  sid: string | null;
  /** `Allow` or `Deny`. */
  effect: string;
  /** Its place in the document's text. */
  span: Span;
  /** How near it came. */
  match: Match;
  /** What failed, in the order of the elements. */
  reasons: Reason[];
}

/** A cell of the matrix that a change would decide otherwise. */
export interface CellChange {
  /** The principal's id. */
  principal: string;
  /** The action. */
  action: string;
  /** The verdict now. */
  from: Verdict;
  /** The verdict after it. */
  to: Verdict;
}

/** The constraints of a grant. */
export interface GrantConstraints {
  /** The request's encryption context contains these pairs. */
  encryptionContextSubset?: { [name: string]: string } | null;
  /** The request's encryption context is exactly these pairs. */
  encryptionContextEquals?: { [name: string]: string } | null;
  /** The request comes from this resource. */
  sourceArn?: string | null;
}

/** How an identity policy is attached. */
export type Attached =
  /** Embedded in the user or role. */
  | "inline"
  /** A managed policy. */
  | "managed"
  /** Through a group of the user. */
  | "group";

/** How near a statement came to deciding its layer. */
export type Match =
  /** It decided what its layer says. */
  | "decisive"
  /** All of it holds, but another statement decided. */
  | "matched"
  /** Exactly one test fails. */
  | "near-miss"
  /** More than one test fails. */
  | "irrelevant";

/** One failed test of a statement. */
export interface Reason {
  /** What failed. */
  code: ReasonCode;
  /** The element of the statement. */
  element: string;
  /** The condition operator, in a Condition. */
  operator?: string;
  /** The condition key, in a Condition. */
  key?: string;
  /** What the statement asks for. */
  expected: string[];
  /** What the request has. */
  actual: string[];
  /** The element's place in the document's text. */
  span: Span;
}

/** Why a statement did not match, or could not be evaluated. */
export type ReasonCode =
  /** The principal is not among those named. */
  | "principal"
  /** The action is not among those named. */
  | "action"
  /** The resource is not among those named. */
  | "resource"
  /** A condition asks for another value. */
  | "condition-value"
  /** A condition asks for a key that the request does not have. */
  | "condition-missing"
  /** A set operator is not satisfied, or is missing. */
  | "condition-set"
  /** The principal was deleted and made again (K-40). */
  | "principal-recreated"
  /** The element cannot be evaluated. */
  | "unsupported";
