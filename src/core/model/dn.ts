// Distinguished names (RFC 4514), compared as parsed: never by string case or by a bare string suffix.

/** One RDN as written and as a key: attribute and value unescaped, in lower case, white space folded. */
interface Rdn {
  readonly raw: string;
  readonly key: string;
}

function splitAt(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === separator) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

// `\2C` is a byte in hex, and bytes of one character stand in a row; `\,` is the character itself.
function unescapeValue(value: string): string {
  if (!value.includes("\\")) return value;
  return value.replaceAll(/((?:\\[0-9a-fA-F]{2})+)|\\(.)/gs, (_, hex: string | undefined, char: string) =>
    hex === undefined ? char : decodeHex(hex),
  );
}

// Well-formed UTF-8, percent-encoded (RFC 3629 section 4): only this may go to decodeURIComponent, which throws at the rest.
const UTF8 = new RegExp(
  [
    "%[0-7]H",
    "%(?:c[2-9a-f]|dH)%T",
    "%e0%[ab]H%T",
    "%e[1-9abcef]%T%T",
    "%ed%[89]H%T",
    "%f0%[9ab]H%T%T",
    "%f[123]%T%T%T",
    "%f4%8H%T%T",
  ]
    .join("|")
    .replaceAll("T", "[89ab]H")
    .replaceAll("H", "[0-9a-f]")
    .replace(/^(.*)$/s, "^(?:$1)+$"),
);

function decodeHex(escaped: string): string {
  const percent = escaped.replaceAll("\\", "%").toLowerCase();
  // Bytes that are no UTF-8 stay as they are written: a key has only to be the same for the same name.
  return UTF8.test(percent) ? decodeURIComponent(percent) : percent;
}

// A value may end in an escaped space, which is part of it: what follows the last escape is all that may be trimmed.
function trimValue(value: string): string {
  if (!value.includes("\\")) return value.trim();
  const start = value.trimStart();
  const escaped = /^(?:\\.|[^\\])*?\\\s(?=\s*$)/s.exec(start);
  return escaped === null ? start.trimEnd() : escaped[0];
}

function parseRdn(raw: string): Rdn {
  const key = splitAt(raw, "+")
    .map((pair) => {
      const at = pair.indexOf("=");
      if (at < 0) return keyText(pair.trim());
      return `${keyText(pair.slice(0, at).trim())}=${keyText(unescapeValue(trimValue(pair.slice(at + 1))))}`;
    })
    .sort()
    .join("+");
  return { raw: raw.trim(), key };
}

// Whatever has to be done more than put in lower case. Nearly no name has it, and each name of each device is asked for.
const NOT_PLAIN = /[^ -~]|[\\,+]| {2}/;

// What separates RDNs and pairs is escaped again, and the escape itself first: two names never share a key.
const keyText = (text: string): string => (NOT_PLAIN.test(text) ? foldedText(text) : text.toLowerCase());

const foldedText = (text: string): string =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/\s+/g, " ")
    .replaceAll("\\", "\\5c")
    .replaceAll(",", "\\2c")
    .replaceAll("+", "\\2b");

const parse = (dn: string): Rdn[] => (dn.trim() === "" ? [] : splitAt(dn, ",").map(parseRdn));

const keyOf = (rdns: readonly Rdn[]): string => rdns.map((rdn) => rdn.key).join(",");

/** The DN as a key: equal for equal names whatever their case, spacing and way of escaping. */
export const dnKey = (dn: string): string => keyOf(parse(dn));

/** Whether a DN is of the form attribute=value, attribute=value, with no empty part. */
export function isDn(text: string): boolean {
  const rdns = splitAt(text, ",");
  return rdns.every((rdn) => splitAt(rdn, "+").every((pair) => /^\s*[A-Za-z][\w.-]*\s*=\s*\S/.test(pair)));
}

/** The container a DN lies in, as written; undefined at the top. */
export function parentDn(dn: string): string | undefined {
  const [, ...rest] = splitAt(dn, ",");
  return rest.length === 0 ? undefined : rest.join(",").trim();
}

/** Whether `dn` lies in `container`, at any depth; a DN does not lie in itself. */
export function liesIn(dn: string, container: string): boolean {
  const inner = parse(dn);
  const outer = parse(container);
  if (outer.length === 0 || inner.length <= outer.length) return false;
  return keyOf(inner.slice(inner.length - outer.length)) === keyOf(outer);
}

/** The containers from the parent of `dn` up to `container` itself, as DNs; empty when `dn` does not lie in it. */
export function containersBetween(dn: string, container: string): string[] {
  if (!liesIn(dn, container)) return [];
  const inner = parse(dn);
  const depth = inner.length - parse(container).length;
  return Array.from({ length: depth }, (_, i) =>
    inner
      .slice(i + 1)
      .map((rdn) => rdn.raw)
      .join(","),
  );
}

/** The DNS name that the DC parts of a DN spell, in lower case; undefined when there are none. */
export function dnsOfDn(dn: string): string | undefined {
  const labels = parse(dn)
    .filter((rdn) => rdn.key.startsWith("dc="))
    .map((rdn) => rdn.key.slice(3));
  return labels.length === 0 ? undefined : labels.join(".");
}

/** The value of the first RDN as a key (the common name of a person or computer), in lower case; undefined when there is none. */
export function firstValue(dn: string): string | undefined {
  const pair = parse(dn)[0]?.key.split("+")[0];
  const at = pair?.indexOf("=") ?? -1;
  return pair === undefined || at < 0
    ? undefined
    : pair.slice(at + 1).replaceAll(/\\(5c|2c|2b)/g, (_, hex: string) => SPECIAL[hex] ?? "");
}

const SPECIAL: Readonly<Record<string, string>> = { "5c": "\\", "2c": ",", "2b": "+" };
