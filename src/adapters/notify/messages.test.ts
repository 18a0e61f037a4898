import { describe, expect, it } from "vitest";
import { aHostileNotice, aLongNotice, aNotice, aSection } from "../../../test/build/notices.ts";
import type { Notice } from "../../core/notify/notice.ts";
import { fitted } from "./fitted.ts";
import { htmlBody, textBody } from "./mail-body.ts";
import { webhookMessage } from "./signed-webhook.ts";
import { slackMessage } from "./slack.ts";
import { teamsMessage } from "./teams.ts";

interface Block {
  readonly type: string;
  readonly text: { readonly type: string; readonly text: string };
}
const slack = (notice: Notice) =>
  slackMessage(notice) as { readonly text: string; readonly blocks: readonly Block[] };
interface Run {
  readonly type: string;
  readonly text: string;
}
const cardOf = (message: object) =>
  (
    message as {
      readonly attachments: readonly [
        {
          readonly content: {
            readonly body: readonly { readonly type: string; readonly inlines: readonly Run[] }[];
          };
        },
      ];
    }
  ).attachments[0].content.body;

describe("a mail", () => {
  it("says the same in text and in HTML", () => {
    const notice = aNotice({ sections: [aSection({ more: 3 })] });
    expect(textBody(notice)).toBe(
      [
        "1 deleted device is back",
        "========================",
        "Help it first.",
        "",
        "  * PC-1",
        "    Signs: same_serial, same_id",
        "  … and 3 more.",
        "",
        "-- ",
        "Sent by Rollcall, which reads no answers to this mail.",
        "",
      ].join("\n"),
    );
    for (const text of [
      "1 deleted device is back",
      "Help it first.",
      ">PC-1<",
      "same_serial, same_id",
      "and 3 more",
    ])
      expect(htmlBody(notice)).toContain(text);
  });

  it("fetches nothing, and a device's name is neither markup nor a line of its own", () => {
    const page = htmlBody(aHostileNotice());
    expect(page).not.toMatch(/<script|<a |<img|src=|href=|\r/);
    expect(page).toContain("&lt;script&gt;");
    expect(page).toContain("&quot;q&quot; &#39;=cmd()|");
    expect(textBody(aHostileNotice())).not.toMatch(/^Bcc/m);
    expect(textBody(aHostileNotice()) + page).not.toContain("\u202e");
  });
});

describe("a message to Slack", () => {
  it("is a header and lines for each section", () => {
    const { text, blocks } = slack(aNotice());
    expect(text).toBe("1 deleted device is back");
    expect(blocks.map(({ type }) => type)).toEqual(["header", "section"]);
    expect(blocks[1]?.text.text).toBe("Help it first.\n• `PC-1` Signs: same\u200b_serial, same\u200b_id");
  });

  it("mentions nobody and links nowhere, whatever a device is called", () => {
    const { text: fallback, blocks } = slack(aHostileNotice());
    const read = [
      fallback,
      ...blocks.filter(({ text }) => text.type === "mrkdwn").map(({ text }) => text.text),
    ].join("\n");
    expect(read).not.toMatch(/<|:\/\/|\u202e/);
    expect(read).toContain("&lt;!channel&gt;");
    // The header is no markup at all.
    expect(slack(aHostileNotice()).blocks[0]?.text.type).toBe("plain_text");
    for (const { text } of slack(aHostileNotice()).blocks.slice(1))
      expect(text.text.replaceAll(/`[^`]*`/g, "")).not.toContain("*b*");
  });

  it("stays within what Slack takes, and says what it leaves out", () => {
    const { blocks } = slack(aLongNotice());
    expect(blocks.length).toBeLessThanOrEqual(50);
    for (const { type, text } of blocks)
      expect(text.text.length).toBeLessThanOrEqual(type === "header" ? 150 : 3_000);
    expect(JSON.stringify(blocks)).toContain("and 7 more");
  });
});

describe("a message to Teams", () => {
  it("is a card of runs, which know no markup", () => {
    const body = cardOf(teamsMessage(aHostileNotice()));
    expect(body.every(({ type }) => type === "RichTextBlock")).toBe(true);
    expect(body.flatMap(({ inlines }) => inlines).every(({ type }) => type === "TextRun")).toBe(true);
    expect(
      cardOf(teamsMessage(aNotice())).map(({ inlines }) => inlines.map(({ text }) => text).join("")),
    ).toEqual(["1 deleted device is back", "Help it first.", "PC-1  Signs: same_serial, same_id"]);
    expect(JSON.stringify(body)).not.toMatch(/\\r|\\n|\u202e/);
  });

  it("leaves rows out rather than being too large, and counts them", () => {
    const message = fitted(aLongNotice(), teamsMessage, 22_000);
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThanOrEqual(22_000);
    const shown = cardOf(message).filter(({ inlines }) => inlines[0]?.text.startsWith("PC-") === true).length;
    const more = [...JSON.stringify(message).matchAll(/and (\d+) more/g)].reduce(
      (sum, found) => sum + Number(found[1]),
      0,
    );
    expect(shown + more).toBe(3 * (50 + 7));
  });

  it("is sent as it is when nothing can be left out of it any more", () => {
    const empty = aNotice({ sections: [aSection({ rows: [], text: ["x".repeat(50)] })] });
    expect(fitted(empty, teamsMessage, 10)).toEqual(teamsMessage(empty));
  });
});

it("a webhook's message has every cell, and a device's name as it is: it is data there", () => {
  expect(webhookMessage(aNotice(), "2026-09-01T00:00:00.000Z")).toEqual({
    type: "rollcall.notice",
    timestamp: "2026-09-01T00:00:00.000Z",
    data: {
      subject: "1 deleted device is back",
      urgent: true,
      through: 42,
      sections: [
        {
          topic: "return",
          title: "1 deleted device is back",
          text: ["Help it first."],
          rows: [{ hostname: "PC-1", endpoint: "id-1", signs: ["same_serial", "same_id"] }],
          more: 0,
        },
      ],
    },
  });
  expect(JSON.parse(JSON.stringify(webhookMessage(aHostileNotice(), ""))).data.subject).toBe(
    aHostileNotice().subject,
  );
});
