import type { Notice, NoticeSection } from "../../core/notify/notice.ts";
import type { HttpService } from "../system/http-call.ts";
import { httpVerdict } from "./http-verdict.ts";
import { reachable } from "./reachable.ts";
import { trouble, type Messenger } from "./messenger.ts";
import { moreText, plain, rowParts } from "./plain-text.ts";

/** Characters of a text block, of a header, and blocks of a message, with room to spare (Slack: 3000, 150 and 50). */
const [LONGEST_TEXT, LONGEST_HEADER, MOST_BLOCKS] = [2_900, 150, 48];

/**
 * Sends notices to an incoming webhook of Slack. Contract-tested against public documentation, not against Slack.
 * @param service its URL is the webhook's, and a secret
 */
export const slackMessenger = (service: HttpService): Messenger => ({
  async send(notice, signal) {
    const answer = await service.call(
      {
        method: "POST",
        path: "",
        headers: { "content-type": "application/json; charset=utf-8" },
        body: JSON.stringify(slackMessage(notice)),
        purpose: "slack",
      },
      signal,
    );
    // Errors are plain words; the ones that a person mends on Slack's side come as 403, 404 and 410.
    if (answer.kind === "answered" && answer.status === 403) return trouble("misdirected");
    return httpVerdict(answer);
  },
  check: async (signal) => reachable(service, signal),
  close: async () => service.close(),
});

/** The message as Slack takes it: a fallback text, and blocks. */
export function slackMessage(notice: Notice): object {
  const blocks = notice.sections.flatMap((section) => [
    {
      type: "header",
      text: { type: "plain_text", text: cut(plain(section.title), LONGEST_HEADER), emoji: false },
    },
    ...chunks(linesOf(section)).map((text) => ({ type: "section", text: { type: "mrkdwn", text } })),
  ]);
  const shown = blocks.slice(0, MOST_BLOCKS);
  const cutOff = {
    type: "section",
    text: { type: "plain_text", text: "… more than Slack shows: see rollcall status." },
  };
  return {
    text: escape(plain(notice.subject)),
    blocks: shown.length < blocks.length ? [...shown, cutOff] : shown,
    // No preview of what a device calls itself.
    unfurl_links: false,
    unfurl_media: false,
  };
}

function linesOf(section: NoticeSection): readonly string[] {
  const more = moreText(section.more);
  return [
    ...section.text.map((line) => escape(plain(line))),
    ...section.rows.map((row) => {
      const { name, rest } = rowParts(section, row);
      return `• \`${code(name)}\` ${escape(rest).replaceAll(/[*_~`]/g, (sign) => `\u200b${sign}`)}`;
    }),
    ...(more === undefined ? [] : [more]),
  ].map((line) => cut(line, LONGEST_TEXT));
}

/** Lines put together as long as they fit into one block. */
function chunks(lines: readonly string[]): readonly string[] {
  const made: string[] = [];
  for (const line of lines) {
    const last = made.at(-1);
    if (last !== undefined && last.length + line.length < LONGEST_TEXT)
      made[made.length - 1] = `${last}\n${line}`;
    else made.push(line);
  }
  return made;
}

/** The three signs by which Slack tells its own markup, mentions of everybody included; and an address is no link. */
const escape = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("://", ":\u200b//");

/** Within a code span only its own end has to be kept out. */
const code = (text: string): string => escape(text).replaceAll("`", "\u02cb");

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;
