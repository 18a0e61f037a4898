import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeBrowser, Console } from "./browser.ts";

describe("the review queue, by the keyboard alone", () => {
  let console: Console;
  beforeAll(async () => {
    console = await Console.open();
  });
  afterAll(async () => {
    await console.close();
    await closeBrowser();
  });

  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await console.page.keyboard.press(key);
  };
  /** Tab until what has the focus has this name: what cannot be reached so is not there for many. */
  const tabTo = async (name: string): Promise<void> => {
    for (let tries = 0; tries < 80; tries++) {
      const focused = await console.page.evaluate<string>(
        "(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim()",
      );
      if (focused === name) return;
      await press("Tab");
    }
    throw new Error(`${name} is not reached by Tab`);
  };
  const sent = (route: string) => console.standIn.commands.filter((one) => one.route === route);

  it("finds, opens and keeps one device, bound to what was shown", async () => {
    const { page } = console;
    await console.go("/review?reason=os_build_mismatch&sort=age");
    const row = page.locator("[role=row][data-index='0']");
    const hostname = await row.locator("[role=gridcell]").nth(1).innerText();
    await row.focus();
    await press("ArrowDown", "ArrowUp", "Enter");
    await page.getByRole("heading", { name: hostname }).waitFor();
    expect(new URL(page.url()).searchParams.get("case")).toMatch(/^\d+$/);

    await tabTo("Keep…");
    await press("Enter");
    const dialog = page.getByRole("dialog", { name: `Keep ${hostname}` });
    await dialog.waitFor();
    // Without a reason nothing is sent, however often Enter is pressed.
    await press("Enter");
    expect(sent("answerCase")).toHaveLength(0);
    await page.keyboard.type("Its owner showed it to me");
    await tabTo("Keep 1 device");
    expect(await console.axe()).toEqual([]);
    await press("Enter");
    await page.getByText(`${hostname}: the answer is taken`).waitFor();

    const [command] = sent("answerCase");
    expect(command?.input).toMatchObject({ body: { answer: "keep", reason: "Its owner showed it to me" } });
    expect(command?.ifMatch).toMatch(/^"\d+"$/);
  });

  it("approves several only with their number typed, and names what it overrides and leaves out", async () => {
    const { page } = console;
    await console.go("/review?sort=risk");
    await page.locator("[role=row][data-index='0']").focus();
    await press("Space", "End");
    await expect
      .poll(() => page.evaluate("document.activeElement?.getAttribute('aria-rowindex')"))
      .not.toBe("2");
    await press("Space", "ArrowUp", "Space");
    await page.getByText("3 cases chosen").waitFor();
    await page
      .getByRole("region", { name: "The chosen cases" })
      .getByRole("button", { name: "Approve deletion…" })
      .focus();
    await press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("You override").waitFor();
    await dialog.getByText("1 case left out", { exact: false }).waitFor();
    expect(await console.axe()).toEqual([]);

    const deed = dialog.getByRole("button", { name: "Approve deletion of 2 devices" });
    await dialog.getByLabel("Reason").fill("Handed in and wiped, list of 23 November");
    await dialog.getByLabel("How many?", { exact: false }).fill("3");
    expect(await deed.isDisabled()).toBe(true);
    await dialog.getByLabel("How many?", { exact: false }).fill("2");
    await deed.click();
    await page.getByRole("dialog", { name: /answered/ }).waitFor();

    expect(sent("answerCases")[0]?.input).toMatchObject({ body: { answer: "approve", count: 2 } });
  });

  it("does not take an answer to a case that changed meanwhile, and says what changed", async () => {
    const { page } = console;
    await console.go("/review?reason=retired_but_enabled");
    await page.locator("[role=row][data-index='0']").focus();
    await press("Enter");
    await page.getByRole("button", { name: "Keep…" }).click();
    const dialog = page.getByRole("dialog", { name: /^Keep / });
    await dialog.getByLabel("Reason").fill("It is mine");
    const before = sent("answerCase").length;
    const number = new URL(page.url()).searchParams.get("case");
    const shown = (await (await fetch(`${console.standIn.url}/api/v1/cases/${number}`)).json()) as {
      case: { version: number; evidenceHash: string };
    };
    // A colleague is faster.
    await fetch(`${console.standIn.url}/api/v1/cases/${number}/answer`, {
      method: "POST",
      headers: { "content-type": "application/json", "if-match": `"${shown.case.version}"` },
      body: JSON.stringify({ answer: "keep", reason: "seen", evidenceHash: shown.case.evidenceHash }),
    });
    await dialog.getByText("It was open and is kept.").waitFor();
    expect(await dialog.getByRole("button", { name: "Keep 1 device" }).isDisabled()).toBe(true);
    expect(sent("answerCase")).toHaveLength(before + 1);
    expect(console.faults).toEqual([]);
  });
});
