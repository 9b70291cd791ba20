// What an embed and the page around it tell each other: in frames of another origin, of an opaque one where only scripts
// may run.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { address, openCourse, SAME_ORIGIN, SCRIPTS } from "./course.mjs";
import { carried, fragment } from "./link.mjs";
import { KEY_POLICY, KEY_USER, SECOND_ROOT, STUART } from "./page.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const KMS_POLICY = join(process.env.BUILT || join(ROOT, "target/release"), "kms-policy");
const ALICE = "arn:aws:iam::111122223333:user/alice";
const SCENARIO = {
  version: 1, title: "From the course",
  keys: [{ arn: "arn:aws:kms:eu-west-1:111122223333:key/k" }], principals: [{ arn: ALICE }],
};

async function embed(t, query = "", { frames = [], ...options } = {}) {
  const course = await openCourse(t, [{ query: `?embed${query}`, ...options.frame }, ...frames], options);
  return { course, p: await course.embed() };
}

/** An embed whose origin is fixed. */
async function shaken(t, query, options) {
  const { course, p } = await embed(t, query, options);
  await course.tell("ready");
  await course.hears("decision");
  return { course, p };
}

const title = p => p.page.locator(".embed-bar .bar-title").innerText();
const notice = p => p.page.locator(".notice.is-shown p").innerText();

for (const sandbox of [SCRIPTS, SAME_ORIGIN, null]) {
  test(`the handshake, sandbox ${sandbox}: nothing of the content is said before it`, async t => {
    const { course, p } = await embed(t, "", { frame: { sandbox } });
    const { version, engine, editable } = await course.hears("ready");
    assert.deepEqual([version, editable], [1, true]);
    assert.match(engine, /^\d+\.\d+\.\d+/);
    assert.ok((await course.hears("height")).height > 500);
    await p.typeBehind(KEY_POLICY, "{", " ");
    await p.drawn();
    assert.deepEqual([...new Set((await course.heard()).map(one => one.type))].sort(), ["height", "ready"]);

    await course.tell("ready");
    const changed = await course.hears("changed");
    const decision = await course.hears("decision");
    const matrix = await p.matrix();
    const verdicts = Object.values(matrix).flatMap(row => Object.values(row));
    const digits = verdicts.map(verdict => String(["allow", "implicit-deny", "explicit-deny", "error"].indexOf(verdict.replace(" ?", "")) + (verdict.endsWith("?") ? 4 : 0)));
    assert.equal(changed.verdicts, digits.join(""));
    assert.deepEqual(changed.principals, Object.keys(matrix));
    assert.deepEqual(changed.actions, Object.keys(matrix[STUART]));
    assert.deepEqual([changed.selected, changed.step], [{ principal: STUART, action: "kms:Decrypt" }, 0]);
    assert.deepEqual(Object.keys(decision.decision), ["principal", "action", "key", "verdict", "error", "confidence", "rules"]);
    assert.deepEqual([decision.decision.verdict, decision.selected], ["implicit-deny", changed.selected]);
    assert.equal((await course.heard("changed")).length, 1, "once, and the latest");
  });
}

test("with the origin in the address nothing waits; and editable is what it is", async t => {
  const { course } = await embed(t, "&readonly&origin=COURSE");
  assert.equal((await course.hears("ready")).editable, false);
  await course.hears("changed");
  await course.hears("decision");
  assert.equal((await course.heard("ready")).length, 1);
});

test("a page of another origin than the address says hears nothing of the content and changes nothing", async t => {
  for (const origin of ["https://elsewhere.example", "null", "*", "COURSE/", "nonsense"]) {
    const { course, p } = await embed(t, `&origin=${origin}`);
    await course.hears("height");
    if (origin !== "https://elsewhere.example") assert.match(await notice(p), /^origin in the address cannot be /);
    await course.tell("ready");
    await course.tell("set-theme", { theme: "dark" });
    await course.tell("set-scenario", { scenario: SCENARIO });
    if (origin === "COURSE/") {
      // Said to be none, and yet it can only mean this one.
      await course.hears("changed", 2);
      assert.equal(await title(p), "From the course");
      continue;
    }
    await p.page.waitForFunction(() => document.documentElement.dataset.ignoredMessages === "3");
    assert.deepEqual([...new Set((await course.heard()).map(one => one.type))].sort(), ["height", "ready"], origin);
    assert.equal(await title(p), "Share a key with another account");
    assert.equal(await p.page.locator("html").getAttribute("data-theme"), null);
  }
});

