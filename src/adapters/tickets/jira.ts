import type * as z from "zod";
import type { HttpCall } from "../system/http-call.ts";
import type { TicketDesk, TicketRef, TicketWritten } from "../../ports/ticket-desk.ts";
import { KEY_PREFIX } from "../../core/review/ticket-key.ts";
import { deskRead, deskWrite, parsedBy } from "./desk-call.ts";
import { checkJira } from "./jira-check.ts";
import { readJiraIssue } from "./jira-history.ts";
import {
  JiraApprovals,
  JiraChangelog,
  JiraComment,
  JiraFound,
  JiraIssue,
  JiraMade,
  JiraTransitions,
} from "./jira-records.ts";
import { JIRA_LABEL, QUESTION_LABEL, type JiraOptions } from "./jira-setup.ts";

const PAGE = 100;
const ISSUE = "labels,status,project,creator,reporter,created";

/** Jira Cloud, REST API v3; approvals by Jira Service Management. */
export function jira(options: JiraOptions): TicketDesk {
  const { name, url, http, project, issueType, statuses, closed, answers, approversField, approvers } =
    options;
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

  async function comment(id: string, lines: readonly string[], signal: AbortSignal): Promise<TicketWritten> {
    const wrote = await send("POST", `${issue(id)}/comment`, { body: adf(lines) }, "comment", signal);
    if (wrote.kind !== "done") return wrote;
    const made = JiraComment.safeParse(wrote.value);
    if (!made.success) return { kind: "unclear", why: "Jira did not say which comment it made" };
    const read = await get(
      `${issue(id)}/comment/${encodeURIComponent(made.data.id)}`,
      "read comment",
      signal,
    );
    return read.kind === "json"
      ? { kind: "written" }
      : { kind: "refused", why: "Jira said yes and has no comment" };
  }

  /** Moves it to a status by whatever transition leads there: their ids differ with every workflow. */
  async function move(id: string, status: string, signal: AbortSignal): Promise<TicketWritten> {
    const read = await get(`${issue(id)}/transitions`, "read transitions", signal);
    const { transitions } = parsed(JiraTransitions, read.kind === "json" ? read.value : undefined);
    const way = transitions.find(({ to }) => to.name === status);
    if (way === undefined)
      return { kind: "refused", why: `no transition leads to ${status} from where it is` };
    const wrote = await send(
      "POST",
      `${issue(id)}/transitions`,
      { transition: { id: way.id } },
      "transition",
      signal,
    );
    return wrote.kind === "done" ? { kind: "written" } : wrote;
  }

  async function readBack(
    id: string,
    holds: (now: JiraIssue) => boolean,
    signal: AbortSignal,
  ): Promise<TicketWritten> {
    const now = await fetchIssue(id, signal);
    if (now !== undefined && holds(now)) return { kind: "written" };
    return { kind: "refused", why: "Jira said yes and did not change the issue" };
  }

  return {
    name,
    async create({ key, question, subject, lines }, signal) {
      const fields = {
        project: { key: project },
        issuetype: { name: issueType },
        summary: subject.replace(/\s+/g, " ").slice(0, 255),
        description: adf(lines),
        labels: [JIRA_LABEL, key, QUESTION_LABEL + question],
        ...(approversField !== undefined && {
          [approversField]: approvers.map((accountId) => ({ accountId })),
        }),
      };
      const wrote = await send("POST", "/rest/api/3/issue", { fields }, "create issue", signal);
      if (wrote.kind !== "done") return wrote;
      const made = JiraMade.safeParse(wrote.value);
      return made.success
        ? { kind: "created", ref: refOf(made.data) }
        : { kind: "unclear", why: "Jira did not say which issue it made" };
    },
    find: async (key, signal) => {
      const found = await search(`project = ${quoted(project)} AND labels = ${quoted(key)}`, signal);
      return found.filter(({ fields }) => fields.labels.includes(key)).map(refOf);
    },
    async read(id, key, signal) {
      const found = await fetchIssue(id, signal);
      // Jira says 404 to whoever may not see it, too.
      if (found === undefined) return { kind: "unreadable", why: "hidden" };
      const changes = await all(
        `${issue(id)}/changelog`,
        JiraChangelog,
        ({ values, total, isLast = false }) => ({ items: values, last: isLast, total }),
        ["startAt", "maxResults"],
        signal,
      );
      const approvals =
        answers === "statuses"
          ? undefined
          : await all(
              `/rest/servicedeskapi/request/${encodeURIComponent(id)}/approval`,
              JiraApprovals,
              ({ values, isLastPage }) => ({ items: values, last: isLastPage }),
              ["start", "limit"],
              signal,
            );
      if (changes === undefined || (answers === "approvals" && approvals === undefined))
        return { kind: "unreadable", why: "incomplete" };
      return readJiraIssue(found, changes, approvals, key, options);
    },
    async ask(id, { key, question, lines }, signal) {
      // Told first: an answer counts only when it comes after the question, which is written after that.
      const told = await comment(id, lines, signal);
      if (told.kind !== "written") return told;
      const found = await fetchIssue(id, signal);
      if (found === undefined) return { kind: "refused", why: "it cannot be read" };
      const label = QUESTION_LABEL + question;
      const others = found.fields.labels.filter((one) => !one.startsWith(QUESTION_LABEL) && one !== key);
      const labels = [...others, key, label];
      const wrote = await send("PUT", issue(id), { fields: { labels } }, "change issue", signal);
      if (wrote.kind !== "done") return wrote;
      if (found.fields.status.name !== statuses.ask) {
        const asked = await move(id, statuses.ask, signal);
        if (asked.kind !== "written") return asked;
      }
      const asks = ({ fields }: JiraIssue): boolean =>
        fields.status.name === statuses.ask && fields.labels.includes(key) && fields.labels.includes(label);
      return readBack(id, asks, signal);
    },
    comment,
    async resolve(id, lines, signal) {
      const told = await comment(id, lines, signal);
      if (told.kind !== "written") return told;
      const isClosed = (one: JiraIssue | undefined): boolean =>
        one !== undefined && closed.includes(one.fields.status.name);
      if (isClosed(await fetchIssue(id, signal))) return told;
      const moved = await move(id, statuses.done, signal);
      return moved.kind === "written" ? readBack(id, isClosed, signal) : moved;
    },
    open: async (signal) => {
      const found = await search(
        `project = ${quoted(project)} AND labels = ${JIRA_LABEL} AND statusCategory != Done`,
        signal,
      );
      return found.flatMap((one) => {
        const key = one.fields.labels.find(
          (label) => label.startsWith(KEY_PREFIX) && !label.startsWith(QUESTION_LABEL),
        );
        return key === undefined ? [] : [{ ...refOf(one), key }];
      });
    },
    check: async (signal) => checkJira(options, get, signal),
    close: async () => http.close(),
  };
}

/** A text inside the quotes of JQL. */
const quoted = (text: string): string => `"${text.replace(/[\\"]/g, String.raw`\$&`)}"`;

/** Lines as Atlassian's document format: its text nodes know no markup. */
const adf = (lines: readonly string[]) => ({
  version: 1,
  type: "doc",
  content: lines.map((line) => ({
    type: "paragraph",
    // A text node may not be empty.
    ...(line !== "" && { content: [{ type: "text", text: line }] }),
  })),
});
