// Where a token may go. Hosts come from Central's own answers, so that a forged answer could name any.

/** The origin in a URL that Central sent (`https://host[:port]`); undefined unless it is a bare http(s) origin. */
export function httpsOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const bare =
    url.pathname === "/" &&
    url.search === "" &&
    url.hash === "" &&
    url.username === "" &&
    url.password === "";
  if (!bare || url.hostname === "") return undefined;
  // The official example of whoami spells its hosts `http://…/`: they are only ever spoken to over TLS.
  if (url.protocol === "http:") return `https://${url.host}`;
  return url.protocol === "https:" ? url.origin : undefined;
}

interface Authority {
  readonly host: string;
  readonly port: string;
}

function authority(entry: string): Authority {
  const parts = /^(.*?)(?::(\d+))?$/s.exec(entry.trim().toLowerCase());
  return { host: parts?.[1] ?? "", port: parts?.[2] ?? "443" };
}

/**
 * Whether a token may be sent to this URL. An entry is `host` or `host:port` (443 where none is given); a leading `*.`
 * stands for one or more labels, so that the domain itself and look-alikes of it are not meant. Nothing but https is.
 */
export function hostAllowed(url: URL, allowed: readonly string[]): boolean {
  if (url.protocol !== "https:" || url.username !== "" || url.password !== "") return false;
  const host = url.hostname.toLowerCase();
  const port = url.port === "" ? "443" : url.port;
  return allowed.map(authority).some((entry) => {
    if (entry.port !== port || entry.host === "") return false;
    if (!entry.host.startsWith("*.")) return host === entry.host;
    const domain = entry.host.slice(1);
    return domain.length > 1 && host.endsWith(domain) && host.length > domain.length && !host.startsWith(".");
  });
}
