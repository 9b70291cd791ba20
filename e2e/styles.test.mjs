// What the style sheets and the texts of the page promise, read in the files: contrast of every pair of colours,
// logical properties, breakpoints by the size of the text, one file with the page's words.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const read = path => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const list = (folder, ending) => readdirSync(new URL(`../${folder}/`, import.meta.url))
  .filter(name => name.endsWith(ending)).map(name => `${folder}/${name}`);
const STYLES = list("web/styles", ".css");
const uncommented = css => css.replace(/\/\*[^]*?\*\//g, "");

/** @returns {Record<string, string>} the colours of a list of tokens */
const colours = css => Object.fromEntries([...css.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]));

const tokens = uncommented(read("web/styles/tokens.css"));
const [light] = tokens.split("@media");
const dark = [...tokens.matchAll(/color-scheme: dark;([^}]*)/g)].map(([, list]) => colours(list));
const THEMES = { light: colours(light), dark: dark[0] };

const channel = value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map(at => channel(parseInt(hex.slice(at, at + 2), 16) / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ["page", "card", "sunken"];
/** The tints that a statement's lines have in an editor. */
const TINTS = ["owner-soft", "caller-soft", "implicit-soft", "explicit-soft"];
const VERDICTS = ["allow", "implicit", "explicit", "error"];
/** Text on ground: at least 4.5 to 1. */
const TEXT = [
  ...GROUNDS.flatMap(ground => ["ink", "muted", "owner", "caller", "focus", ...VERDICTS].map(text => [text, ground])),
  ...VERDICTS.flatMap(one => [[one, `${one}-soft`], ["ink", `${one}-soft`]]),
  ...["sunken", ...TINTS].flatMap(ground => ["ink", "string", "key", "muted"].map(text => [text, ground])),
  ...["owner", "caller"].flatMap(side => [[side, `${side}-soft`], ["ink", `${side}-soft`]]),
  ["implicit", "explicit-soft"], ["explicit", "implicit-soft"],
  // Pressed buttons and the button to press.
  ["card", "ink"],
];
/** Edges of fields, marks and the focus: at least 3 to 1. */
const PARTS = [
  ...GROUNDS.flatMap(ground => ["strong", "focus", "owner", "caller"].map(part => [part, ground])),
  ...[...TINTS, "allow-soft", "error-soft"].map(ground => ["focus", ground]),
];

for (const [theme, of] of Object.entries(THEMES)) {
  test(`${theme}: every text stands out by 4.5 to 1, every part by 3 to 1`, () => {
    const faults = [];
    for (const [pairs, least] of [[TEXT, 4.5], [PARTS, 3]]) {
      for (const [one, other] of pairs) {
        assert.ok(of[one] && of[other], `${one} and ${other} are colours`);
        const found = contrast(of[one], of[other]);
        if (found < least) faults.push(`${one} on ${other}: ${found.toFixed(2)} to 1, at least ${least}`);
      }
    }
    assert.deepEqual(faults, []);
  });
}

test("every colour is in a pair, and none stands outside of the tokens", () => {
  const paired = new Set([...TEXT, ...PARTS].flat());
  // The lines between parts, which nothing depends on.
  assert.deepEqual(Object.keys(THEMES.light).filter(name => !paired.has(name)), ["border"]);
  for (const path of STYLES.filter(path => !/tokens|boot/.test(path))) {
    assert.deepEqual(uncommented(read(path)).match(/#[0-9a-f]{3,8}\b(?=[;\s,)])/gi), null, path);
  }
});

test("dark is dark, whether the system or the user wants it", () => {
  assert.equal(dark.length, 2);
  assert.deepEqual(dark[0], dark[1]);
  assert.deepEqual(Object.keys(dark[0]), Object.keys(THEMES.light));
});

test("no property names a left or a right side", () => {
  const physical = /(?:^|[;{\s])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)|left|right|float)\b[\w-]*\s*:|text-align:\s*(?:left|right)|(?:padding|margin)(?:Left|Right)\b/;
  for (const path of [...STYLES, "web/editor/theme.js"]) {
    uncommented(read(path)).split("\n").forEach((line, index) => {
      assert.doesNotMatch(line, physical, `${path}:${index + 1}`);
      for (const [, name, value] of line.matchAll(/(?:^|[;{\s])(padding|margin|inset|border-width):\s*([^;}]+)/g)) {
        const sides = value.replace(/\((?:[^()]|\([^()]*\))*\)/g, "").trim().split(/\s+/);
        assert.ok(path.endsWith(".js") || sides.length < 4 || sides[1] === sides[3], `${path}:${index + 1}: ${name} has two different sides`);
      }
    });
  }
});

test("breakpoints follow the size of the text", () => {
  for (const path of [...STYLES, ...list("web/src/components", ".rs"), "web/src/app.rs"]) {
    assert.doesNotMatch(read(path), /\((?:min|max)-(?:width|height): [\d.]+px\)/, path);
  }
});

test("no type is given in pixels", () => {
  for (const path of STYLES) assert.doesNotMatch(uncommented(read(path)), /font(?:-size)?:[^;]*\b[\d.]+px/, path);
});

test("the page's words stand in texts.rs", () => {
  // A sign alone, such as an arrow, is no word.
  const said = /(?:aria-label|title|placeholder|alt)="[^"]*[A-Za-z]|(?<!else )\{ "[^"]*[A-Za-z]{3}[^"]*" \}(?! else)|>[^<>{}="]*[A-Za-z]{3}[^<>{}="]*<\//;
  for (const path of list("web/src/components", ".rs")) {
    read(path).split("\n").forEach((line, index) => {
      if (!/^\s*\/\//.test(line)) assert.doesNotMatch(line, said, `${path}:${index + 1}`);
    });
  }
});
