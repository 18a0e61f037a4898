// The plainest client of a simulated Central: one function a request, nothing retried, nothing interpreted.
import { Agent, fetch } from "undici";
import type { Simulator } from "../../src/simulator/simulator.ts";
import { tenantId } from "./estate.ts";

export interface Answered {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  /** The body as JSON; throws if it is none. */
  json(): Record<string, unknown> & { items?: Record<string, unknown>[]; pages?: Record<string, unknown> };
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** X-Tenant-ID; the first tenant if not said, none if null. */
  readonly tenant?: string | null;
  readonly signal?: AbortSignal;
}

export interface CentralClient {
  /** A token of this credential; its requests use it from now on. */
  login(clientId: string): Promise<string>;
  /** To any URL. */
  send(url: string, asked?: Asked): Promise<Answered>;
  /** To the region of the first tenant, as that tenant. */
  get(path: string, asked?: Asked): Promise<Answered>;
  /** Every page of a list at the region, by nextKey, at most 100 pages. */
  walk(path: string): Promise<{ readonly items: readonly Record<string, unknown>[]; readonly pages: number }>;
  close(): Promise<void>;
}

/** `connections`: at most so many to a host at once. */
export function createCentralClient(
  simulator: Simulator,
  region = "eu01",
  options: { readonly connections?: number } = {},
): CentralClient {
  const agent = new Agent({ connect: { ca: simulator.ca }, ...options });
  let token = "";

  const send = async (url: string, asked: Asked = {}): Promise<Answered> => {
    const tenant = asked.tenant === undefined ? tenantId(1) : asked.tenant;
    const response = await fetch(url, {
      dispatcher: agent,
      redirect: "manual",
      method: asked.method ?? "GET",
      headers: {
        ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
        ...(tenant === null ? {} : { "x-tenant-id": tenant }),
        ...asked.headers,
      },
      ...(asked.body === undefined ? {} : { body: asked.body }),
      ...(asked.signal === undefined ? {} : { signal: asked.signal }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: new Map(response.headers),
      text,
      json: () => JSON.parse(text) as ReturnType<Answered["json"]>,
    };
  };
  const get = (path: string, asked: Asked = {}): Promise<Answered> =>
    send(`${simulator.urls.regions[region]}${path}`, asked);

  return {
    send,
    get,
    async login(clientId) {
      const form = new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: `secret-of-${clientId}`,
        scope: "token",
      });
      const answered = await send(`${simulator.urls.id}/api/v2/oauth2/token`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: form.toString(),
        tenant: null,
      });
      const given = answered.json()["access_token"];
      if (typeof given !== "string") throw new Error(`no token: ${answered.status} ${answered.text}`);
      token = given;
      return given;
    },
    async walk(path) {
      const items: Record<string, unknown>[] = [];
      let key: string | undefined;
      let pages = 0;
      do {
        const joint = path.includes("?") ? "&" : "?";
        const from = key === undefined ? "" : `${joint}pageFromKey=${encodeURIComponent(key)}`;
        const page = (await get(path + from)).json();
        items.push(...(page.items ?? []));
        pages += 1;
        const next = page.pages?.["nextKey"];
        key = typeof next === "string" && next !== "" ? next : undefined;
      } while (key !== undefined && pages < 100);
      return { items, pages };
    },
    close: () => agent.destroy(),
  };
}
