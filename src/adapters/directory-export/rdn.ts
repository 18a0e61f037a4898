/** The value of a DN's first part, unescaped: `Doe, Jane` of `CN=Doe\, Jane,OU=…`. A text that is no DN is given back as it is. */
export function rdnValue(dn: string): string {
  const match = /^\s*[A-Za-z][\w.-]*\s*=\s*((?:\\.|[^,+\\])*)/s.exec(dn);
  if (match === null) return dn.trim();
  return (match[1] ?? "")
    .trimEnd()
    .replaceAll(/((?:\\[0-9a-fA-F]{2})+)|\\(.)/gs, (_, hex: string | undefined, char: string) =>
      hex === undefined ? char : Buffer.from(hex.replaceAll("\\", ""), "hex").toString("utf8"),
    );
}
