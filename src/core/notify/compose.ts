import type { Fact, LedgerEntry } from "../ledger/fact.ts";
import type { TenantId } from "../model/ids.ts";
import { afterRun } from "./after-run.ts";
import { beforeRun } from "./before-run.ts";
import { findingsArose } from "./findings.ts";
import { TOPICS, URGENT, type Notice, type NoticeSection, type Topic } from "./notice.ts";
import { returned } from "./returned.ts";
import { stopped } from "./stopped.ts";
import { waiting } from "./waiting.ts";

/** To whom a notice goes. */
export interface Scope {
  readonly topics: ReadonlySet<Topic>;
  /** Only what is about these tenants; undefined: everything. */
  readonly tenants: ReadonlySet<TenantId> | undefined;
  /** What a tenant is called; its id where it is not known. */
  readonly tenantName: (tenant: TenantId) => string;
}

/** What a section is made of: the facts since the last notice, in order, within a scope. */
export interface Told {
  readonly facts: readonly Fact[];
  /** What is about this tenant is for this recipient; a fact about none is for those who are told of all. */
  readonly covers: (tenant: TenantId | undefined) => boolean;
  readonly tenantName: (tenant: TenantId) => string;
}

const SECTIONS: Readonly<Record<Topic, (told: Told) => NoticeSection | undefined>> = {
  return: returned,
  breaker: stopped,
  before_run: beforeRun,
  after_run: afterRun,
  review: waiting,
  findings: findingsArose,
};

/** One notice of entries that lie behind one another; undefined when nothing among them is worth telling this recipient. */
export function composeNotice(
  entries: readonly LedgerEntry[],
  { topics, tenants, tenantName }: Scope,
): Notice | undefined {
  const through = entries.at(-1)?.seq;
  if (through === undefined) return undefined;
  const told: Told = {
    facts: entries.map(({ fact }) => fact),
    covers: (tenant) => tenants === undefined || (tenant !== undefined && tenants.has(tenant)),
    tenantName,
  };
  const sections = TOPICS.filter((topic) => topics.has(topic))
    .map((topic) => SECTIONS[topic](told))
    .filter((section) => section !== undefined);
  const [first, ...more] = sections;
  if (first === undefined) return undefined;
  return {
    urgent: sections.some(({ topic }) => URGENT.has(topic)),
    subject: more.length === 0 ? first.title : `${first.title}, and more`,
    sections,
    through,
  };
}
