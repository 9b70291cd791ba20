// The address: the link in its fragment, and the work that a place in the browser's history shows. The history of a
// frame is that of the page around it: there nothing is ever written into it.

const framed = self !== top;

export const fragment = () => location.hash;

/** The entry that this place shows, where that was written down. */
export const place = () => (framed ? undefined : history.state?.entry);

/** @param {() => void} done hears of every way to another place: a link that is pasted, back, forward */
export function onPlace(done) {
  addEventListener("hashchange", done);
  if (!framed) addEventListener("popstate", done);
}

export const beginAgain = () => location.reload();

/**
 * Writes down which entry this place shows, and takes its fragment away where that says something else.
 * @param {string} entry
 * @param {boolean} bare
 */
export function setPlace(entry, bare) {
  if (framed || (!bare && place() === entry)) return;
  history.replaceState({ entry }, "", bare ? location.pathname + location.search : location.href);
}
