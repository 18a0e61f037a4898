import { dnKey } from "../../core/model/dn.ts";
import { isKnown } from "../../core/model/unknown.ts";
import { z } from "zod";
import type { RootDse } from "./root-dse.ts";
import type { Scope } from "./site.ts";

// Update sequence numbers are a domain controller's own: they say nothing about another, nor about the same one restored.
const Bookmark = z.strictObject({
  version: z.literal(1),
  dsServiceName: z.string(),
  invocationId: z.string(),
  usn: z.string().regex(/^\d{1,19}$/),
  /** What the reading covered: another scope needs a full one. */
  scope: z.string(),
});

const scopeOf = (scope: Scope): string => `${dnKey(scope.baseDn)}|deleted=${scope.retired.deletedObjects}`;

/**
 * Where the next reading may go on, from what the server said of itself *before* this one; undefined when it may not: the
 * server did not say enough, or baseDn is a part of the domain, which computers leave without a trace inside it.
 */
export function bookmarkOf(root: RootDse, scope: Scope): string | undefined {
  const { dsServiceName, invocationId, highestCommittedUsn } = root;
  if (!isKnown(invocationId) || !isKnown(highestCommittedUsn)) return undefined;
  if (dnKey(scope.baseDn) !== dnKey(root.domainDn)) return undefined;
  const bookmark: z.infer<typeof Bookmark> = {
    version: 1,
    dsServiceName,
    invocationId,
    usn: highestCommittedUsn.toString(),
    scope: scopeOf(scope),
  };
  return JSON.stringify(bookmark);
}

export type ReadingPlan =
  | { readonly extent: "changes"; readonly since: bigint }
  | { readonly extent: "full"; readonly why: string };

function parse(text: string): z.infer<typeof Bookmark> | undefined {
  try {
    return Bookmark.safeParse(JSON.parse(text)).data;
  } catch {
    // Not JSON: a bookmark of another source or version, which is one that cannot be used.
    return undefined;
  }
}

/** Whether a reading may ask for changes only; in doubt it is full. */
export function planReading(text: string | undefined, root: RootDse, scope: Scope): ReadingPlan {
  const full = (why: string): ReadingPlan => ({ extent: "full", why });
  if (text === undefined) return full("asked for");
  const bookmark = parse(text);
  if (bookmark === undefined) return full("the bookmark is not legible");
  if (bookmarkOf(root, scope) === undefined) return full("the source cannot be read incrementally");
  if (bookmark.scope !== scopeOf(scope)) return full("the scope has changed");
  if (bookmark.dsServiceName !== root.dsServiceName) return full("another domain controller answers");
  if (bookmark.invocationId !== root.invocationId)
    return full("the domain controller's database was restored");
  const since = BigInt(bookmark.usn);
  if (isKnown(root.highestCommittedUsn) && since > root.highestCommittedUsn) {
    return full("the domain controller's sequence numbers went backwards");
  }
  return { extent: "changes", since };
}
