// The peer: a script as people write it. One request after the other, the default page of 50, a new TLS connection each time.
import { request } from "node:https";
import type { ServedCentral } from "./serve-central.ts";

export interface PeerAnswer {
  readonly requests: number;
  readonly wallMs: number;
  readonly counted: number;
  /** Of these, what is asked once however many tenants there are: token, whoami and the listing. */
  readonly once: { readonly requests: number; readonly wallMs: number };
}

interface Page {
  readonly items: readonly { readonly id: string; readonly apiHost?: string }[];
  readonly pages: { readonly nextKey?: string };
}

/** Reads the endpoints of the first `tenants` tenants; it keeps none of them, which Rollcall does not allow itself. */
export async function collectNaively(central: ServedCentral, tenants: number): Promise<PeerAnswer> {
  const startedAt = performance.now();
  let requests = 0;
  const call = async <T>(url: string, headers: Record<string, string>, body?: string): Promise<T> => {
    requests++;
    return (await fetchOnce(central.ca, url, headers, body)) as T;
  };
  const { clientId, clientSecret } = central.credential;
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
    scope: "token",
  }).toString();
  const { access_token: token } = await call<{ access_token: string }>(
    `${central.idUrl}/api/v2/oauth2/token`,
    { "content-type": "application/x-www-form-urlencoded" },
    form,
  );
  const authorization = `Bearer ${token}`;
  const { id } = await call<{ id: string }>(`${central.apiUrl}/whoami/v1`, { authorization });
  const listing = await call<Page>(`${central.apiUrl}/partner/v1/tenants?pageTotal=true`, {
    authorization,
    "x-partner-id": id,
  });
  const once = { requests, wallMs: performance.now() - startedAt };
  let counted = 0;
  for (const tenant of listing.items.slice(0, tenants)) {
    for (let key = ""; ;) {
      const query = key === "" ? "" : `?pageFromKey=${encodeURIComponent(key)}`;
      const page = await call<Page>(`${tenant.apiHost}/endpoint/v1/endpoints${query}`, {
        authorization,
        "x-tenant-id": tenant.id,
      });
      counted += page.items.length;
      key = page.pages.nextKey ?? "";
      if (key === "") break;
    }
  }
  return { requests, wallMs: performance.now() - startedAt, counted, once };
}

async function fetchOnce(
  ca: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): Promise<unknown> {
  const text = await new Promise<string>((resolve, reject) => {
    const sent = request(
      url,
      { method: body === undefined ? "GET" : "POST", headers, ca, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const answer = Buffer.concat(chunks).toString("utf8");
          if (response.statusCode === 200) resolve(answer);
          else reject(new Error(`the peer was answered ${response.statusCode}`));
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
  return JSON.parse(text) as unknown;
}
