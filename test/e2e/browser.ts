// One browser and one stand-in for all end-to-end tests of the console.
import { accessSync, constants, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { type StandIn, startStandIn } from "../web/stand-in.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const DIST = fileURLToPath(new URL("../../dist/web", import.meta.url));

/** Debian's and Ubuntu's name for it, and the ones of Google's own packages. */
function executable(): string {
  const candidates = [
    process.env["CHROMIUM"],
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  for (const path of candidates) {
    if (path === undefined) continue;
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // The next one may be there.
    }
  }
  throw new Error(
    "No Chromium is there: `npm run peers:install` installs it, or let CHROMIUM say where one lies.",
  );
}

let browser: Promise<Browser> | undefined;
/** Started once; the process of the tests ends it. */
export const theBrowser = (): Promise<Browser> =>
  (browser ??= chromium.launch({
    executablePath: executable(),
    // A container has no sandbox of the kernel's, and root may not use it.
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  }));

/** A console in a browser, with all that went wrong in it. */
export class Console {
  readonly standIn: StandIn;
  readonly page: Page;
  /** Errors of the page and violations of the content security policy, in the browser's words. */
  readonly faults: string[] = [];
  readonly #context: BrowserContext;

  private constructor(standIn: StandIn, context: BrowserContext, page: Page) {
    this.standIn = standIn;
    this.page = page;
    this.#context = context;
    page.on("console", (message) => {
      if (message.type() === "error") this.faults.push(message.text());
    });
    page.on("pageerror", (error) => this.faults.push(error.message));
  }

  static async open(): Promise<Console> {
    const standIn = await startStandIn(DIST);
    const context = await (
      await theBrowser()
    ).newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme: "light",
      reducedMotion: "reduce",
      locale: "en-GB",
      timezoneId: "Europe/Berlin",
    });
    return new Console(standIn, context, await context.newPage());
  }

  /** Goes to a page and waits until nothing on it is loading any more. */
  async go(path: string): Promise<void> {
    await this.page.goto(this.standIn.url + path);
    await this.settled();
  }

  async settled(): Promise<void> {
    await this.page.locator("h1").first().waitFor();
    await this.page
      .locator("[aria-busy=true], .mantine-Skeleton-root")
      .first()
      .waitFor({ state: "detached" });
  }

  /** What axe finds in both schemes, each with where. Between the schemes nothing but colours differs. */
  async axe(): Promise<readonly string[]> {
    await this.page.evaluate(AXE);
    const light = await this.#run("{ resultTypes: ['violations'] }");
    await this.page.emulateMedia({ colorScheme: "dark" });
    await this.page.locator("html[data-mantine-color-scheme=dark]").waitFor();
    const dark = await this.#run("{ runOnly: ['color-contrast'], resultTypes: ['violations'] }");
    await this.page.emulateMedia({ colorScheme: "light" });
    return [...light, ...dark.map((violation) => `dark: ${violation}`)];
  }

  async #run(options: string): Promise<readonly string[]> {
    return this.page.evaluate<string[]>(
      `axe.run(${options}).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ')).join(' | ')))`,
    );
  }

  async close(): Promise<void> {
    await this.#context.close();
    await this.standIn.close();
  }
}

/** Ends the browser; the last of a file calls it. */
export const closeBrowser = async (): Promise<void> => {
  const open = await browser;
  browser = undefined;
  await open?.close();
};