test("other windows are ignored and counted, whatever they say and before any handshake too", async t => {
  const { course, p } = await embed(t, "", { frames: [{ query: "how-sure.html", sandbox: SCRIPTS }], ready: false });
  const sibling = await (await course.page.waitForSelector("#frame-1")).contentFrame();
  const say = message => sibling.evaluate(message => parent.frames[0].postMessage(message, "*"), message);
  await say({ kmsPolicy: 1, type: "ready" });
  await say({ kmsPolicy: 1, type: "set-scenario", scenario: SCENARIO });
  await p.page.evaluate(() => postMessage({ kmsPolicy: 1, type: "set-theme", theme: "dark" }, "*"));
  await p.page.waitForFunction(() => document.documentElement.dataset.ignoredMessages === "3");
  assert.equal(await title(p), "Share a key with another account");
  assert.deepEqual(await course.heard("changed"), [], "the origin is not theirs");
  await course.tell("ready");
  await course.hears("changed");
});

test("malformed messages are ignored and counted, and fix no origin", async t => {
  const { course, p } = await embed(t);
  const malformed = [
    null, 0, "", "ready", [], {}, { type: "ready" }, { kmsPolicy: 1 }, { kmsPolicy: 2, type: "ready" }, { kmsPolicy: "1", type: "ready" },
    JSON.stringify({ kmsPolicy: 1, type: "ready" }), { kmsPolicy: 1, type: "changed" }, { kmsPolicy: 1, type: "READY" },
    { kmsPolicy: 1, type: "set-theme", theme: "blue" }, { kmsPolicy: 1, type: "select", principal: STUART },
    { kmsPolicy: 1, type: "set-scenario" }, { kmsPolicy: 1, type: "set-scenario", scenario: 1 },
    [{ kmsPolicy: 1, type: "ready" }],
  ];
  for (const message of malformed) await course.say(message);
  // What no JSON can hold.
  await course.page.evaluate(() => {
    const round = { kmsPolicy: 1, type: "ready" };
    round.round = round;
    for (const one of [round, { kmsPolicy: 1, type: "ready", big: 1n }, undefined, new Map([["kmsPolicy", 1]]), new ArrayBuffer(8)]) {
      document.querySelector("iframe").contentWindow.postMessage(one, "*");
    }
  });
  const count = malformed.length + 5;
  await p.page.waitForFunction(count => document.documentElement.dataset.ignoredMessages === String(count), count);
  assert.deepEqual(await course.heard("changed"), []);
  assert.equal(await p.page.locator(".notice.is-shown").count(), 0);
  await course.tell("ready");
  await course.hears("changed");
  await course.tell("select", { principal: "arn:aws:iam::111122223333:user/Nobody", action: "kms:Decrypt" });
  await course.tell("select", { principal: STUART, action: "kms:Fly" });
  await p.page.waitForFunction(count => document.documentElement.dataset.ignoredMessages === String(count), count + 2);
  assert.match(await p.stripText(), /^Stuart · Decrypt/);
});

test("what changes is told: verdicts while typing, the selected cell and its decision, each once", async t => {
  const { course, p } = await shaken(t);
  const before = await course.heard("changed");
  await p.typeBehind(KEY_POLICY, `user/KeyUser"`, `, "${SECOND_ROOT}"`);
  await p.drawn();
  await course.tell("select", { principal: KEY_USER, action: "kms:Encrypt" });
  await course.page.waitForFunction(principal => window.heard.some(({ data }) => data.decision?.principal === principal), KEY_USER);
  const { decision, selected } = (await course.heard("decision")).at(-1);
  assert.deepEqual(selected, { principal: KEY_USER, action: "kms:Encrypt" });
  assert.deepEqual([decision.principal, decision.action, decision.verdict], [KEY_USER, "kms:Encrypt", "allow"]);
  assert.match(await p.stripText(), /^KeyUser · Encrypt: ✓ allowed/);
  const all = await course.heard("changed");
  for (const [index, one] of all.entries()) {
    if (index) assert.notDeepEqual(one, all[index - 1], "only what is new");
  }
  assert.ok(all.length > before.length);
  // The same once more is nothing new: what is heard next is of the cell that is selected after it.
  const told = async () => (await course.heard()).filter(one => one.type !== "height");
  const { length } = await told();
  const decisions = (await course.heard("decision")).length;
  await course.tell("select", { principal: KEY_USER, action: "kms:Encrypt" });
  await course.tell("set-theme", { theme: "dark" });
  await p.page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  await course.tell("select", { principal: KEY_USER, action: "kms:Decrypt" });
  await course.hears("decision", decisions + 1);
  await p.drawn();
  const further = (await told()).slice(length);
  assert.deepEqual(further.map(one => one.type).sort(), ["changed", "decision"]);
  for (const { selected } of further) assert.deepEqual(selected, { principal: KEY_USER, action: "kms:Decrypt" });
});

