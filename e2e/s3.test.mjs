// S3's console beside the matrix: the upload of the course's demonstration, from refused to done, and what follows.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { faults } from "./axe.mjs";
import { open } from "./open.mjs";
import { identityPolicy, KEY_ARN, KEY_POLICY, KEY_USER, STUART } from "./page.mjs";

const PICTURES = fileURLToPath(new URL("screenshots/", import.meta.url));
const BOB = "arn:aws:iam::123456789012:user/Bob";
/** The policies of the lesson: Stuart's KeyDemo, and Bob's. */
const KEY_DEMO = identityPolicy(0, 0);
const OF_BOB = identityPolicy(3, 0);
const ALL_OF_S3 = `{"Effect":"Allow","Action":"s3:*","Resource":"*"},`;

const form = p => p.page.locator(".s3-form");
const field = (p, name) => form(p).getByLabel(name, { exact: true });
const answer = p => p.page.getByRole("region", { name: "What S3 answers" });
const press = async (p, name) => {
  await answer(p).getByRole("button", { name, exact: true }).click();
  await p.drawn();
};
const choose = async (p, name, label) => {
  await field(p, name).selectOption({ label });
  await p.drawn();
};
const title = async p => {
  await p.drawn();
  return answer(p).locator("h3").first().innerText();
};
const parts = async p => {
  await p.drawn();
  return answer(p).getByRole("list", { name: "What S3 asks for" }).getByRole("listitem").allInnerTexts();
};
/** The object's properties, by name. */
const properties = async p => {
  await p.drawn();
  return answer(p).locator("dl").evaluate(list => Object.fromEntries(
    [...list.querySelectorAll("dt")].map(one => [one.innerText, one.nextElementSibling.innerText]),
  ));
};
const notice = p => p.page.locator(".notice");
const keys = async p => (await field(p, "AWS KMS key").locator("option").allInnerTexts()).slice(1);
const said = (p, id) => p.page.locator(`#${id}`).innerText();

/** The lesson as one of its steps begins, with S3's console open. */
async function openLesson(p, step) {
  await p.click("Scenarios");
  await p.page.getByRole("button", { name: "Open: Lesson: share a key with another account" }).click();
  await p.drawn();
  const panel = p.page.locator(".steps");
  const unfold = p.page.locator("#steps");
  const folded = await unfold.getAttribute("aria-expanded") === "false";
  if (folded) await unfold.click();
  await panel.getByRole("button", { name: step }).click();
  await panel.getByRole("button", { name: "Reset", exact: true }).click();
  await p.drawn();
  if (folded) await unfold.click();
  await p.page.getByRole("tab", { name: "S3 test" }).click();
  await field(p, "Principal").selectOption(STUART);
}

async function enterArn(p, arn = KEY_ARN) {
  await choose(p, "Encryption", "SSE-KMS: enter AWS KMS key ARN");
  await field(p, "AWS KMS key ARN").fill(arn);
  await p.drawn();
}

/** Types a statement before the others of a policy. */
const addStatement = (p, policy, statement) => p.typeBehind(policy, `"Statement": [`, statement);

