import type { TicketAnswer } from "../../core/review/ticket-answer.ts";
import type { HttpService } from "../system/http-call.ts";

/** How a queue is set up for Rollcall. */
export interface RtSetup {
  readonly queue: string;
  /** The user that the token belongs to. */
  readonly account: string;
  readonly fields: { readonly key: string; readonly question: string; readonly decision: string };
  /** What the decision field holds for each answer. */
  readonly words: Readonly<Record<TicketAnswer, string>>;
  /** Statuses in which a ticket is closed. */
  readonly closed: readonly string[];
  /** The statuses it is given. */
  readonly statuses: { readonly open: string; readonly resolved: string };
}

export interface RequestTrackerOptions extends RtSetup {
  readonly name: string;
  /** RT's own address, for links. */
  readonly url: string;
  /** With RT's token among its headers. */
  readonly http: HttpService;
}
