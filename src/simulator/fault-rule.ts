import type {
  AnswerFault,
  AnswerShape,
  DateFault,
  DeliveryFault,
  FaultAction,
  FaultKind,
  RefusalFault,
} from "./fault-action.ts";
import { canHappenTo, isAnswer, isDate, isDelivery, isRefusal } from "./fault-action.ts";
import { sameUuid } from "./uuid.ts";

/** Which requests a rule is about; all that is given must agree. */
export interface FaultMatch {
  readonly method?: string;
  /** A glob over the path (`*` is any run of characters), or a regular expression. */
  readonly path?: string | RegExp;
  /** The X-Tenant-ID of the request. */
  readonly tenant?: string;
  /** Only the k-th request that agrees with the rest, counted from 1. */
  readonly nth?: number;
  /** Only this page of a walk, counted from 1. */
  readonly page?: number;
}

/** "Requests like this go wrong like that", so many times (always, if not said). */
export interface FaultRule {
  readonly match?: FaultMatch;
  readonly times?: number;
  readonly action: FaultAction;
}

/** A rule that is in force. */
export interface ActiveFault {
  readonly rule: FaultRule;
  /** How often it happened. */
  readonly fired: number;
  remove(): void;
}

/** What a rule is compared with. */
export interface FaultSubject {
  readonly method: string;
  readonly path: string;
  readonly tenant: string | undefined;
  readonly page: number | undefined;
  readonly shape: AnswerShape;
}

/** What goes wrong with one request: at most one refusal, one delivery fault and one skewed date; answer faults add up. */
export interface ClaimedFaults {
  readonly refusal: RefusalFault | undefined;
  readonly answer: readonly AnswerFault[];
  readonly delivery: DeliveryFault | undefined;
  readonly date: DateFault | undefined;
  readonly kinds: readonly FaultKind[];
}

/** The faults on demand. */
export interface Faults {
  add(rule: FaultRule): ActiveFault;
  clear(): void;
  readonly active: readonly ActiveFault[];
  /** Counts the request against every rule and says what happens to it. A rule that is overruled does not fire. */
  claim(subject: FaultSubject): ClaimedFaults;
}

const globToRegExp = (glob: string): RegExp =>
  new RegExp(`^${glob.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll("*", ".*")}$`);

function matches(match: FaultMatch, subject: FaultSubject): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== subject.method) return false;
  if (
    match.tenant !== undefined &&
    !(subject.tenant !== undefined && sameUuid(match.tenant, subject.tenant))
  ) {
    return false;
  }
  if (match.page !== undefined && match.page !== subject.page) return false;
  if (match.path === undefined) return true;
  const pattern = typeof match.path === "string" ? globToRegExp(match.path) : match.path;
  // search() ignores lastIndex, so that a global expression answers the same every time.
  return subject.path.search(pattern) !== -1;
}

/** A set of rules, empty at first. */
export function createFaults(): Faults {
  interface Entry extends ActiveFault {
    seen: number;
    fired: number;
  }
  let entries: Entry[] = [];

  /** Whether the rule is due for this request; counts it. */
  const isDue = (entry: Entry, subject: FaultSubject): boolean => {
    const { match = {}, times = Number.POSITIVE_INFINITY, action } = entry.rule;
    if (!canHappenTo(action.kind, subject.shape) || !matches(match, subject)) return false;
    entry.seen += 1;
    return (match.nth === undefined || match.nth === entry.seen) && entry.fired < times;
  };

  return {
    add(rule) {
      const entry: Entry = {
        rule,
        seen: 0,
        fired: 0,
        remove: () => {
          entries = entries.filter((other) => other !== entry);
        },
      };
      entries.push(entry);
      return entry;
    },
    clear() {
      entries = [];
    },
    get active() {
      return entries;
    },
    claim(subject) {
      const due = entries.filter((entry) => isDue(entry, subject));
      const refusal = due.find(({ rule }) => isRefusal(rule.action));
      const date = due.find(({ rule }) => isDate(rule.action));
      // A refused request has no answer that could be spoilt.
      const answer = refusal === undefined ? due.filter(({ rule }) => isAnswer(rule.action)) : [];
      const delivery = refusal === undefined ? due.find(({ rule }) => isDelivery(rule.action)) : undefined;
      const fired = [refusal, ...answer, delivery, date].filter((entry) => entry !== undefined);
      for (const entry of fired) entry.fired += 1;
      const actions = fired.map(({ rule }) => rule.action);
      return {
        refusal: actions.find(isRefusal),
        answer: actions.filter(isAnswer),
        delivery: actions.find(isDelivery),
        date: actions.find(isDate),
        kinds: actions.map(({ kind }) => kind),
      };
    },
  };
}