test("no message holds the text of a policy", async t => {
  const { course, p } = await shaken(t, "&scenario=iam-side-missing");
  await p.page.getByRole("button", { name: "Solution" }).click();
  await course.hears("solved");
  await p.typeBehind(KEY_POLICY, "{", `"Id": "secret-of-the-user",`);
  await p.drawn();
  const told = JSON.stringify(await course.heard());
  for (const text of ["secret-of-the-user", "Statement", "Effect", "Sid", "2012-10-17"]) assert.ok(!told.includes(text), text);
});

test("colours are set from outside", async t => {
  const { course, p } = await shaken(t, "&theme=dark");
  for (const [theme, wanted] of [["light", "light"], ["dark", "dark"], ["auto", null]]) {
    await course.tell("set-theme", { theme });
    await p.page.waitForFunction(wanted => document.documentElement.getAttribute("data-theme") === wanted, wanted);
  }
});

for (const readonly of [false, true]) {
  test(`scenarios are set from outside, as object, as text, as Share${readonly ? ", where nothing may be changed too" : ""}`, async t => {
    const { course, p } = await embed(t, readonly ? "&readonly" : "");
    const share = {
      version: 1, scenario: { ...SCENARIO, title: "Shared" }, view: { selected: { principal: ALICE, action: "kms:CreateGrant" } },
    };
    let count = 0;
    for (const [scenario, called] of [[SCENARIO, "From the course"], [JSON.stringify({ ...SCENARIO, title: "As text" }, null, 2), "As text"], [share, "Shared"], [share, "Shared"]]) {
      await course.tell("set-scenario", { scenario });
      count += 1;
      const { principals } = await course.hears("changed", count);
      await course.hears("decision", count);
      assert.deepEqual(principals, [ALICE]);
      assert.equal(await title(p), called);
    }
    assert.match(await p.stripText(), /^alice · CreateGrant/);
    if (!readonly) assert.ok(await p.page.getByRole("button", { name: "Undo", exact: true }).isDisabled(), "nothing leads back behind it");
    assert.equal(await course.ignored(p), 0);
  });
}

test("a scenario that cannot be read keeps what is here, counts, and says what is wrong and where", async t => {
  const warned = [];
  const { course, p } = await shaken(t);
  course.page.on("console", message => message.type() === "warning" && warned.push(message.text()));
  await p.typeBehind(KEY_POLICY, "{", " ");
  for (const [index, [scenario, said]] of [
    ['{"version": 1,\n  "titel": "x"}', /line 2, column 3: .*titel.*title/],
    [{ ...SCENARIO, keys: [{ arn: "nonsense" }] }, /\/keys\/0\/arn/],
    ["not JSON", /line 1/],
    [{ version: 2 }, /version/],
  ].entries()) {
    await course.tell("set-scenario", { scenario });
    await p.page.waitForFunction(count => document.documentElement.dataset.ignoredMessages === count, String(index + 1));
    await p.drawn();
    assert.match(await notice(p), said);
    assert.match(await notice(p), /^The page around this gave a scenario that cannot be read, and the one here stays\./);
    assert.match(warned[index], said);
    assert.equal((await p.lines(KEY_POLICY))[0], "{ ");
  }
});

test("reset from outside goes back to what was set last, also where nothing may be changed", async t => {
  for (const query of ["", "&readonly"]) {
    const { course, p } = await embed(t, query);
    const both = { ...SCENARIO, principals: [...SCENARIO.principals, { arn: KEY_USER }] };
    await course.tell("set-scenario", { scenario: both });
    await course.hears("changed");
    await course.tell("select", { principal: KEY_USER, action: "kms:Encrypt" });
    await course.hears("decision", 2);
    let told = 2;
    if (!query) {
      await p.typeBehind(KEY_POLICY, "{", " ");
      // The policy is no longer the default one, of which rule K-20 says what it is: that is told.
      const { decision } = await course.hears("decision", ++told);
      assert.deepEqual([decision.principal, decision.rules.includes("K-20")], [KEY_USER, false]);
    }
    await course.tell("reset");
    const { selected } = await course.hears("decision", ++told);
    assert.equal((await course.heard("decision")).length, told);
    assert.deepEqual(selected, { principal: ALICE, action: "kms:Decrypt" });
    assert.equal((await p.lines(KEY_POLICY))[0], "{");
    assert.equal(await title(p), "From the course");
  }
});

