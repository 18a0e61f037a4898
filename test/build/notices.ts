import type { Notice, NoticeSection } from "../../src/core/notify/notice.ts";

/** A name as a hostile device chooses it: line ends, markup of every medium, quotes, a formula, a mention of everybody. */
export const HOSTILE_NAME =
  'PC\r\nBcc: all@example.com\n<script>alert(1)</script> <!channel> [x](https://evil.example) *b* `c` "q" \'=cmd()|\u202eX';

export const aSection = (parts: Partial<NoticeSection> = {}): NoticeSection => ({
  topic: "return",
  title: "1 deleted device is back",
  text: ["Help it first."],
  columns: [
    ["hostname", "Device"],
    ["signs", "Signs"],
    ["missing", "Nothing"],
  ],
  rows: [{ hostname: "PC-1", endpoint: "id-1", signs: ["same_serial", "same_id"] }],
  more: 0,
  ...parts,
});

export const aNotice = (parts: Partial<Notice> = {}): Notice => ({
  urgent: true,
  subject: "1 deleted device is back",
  sections: [aSection()],
  through: 42,
  ...parts,
});

/** One of a device with a hostile name, in title, subject and row. */
export const aHostileNotice = (): Notice =>
  aNotice({
    subject: HOSTILE_NAME,
    sections: [aSection({ title: HOSTILE_NAME, rows: [{ hostname: HOSTILE_NAME, signs: [HOSTILE_NAME] }] })],
  });

/** More rows than any chat takes. */
export const aLongNotice = (): Notice =>
  aNotice({
    sections: ["return", "before_run", "findings"].map((topic) =>
      aSection({
        topic: topic as NoticeSection["topic"],
        rows: Array.from({ length: 50 }, (_, n) => ({
          hostname: `PC-${n} ${"x".repeat(200)}`,
          signs: ["y".repeat(200)],
        })),
        more: 7,
      }),
    ),
  });
