import type * as z from "zod";
import type { TicketRef } from "../../ports/ticket-desk.ts";
import type { HttpCall } from "../system/http-call.ts";
import { deskRead, deskWrite, parsedBy } from "./desk-call.ts";
import { JiraFound, JiraIssue } from "./jira-records.ts";
import type { JiraOptions } from "./jira-setup.ts";

const PAGE = 100;
const ISSUE = "labels,status,project,creator,reporter,created";

/** Calls of Jira Cloud's REST API, and what they find. Faults of all: TICKET_*, CANCELLED. */
export function jiraClient({ url, http }: Pick<JiraOptions, "url" | "http">) {
  const parsed = parsedBy(http);
  const refOf = ({ id, key }: { id: string; key: string }): TicketRef => ({
    id,
    url: `${url}/browse/${key}`,
  });
  const issue = (id: string): string => `/rest/api/3/issue/${encodeURIComponent(id)}`;
  const get = async (path: string, purpose: string, signal: AbortSignal, query: HttpCall["query"] = {}) =>
    deskRead(http, { method: "GET", path, query, purpose }, signal);
  const call = (method: "POST" | "PUT", path: string, body: unknown, purpose: string): HttpCall => ({
    method,
    path,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    purpose,
  });
  const send = async (...[method, path, body, purpose, signal]: [...Parameters<typeof call>, AbortSignal]) =>
    deskWrite(http, call(method, path, body, purpose), signal);

  async function fetchIssue(id: string, signal: AbortSignal): Promise<JiraIssue | undefined> {
    const read = await get(issue(id), "read issue", signal, { fields: ISSUE });
    return read.kind === "json" ? parsed(JiraIssue, read.value) : undefined;
  }

  /** Pages of a list that says itself when it ends. */
  async function all<T extends z.ZodType, Item>(
    path: string,
    schema: T,
    page: (value: z.output<T>) => {
      readonly items: readonly Item[];
      readonly last: boolean;
      readonly total?: number;
    },
    names: readonly [start: string, size: string],
    signal: AbortSignal,
  ): Promise<Item[] | undefined> {
    const found: Item[] = [];
    for (;;) {
      const query = { [names[0]]: `${found.length}`, [names[1]]: `${PAGE}` };
      const read = await get(path, "read history", signal, query);
      if (read.kind !== "json") return undefined;
      const { items, last, total = 0 } = page(parsed(schema, read.value));
      found.push(...items);
      if (last || items.length === 0) return found.length < total ? undefined : found;
    }
  }

  /** Search lags behind what is there: that nothing is found proves nothing for minutes. */
  async function search(jql: string, signal: AbortSignal) {
    const found: z.output<typeof JiraFound>["issues"] = [];
    let token: string | undefined;
    do {
      const body = {
        jql,
        fields: ["labels"],
        maxResults: PAGE,
        ...(token !== undefined && { nextPageToken: token }),
      };
      const read = await deskRead(
        http,
        call("POST", "/rest/api/3/search/jql", body, "search issues"),
        signal,
      );
      const page = parsed(JiraFound, read.kind === "json" ? read.value : undefined);
      found.push(...page.issues);
      token = page.nextPageToken ?? undefined;
    } while (token !== undefined);
    return found.sort((a, b) => Number(a.id) - Number(b.id));
  }

  return { parsed, refOf, issue, get, send, fetchIssue, all, search };
}

export type JiraClient = ReturnType<typeof jiraClient>;
