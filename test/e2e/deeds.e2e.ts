import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeBrowser, Console } from "./browser.ts";

describe("deeds", () => {
  let console: Console;
  beforeAll(async () => {
    console = await Console.open();
  });
  afterAll(async () => {
    await console.close();
    await closeBrowser();
  });
  const sent = (route: string) => console.standIn.commands.filter((one) => one.route === route);

  it("pulls the brake from anywhere, and shows what the server then says", async () => {
    const { page } = console;
    await console.go("/settings");
    await page.getByRole("button", { name: "Brake", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Pull the brake" });
    await dialog.getByLabel("Reason").fill("Ten calls from Hamburg");
    expect(await console.axe()).toEqual([]);
    await dialog.getByRole("button", { name: "Stop all deletions" }).click();
    await page.getByRole("button", { name: "Brake is on" }).waitFor();
    expect(sent("pullBrake")).toHaveLength(1);

    await page.getByRole("button", { name: "Brake is on" }).click();
    const release = page.getByRole("dialog", { name: "The brake is on" });
    await release.getByText("Ten calls from Hamburg").waitFor();
    await release.getByLabel("Reason").fill("It was the printer");
    await release.getByRole("button", { name: "Release the brake" }).click();
    await page.getByRole("button", { name: "Brake", exact: true }).waitFor();
  });

  it("applies a plan edited down, with the number of what is left in it", async () => {
    const { page } = console;
    await console.go("/plans/plan-30");
    await page.locator("[role=row][data-index='0']").focus();
    await page.keyboard.press("Space");
    await page.getByText("24 devices would be deleted; you took 1 out.").waitFor();
    await page.getByRole("button", { name: "Delete 24 devices…" }).click();
    const dialog = page.getByRole("dialog");
    const deed = dialog.getByRole("button", { name: "Delete 24 devices" });
    await dialog.getByLabel("How many?", { exact: false }).fill("25");
    expect(await deed.isDisabled()).toBe(true);
    await dialog.getByLabel("How many?", { exact: false }).fill("24");
    expect(await console.axe()).toEqual([]);
    await deed.click();
    await page.getByRole("heading", { name: /^Run / }).waitFor();

    expect(sent("startRun")[0]?.input).toMatchObject({
      body: {
        kind: "apply",
        plan: "plan-30",
        dryRun: false,
        count: 24,
        items: Array.from({ length: 24 }, () => ({})),
      },
    });
    // Followed live, and stopped.
    await page.getByText("verifying BER-PC-0200").first().waitFor();
    await page.getByRole("button", { name: "Stop it…" }).click();
    await page.getByRole("button", { name: "Stop the run" }).click();
    await page.getByText("stopped").first().waitFor();
  });

  it("shows a password behind a reason, and forgets it with the panel", async () => {
    const { page } = console;
    await console.go("/deletions");
    await page.locator("[role=row][data-index='3']").click();
    await page.getByRole("button", { name: "Show the password…" }).click();
    const dialog = page.getByRole("dialog", { name: /tamper-protection/ });
    await dialog.getByLabel("Reason").fill("It came back and does not update");
    await dialog.getByRole("button", { name: "Show the password" }).click();
    await page.getByText("k7Q-otter-41-lantern").waitFor();
    expect(await console.axe()).toEqual([]);

    await page.getByRole("button", { name: "Close" }).click();
    await page.locator("[role=row][data-index='3']").click();
    await page.getByRole("button", { name: "Show the password…" }).waitFor();
    expect(await page.getByText("k7Q-otter-41-lantern").count()).toBe(0);
    expect(console.faults).toEqual([]);
  });
});
