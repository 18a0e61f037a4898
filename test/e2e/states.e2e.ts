import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeBrowser, Console } from "./browser.ts";

describe("what is not there yet, or not at all", () => {
  let console: Console;
  beforeAll(async () => {
    console = await Console.open();
  });
  beforeEach(() => {
    console.standIn.moods.clear();
    console.standIn.release();
  });
  afterAll(async () => {
    await console.close();
    await closeBrowser();
  });

  it("draws a list that loads apart from an empty one", async () => {
    const { page, standIn } = console;
    standIn.moods.set("listDevices", "hang");
    await page.goto(`${standIn.url}/devices`);
    await page.getByText("Loading…").first().waitFor();
    expect(await page.getByText("No device").count()).toBe(0);

    standIn.moods.set("listDevices", "empty");
    standIn.release();
    await console.go("/devices");
    await page.getByText("None fits these filters", { exact: false }).waitFor();
    expect(await console.axe()).toEqual([]);
  });

  it("says what failed and what to do, and draws the data once it is there", async () => {
    const { page, standIn } = console;
    standIn.moods.set("readOverview", "fail");
    await page.goto(standIn.url);
    await page.getByText("The store does not answer.").waitFor();
    await page.getByText("Try again in a minute.").waitFor();
    // What is not known is never shown as fine.
    await page.getByRole("button", { name: "Brake: unknown" }).waitFor();
    expect(await console.axe()).toEqual([]);

    standIn.moods.clear();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "Fleet" }).waitFor();
  });

  it("shows a viewer everything, and says why they may not answer", async () => {
    const { page, standIn } = console;
    standIn.moods.set("readMe", "viewer");
    await console.go("/review?case=101");
    const keep = page.getByRole("button", { name: "Keep…" });
    await page.getByText("What the sources say").waitFor();

    expect(await keep.getAttribute("aria-disabled")).toBe("true");
    expect(await keep.getAttribute("aria-description")).toBe(
      "Your role is viewer; this needs the role reviewer.",
    );
    await keep.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("tooltip").getByText("this needs the role reviewer").waitFor();
    expect(await page.getByRole("dialog").count()).toBe(1);
    expect(await console.axe()).toEqual([]);
  });

  it("leads to the sign-in page without a session, and back to where one was", async () => {
    const { page, standIn } = console;
    standIn.moods.set("listDevices", "signed-out");
    await page.goto(`${standIn.url}/devices?disposition=review`);
    await page.waitForURL(/\/sign-in\?to=/);
    expect(new URL(page.url()).searchParams.get("to")).toBe("/devices?disposition=review");
    await page.getByLabel("Account").fill("sam");
    await page.getByLabel(/^Password/).fill("guess");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("The account or its password is wrong.").waitFor();

    standIn.moods.clear();
    await page.getByLabel(/^Password/).fill("let me in");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL(`${standIn.url}/devices?disposition=review`);
    await page.getByText("345 devices").waitFor();
  });
});
