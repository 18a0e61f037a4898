import { takesAnswer } from "../../core/review/ticket-key.ts";
import type { TicketDesk, TicketWritten } from "../../ports/ticket-desk.ts";
import type { JiraClient } from "./jira-client.ts";
import { JiraComment, JiraMade, JiraTransitions, type JiraIssue } from "./jira-records.ts";
import { JIRA_LABEL, QUESTION_LABEL, type JiraSetup } from "./jira-setup.ts";

/** Makes and changes issues; every change is read back. */
export function jiraWriting(
  { parsed, refOf, issue, get, send, fetchIssue }: JiraClient,
  { project, issueType, statuses, closed, approversField, approvers }: JiraSetup,
): Pick<TicketDesk, "create" | "ask" | "comment" | "resolve"> {
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
    async create({ key, question, subject, lines }, signal) {
      const fields = {
        project: { key: project },
        issuetype: { name: issueType },
        summary: subject.replace(/\s+/g, " ").slice(0, 255),
        description: adf(lines),
        labels: [JIRA_LABEL, key, QUESTION_LABEL + question],
        ...(approversField !== undefined &&
          takesAnswer(key) && {
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
  };
}

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
