// An embed and the page around it: messages in and out, how high the content is, a window of its own.

const { dataset } = document.documentElement;

/** The origin of the page around, once it is fixed: by the address, or by its first message. No page has "". */
let fixed;
/** That of the message that is read. */
let asking = "";
let tellHeight = () => {};

/** The query of the address. */
export const query = () => location.search;

/** Was the page here before, and has come back? */
export const isReturn = () => performance.getEntriesByType("navigation")[0]?.type !== "navigate";

/**
 * @param {string | undefined} origin of the page around, as the address has it
 * @param {(json: string) => void} take hears every message that may be one
 */
export function hear(origin, take) {
  if (parent === self) return;
  if (origin !== undefined) fixed = usable(origin);
  addEventListener("message", event => {
    if (event.source !== parent || (fixed ?? event.origin) !== event.origin) return ignored();
    asking = event.origin;
    take(text(event.data));
  });
}

function usable(origin) {
  try {
    const url = new URL(origin);
    return url.origin === "null" ? "" : url.origin;
  } catch {
    return "";
  }
}

/** The JSON of a message; "" of what has none, which is no message. */
function text(data) {
  try {
    return JSON.stringify(data) ?? "";
  } catch {
    return "";
  }
}

/** The message that is read is one of ours: its origin is the one to talk to. */
export function accepted() {
  fixed ??= asking;
}

/** Tells the height once more. */
export const heightAgain = () => void tellHeight();

/** Counts a message that changed nothing. */
export const ignored = () => void (dataset.ignoredMessages = String(Number(dataset.ignoredMessages ?? 0) + 1));

/**
 * Tells the page around something of the content; `false` while its origin is not fixed.
 * @param {string} json
 */
export function tell(json) {
  // An opaque origin has no name; the window is known.
  if (fixed) parent.postMessage(JSON.parse(json), fixed === "null" ? "*" : fixed);
  return fixed !== undefined;
}

/**
 * Tells the page around, whoever it is.
 * @param {string} json
 */
export const announce = json => parent !== self && parent.postMessage(JSON.parse(json), "*");

/** From now on tells the height of the content whenever it changes. It does not depend on that of the frame. */
export function watchHeight() {
  if (parent === self) return;
  const content = /** @type {HTMLElement} */ (document.getElementById("app"));
  tellHeight = () => told && parent.postMessage({ kmsPolicy: 1, type: "height", height: told }, "*");
  let told = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(content.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    tellHeight();
  }).observe(content);
}

/**
 * Opens a window; `false` where a frame may not.
 * @param {string} address
 */
export const openWindow = address => Boolean(open(address, "_blank"));
