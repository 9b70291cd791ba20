// <kms-policy-playground scenario="iam-side-missing" theme="auto"></kms-policy-playground>
//
// The playground as an element of a course page: an iframe that is as high as its content, whose messages are events
// and methods. docs/embedding.md says what each attribute, event and method is about. Served under this very name,
// to pages of any host.

const NAME = "kms-policy-playground";

/** The number that marks the messages of the protocol. */
const PROTOCOL = 1;

/** Attributes that are parameters of the address, in its order. */
const PARAMETERS = ["theme", "panes", "readonly", "scenario", "lesson", "select", "hide", "lang"];

/** What says which scenario is shown. */
const SCENARIOS = ["scenario", "lesson", "link"];

/** Parameters that are there or not. */
const SWITCHES = ["readonly"];

/** What the frame may do. Without `allow-same-origin` it has an origin of its own, and no storage. */
const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox";

/** Before the frame says how high it is, or where it never does. */
const HEIGHT = "40rem";

/** Messages of the frame that are events of the element. */
const EVENTS = ["ready", "changed", "decision", "solved"];

/**
 * @typedef {{ kmsPolicy: 1, type: string, [member: string]: unknown }} Message
 * @typedef {{ resolve(link: string): void, reject(error: Error): void }} Waiting
 */

class KmsPolicyPlayground extends HTMLElement {
  static observedAttributes = [...PARAMETERS, "link", "src", "height", "title"];

