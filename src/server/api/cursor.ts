/** Where a page ended, as the next one is asked for: opaque to whoever carries it. */
type CursorPart = string | number | null;

/** @param tag names the list and its order: a cursor of another one is none */
export const writeCursor = (tag: string, parts: readonly CursorPart[]): string =>
  Buffer.from(JSON.stringify([tag, ...parts]), "utf8").toString("base64url");

/** The parts of a cursor of this list and order, as many as it has; undefined for anything else. */
export function readCursor(
  tag: string,
  text: string,
  shape: readonly (readonly ("string" | "number" | "null")[])[],
): readonly CursorPart[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
  if (!Array.isArray(value) || value[0] !== tag || value.length !== shape.length + 1) return undefined;
  const parts: unknown[] = value.slice(1);
  const fits = parts.every((part, at) => {
    const kind = part === null ? "null" : typeof part;
    return (
      shape[at]?.some((one) => one === kind) === true && (kind !== "number" || Number.isSafeInteger(part))
    );
  });
  return fits ? (parts as CursorPart[]) : undefined;
}
