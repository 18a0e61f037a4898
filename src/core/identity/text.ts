// How names of people and machines are compared: without regard to case, to the white space around, and to the way an
// accented letter is composed.

/** The text trimmed, composed (NFC) and in lower case. */
export const fold = (text: string): string => text.normalize("NFC").toLowerCase().normalize("NFC").trim();

// Printable ASCII and what white space there is among it.
const ASCII = /^[\t\n\v\f\r -~]*$/;

/** Whether a text is, folded, the same as one that is folded already. Lists of people are long, and most lengths differ. */
export function sameFolded(text: string, folded: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length !== folded.length && ASCII.test(trimmed)) return false;
  return fold(trimmed) === folded;
}
