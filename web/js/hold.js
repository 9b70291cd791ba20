// Which tab writes an entry: the one that holds it, by a lock of the browser. Where a browser has no locks (a page that
// is not served over TLS), by a lease in its storage that the tab renews.

const NAME = "kms-policy-playground.hold.";
/** So long a tab waits for another one to let go, as a page does that is being reloaded. */
const PATIENCE = 600;
const BEAT = 5_000;
/** Browsers let timers of tabs in the background run once a minute. */
const LAPSE = 90_000;

/** What is held or waited for; `keep` is false once it is given up. */
let now = { id: "", done: held => void held, drop: () => {}, holds: () => false };

/**
 * Holds an entry instead of the one before. `done` hears whether that worked, and once more where it is lost later.
 * @param {string} id
 * @param {(held: boolean) => void} done
 */
export function hold(id, done) {
  now.drop();
  now = { id, done, drop: () => {}, holds: () => false };
  (navigator.locks ? lock : lease)(now);
}

/** Lets go; a page that comes back from the browser's memory holds again. */
export const letGo = () => now.drop();
addEventListener("pageshow", event => event.persisted && now.id && hold(now.id, now.done));

/** Is it still held? */
export const holds = () => now.holds();

function lock(mine) {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), PATIENCE);
  let held = false, over = false;
  const told = answer => over || mine.done(held = answer);
  const end = new Promise(free => {
    mine.drop = () => {
      over = true;
      held = false;
      waiting.abort();
      free();
    };
  });
  mine.holds = () => held;
  navigator.locks
    .request(NAME + mine.id, { signal: waiting.signal }, () => {
      clearTimeout(timer);
      told(true);
      return end;
    })
    // Where locks are refused storage is too, and nothing can be written twice.
    .catch(error => told(error.name !== "AbortError"));
}

function lease(mine) {
  const tab = Math.random().toString(36).slice(2);
  const isOthers = () => (holder(mine.id) ?? tab) !== tab;
  const write = () => store(mine.id, `${tab} ${Date.now()}`);
  const since = Date.now();
  let held = false, timer;
  mine.holds = () => held && !isOthers();
  mine.drop = () => {
    clearTimeout(timer);
    if (mine.holds()) store(mine.id);
    held = false;
  };
  const renew = () => {
    if (isOthers()) {
      held = false;
      return mine.done(false);
    }
    write();
    timer = setTimeout(renew, BEAT);
    // Of two tabs that wrote at once, the later one has it.
    if (!held) mine.done(held = true);
  };
  const attempt = () => {
    if (!isOthers()) write();
    else if (Date.now() - since > PATIENCE) return mine.done(false);
    timer = setTimeout(isOthers() ? attempt : renew, 100);
  };
  attempt();
}

/** The tab that has an entry's lease, unless that has lapsed. */
function holder(id) {
  try {
    const [tab, at] = (localStorage.getItem(NAME + id) ?? "").split(" ");
    return Date.now() - Number(at) < LAPSE ? tab : undefined;
  } catch {
    return undefined;
  }
}

function store(id, value) {
  try {
    if (value) localStorage.setItem(NAME + id, value);
    else localStorage.removeItem(NAME + id);
  } catch {
    // Full or refused: then nothing else is written either.
  }
}

/**
 * @param {(ids: string[]) => void} done hears which entries any tab holds
 */
export async function heldEntries(done) {
  let names = [];
  if (navigator.locks) {
    const { held = [] } = await navigator.locks.query().catch(() => ({}));
    names = held.map(one => one.name);
  } else {
    try {
      names = Object.keys(localStorage).filter(name => holder(name.slice(NAME.length)));
    } catch {
      // Refused.
    }
  }
  done(names.filter(name => name.startsWith(NAME)).map(name => name.slice(NAME.length)));
}
