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
 * Imports the module that looks over the texts. Its files have no hash in their names: `version`
 * keeps a browser from pairing an old one with a new page.
 * @param {string} version
 * @param {(inspector: object | undefined) => void} done
 */
export function importInspector(version, done) {
  const file = name => new URL(`kms-policy-inspector${name}?${version}`, document.baseURI).href;
  import(file(".js"))
    .then(async module => {
      await module.default({ module_or_path: file("_bg.wasm") });
      return new module.Inspector();
    })
    .then(done, () => done(undefined));
}

/**
 * @param {string} file beside the page
 * @param {(text: string | undefined) => void} done
 */
export function fetchText(file, done) {
  fetch(new URL(file, document.baseURI))
    .then(answer => (answer.ok ? answer.text() : undefined))
    .then(done, () => done(undefined));
}

/**
 * @param {string} text
 * @param {(worked: boolean) => void} done
 */
export function copy(text, done) {
  const fallback = () => done(copySelected(text));
  if (!navigator.clipboard) fallback();
  else navigator.clipboard.writeText(text).then(() => done(true), fallback);
}

/** @param {string} text */
function copySelected(text) {
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.className = "visually-hidden";
  field.value = text;
  document.body.append(field);
  field.select();
  const worked = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return worked;
}
