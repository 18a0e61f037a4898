// Against a stub written from Atlassian's documentation, not against a live Jira.
import { createLog } from "../../src/adapters/system/log.ts";
import { openHttpService } from "../../src/adapters/system/http-call.ts";
import { jira } from "../../src/adapters/tickets/jira.ts";
import type { JiraSetup } from "../../src/adapters/tickets/jira-setup.ts";
import type { TicketAnswer } from "../../src/core/review/ticket-answer.ts";
import { centralServer } from "../build/central-server.ts";
import { JIRA_ACCOUNT, jiraStub } from "../build/jira-stub.ts";
import { ticketDeskContract, type DeskBench } from "./ticket-desk.contract.ts";

const WORDS = { approve: "Approved", keep: "Kept", hold: "On hold" } as const;

async function jiraBench(answers: JiraSetup["answers"]): Promise<DeskBench> {
  const stub = jiraStub();
  const server = await centralServer(stub.handle);
  const http = openHttpService({
    url: server.url,
    headers: { authorization: "Basic x" },
    ca: server.ca,
    env: {},
    clock: server.clock,
    log: createLog({ level: "silent" }),
    userAgent: "rollcall-test",
  });
  const desk = jira({
    name: "jira",
    url: server.url,
    http,
    project: "OPS",
    issueType: "Task",
    account: JIRA_ACCOUNT,
    answers,
    words: WORDS,
    statuses: { ask: "Waiting for approval", done: "Done" },
    closed: ["Done", "Canceled"],
    approversField: "customfield_10003",
    approvers: ["jane-id", "tom-id"],
  });
  const answer = async (as: string, id: string, said: TicketAnswer | undefined): Promise<void> => {
    if (answers === "statuses") stub.move(as, id, said === undefined ? "Waiting for approval" : WORDS[said]);
    else {
      if (stub.issue(id).approvals.at(-1)?.finalDecision !== "pending")
        stub.move("automation", id, "Waiting for approval");
      stub.decide(as, id, said === "approve" ? "approved" : "declined");
    }
  };
  return {
    desk,
    account: JIRA_ACCOUNT,
    people: ["jane-id", "tom-id"],
    answer,
    reopen: async (as, id) => stub.move(as, id, "In progress"),
    comment: async (_as, id, text) => void stub.issue(id).comments.push({ id: "0", body: text }),
    asked: (id) => stub.issue(id).named.length,
    request: async (as, id) => void (stub.issue(id).reporter = as),
    vanish: {
      hidden: ["hidden", async (id) => void (stub.issue(id).hidden = true)],
      moved: ["foreign", async (id) => void (stub.issue(id).project = "HR")],
      relabelled: ["foreign", async (id) => void (stub.issue(id).labels = ["rollcall"])],
    },
    count: async (key) => stub.issues.filter(({ labels }) => labels.includes(key)).length,
    text: async (id) => {
      const { summary, description, comments } = stub.issue(id);
      return textsOf([summary, description, comments]).join("\n");
    },
    lose: (how) => void (stub.lose = how),
    settle: async () => stub.settle(),
    async [Symbol.asyncDispose]() {
      await desk.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Every text in a document, as a person sees it. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

ticketDeskContract("Jira, answered by statuses", async () => jiraBench("statuses"));
ticketDeskContract("Jira, answered by approvals", async () => jiraBench("approvals"));
