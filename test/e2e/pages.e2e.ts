import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeBrowser, Console } from "./browser.ts";

/** Every page and panel, and what has to be on it before it is looked at. */
const PAGES: readonly (readonly [path: string, shows: string])[] = [
  ["/", "Waits for a person"],
  ["/devices", "5,000 devices"],
  ["/review", "96 cases"],
  ["/review?case=101", "What the sources say"],
  ["/plans", "24 plans"],
  ["/plans?tab=runs", "18 runs"],
  ["/plans/plan-30", "Left out"],
  ["/runs/run-57", "Central did not answer"],
  ["/deletions", "412 deletions"],
  ["/deletions?open={tenant}/gone-14", "The way back"],
  ["/findings?code=stale_in_directory", "20 findings"],
  ["/policy", "Back-test"],
  ["/ledger", "3,200 entries"],
  ["/settings", "Not covered: 1 tenant"],
  ["/settings?tab=holds", "On loan to the trade fair"],
  ["/settings?tab=outbox", "410 Gone"],
  ["/settings?tab=workers", "more than 5 minutes off"],
  ["/settings?tab=roles", "Service desk"],
  ["/settings?tab=tokens", "nightly-export"],
  ["/settings?tab=about", "Decision hooks"],
  ["/sign-in", "or with a local account"],
];

describe("every page", () => {
  let console: Console;
  let tenant = "";
  beforeAll(async () => {
    console = await Console.open();
    const tenants = (await (await fetch(`${console.standIn.url}/api/v1/tenants`)).json()) as {
      items: { id: string }[];
    };
    tenant = tenants.items[2]?.id ?? "";
  });
  beforeEach(() => {
    console.faults.length = 0;
  });
  afterAll(async () => {
    await console.close();
    await closeBrowser();
  });

  it.each(PAGES)(
    "shows %s in both schemes without a fault, a violation of the policy or an obstacle",
    async (path, shows) => {
      await console.go(path.replace("{tenant}", tenant));
      await console.page.getByText(shows).first().waitFor();

      expect(await console.axe()).toEqual([]);
      expect(console.faults).toEqual([]);
    },
  );

  it("has room for everything on a narrow screen", async () => {
    await console.page.setViewportSize({ width: 420, height: 860 });
    for (const path of ["/", "/devices", "/review?case=101", "/policy"]) {
      await console.go(path);
      const tooWide = await console.page.evaluate<number>(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect({ path, tooWide }).toEqual({ path, tooWide: 0 });
    }
  });
});
