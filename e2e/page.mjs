// The page as its users work it: what they read, click and type. Every verb that changes something uses the mouse or
// the keyboard, and every verb that reads waits until the page has drawn what happened before.

export const ACTIONS = [
  "kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey", "kms:CreateGrant", "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
];
export const STUART = "arn:aws:iam::123456789012:user/Stuart";
export const KEY_USER = "arn:aws:iam::111122223333:user/KeyUser";
export const KEY_ADMIN = "arn:aws:iam::111122223333:user/KeyAdmin";
export const OWNER_ROOT = "arn:aws:iam::111122223333:root";
export const SECOND_ROOT = "arn:aws:iam::123456789012:root";
export const KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412";

/** The ids of editors. */
export const KEY_POLICY = "/keys/0/policy";
export const identityPolicy = (principal, policy) => `/principals/${principal}/policies/${policy}/document`;

export class Playground {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    /** Where it was opened, without a fragment. */
    this.address = page.url().split("#")[0];
    this.strip = page.getByTestId("strip");
    this.why = page.getByTestId("why");
  }

  /** Waits until the page runs, and the editors with it unless they are missing. */
  async ready({ editors = true } = {}) {
    await this.page.locator("[data-cell], .plain-editor, .cm-content").first().waitFor({ state: "attached" });
    if (editors) await this.content(KEY_POLICY).waitFor({ state: "attached" });
  }

  /** Two frames: whatever was asked for is drawn, and what follows from that too. */
  drawn() {
    return this.page.evaluate(() => new Promise(done => {
      requestAnimationFrame(() => requestAnimationFrame(() => done()));
    }));
  }

  cell(principal, action) {
    return this.page.locator(`[data-cell="${principal}|${action}"]`);
  }

  /** The verdict of a cell, with " ?" behind it where it is uncertain. */
  async verdict(principal, action) {
    return (await this.verdictRow(principal))[action];
  }

  /** The verdicts of a principal by action. */
  async verdictRow(principal) {
    return (await this.matrix())[principal] ?? {};
  }

  /** All verdicts that are shown: by principal, then by action. */
  async matrix() {
    await this.drawn();
    return this.page.evaluate(() => {
      const rows = {};
      for (const { dataset } of document.querySelectorAll("[data-cell]")) {
        const [principal, action] = dataset.cell.split("|");
        rows[principal] ??= {};
        rows[principal][action] = dataset.verdict + (dataset.uncertain === "true" ? " ?" : "");
      }
      return rows;
    });
  }

  /** The word in a cell, without its sign. */
  async word(principal, action) {
    await this.drawn();
    return this.cell(principal, action).locator(".chip-word").innerText();
  }

  async isStale() {
    await this.drawn();
    return await this.page.locator("section.matrix").getAttribute("data-stale") === "true";
  }

  async stripText() {
    await this.drawn();
    return this.strip.locator("p").innerText();
  }

  /** The sentence above the reasons. */
  async whySentence() {
    await this.drawn();
    return this.why.locator(".say").innerText();
  }

  /** The statements that decided, by name. */
  async decidingStatements() {
    await this.drawn();
    return this.why.locator(".statement.decides > span:last-child").evaluateAll(
      names => names.map(name => name.firstChild.textContent),
    );
  }

  async selectCell(principal, action) {
    await this.cell(principal, action).click();
  }

  async selectPrincipal(principal) {
    await this.page.getByRole("region", { name: "Caller's side" }).getByLabel("Principal", { exact: true }).selectOption(principal);
  }

  host(documentId) {
    return this.page.locator(`[data-editor="${documentId}"]`);
  }

  content(documentId) {
    return this.host(documentId).locator(".cm-content");
  }

  /** The lines that an editor has drawn: all of a short policy, what is in sight and a little more of a long one. */
  async lines(documentId) {
    await this.drawn();
    return this.content(documentId).locator(".cm-line").allTextContents();
  }

  /** The line that the caret is in. */
  async activeLine() {
    await this.drawn();
    return this.page.evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active?.getRootNode().querySelector(".cm-activeLine")?.textContent;
    });
  }

  /** Clicks behind the first occurrence of a text, which stands in one line, and scrolls to it before if it must. */
  async caretBehind(documentId, text) {
    const host = this.host(documentId);
    await this.content(documentId).waitFor();
    await host.evaluate(element => {
      element.shadowRoot.querySelector(".cm-scroller").scrollTop = 0;
      element.scrollIntoView({ block: "nearest" });
    });
    // Where the machine is slow, the editor may scroll once more to what was typed before.
    for (let tries = 0; tries < 5; tries++) {
      for (;;) {
        await this.drawn();
        const found = await host.evaluate(scrollToLine, text);
        if (found === "nowhere") throw new Error(`the editor ${documentId} does not contain ${text}`);
        if (found === "drawn") break;
      }
      await this.drawn();
      const { x, y } = await host.evaluate(placeBehind, text);
      const { top, bottom } = await host.evaluate(element => element.getBoundingClientRect().toJSON());
      if (y < top || y > bottom) continue;
      await this.page.mouse.click(x, y);
      return;
    }
    throw new Error(`the editor ${documentId} does not stay where ${text} is`);
  }

  /** Types behind the first occurrence of a text. */
  async typeBehind(documentId, text, typed) {
    await this.caretBehind(documentId, text);
    await this.type(typed);
  }

  async type(text) {
    await this.page.keyboard.type(text);
  }

  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Types a document instead of what an editor shows, in one line: the editor would indent further ones by itself. */
  async typeInstead(documentId, value) {
    await this.content(documentId).click();
    await this.press("Control+a", "Delete");
    await this.type(JSON.stringify(value));
  }

  /** Adds a policy to the principal that is shown as the caller. The caret is in it then. */
  async addPolicy(name) {
    await this.page.getByRole("button", { name: "Add policy" }).click();
    const field = this.page.getByRole("textbox", { name: "Policy name" });
    await field.press("Control+a");
    await this.type(name);
    await field.press("Enter");
    await this.page.getByRole("tab", { name, exact: true, selected: true }).waitFor();
    await this.drawn();
  }

  /** Clicks a button of the bar at the top or of a note. A phone has some of the bar's in a menu. */
  async click(name) {
    const button = this.page.getByRole("button", { name, exact: true });
    const menu = this.page.getByRole("button", { name: "Menu", exact: true });
    if (!await button.isVisible() && await menu.isVisible()) await menu.click();
    await button.click();
  }

  /** What a screen reader was told last without asking. */
  said() {
    return this.page.locator("#said").textContent();
  }

  async undo() {
    await this.press("Control+z");
  }

  async redo() {
    await this.press("Control+Shift+KeyZ");
  }
}

