import type { HttpService } from "../system/http-call.ts";

/** How an instance is set up for Rollcall. */
export interface ServiceNowSetup {
  /** A table that extends Task, such as incident. */
  readonly table: string;
  /** The user name that Rollcall signs in with. */
  readonly account: string;
  /** Values of the field `state`, as the instance has them. */
  readonly states: { readonly open: string; readonly resolved: string };
  readonly closed: readonly string[];
  /** The values that closing demands beside the state. */
  readonly closeCode: string;
  /** The name or sys_id of the group that sees to it. */
  readonly assignmentGroup: string | undefined;
  /** User names of those who are asked for their approval. */
  readonly approvers: readonly string[];
}

export interface ServiceNowOptions extends ServiceNowSetup {
  readonly name: string;
  /** The instance's own address, for links. */
  readonly url: string;
  /** With user and password among its headers. */
  readonly http: HttpService;
}
