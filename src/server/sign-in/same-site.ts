/** Whether a request changes nothing by its method (RFC 9110, 9.2.1). */
export const isSafe = ({ method }: Pick<Request, "method">): boolean => method === "GET" || method === "HEAD";

/**
 * Whether another site has sent it. Browsers say so of every request that may change something, in Origin and in Sec-Fetch-Site;
 * what says nothing comes from no browser that we know, and is taken for another site's.
 * @param origin what browsers call us, by the configuration: Host is what the sender says
 */
export function isCrossSite({ headers }: Pick<Request, "headers">, origin: string): boolean {
  const from = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if (from === null && site === null) return true;
  return (from !== null && from !== origin) || (site !== null && site !== "same-origin");
}

/** A path of ours that somebody wanted to go to; the first page where it is anything else, such as another site. */
export function pathOfOurs(wanted: string | undefined, origin: string): string {
  if (wanted === undefined || !wanted.startsWith("/") || !URL.canParse(wanted, origin)) return "/";
  const url = new URL(wanted, origin);
  return url.origin === origin ? `${url.pathname}${url.search}${url.hash}` : "/";
}