test("solved is said when the checks of a step come to hold, and only then", async t => {
  const { course, p } = await shaken(t, "&scenario=iam-side-missing");
  const press = name => p.page.locator(".steps-buttons").getByRole("button", { name, exact: true }).click();
  assert.deepEqual(await course.heard("solved"), []);
  await press("Solution");
  assert.deepEqual(await course.hears("solved"), { kmsPolicy: 1, type: "solved", step: 0, steps: 1 });
  await p.typeBehind(KEY_POLICY, "{", " ");
  await press("Reset");
  await p.page.locator(".steps:not(.is-done)").waitFor();
  await press("Solution");
  await course.hears("solved", 2);
  // One that comes solved was not solved here.
  const solved = { ...SCENARIO, steps: [{ title: "Done", text: "Nothing to do.", checks: [{ principal: ALICE, action: "kms:Decrypt", expect: { verdict: "implicit-deny" } }] }] };
  const { length } = await course.heard("changed");
  await course.tell("set-scenario", { scenario: solved });
  await course.hears("changed", length + 1);
  await p.drawn();
  assert.equal((await course.heard("solved")).length, 2);
});

test("a link is given at once to what came with the address or from the page around", async t => {
  const { course } = await shaken(t, "&scenario=iam-side-missing");
  await course.tell("get-link");
  const { link } = await course.hears("link");
  assert.ok(link.startsWith(address("#1")), link);
  await course.tell("set-scenario", { scenario: SCENARIO });
  await course.tell("get-link");
  const { link: other } = await course.hears("link", 2);
  assert.notEqual(other, link);
});

test("a link is given at once to what a link in the address carries, edits are asked for", async t => {
  const { course, p } = await shaken(t, fragment(SCENARIO));
  await course.tell("get-link");
  const { link } = await course.hears("link");
  assert.ok(link.startsWith(address("#1")), link);
  assert.equal(carried(link).scenario.title, SCENARIO.title);
  assert.deepEqual(carried(link).scenario.keys[0].arn, SCENARIO.keys[0].arn);
  await p.typeBehind(KEY_POLICY, "{", " ");
  await course.tell("get-link");
  await p.page.getByRole("alert").filter({ hasText: "asks for a link" }).waitFor();
  assert.equal((await course.heard("link")).length, 1);
});

test("after edits the user is asked for a link, and what the user chose is the answer", async t => {
  const { course, p } = await shaken(t);
  await p.typeBehind(KEY_POLICY, "{", " ");
  const question = p.page.getByRole("alert").filter({ hasText: "asks for a link" });
  const choose = name => question.getByRole("button", { name }).click();
  await course.tell("get-link");
  await question.waitFor();
  assert.deepEqual(await course.heard("link"), []);
  await choose("Do not give it");
  const refused = await course.hears("link");
  assert.deepEqual([refused.link, typeof refused.refused], [null, "string"]);
  await question.waitFor({ state: "hidden" });
  await course.tell("get-link");
  await choose("Give the link");
  const { link } = await course.hears("link", 2);
  assert.ok(link.startsWith(address("#1")), link);
  // What is taken back is the page around's again: there is nothing to ask.
  await course.tell("get-link");
  await question.waitFor();
  await p.page.locator(".embed-bar").getByRole("button", { name: "Reset" }).click();
  await course.hears("link", 3);
  await question.waitFor({ state: "hidden" });
});

