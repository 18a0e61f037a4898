import { describe, expect, it } from "vitest";
import { instant } from "../../core/model/instant.ts";
import type { WatchResult } from "../../flows/watch.ts";
import type { Io } from "../io.ts";
import { watchText } from "./watch-text.ts";

const io: Io = { data: () => {}, talk: () => {}, colour: false, interactive: false };
const quiet: WatchResult = {
  watched: 0,
  returned: [],
  namesakes: [],
  figures: { deletions: 0, returns: 0, returnRate: undefined, medianTimeToRestoreMs: undefined },
  events: { unread: [], missed: [] },
  nativeRule: [],
};

describe("what the watch could not hear", () => {
  it("is nothing on a quiet day", () => {
    expect(watchText(io, quiet)).toBe("Watched: no deletion can still be undone.");
  });

  it("is told in a line, however many tenants it is about", () => {
    const unread = ["A\nB", "B", "C"].map((tenantName) => ({ tenantName, code: "CENTRAL_FORBIDDEN" }));
    const text = watchText(io, { ...quiet, events: { unread, missed: [] } });
    expect(text.split("\n")).toHaveLength(2);
    expect(text).toContain("and 2 more (CENTRAL_FORBIDDEN)");
  });

  it("is told with the time that is lost", () => {
    const from = instant(Date.UTC(2026, 8, 1));
    const missed = [{ tenantName: "Acme", from, until: instant(Date.UTC(2026, 8, 3)) }];
    expect(watchText(io, { ...quiet, events: { unread: [], missed } })).toMatch(
      /from 2026-09-01.* to 2026-09-03.* lost for Acme\. Let/,
    );
  });
});
