// CodeMirror knows one line break, \n. A text with \r\n loses the \r on its way
// in, and positions that the page counted in its own text have to follow.

/** Positions of a text in which every line break is one code unit long. */
export const NO_BREAKS = breaks([]);

/**
 * @param {string} text
 * @returns the text as CodeMirror holds it, and the way from positions in `text` to positions in it
 */
export function readText(text) {
  if (!text.includes("\r")) return { text, breaks: NO_BREAKS };
  const dropped = Array.from(text.matchAll(/\r\n/g), match => match.index);
  return { text: text.replace(/\r\n?/g, "\n"), breaks: breaks(dropped) };
}

/** @param {number[]} dropped where code units were left out, ascending */
function breaks(dropped) {
  /** @param {number} position */
  const moved = position => {
    let low = 0;
    let high = dropped.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (dropped[middle] < position) low = middle + 1;
      else high = middle;
    }
    return position - low;
  };
  return {
    /**
     * A range of the page's text as an ordered range of the editor's, whatever the page sent.
     * @param {number} from
     * @param {number} to
     * @param {number} length of the editor's text
     */
    range(from, to, length) {
      /** @param {number} position */
      const inside = position => Math.max(0, Math.min(length, moved(position) || 0));
      const a = inside(from);
      const b = inside(to);
      return { from: Math.min(a, b), to: Math.max(a, b) };
    },
  };
}
