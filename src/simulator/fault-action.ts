/** What an error answer carries as its body. */
export type ErrorBody = "envelope" | "empty" | "text" | "html";

/** What a list answers when a rule tells it to. */
export type ListFault =
  /** The page before this one comes again; the first page is served as it is. */
  | { readonly kind: "repeatPage" }
  /** `nextKey` is the key this page was asked for with: following it never ends. */
  | { readonly kind: "loopKey" }
  /** No items, and the promise that more follow from here. */
  | { readonly kind: "emptyPageWithKey" }
  /** Only this share (0 to 1) of the records is there; `pages.items` agrees, or still counts them all. */
  | { readonly kind: "shrink"; readonly share: number; readonly consistentCount: boolean }
  /** `pages` says neither `items` nor `total`, although it was asked to. */
  | { readonly kind: "omitItemsCount" }
  /** The first record of the page is spoilt: its id missing or a number, or no object at all. */
  | { readonly kind: "malformedRecord"; readonly how: "noId" | "numberId" | "notAnObject" };

/** What the listing of tenants (and whoami for a tenant credential) answers when a rule tells it to. */
export type TenantFault =
  /** No apiHost, for this tenant or for all. */
  | { readonly kind: "noApiHost"; readonly tenant?: string }
  /** Another apiHost than its own, for this tenant or for all. */
  | { readonly kind: "foreignApiHost"; readonly tenant?: string; readonly apiHost: string };

/** What a deletion answers when a rule tells it to; whether it is done all the same is said apart. */
export type DeletionFault =
  | { readonly kind: "deletedFalse"; readonly applied?: boolean }
  | { readonly kind: "deletedMissing"; readonly applied?: boolean };

/** What is answered, or not, before anything is looked up or done. */
export type RefusalFault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly body?: ErrorBody;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "hang" }
  | { readonly kind: "resetBefore" }
  | { readonly kind: "redirect"; readonly location: string; readonly status?: 301 | 302 | 307 | 308 }
  /** The token of this request is revoked, and the request answered 401. */
  | { readonly kind: "expireToken" }
  /** 403, as for a tenant that is not managed. */
  | { readonly kind: "forbidTenant" };

/** What becomes of an answer whose work is done. */
export type DeliveryFault =
  | {
      readonly kind: "statusAfter";
      readonly status: number;
      readonly body?: ErrorBody;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "hangAfter" }
  | { readonly kind: "resetAfter" }
  /** `length`: content-length promises more than is sent. `json`: a well-delivered answer whose JSON is cut in half. */
  | { readonly kind: "truncate"; readonly how: "length" | "json" }
  /** The body comes in so many pieces with a pause before each. */
  | { readonly kind: "slowBody"; readonly pieces: number; readonly pauseMs: number };

/** The Date header is off by so many milliseconds. */
export interface DateFault {
  readonly kind: "clockSkew";
  readonly ms: number;
}

export type AnswerFault = ListFault | TenantFault | DeletionFault;
export type FaultAction = RefusalFault | AnswerFault | DeliveryFault | DateFault;
export type FaultKind = FaultAction["kind"];

/** What a route answers with, which decides which faults can happen to it. */
export type AnswerShape =
  | "keyList"
  | "offsetList"
  | "tenantList"
  | "whoami"
  | "deletion"
  | "bulkDeletion"
  | "other";

const LISTS = ["keyList", "offsetList", "tenantList"] as const;

/** Every fault: the stage of a request at which it happens, and the answers it can happen to (all, if not said). */
export const FAULTS = {
  status: { stage: "refusal" },
  hang: { stage: "refusal" },
  resetBefore: { stage: "refusal" },
  redirect: { stage: "refusal" },
  expireToken: { stage: "refusal" },
  forbidTenant: { stage: "refusal" },
  repeatPage: { stage: "answer", on: LISTS },
  loopKey: { stage: "answer", on: ["keyList"] },
  emptyPageWithKey: { stage: "answer", on: LISTS },
  shrink: { stage: "answer", on: LISTS },
  omitItemsCount: { stage: "answer", on: LISTS },
  malformedRecord: { stage: "answer", on: LISTS },
  noApiHost: { stage: "answer", on: ["tenantList", "whoami"] },
  foreignApiHost: { stage: "answer", on: ["tenantList", "whoami"] },
  deletedFalse: { stage: "answer", on: ["deletion", "bulkDeletion"] },
  deletedMissing: { stage: "answer", on: ["deletion", "bulkDeletion"] },
  statusAfter: { stage: "delivery" },
  hangAfter: { stage: "delivery" },
  resetAfter: { stage: "delivery" },
  truncate: { stage: "delivery" },
  slowBody: { stage: "delivery" },
  clockSkew: { stage: "date" },
} as const satisfies Record<
  FaultKind,
  { stage: "refusal" | "answer" | "delivery" | "date"; on?: readonly AnswerShape[] }
>;

/** The kinds in the order of the table above: a documentation table is checked against it. */
export const FAULT_KINDS = Object.keys(FAULTS) as readonly FaultKind[];

/** Whether a fault of this kind can happen to such an answer. */
export function canHappenTo(kind: FaultKind, shape: AnswerShape): boolean {
  const entry = FAULTS[kind];
  const shapes: readonly AnswerShape[] | undefined = "on" in entry ? entry.on : undefined;
  return shapes === undefined || shapes.includes(shape);
}

const isAt =
  <Fault extends FaultAction>(stage: string) =>
  (action: FaultAction): action is Fault & FaultAction =>
    FAULTS[action.kind].stage === stage;

export const isRefusal = isAt<RefusalFault>("refusal");
export const isAnswer = isAt<AnswerFault>("answer");
export const isDelivery = isAt<DeliveryFault>("delivery");
export const isDate = isAt<DateFault>("date");
