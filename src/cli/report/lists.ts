import { figure } from "../print/table.ts";
import type { Column } from "./columns.ts";
import type { Excerpt } from "./excerpt.ts";
import { markup, type Html } from "./markup.ts";

/** A list as a table that can be sorted; one that is longer than the page says where the rest is. */
export function list<Row>(
  { rows, of }: Excerpt<Row>,
  columns: readonly Column<Row>[],
  none: string,
  file: string,
): Html {
  if (of === 0) return markup`<p>${none}</p>`;
  const rest =
    of === rows.length
      ? markup``
      : markup`<p>The first ${figure(rows.length)} of ${figure(of)}; all of them are in ${file}.</p>`;
  return markup`${rest}${tableOf(columns, rows)}`;
}

/** Rows as a table whose heads sort it. */
export function tableOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Html {
  const shown = columns.filter(({ only }) => only === undefined);
  const heads = shown.map(
    ({ head, kind }) => markup`<th scope="col" class="${kind}"><button type="button">${head}</button></th>`,
  );
  const lines = rows.map((row) => markup`<tr>${shown.map((column) => cell(column, row))}</tr>`);
  return markup`<div class="wide"><table><thead><tr>${heads}</tr></thead><tbody>${lines}</tbody></table></div>`;
}

/** A text of several lines is a list. */
function cell<Row>({ cell: textOf, kind }: Column<Row>, row: Row): Html {
  const text = String(textOf(row) ?? "");
  const lines = (kind === "instant" ? minuteText(text) : text).split("\n");
  const content =
    lines.length === 1
      ? markup`${lines[0]}`
      : markup`<ul>${lines.map((line) => markup`<li>${line}</li>`)}</ul>`;
  return markup`<td class="${kind}">${content}</td>`;
}

/** RFC 3339 cut to the minute; what is no instant, such as an unknown one, stays. */
const minuteText = (text: string): string => text.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, "$1 $2");
