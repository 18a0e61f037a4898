import { KEY_PREFIX, takesAnswer } from "../../core/review/ticket-key.ts";
import type { TicketDesk } from "../../ports/ticket-desk.ts";
import type { JiraClient } from "./jira-client.ts";
import { readJiraIssue } from "./jira-history.ts";
import { JiraApprovals, JiraChangelog } from "./jira-records.ts";
import { JIRA_LABEL, QUESTION_LABEL, type JiraSetup } from "./jira-setup.ts";

/** Finds issues, and reads what stands in them with who made it so. */
export function jiraReading(
  { refOf, issue, fetchIssue, all, search }: JiraClient,
  setup: JiraSetup,
): Pick<TicketDesk, "find" | "read" | "open"> {
  const { project, answers } = setup;
  return {
    find: async (key, signal) => {
      const found = await search(`project = ${quoted(project)} AND labels = ${quoted(key)}`, signal);
      return found.filter(({ fields }) => fields.labels.includes(key)).map(refOf);
    },
    async read(id, key, signal) {
      const found = await fetchIssue(id, signal);
      // Jira says 404 to whoever may not see it, too.
      if (found === undefined) return { kind: "unreadable", why: "hidden" };
      const byApprovals = answers === "approvals" && takesAnswer(key);
      const changes = await all(
        `${issue(id)}/changelog`,
        JiraChangelog,
        ({ values, total, isLast = false }) => ({ items: values, last: isLast, total }),
        ["startAt", "maxResults"],
        signal,
      );
      const approvals = byApprovals
        ? await all(
            `/rest/servicedeskapi/request/${encodeURIComponent(id)}/approval`,
            JiraApprovals,
            ({ values, isLastPage }) => ({ items: values, last: isLastPage }),
            ["start", "limit"],
            signal,
          )
        : undefined;
      if (changes === undefined || (byApprovals && approvals === undefined))
        return { kind: "unreadable", why: "incomplete" };
      return readJiraIssue(found, changes, approvals, key, setup);
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
  };
}

/** A text inside the quotes of JQL. */
const quoted = (text: string): string => `"${text.replace(/[\\"]/g, String.raw`\$&`)}"`;