async function picture({ page }, name) {
  if (!process.env.SCREENSHOTS) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}s3-${name}.png` });
}

test("the demonstration's upload: refused by S3, then by KMS, then done", async t => {
  const p = await open(t);
  await openLesson(p, "13 The upload");
  await enterArn(p);
  assert.equal(await title(p), "– Upload fails: AccessDenied");
  assert.deepEqual(await parts(p), ["– s3:PutObject denied", "– kms:GenerateDataKey denied"]);
  await press(p, "Upload");
  assert.match(await notice(p).innerText(), /^Upload failed\. An error occurred \(AccessDenied\) when calling the PutObject/);
  assert.equal(await notice(p).getByRole("button", { name: "Undo" }).count(), 0, "nothing has changed");

  await addStatement(p, KEY_DEMO, `{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::amzn-s3-demo-bucket/*"},`);
  assert.deepEqual(await parts(p), ["✓ s3:PutObject allowed", "– kms:GenerateDataKey denied"]);
  assert.match(await answer(p).locator(".quote").innerText(), /Stuart is not authorized to perform: kms:GenerateDataKey/);
  assert.match(await p.whySentence(), /kms:GenerateDataKey is refused/, "the reasons are those of the upload");
  assert.match(await p.page.locator(".why .ask").innerText(), /^Stuart · s3:PutObject · amzn-s3-demo-bucket\/photo\.jpg/);

  await p.typeBehind(KEY_POLICY, `user/Stuart"`, "");
  await p.typeBehind(KEY_POLICY, `"Allow Stuart",`, "");
  await p.caretBehind(KEY_POLICY, `user/Stuart"`);
  await p.press("ArrowDown", "ArrowDown", "End");
  await p.type(`"kms:GenerateDataKey",`);
  assert.equal(await title(p), "✓ Upload works");
  assert.deepEqual(await parts(p), ["✓ s3:PutObject allowed", "✓ kms:GenerateDataKey allowed"]);
  assert.deepEqual(await properties(p), {
    "Encryption type": "Server-side encryption with AWS Key Management Service keys (SSE-KMS)",
    "Encryption key ARN": KEY_ARN,
    "Account of the key": "111122223333 (Key owner)",
    "Bucket Key": "Disabled",
  });
  const held = p.page.locator(".checks > li");
  assert.ok(await held.evaluateAll(all => all.every(one => one.dataset.held === "true")), "the lesson's step is done");

  await press(p, "Upload");
  assert.match(await notice(p).innerText(), /^Done: uploaded photo\.jpg\./);
  await choose(p, "Operation", "Download");
  assert.deepEqual(await field(p, "Object").locator("option").allInnerTexts(), ["photo.jpg"]);
  await p.click("Undo");
  await p.drawn();
  assert.deepEqual(await field(p, "Object").locator("option").allInnerTexts(), [], "an upload is one step back");
  await p.redo();
  await p.drawn();
  assert.deepEqual(await field(p, "Object").locator("option").allInnerTexts(), ["photo.jpg"]);
});

test("the list of keys is what the account's console would list", async t => {
  const p = await open(t);
  await openLesson(p, "14 Not in the list");
  assert.deepEqual(await keys(p), []);
  assert.match(await said(p, "s3-listed-note"), /The list cannot be loaded\. User: \S+user\/Stuart is not authorized to perform: kms:ListKeys/);
  await addStatement(p, KEY_DEMO, `{"Effect":"Allow","Action":["kms:ListKeys","kms:ListAliases"],"Resource":"*"},`);
  await p.drawn();
  assert.deepEqual(await keys(p), [], "the shared key is not his account's");
  const his = await said(p, "s3-listed-note");
  assert.doesNotMatch(his, /cannot be loaded/);
  assert.match(his, /Not listed: alias\/demo: a key of another account, 111122223333/);
  assert.match(await answer(p).innerText(), /No key is listed: choose to enter the ARN/);

  await field(p, "Principal").selectOption(KEY_USER);
  await p.addPolicy("Lists");
  await p.typeInstead(identityPolicy(1, 0), {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["kms:ListKeys", "kms:ListAliases", "s3:PutObject"], Resource: "*" }],
  });
  await p.drawn();
  assert.deepEqual(await keys(p), ["alias/demo"], "the owner's own key; the AWS managed one is a choice of its own");
  await choose(p, "AWS KMS key", "alias/demo");
  assert.deepEqual(await parts(p), ["– s3:PutObject denied ?", "✓ kms:GenerateDataKey allowed"], "the bucket is the other account's (S-9)");
});

test("what is entered and is no key ARN is said at the field", async t => {
  const p = await open(t);
  await openLesson(p, "14 Not in the list");
  await addStatement(p, KEY_DEMO, ALL_OF_S3);
  await enterArn(p, "");
  assert.match(await answer(p).innerText(), /^Enter the ARN of the key\.$/);
  const entered = field(p, "AWS KMS key ARN");
  assert.equal(await entered.getAttribute("aria-invalid"), null, "nothing is wrong with an empty field yet");
  await entered.focus();
  await p.type("alias/demo");
  await p.drawn();
  assert.equal(await entered.getAttribute("aria-invalid"), "true");
  assert.match(await said(p, await entered.getAttribute("aria-describedby")), /This is no key ARN: enter one of the form/);
  assert.match(await answer(p).innerText(), /S3 is not asked yet/);
  // What was chosen last is kept for its own sake, not with something else that changed.
  await p.page.waitForTimeout(600);
  await entered.fill(KEY_ARN);
  assert.equal(await title(p), "✓ Upload works");

  await p.page.reload();
  await p.ready();
  assert.equal(await entered.inputValue(), KEY_ARN, "a reload brings it back");
  assert.equal(await title(p), "✓ Upload works");
});

test("another principal downloads what was uploaded, where both halves let them", async t => {
  const p = await open(t);
  await openLesson(p, "14 Not in the list");
  await addStatement(p, KEY_DEMO, ALL_OF_S3);
  await enterArn(p);
  await press(p, "Upload");
  await choose(p, "Operation", "Download");
  await press(p, "Download");
  assert.match(await notice(p).innerText(), /^Downloaded: photo\.jpg, decrypted\./);

  await field(p, "Principal").selectOption(BOB);
  assert.equal(await title(p), "– Download fails: AccessDenied");
  await addStatement(p, OF_BOB, ALL_OF_S3);
  assert.deepEqual(await parts(p), ["✓ s3:GetObject allowed", "– kms:Decrypt denied"], "the key policy names Stuart only");
  assert.equal(await answer(p).locator("dl").count(), 0);
  await press(p, "Why");
  assert.equal(await p.page.evaluate(() => document.activeElement.id), "why");
  assert.match(await p.whySentence(), /kms:Decrypt is refused/);
  await p.caretBehind(KEY_POLICY, `"AWS": "arn:aws:iam::123456789012:user/Stuart`);
  await p.press("End");
  for (let at = 0; at < "user/Stuart\"".length; at += 1) await p.press("Backspace");
  await p.type(`root"`);
  assert.equal(await title(p), "✓ Download works");
  assert.equal((await properties(p))["Encryption key ARN"], KEY_ARN);
});

test("an upload in parts needs kms:Decrypt as well", async t => {
  const p = await open(t);
  await openLesson(p, "14 Not in the list");
  await addStatement(p, KEY_DEMO, ALL_OF_S3);
  await enterArn(p);
  await choose(p, "Operation", "Multipart upload");
  assert.deepEqual(await parts(p), ["✓ s3:PutObject allowed", "✓ kms:GenerateDataKey allowed", "✓ kms:Decrypt allowed"]);
  await addStatement(p, KEY_DEMO, `{"Effect":"Deny","Action":"kms:Decrypt","Resource":"*"},`);
  assert.equal(await title(p), "✕ Multipart upload fails: AccessDenied");
  assert.deepEqual((await parts(p)).at(-1), "✕ kms:Decrypt denied explicitly");
  await choose(p, "Operation", "Upload");
  assert.equal(await title(p), "✓ Upload works", "a small one does not need it");
});

test("what would allow the upload is proposed, and one change after the other does it", async t => {
  const p = await open(t);
  await openLesson(p, "13 The upload");
  await enterArn(p);
  const proposals = p.page.locator("#changes:not(.is-waiting) .proposal");
  for (let at = 0; at < 2 && await title(p) !== "✓ Upload works"; at += 1) {
    await proposals.first().getByRole("button", { name: /^Apply/ }).click();
    await p.drawn();
  }
  assert.equal(await title(p), "✓ Upload works");
  await p.undo();
  assert.equal(await title(p), "– Upload fails: AccessDenied");
});

test("a bucket in another Region than the key", async t => {
  const p = await open(t);
  await openLesson(p, "14 Not in the list");
  await addStatement(p, KEY_DEMO, ALL_OF_S3);
  await enterArn(p);
  await form(p).getByRole("button", { name: "New bucket…" }).click();
  await p.drawn();
  assert.equal(await p.page.evaluate(() => document.activeElement.name), "newName", "the focus goes there");
  assert.equal(await field(p, "Account number").inputValue(), "123456789012");
  await p.type("amzn-s3-demo-bucket");
  await p.drawn();
  assert.equal(await field(p, "Bucket name").getAttribute("aria-invalid"), "true", "there is one of this name");
  await p.type("-us");
  await field(p, "Region").fill("Ireland");
  await form(p).getByRole("button", { name: "Create bucket" }).click();
  assert.equal(await p.page.evaluate(() => document.activeElement.name), "newRegion", "led to what is wrong");
  await field(p, "Region").fill("us-east-1");
  await form(p).getByRole("button", { name: "Create bucket" }).click();
  await p.drawn();
  assert.equal(await field(p, "Bucket").inputValue(), "amzn-s3-demo-bucket-us");
  assert.equal(await title(p), "! Upload fails: KMS.NotFoundException");
  assert.match(await answer(p).locator(".quote").innerText(), /Invalid arn eu-west-1/);
  await p.page.evaluate(() => document.activeElement.blur());
  await p.undo();
  await p.drawn();
  assert.deepEqual(await field(p, "Bucket").locator("option").allInnerTexts(), ["amzn-s3-demo-bucket"]);
  assert.equal(await title(p), "✓ Upload works");
});

test("the AWS managed key is added where S3 would make it", async t => {
  const p = await open(t);
  await openLesson(p, "14 Not in the list");
  await addStatement(p, KEY_DEMO, ALL_OF_S3);
  await choose(p, "Encryption", "SSE-KMS: AWS managed key (aws/s3)");
  assert.equal(await title(p), "! Upload fails: NotModelled ?");
  await press(p, "Add aws/s3 of account 123456789012");
  assert.equal(await title(p), "✓ Upload works");
  assert.equal((await properties(p))["Account of the key"], "123456789012 (Second account)");
});

test("a scenario without a bucket says so; the tabs work by keyboard; a cell leads back to the decisions", async t => {
  const p = await open(t);
  const decisions = p.page.getByRole("tab", { name: "Decisions" });
  await decisions.focus();
  await p.press("ArrowRight");
  await p.drawn();
  assert.equal(await p.page.evaluate(() => document.activeElement.textContent), "S3 test");
  assert.match(await answer(p).innerText(), /This scenario has no bucket: make one\./);
  await p.press("ArrowLeft");
  await p.drawn();
  await p.selectCell(STUART, "kms:Decrypt");
  assert.match(await p.page.locator(".why .ask").innerText(), /^Stuart · kms:Decrypt · key in eu-west-1/);
});

for (const [width, height] of [[1440, 900], [390, 844], [360, 640]]) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`${width}x${height}, ${colorScheme}: axe finds nothing, nothing sticks out`, async t => {
      const phone = width <= 700;
      const p = await open(t, { width, height, colorScheme, touch: phone, editors: !phone });
      await openLesson(p, "14 Not in the list");
      const check = async name => {
        await picture(p, `${width}x${height}-${colorScheme}-${name}`);
        assert.deepEqual(await faults(p.page), [], name);
        const wide = await p.page.evaluate(() => {
          const parts = document.querySelectorAll(".matrix-panel, .s3, .s3 .field");
          const wider = [...parts].map(one => one.scrollWidth - one.clientWidth);
          return Math.max(document.documentElement.scrollWidth - innerWidth, ...wider);
        });
        assert.ok(wide <= 0, `${name}: ${wide} pixels too wide`);
      };
      await check("list");
      await enterArn(p, "alias/demo");
      await check("no-arn");
      await field(p, "AWS KMS key ARN").fill(KEY_ARN);
      await form(p).getByRole("button", { name: "New bucket…" }).click();
      await check("allowed");
      await field(p, "Principal").selectOption(BOB);
      await press(p, "Upload");
      await check("refused");
    });
  }
}
