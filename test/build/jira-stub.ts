// Jira Cloud as its documentation describes it, as far as a desk uses it: not a Jira, and no proof of one.
import type { Handler, Reply, Seen } from "./central-server.ts";

interface Change {
  readonly id: string;
  readonly author: { readonly accountId: string };
  readonly created: string;
  readonly items: readonly Record<string, unknown>[];
}

interface Approval {
  readonly id: string;
  finalDecision: string;
  readonly approvers: { readonly approver: { readonly accountId: string }; approverDecision: string }[];
  readonly createdDate: { readonly epochMillis: number };
  completedDate?: { readonly epochMillis: number };
}

interface Issue {
  readonly id: string;
  key: string;
  project: string;
  labels: string[];
  status: string;
  reporter: string;
  readonly creator: string;
  readonly created: string;
  readonly summary: string;
  readonly description: unknown;
  /** Whom the field customfield_10003 names. */
  readonly named: readonly unknown[];
  readonly comments: { readonly id: string; readonly body: unknown }[];
  readonly history: Change[];
  readonly approvals: Approval[];
  /** Since when a search finds it. */
  foundFrom: number;
  hidden: boolean;
}

export const JIRA_ACCOUNT = "712020:svc";
const STATUSES = ["Waiting for approval", "Approved", "Kept", "On hold", "In progress", "Done", "Canceled"];
const DONE = new Set(["Done", "Canceled"]);

export interface JiraStub {
  readonly handle: Handler;
  readonly issues: readonly Issue[];
  lose: "before" | "after" | "bad_gateway" | "page" | undefined;
  /** A search sees what was made only after it is called. */
  settle(): void;
  issue(id: string): Issue;
  move(as: string, id: string, status: string): void;
  /** Answers the approval that waits. */
  decide(as: string, id: string, decision: "approved" | "declined"): void;
}

