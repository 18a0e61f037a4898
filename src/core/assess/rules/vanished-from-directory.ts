import type { Facts } from "../facts.ts";
import type { Rule } from "../rule.ts";

/**
 * Its computer was in the directory and no longer is. A policy may accept that where it is as good as a retirement: one
 * computer and no other, its tombstone there, deletion counting as retirement, and the domain known and agreeing.
 */
export const vanishedFromDirectory: Rule = {
  codes: ["vanished_from_directory"],
  state: (facts) => {
    const { match, named } = facts;
    if (match.tier !== "none" || match.vanished.length === 0) return [];
    const tombstones = named.filter(({ computer }) => computer.deleted).length;
    return [
      {
        code: "vanished_from_directory",
        evidence: {
          computers: match.vanished.map(({ directory, id }) => `${directory}: ${id}`),
          tombstones,
          domainAgrees: match.vanishedAgrees,
        },
        acceptable: isAsGoodAsRetired(facts),
      },
    ];
  },
};

/** Whether the tombstone can stand for a retired computer. */
export function isAsGoodAsRetired({ match, subject }: Facts): boolean {
  if (match.tier !== "none" || subject === undefined) return false;
  const { computer, goneAt } = subject.known;
  // A tombstone that was there once may have been an object that was restored and renamed since.
  const buried = computer.deleted && goneAt === undefined;
  return subject.retired === true && buried && match.vanishedAgrees && match.weak.length === 0;
}
