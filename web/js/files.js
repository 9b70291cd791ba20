// Files that come in and go out: picked, dropped anywhere on the page, saved.

/** More than the largest output of AWS's command line that anyone will bring here, in bytes. */
const MOST = 10 * 1024 * 1024;

/** @typedef {[name: string, text: string | null]} Read a file; no text where it is too large, or no text */

/**
 * @param {(files: Read[]) => void} done
 */
export function pickFiles(done) {
  const field = document.createElement("input");
  field.type = "file";
  field.multiple = true;
  field.accept = ".json,.txt,application/json,text/plain";
  field.addEventListener("change", () => readAll(field.files, done));
  field.click();
}

/**
 * `data-dropping` stands on the root while files are held over the page.
 * @param {(files: Read[]) => void} done
 */
export function onDrop(done) {
  const { dataset } = document.documentElement;
  const listen = (name, what) => addEventListener(name, event => {
    // Before the editor, which would put the text of a file in.
    if (event.dataTransfer?.types.includes("Files")) what(event);
  }, true);
  listen("dragover", event => {
    event.preventDefault();
    dataset.dropping = "";
  });
  listen("dragleave", event => event.relatedTarget || delete dataset.dropping);
  listen("drop", event => {
    event.preventDefault();
    event.stopPropagation();
    delete dataset.dropping;
    readAll(event.dataTransfer.files, done);
  });
}

async function readAll(files, done) {
  if (files.length) done(await Promise.all([...files].map(async file => [file.name, await read(file)])));
}

/** The text in UTF-8, or in UTF-16 with a mark, as PowerShell writes what it redirects. */
async function read(file) {
  if (file.size > MOST) return null;
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const encoding = { "255,254": "utf-16le", "254,255": "utf-16be" }[`${bytes[0]},${bytes[1]}`];
    return new TextDecoder(encoding ?? "utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string} text
 */
export function saveFile(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {number} at milliseconds */
export const when = at => new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
