// A notice as a mail: the same in plain text and in HTML, without a picture, a link or anything else that is fetched.
import type { Notice, NoticeSection } from "../../core/notify/notice.ts";
import { cellText, moreText, plain, rowParts } from "./plain-text.ts";

const FOOTER = "Sent by Rollcall, which reads no answers to this mail.";

export const textBody = ({ sections }: Notice): string =>
  [...sections.map(textOf), `-- \n${FOOTER}\n`].join("\n\n");

function textOf(section: NoticeSection): string {
  const title = plain(section.title);
  const rows = section.rows.map((row) => {
    const { name, rest } = rowParts(section, row);
    return `  * ${name}${rest === "" ? "" : `\n    ${rest}`}`;
  });
  const more = moreText(section.more);
  return [
    title,
    "=".repeat(title.length),
    ...section.text.map(plain),
    "",
    ...rows,
    ...(more === undefined ? [] : [`  ${more}`]),
  ].join("\n");
}

export const htmlBody = ({ subject, sections }: Notice): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${html(subject)}</title></head>
<body style="font-family:system-ui,sans-serif;color:#1c1c1c;background:#ffffff;max-width:60em">
${sections.map(htmlOf).join("\n")}
<p style="color:#5c5c5c;font-size:85%">${html(FOOTER)}</p>
</body></html>
`;

const CELL = "text-align:left;vertical-align:top;padding:4px 12px 4px 0;border-bottom:1px solid #d0d0d0";

function htmlOf({ title, text, columns, rows, more }: NoticeSection): string {
  const head = columns.map(([, heading]) => `<th style="${CELL}">${html(heading)}</th>`).join("");
  const body = rows
    .map(
      (row) =>
        `<tr>${columns.map(([key]) => `<td style="${CELL}">${html(cellText(row[key]))}</td>`).join("")}</tr>`,
    )
    .join("\n");
  const rest = moreText(more);
  return [
    `<h2 style="font-size:115%">${html(title)}</h2>`,
    ...text.map((line) => `<p>${html(line)}</p>`),
    ...(rows.length === 0
      ? []
      : [
          `<table style="border-collapse:collapse"><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`,
        ]),
    ...(rest === undefined ? [] : [`<p>${html(rest)}</p>`]),
  ].join("\n");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const html = (text: string): string => plain(text).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "");