/**
 * Picks files in the dialog for files.
 * @param {Playground} p
 * @param {...{ name: string, text: string | Buffer }} files
 */
export async function openFiles(p, ...files) {
  const { page } = p;
  const dialog = page.getByRole("dialog", { name: "File", exact: true });
  if (!await dialog.isVisible()) await p.click("File");
  const asked = page.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: "Open file…" }).click();
  const picked = files.map(({ name, text }) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) }));
  await (await asked).setFiles(picked);
}

/** Runs in the page: scrolls an editor to a text's line, or further down until it is drawn. */
function scrollToLine(host, text) {
  const scroller = host.shadowRoot.querySelector(".cm-scroller");
  const line = [...scroller.querySelectorAll(".cm-line")].find(one => one.textContent.includes(text));
  if (line) {
    line.scrollIntoView({ block: "center" });
    return "drawn";
  }
  const before = scroller.scrollTop;
  scroller.scrollTop += scroller.clientHeight;
  return scroller.scrollTop === before ? "nowhere" : "further";
}

/** Runs in the page: where a text ends on the screen. */
function placeBehind(host, text) {
  const line = [...host.shadowRoot.querySelectorAll(".cm-line")].find(one => one.textContent.includes(text));
  const end = line.textContent.indexOf(text) + text.length;
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  for (let at = 0, node; (node = walker.nextNode()); at += node.data.length) {
    if (at + node.data.length < end) continue;
    const range = document.createRange();
    range.setStart(node, end - at - 1);
    range.setEnd(node, end - at);
    const { right, top, height } = [...range.getClientRects()].at(-1);
    return { x: right, y: top + height / 2 };
  }
}