export function jiraStub(): JiraStub {
  const issues: Issue[] = [];
  let now = Date.UTC(2026, 10, 24, 9);
  let ids = 10_000;
  let searchable = 0;
  // Half-hour zones exist, and Jira writes times in that of the account.
  const time = (): string => `${new Date(++now + 330 * 60_000).toISOString().slice(0, -1)}+0530`;
  const issueOf = (id: string): Issue => {
    const found = issues.find((one) => one.id === id);
    if (found === undefined) throw new Error(`there is no issue ${id}`);
    return found;
  };
  const record = (issue: Issue, as: string, item: Record<string, unknown>): void => {
    issue.history.push({ id: `${++ids}`, author: { accountId: as }, created: time(), items: [item] });
  };
  const askApproval = (issue: Issue): void => {
    issue.approvals.push({
      id: `${++ids}`,
      finalDecision: "pending",
      approvers: ["jane-id", "tom-id"].map((accountId) => ({
        approver: { accountId },
        approverDecision: "pending",
      })),
      createdDate: { epochMillis: ++now },
    });
  };
  const move = (as: string, id: string, status: string): void => {
    const issue = issueOf(id);
    record(issue, as, {
      field: "status",
      from: `${STATUSES.indexOf(issue.status)}`,
      fromString: issue.status,
      to: `${STATUSES.indexOf(status)}`,
      toString: status,
    });
    issue.status = status;
    if (status === STATUSES[0]) askApproval(issue);
  };
  const ok = (json: unknown, status = 200): Reply => ({ json, status });
  const none: Reply = { raw: "", status: 204 };
  const fail = (status: number, message: string): Reply =>
    ok({ errorMessages: [message], errors: {} }, status);
  const shown = (one: Issue) => ({
    id: one.id,
    key: one.key,
    fields: {
      labels: one.labels,
      status: { id: `${STATUSES.indexOf(one.status)}`, name: one.status },
      project: { key: one.project },
      creator: { accountId: one.creator },
      reporter: { accountId: one.reporter },
      created: one.created,
    },
  });

  function create({ body }: Seen): Reply {
    const { fields } = JSON.parse(body) as {
      fields: {
        summary: string;
        description: unknown;
        labels: string[];
        project: { key: string };
        customfield_10003?: unknown[];
      };
    };
    if (/[\r\n]/.test(fields.summary))
      return fail(400, "The summary is invalid because it contains newline characters.");
    if (!isDocument(fields.description)) return fail(400, "Operation value must be an Atlassian Document");
    if (fields.labels.some((label) => /\s/.test(label)))
      return fail(400, "The label contains spaces which is invalid.");
    const id = `${++ids}`;
    const issue: Issue = {
      id,
      key: `OPS-${id}`,
      project: fields.project.key,
      labels: fields.labels,
      status: STATUSES[0] ?? "",
      reporter: JIRA_ACCOUNT,
      creator: JIRA_ACCOUNT,
      created: time(),
      summary: fields.summary,
      description: fields.description,
      named: fields.customfield_10003 ?? [],
      comments: [],
      history: [],
      approvals: [],
      foundFrom: ++searchable,
      hidden: false,
    };
    issues.push(issue);
    askApproval(issue);
    return ok({ id, key: issue.key, self: "" }, 201);
  }

  let settled = 0;
  function search({ body }: Seen): Reply {
    const { jql, fields } = JSON.parse(body) as { jql: string; fields?: string[] };
    const labels = [...jql.matchAll(/labels = "?([^"\s]+)"?/g)].map(([, label = ""]) => label);
    if (labels.length === 0) return fail(400, "Unbounded JQL queries are not allowed here.");
    const found = issues.filter(
      (one) =>
        one.foundFrom <= settled &&
        !one.hidden &&
        labels.every((label) => one.labels.includes(label)) &&
        (!jql.includes("statusCategory != Done") || !DONE.has(one.status)),
    );
    const rows = found.map((one) => (fields === undefined ? { id: one.id } : shown(one)));
    return ok({ issues: rows, isLast: true });
  }

  function onIssue(issue: Issue, rest: string, { method, body, query }: Seen): Reply {
    const sent = body === "" ? {} : (JSON.parse(body) as Record<string, never>);
    if (rest === "" && method === "GET") return ok(shown(issue));
    if (rest === "" && method === "PUT") {
      const { labels } = (sent as unknown as { fields: { labels: string[] } }).fields;
      // Labels are a set: Jira keeps them sorted, and writes no history for what is the same.
      const [before, after] = [issue.labels, labels].map((all) => [...new Set(all)].sort().join(" "));
      if (before !== after)
        record(issue, JIRA_ACCOUNT, { field: "labels", fromString: before, toString: after });
      issue.labels = labels;
      return none;
    }
    if (rest === "/changelog") {
      const start = Number(query["startAt"]);
      const values = issue.history.slice(start, start + 2);
      return ok({
        values,
        total: issue.history.length,
        startAt: start,
        isLast: start + 2 >= issue.history.length,
      });
    }
    if (rest === "/comment") {
      const { body: text } = sent as unknown as { body: unknown };
      if (!isDocument(text)) return fail(400, "Comment body is not valid!");
      issue.comments.push({ id: `${++ids}`, body: text });
      return ok({ id: `${ids}` }, 201);
    }
    if (rest.startsWith("/comment/")) {
      const one = issue.comments.find(({ id }) => rest === `/comment/${id}`);
      return one === undefined ? fail(404, "Can not find a comment.") : ok({ id: one.id });
    }
    if (rest === "/transitions" && method === "GET")
      return ok({
        transitions: STATUSES.filter((name) => name !== issue.status).map((name) => ({
          id: `${STATUSES.indexOf(name) * 10 + 1}`,
          name: `To ${name}`,
          to: { name },
        })),
      });
    if (rest === "/transitions") {
      const { transition } = sent as unknown as { transition: { id: string } };
      move(JIRA_ACCOUNT, issue.id, STATUSES[(Number(transition.id) - 1) / 10] ?? "");
      return none;
    }
    return fail(404, "null for uri");
  }

  function route(seen: Seen): Reply {
    const { method, path, headers } = seen;
    if (headers.authorization?.startsWith("Basic ") !== true)
      return fail(401, "Client must be authenticated to access this resource.");
    if (method === "POST" && path === "/rest/api/3/issue") return create(seen);
    if (path === "/rest/api/3/search/jql") return search(seen);
    if (path === "/rest/api/3/myself") return ok({ accountId: JIRA_ACCOUNT });
    if (path === "/rest/api/3/mypermissions")
      return ok({
        permissions: Object.fromEntries(
          (seen.query["permissions"] ?? "").split(",").map((one) => [one, { havePermission: true }]),
        ),
      });
    if (path === "/rest/api/3/project/OPS/statuses")
      return ok([
        {
          name: "Task",
          statuses: STATUSES.map((name) => ({
            name,
            statusCategory: { key: DONE.has(name) ? "done" : "indeterminate" },
          })),
        },
      ]);
    const [, id, rest = ""] =
      /^\/rest\/api\/3\/issue\/(\d+)(\/.*)?$/.exec(path) ??
      /^\/rest\/servicedeskapi\/request\/(\d+)(\/approval)$/.exec(path) ??
      [];
    const issue = issues.find((one) => one.id === id);
    if (issue === undefined || issue.hidden)
      return fail(404, "Issue does not exist or you do not have permission to see it.");
    if (rest === "/approval")
      return ok({ values: issue.approvals, isLastPage: true, size: issue.approvals.length });
    return onIssue(issue, rest, seen);
  }

  const stub: JiraStub = {
    issues,
    lose: undefined,
    settle: () => void (settled = searchable),
    issue: issueOf,
    move,
    decide(as, id, decision) {
      const approval = issueOf(id).approvals.at(-1);
      const own = approval?.approvers.find(({ approver }) => approver.accountId === as);
      if (approval?.finalDecision !== "pending" || own === undefined)
        throw new Error("nothing waits for that approval");
      own.approverDecision = decision;
      approval.finalDecision = decision;
      approval.completedDate = { epochMillis: ++now };
      // The approval step of a workflow moves the issue on.
      move(as, id, decision === "approved" ? "Approved" : "Kept");
    },
    handle(seen) {
      const lost = seen.method === "POST" && seen.path === "/rest/api/3/issue" ? stub.lose : undefined;
      if (lost === undefined) return route(seen);
      stub.lose = undefined;
      if (lost === "before") return "reset";
      route(seen);
      if (lost === "after") return "reset";
      return { raw: "<h1>Sorry</h1>", status: lost === "bad_gateway" ? 502 : 200 };
    },
  };
  return stub;
}

/** ADF: paragraphs of texts, none of them empty. */
function isDocument(value: unknown): boolean {
  const { type, version, content } = (value ?? {}) as {
    type?: unknown;
    version?: unknown;
    content?: unknown;
  };
  return (
    type === "doc" &&
    version === 1 &&
    Array.isArray(content) &&
    (content as { content?: { text: string }[] }[]).every((one) =>
      (one.content ?? []).every(({ text }) => text !== ""),
    )
  );
}
