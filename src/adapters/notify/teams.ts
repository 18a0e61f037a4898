import type { Notice, NoticeSection } from "../../core/notify/notice.ts";
import type { HttpService } from "../system/http-call.ts";
import { fitted } from "./fitted.ts";
import { httpVerdict } from "./http-verdict.ts";
import { reachable } from "./reachable.ts";
import { trouble, type Messenger } from "./messenger.ts";
import { moreText, plain, rowParts } from "./plain-text.ts";

/** Bytes of a message, with room to spare for what the flow adds (about 28 kB are let through; unconfirmed). */
const LARGEST = 22_000;

/**
 * Sends notices as an adaptive card to a Teams workflow ("When a Teams webhook request is received"). Contract-tested against
 * public documentation, not against Teams.
 * @param service its URL is the workflow's, and a secret
 */
export const teamsMessenger = (service: HttpService): Messenger => ({
  async send(notice, signal) {
    const answer = await service.call(
      {
        method: "POST",
        path: "",
        headers: { "content-type": "application/json; charset=utf-8" },
        body: JSON.stringify(fitted(notice, teamsMessage, LARGEST)),
        purpose: "teams",
      },
      signal,
    );
    // The old connectors, which some flows still stand in front of, tell of a refusal inside a 200.
    const hidden =
      answer.kind === "answered" && answer.status < 300 ? /HTTP error (\d{3})/i.exec(answer.text) : null;
    if (hidden !== null) return trouble(hidden[1] === "429" ? "busy" : "server_error");
    return httpVerdict(answer);
  },
  check: async (signal) => reachable(service, signal),
  close: async () => service.close(),
});

/** The message as the workflow takes it. Foreign text stands in text runs, which know no markup and make no links. */
export const teamsMessage = ({ sections }: Notice): object => ({
  type: "message",
  attachments: [
    {
      contentType: "application/vnd.microsoft.card.adaptive",
      contentUrl: null,
      content: {
        $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
        type: "AdaptiveCard",
        version: "1.4",
        msteams: { width: "Full" },
        body: sections.flatMap(blocksOf),
      },
    },
  ],
});

function blocksOf(section: NoticeSection): readonly object[] {
  const more = moreText(section.more);
  return [
    line([{ text: plain(section.title), weight: "Bolder", size: "Medium" }]),
    ...section.text.map((text) => line([{ text: plain(text) }])),
    ...section.rows.map((row) => {
      const { name, rest } = rowParts(section, row);
      return line([{ text: name, weight: "Bolder" }, { text: rest === "" ? "" : `  ${rest}` }]);
    }),
    ...(more === undefined ? [] : [line([{ text: more, isSubtle: true }])]),
  ];
}

const line = (runs: readonly { readonly text: string; readonly [look: string]: unknown }[]): object => ({
  type: "RichTextBlock",
  inlines: runs.filter(({ text }) => text !== "").map((run) => ({ type: "TextRun", ...run })),
});
