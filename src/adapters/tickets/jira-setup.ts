import type { TicketAnswer } from "../../core/review/ticket-answer.ts";
import type { HttpService } from "../system/http-call.ts";

/** How a project is set up for Rollcall. */
export interface JiraSetup {
  readonly project: string;
  readonly issueType: string;
  /** The account id that the API token belongs to. */
  readonly account: string;
  /**
   * Where answers are: in approvals of Jira Service Management, or in the status that a person moves the issue to. An approval
   * knows approve and keep only.
   */
  readonly answers: "approvals" | "statuses";
  /** With `statuses`: the status of each answer. */
  readonly words: Readonly<Record<TicketAnswer, string>>;
  /** The status in which an answer is waited for, the one that an issue is closed with, and all in which one is closed. */
  readonly statuses: { readonly ask: string; readonly done: string };
  readonly closed: readonly string[];
  /** The custom field that names who may approve, where the workflow takes them from it. */
  readonly approversField: string | undefined;
  readonly approvers: readonly string[];
}

export interface JiraOptions extends JiraSetup {
  readonly name: string;
  /** The site's own address, for links. */
  readonly url: string;
  /** With e-mail and API token among its headers. */
  readonly http: HttpService;
}

/** On every issue of Rollcall's: JQL cannot search for the beginning of a label. */
export const JIRA_LABEL = "rollcall";
/** Begins the label that carries the mark of the question. */
export const QUESTION_LABEL = "rollcall-question-";
