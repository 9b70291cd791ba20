// What Rust cannot say: an import whose address is known only when it runs, and
// copying with a way for frames that may not use the clipboard.

/**
 * @param {string} url
 * @param {(module: object | undefined) => void} done
 */
export function importModule(url, done) {
  import(url).then(done, () => done(undefined));
}

/**
 * Imports the module that looks over the texts.
 * @param {(inspector: object | undefined) => void} done
 */
export function importInspector(done) {
  const script = late("inspector");
  import(script)
    .then(async module => {
      await module.default({ module_or_path: script.replace(/\.js$/, "_bg.wasm") });
      return new module.Inspector();
    })
    .then(done, () => done(undefined));
}

/**
 * @param {string} name of a file that is fetched late
 * @param {(text: string | undefined) => void} done
 */
export function fetchLate(name, done) {
  fetch(late(name))
    .then(answer => (answer.ok ? answer.text() : undefined))
    .then(done, () => done(undefined));
}

/**
 * The address of a file that comes late: a release has its content's hash in the name, which the head says.
 * @param {string} name
 */
function late(name) {
  const { content } = /** @type {HTMLMetaElement} */ (document.querySelector(`meta[name="late-${name}"]`));
  return new URL(content, document.baseURI).href;
}

/**
 * @param {string} text
 * @param {(worked: boolean) => void} done
 */
export function copy(text, done) {
  const fallback = () => done(copySelected(text));
  // A frame that is not given the clipboard would be told off in the console.
  const given = document.featurePolicy?.allowsFeature("clipboard-write") ?? true;
  if (!given || !navigator.clipboard) fallback();
  else navigator.clipboard.writeText(text).then(() => done(true), fallback);
}

/** @param {string} text */
function copySelected(text) {
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.className = "visually-hidden";
  field.value = text;
  // What is outside of an open dialog cannot be selected.
  (focused?.closest("dialog") ?? document.body).append(field);
  field.select();
  const worked = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return worked;
}
