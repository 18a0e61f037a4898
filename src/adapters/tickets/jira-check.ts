import type { TicketRight } from "../../ports/ticket-desk.ts";
import type { HttpCall } from "../system/http-call.ts";
import type { DeskRead } from "./desk-call.ts";
import { JiraMyself, JiraPermissions, JiraStatuses } from "./jira-records.ts";
import type { JiraSetup } from "./jira-setup.ts";

type Get = (
  path: string,
  purpose: string,
  signal: AbortSignal,
  query?: HttpCall["query"],
) => Promise<DeskRead>;

const PERMISSIONS = ["BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "ADD_COMMENTS", "TRANSITION_ISSUES"];

/** What the project must have and the account must be allowed, as Jira tells it. */
export async function checkJira(
  { project, issueType, account, statuses, closed, answers, words }: JiraSetup,
  get: Get,
  signal: AbortSignal,
): Promise<readonly TicketRight[]> {
  const me = await get("/rest/api/3/myself", "check account", signal);
  const self = me.kind === "json" ? JiraMyself.safeParse(me.value) : undefined;
  const asked = { projectKey: project, permissions: PERMISSIONS.join(",") };
  const rights = await get("/rest/api/3/mypermissions", "check rights", signal, asked);
  const held = rights.kind === "json" ? JiraPermissions.safeParse(rights.value) : undefined;
  const path = `/rest/api/3/project/${encodeURIComponent(project)}/statuses`;
  const flow = await get(path, "check project", signal);
  const types = flow.kind === "json" ? JiraStatuses.safeParse(flow.value) : undefined;
  const flowOf = types?.data?.find(({ name }) => name === issueType)?.statuses;
  const known = flowOf?.map(({ name }) => name);
  const ends = flowOf?.filter(({ statusCategory }) => statusCategory?.key === "done").map(({ name }) => name);
  const needed = new Set([
    statuses.ask,
    statuses.done,
    ...(answers === "statuses" ? Object.values(words) : []),
  ]);
  return [
    {
      right: `be ${account}`,
      held: self?.data?.accountId === account,
      remedy: "tickets.account must be the account id that the API token belongs to",
    },
    ...PERMISSIONS.map((permission) => ({
      right: `${permission} in ${project}`,
      held: held?.data?.permissions[permission]?.havePermission === true,
      remedy: `give the account that permission in project ${project}`,
    })),
    {
      right: `issue type ${issueType}`,
      held: known !== undefined,
      remedy: `project ${project} has none of that name`,
    },
    ...[...needed].map((status) => ({
      right: `status ${status}`,
      held: known?.includes(status) === true,
      remedy: `the workflow of ${issueType} has no such status`,
    })),
    {
      right: "name every status in which an issue is closed",
      held: ends === undefined ? "unknown" : ends.every((status) => closed.includes(status)),
      remedy: `add to tickets.workflow.closed: ${ends?.filter((status) => !closed.includes(status)).join(", ") ?? "what the workflow has"}`,
    },
  ];
}
