import type { Notice } from "../../core/notify/notice.ts";

/** A view of a notice that is no larger than so many bytes of JSON: rows are taken off the longest section, and counted. */
export function fitted(notice: Notice, view: (notice: Notice) => object, largest: number): object {
  const seen = view(notice);
  const longest = Math.max(...notice.sections.map(({ rows }) => rows.length));
  if (longest === 0 || Buffer.byteLength(JSON.stringify(seen)) <= largest) return seen;
  const index = notice.sections.findIndex(({ rows }) => rows.length === longest);
  const sections = notice.sections.map((section, at) =>
    at === index ? { ...section, rows: section.rows.slice(0, -1), more: section.more + 1 } : section,
  );
  return fitted({ ...notice, sections }, view, largest);
}
