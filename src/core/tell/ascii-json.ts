const NOT_ASCII = /[\u007f-\uffff]/g;

/**
 * JSON in printable ASCII alone: whatever a hostname holds (line breaks, U+2028, control characters, a half of a surrogate pair),
 * one event stays one line in every medium.
 */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    NOT_ASCII,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** A text of which `asciiJson` takes at most so many bytes; what was cut off is told by `...`. */
export function cut(text: string, bytes: number): string {
  if (cost(text) <= bytes) return text;
  let left = bytes - CUT.length;
  let kept = "";
  for (const character of text) {
    left -= cost(character);
    if (left < 0) break;
    kept += character;
  }
  return kept + CUT;
}

const CUT = "...";
// Without the quotation marks around it.
const cost = (text: string): number => asciiJson(text).length - 2;