test("a frame that takes on the height it is told comes to rest, and nothing in it scrolls", async t => {
  for (const [query, width] of [["&scenario=iam-side-missing", 720], ["", 360], ["", 1100]]) {
    const course = await openCourse(t, [{ query: `?embed${query}`, width, height: 500 }], { init: () => {
      if (self === top) addEventListener("message", ({ data }) => {
        if (data.type === "height") document.querySelector("iframe").height = data.height;
      });
    } });
    const p = await course.embed();
    await p.page.locator("#changes .proposal").first().waitFor({ state: "attached" });
    const rest = () => course.page.evaluate(async () => {
      const count = () => window.heard.filter(one => one.data.type === "height").length;
      const before = count();
      // Two hundred frames without a word.
      for (let still = 0, now = before; still < 200; still++) {
        await new Promise(requestAnimationFrame);
        if (count() !== now) [still, now] = [0, count()];
        if (now - before > 30) throw new Error("it does not come to rest");
      }
      return count();
    });
    await rest();
    const isExact = () => p.page.evaluate(() => {
      const { scrollHeight, clientHeight } = document.documentElement;
      return [scrollHeight - clientHeight, Math.abs(document.getElementById("app").getBoundingClientRect().height - innerHeight) <= 1];
    });
    assert.deepEqual(await isExact(), [0, true], `${query} ${width}`);
    const before = (await course.heard("height")).at(-1).height;
    await p.page.locator("button.bar-title, #steps").first().click();
    await course.page.waitForFunction(before => window.heard.filter(one => one.data.type === "height").at(-1).data.height < before, before);
    await rest();
    assert.deepEqual(await isExact(), [0, true], `${query} ${width}, folded`);
  }
});

// Byte for byte: the page, read by this protocol, and the command line.

const all = await readdir(join(ROOT, "cases"), { recursive: true });
const files = all.filter(name => name.endsWith(".json")).map(name => join("cases", name)).sort();
const MEMBERS = ["principal", "action", "key", "verdict", "error", "confidence", "rules"];
const VERDICTS = ["allow", "implicit-deny", "explicit-deny", "error"];

/** What the command line makes of all matrices, a report a file. It exits with 2 since some documents cannot be read. */
const reports = () => new Promise((done, failed) => {
  const options = { cwd: ROOT, maxBuffer: 1 << 30 };
  execFile(KMS_POLICY, ["evaluate", "--matrix", ...files], options, (error, out) => error && error.code !== 2 ? failed(error) : done(JSON.parse(out)));
});

/** Runs in the course page: sets each scenario and selects each of its cells; gives what was heard of them. */
async function ask(scenarios) {
  const frame = document.querySelector("iframe").contentWindow;
  const say = message => frame.postMessage({ kmsPolicy: 1, ...message }, "*");
  let hear = () => {};
  addEventListener("message", ({ source, data }) => source === frame && hear(data));
  const next = (type, fits) => new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`no ${type}`)), 10_000);
    hear = data => {
      if (data.type !== type || !fits(data)) return;
      clearTimeout(timer);
      done(data);
    };
  });
  const answers = [];
  for (const [text, cells] of scenarios) {
    let first;
    const changed = next("changed", () => true);
    say({ type: "set-scenario", scenario: text });
    const { verdicts, principals, actions, selected } = await changed;
    const decisions = [];
    if (cells) first = await next("decision", () => true);
    for (const principal of cells ? principals : []) {
      for (const action of actions) {
        const is = one => one.principal === principal && one.action === action;
        if (decisions.length === 0 && is(selected)) {
          decisions.push(first.decision);
          continue;
        }
        const told = next("decision", ({ selected }) => is(selected));
        say({ type: "select", principal, action });
        decisions.push((await told).decision);
      }
    }
    answers.push({ verdicts, decisions });
  }
  return answers;
}

test(`all ${files.length} cases: every verdict and decision is that of the command line, byte for byte`, async t => {
  assert.ok(files.length > 1000);
  const expected = await reports();
  assert.equal(expected.length, files.length);
  const course = await openCourse(t, [{ query: "?embed&panes=steps&origin=COURSE" }]);
  const p = await course.embed();
  await course.hears("decision");
  await course.page.evaluate(() => window.heard.length = 0);
  let decisions = 0;
  for (let from = 0; from < files.length; from += 50) {
    const group = files.slice(from, from + 50);
    const texts = await Promise.all(group.map(file => readFile(join(ROOT, file), "utf8")));
    const answers = await course.page.evaluate(ask, texts.map((text, index) => [text, expected[from + index].decisions.length > 0]));
    for (const [index, file] of group.entries()) {
      const cells = expected[from + index].decisions;
      const digits = cells.map(({ verdict, confidence }) => VERDICTS.indexOf(verdict) + (confidence === "uncertain" ? 4 : 0));
      assert.equal(answers[index].verdicts, digits.join(""), `${file}: verdicts`);
      const only = cells.map(cell => Object.fromEntries(MEMBERS.map(name => [name, cell[name]])));
      assert.equal(JSON.stringify(answers[index].decisions), JSON.stringify(only), `${file}: decisions`);
      decisions += cells.length;
    }
  }
  assert.equal(await course.ignored(p), 0, "every case can be taken");
  assert.ok(decisions > files.length, `only ${decisions} decisions`);
});
