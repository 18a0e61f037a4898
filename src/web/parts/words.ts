/** What the codes of the API are called on the screen: their own words, since the glossary's are the same everywhere. */
const SHORT: Readonly<Record<string, string>> = {
  os: "OS",
  vip: "VIP",
  id: "id",
};

/** `os_build_mismatch` → `OS build mismatch`. Any code reads well enough, also one that a newer server sends. */
export function wordsOf(code: string): string {
  const text = code
    .split("_")
    .map((word) => SHORT[word] ?? word)
    .join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `lastSeenAt` → `Last seen at`: the name of a fact in an evidence. */
export const nameOf = (field: string): string =>
  wordsOf(field.replaceAll(/([a-z\d])([A-Z])/g, "$1_$2").toLowerCase());

const COUNT = new Intl.NumberFormat(undefined);
/** A whole number with the separators of the reader's language. */
export const count = (value: number): string => COUNT.format(value);

/** `1 device`, `3 devices`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** A total that was counted up to a limit only. */
export const totalOf = (total: { readonly count: number; readonly exact: boolean }): string =>
  total.exact ? count(total.count) : `more than ${count(total.count)}`;

/** 0.034 → `3.4 %`. */
export const share = (value: number): string =>
  new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 }).format(value);