  #root = this.attachShadow({ mode: "open" });
  /** @type {HTMLIFrameElement | null} none while the element is in no document */
  #frame = null;
  /** How high the frame says that its content is, in CSS pixels; 0 before it does. */
  #content = 0;
  /** Has the frame said that it is ready? */
  #ready = false;
  /** Is a new address to be loaded once all attributes of this moment are set? */
  #stale = false;
  /** What setScenario was given last: an object or its JSON; none as long as the element's child counts. */
  #set = /** @type {object | string | undefined} */ (undefined);
  /** @type {[principal: string, action: string] | null} selected before the frame was ready */
  #selected = null;
  /** @type {Waiting[]} who waits for a link */
  #links = [];
  /** The scenario in the element may come, or be another, later. */
  #children = new MutationObserver(() => this.#set === undefined && this.#sendScenario());

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      :host { display: block; }
      :host([hidden]) { display: none; }
      iframe { display: block; inline-size: 100%; block-size: ${HEIGHT}; border: 0; }
    `);
    this.#root.adoptedStyleSheets = [sheet];
  }

  connectedCallback() {
    // Set before the script was there, it would hide the accessor.
    if (Object.hasOwn(this, "theme")) {
      const { theme } = this;
      delete (/** @type {any} */ (this).theme);
      this.theme = theme;
    }
    addEventListener("message", this.#hear);
    this.#children.observe(this, { childList: true, characterData: true, subtree: true });
    this.#load();
  }

  disconnectedCallback() {
    removeEventListener("message", this.#hear);
    this.#children.disconnect();
    this.#unload("the playground was taken out of the page");
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} now
   */
  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    // What is said last counts.
    if (SCENARIOS.includes(name)) this.#set = undefined;
    if (!this.#frame) return;
    if (name === "height") this.#size();
    else if (name === "title") this.#frame.title = this.#title;
    else if (this.#ready && name === "theme") this.#post("set-theme", { theme: now ?? "auto" });
    else if (this.#ready && name === "select") this.#selectAttribute();
    else this.#reload();
  }

  /** The attribute `theme`: `light`, `dark` or `auto`. */
  get theme() {
    return this.getAttribute("theme") ?? "auto";
  }

  set theme(theme) {
    this.setAttribute("theme", theme);
  }

  /**
   * Shows a scenario in the place of what is there, also of what the reader changed.
   * @param {object | string} scenario a Scenario or Share, or its JSON
   */
  setScenario(scenario) {
    if (typeof scenario !== "string" && (typeof scenario !== "object" || !scenario)) {
      throw new TypeError("a scenario is an object, or its JSON");
    }
    this.#set = scenario;
    this.#sendScenario();
  }

  /**
   * Selects a cell of the matrix.
   * @param {string} principal
   * @param {string} action
   */
  select(principal, action) {
    if (this.#ready) this.#post("select", { principal, action });
    else this.#selected = [principal, action];
  }

  /** Back to the scenario as it was opened. */
  reset() {
    if (this.#ready) this.#post("reset");
  }

  /**
   * A link to what is shown. After changes of the reader's, who is asked first, it may take long.
   * @returns {Promise<string>} refused with the reason where there is none
   */
  getLink() {
    return new Promise((resolve, reject) => {
      if (!this.#frame) return reject(new Error("the playground is in no page"));
      // One question is enough, however many wait for its answer.
      if (this.#links.push({ resolve, reject }) === 1 && this.#ready) this.#post("get-link");
    });
  }

  get #title() {
    return this.getAttribute("title") || "KMS Policy Playground";
  }

  /** The scenario that is sent, if any: it counts more than what the address names. */
  get #scenario() {
    return this.#set ?? this.querySelector(':scope > script[type="application/json"]')?.textContent;
  }

  /**
   * It names no `origin`. The frame learns by the first message who is around it, and tells nothing before: not even of
   * a scenario that is about to be replaced by the one that is sent.
   */
  get #address() {
    const address = new URL(this.getAttribute("src") || new URL(".", import.meta.url), document.baseURI);
    // The cell of a scenario that is sent is not one of what the address opens.
    const names = PARAMETERS.filter(name => this.hasAttribute(name) && !(name === "select" && this.#scenario));
    const query = names.map(name =>
      SWITCHES.includes(name) ? name : `${name}=${encodeURIComponent(this.getAttribute(name) ?? "")}`);
    address.search = ["embed", ...query].join("&");
    const link = this.getAttribute("link") ?? "";
    address.hash = link.slice(link.indexOf("#") + 1);
    return address.href;
  }

  /** Another address is another frame: a new fragment alone would load nothing. */
  #load() {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", SANDBOX);
    frame.loading = "lazy";
    frame.title = this.#title;
    frame.src = this.#address;
    this.#frame = frame;
    this.#content = 0;
    this.#size();
    this.#root.append(frame);
  }

  /** @param {string} why */
  #unload(why) {
    this.#frame?.remove();
    this.#frame = null;
    this.#ready = false;
    for (const { reject } of this.#links.splice(0)) reject(new Error(why));
  }

  #reload() {
    if (this.#stale) return;
    this.#stale = true;
    queueMicrotask(() => {
      this.#stale = false;
      if (!this.#frame) return;
      this.#unload("the playground shows something else now");
      this.#load();
    });
  }

  #size() {
    if (!this.#frame) return;
    const fixed = Number.parseFloat(this.getAttribute("height") ?? "");
    const height = fixed > 0 ? fixed : this.#content;
    this.#frame.style.blockSize = height > 0 ? `${height}px` : "";
  }

  /**
   * The frame's origin is opaque, so that no other target can be named. It is the frame's own window that hears it.
   * @param {string} type
   * @param {Record<string, unknown>} [members]
   */
  #post(type, members) {
    this.#frame?.contentWindow?.postMessage({ kmsPolicy: PROTOCOL, type, ...members }, "*");
  }

  #sendScenario() {
    const scenario = this.#scenario;
    if (!this.#ready || !scenario) return;
    this.#post("set-scenario", { scenario });
    this.#selectAttribute();
  }

  #selectAttribute() {
    const cell = this.getAttribute("select");
    if (cell?.includes("|")) this.select(...split(cell));
  }

  /** @param {MessageEvent} event */
  #hear = ({ source, data }) => {
    if (!this.#frame || source !== this.#frame.contentWindow) return;
    if (data?.kmsPolicy !== PROTOCOL || typeof data.type !== "string") return;
    const { kmsPolicy: _, type, ...detail } = /** @type {Message} */ (data);
    if (type === "height") {
      this.#content = Number(detail.height);
      this.#size();
    }
    if (type === "link") this.#answer(detail);
    if (type === "ready") this.#begin();
    if (EVENTS.includes(type)) this.dispatchEvent(new CustomEvent(`kms-policy-${type}`, { bubbles: true, detail }));
  };

  /**
   * Everything that was asked for before the frame could hear it, in this order. Upon the first word the frame tells
   * what it shows: where there is a scenario to show, this is the first.
   */
  #begin() {
    this.#ready = true;
    if (this.#scenario) this.#sendScenario();
    else this.#post("ready");
    const selected = this.#selected;
    this.#selected = null;
    if (selected) this.select(...selected);
    if (this.#links.length) this.#post("get-link");
  }

  /** @param {Record<string, unknown>} answer */
  #answer({ link, refused }) {
    for (const { resolve, reject } of this.#links.splice(0)) {
      if (typeof link === "string") resolve(link);
      else reject(new Error(typeof refused === "string" ? refused : "there is no link"));
    }
  }
}

/**
 * Principal and action; the last `|` stands between them.
 * @param {string} cell
 * @returns {[string, string]}
 */
function split(cell) {
  const at = cell.lastIndexOf("|");
  return [cell.slice(0, at), cell.slice(at + 1)];
}

// Two pages of one course may name the script of two hosts.
if (!customElements.get(NAME)) customElements.define(NAME, KmsPolicyPlayground);
