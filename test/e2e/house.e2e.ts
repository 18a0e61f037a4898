// The console over the whole house: `rollcall serve` as a process, a simulated Central, an OpenID Connect provider, people in browsers.
import { writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aProvider, type TestProvider } from "../build/identity-provider.ts";
import { prepared, type Running } from "../system/command.ts";
import { aStage, type Stage } from "../system/stage.ts";
import { closeBrowser, theBrowser } from "./browser.ts";

interface CaseData {
  readonly number: number;
  readonly tenant: string;
  readonly endpoint: string;
  readonly hostname: string;
  readonly reasons: readonly { readonly code: string; readonly approvable: boolean }[];
}

/** Commands of a busy machine take their time, and so do pages. */
const PATIENT = 120_000;

let stage: Stage;
let provider: TestProvider;
let serving: Running;
let origin: string;
let configs: { readonly rehearse: string; readonly enforce: string };
/** Doubts that one person's yes settles. */
let doubtful: readonly CaseData[];
/** A doubt that two people have to settle. */
let weighty: CaseData;

/** A port that was free a moment ago: the provider has to know ours before we listen. */
const freePort = async (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

async function serve(config: string): Promise<void> {
  serving = stage.start(config, "serve");
  const late = Date.now() + PATIENT;
  // Not by expect.poll, which is for tests alone.
  while (!serving.stderr().includes(`The console is at ${origin}`)) {
    if (Date.now() > late) throw new Error(`it does not serve: ${serving.stderr()}`);
    await setTimeout(200);
  }
}

async function stop(): Promise<void> {
  serving.send("SIGTERM");
  expect(await serving.ended).toMatchObject({ exit: 0 });
}

beforeAll(async () => {
  stage = await aStage();
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  provider = await aProvider({ clientId: "console", back: `${origin}/auth/callback`, onwards: `${origin}/` });
  provider.people["olga"] = { name: "Olga Olsen", preferred_username: "olga", groups: ["operators"] };
  provider.people["rita"] = { name: "Rita Rossi", preferred_username: "rita", groups: ["reviewers"] };
  provider.people["tom"] = { name: "Tom Tait", preferred_username: "tom", groups: ["second tenant"] };
  const [, second = ""] = stage.world.estate.tenants.keys();
  const authority = join(stage.dir, "identity-ca.pem");
  await writeFile(authority, provider.ca);
  const config = async (mode: "dry-run" | "enforce") =>
    stage.config(mode, (data) => {
      data.mode = mode;
      data.review = { newCasesPerRun: 60, twoPeople: ["retired_but_enabled"] };
      data.limits["spacing"] = "PT1S";
      data.server = {
        listen: `127.0.0.1:${port}`,
        publicUrl: origin,
        signIn: {
          oidc: {
            issuer: provider.issuer,
            clientId: "console",
            scopes: ["openid", "profile", "groups"],
            tls: { ca: `file:${authority}` },
          },
          roles: [
            { group: "operators", role: "operator" },
            { group: "reviewers", role: "reviewer" },
            { group: "second tenant", role: "reviewer", tenants: [second] },
          ],
        },
      };
    });
  configs = { rehearse: await config("dry-run"), enforce: await config("enforce") };
  prepared(await stage.json(configs.rehearse, "run"));
  const cases = (await stage.json(configs.rehearse, "case", "list")).result["cases"] as readonly CaseData[];
  const needsTwo = (one: CaseData): boolean => one.reasons.some(({ code }) => code === "retired_but_enabled");
  const approvable = cases.filter(({ reasons }) => reasons.every((reason) => reason.approvable));
  doubtful = approvable.filter((one) => !needsTwo(one));
  weighty = approvable.find(needsTwo) ?? expect.fail("the stage has no doubt for two people");
  if (doubtful.length === 0) throw new Error("the stage has no doubt for one person");
  await serve(configs.rehearse);
}, 600_000);

afterAll(async () => {
  serving.send("SIGTERM");
  await serving.ended;
  await closeBrowser();
  await provider[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
}, 120_000);

interface Person extends AsyncDisposable {
  readonly page: Page;
  /** Errors of the page and violations of the content security policy, in the browser's words. */
  readonly faults: readonly string[];
}

/** Somebody in a browser of their own, signed in at the provider. */
async function signedIn(subject: string, path = "/"): Promise<Person> {
  const context: BrowserContext = await (
    await theBrowser()
  ).newContext({ viewport: { width: 1440, height: 900 }, ignoreHTTPSErrors: true, reducedMotion: "reduce" });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(origin + path);
  await page.getByRole("link", { name: "Sign in with your organisation" }).click();
  await page.getByPlaceholder("Enter any login").fill(subject);
  await page.getByPlaceholder("and password").fill("x");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.waitForURL(`${origin}/**`);
  await page.locator("h1").first().waitFor();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  return { page, faults, [Symbol.asyncDispose]: async () => context.close() };
}

/** Opens a case and says yes to it. */
async function approve({ page }: Person, one: CaseData, reason: string): Promise<void> {
  await page.goto(`${origin}/review?case=${one.number}`);
  await page.getByRole("button", { name: "Approve deletion…" }).click();
  const dialog = page.getByRole("dialog", { name: `Approve ${one.hostname}` });
  await dialog.getByLabel("Reason").fill(reason);
  await dialog.getByRole("button", { name: "Approve deletion of 1 device" }).click();
  await page.getByText(`${one.hostname}: the answer is taken`).waitFor();
}

/** What the API answers somebody who is signed in, by their own page. */
const asked = async <T>({ page }: Person, path: string, body?: unknown): Promise<T> => {
  const init =
    body === undefined
      ? {}
      : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  return page.evaluate<T>(
    `fetch('/api/v1${path}', ${JSON.stringify(init)}).then(async (a) => ({ status: a.status, ...(await a.json()) }))`,
  );
};

/** The newest sentences of the ledger, of one kind. */
async function told(person: Person, kind: string): Promise<readonly string[]> {
  const { items } = await asked<{ items: { text: string; actor: string }[] }>(person, `/ledger?kind=${kind}`);
  return items.map(({ text }) => text);
}

/** Waits until no run goes on; gives how the last one ended. */
async function runEnded(person: Person): Promise<{ readonly state: string }> {
  let last = { state: "running" };
  await expect
    .poll(
      async () => {
        const { items } = await asked<{ items: { state: string }[] }>(person, "/runs?limit=1");
        last = items[0] ?? last;
        return last.state;
      },
      { timeout: 300_000 },
    )
    .not.toBe("running");
  return last;
}

describe("signing in and reviewing", { timeout: PATIENT }, () => {
  it("a reviewer finds a doubtful device, sees both records, and approves it", async () => {
    await using rita = await signedIn("rita", "/review");
    const { page } = rita;
    const one = doubtful[0] ?? expect.fail("no doubt");
    await page.getByPlaceholder("Name of the device").fill(one.hostname);
    await page.getByText(one.hostname, { exact: true }).first().click();
    await page.getByRole("heading", { name: one.hostname }).waitFor();
    for (const record of ["Sophos Central", /^Directory/])
      await page.getByRole("columnheader", { name: record }).waitFor();
    await approve(rita, one, "sold in May");
    expect(rita.faults).toEqual([]);
    expect((await told(rita, "case_answered"))[0]).toMatch(
      new RegExp(`Case ${one.number} of .* was approved by oidc:rita through console`),
    );
  });

  it("two people settle a weighty doubt, and one of them does not settle it twice", async () => {
    {
      await using rita = await signedIn("rita");
      await approve(rita, weighty, "wiped and sold");
      await rita.page.goto(`${origin}/review?case=${weighty.number}`);
      await rita.page.getByRole("heading", { name: weighty.hostname }).waitFor();
      expect(await rita.page.getByRole("button", { name: "Approve deletion…" }).isDisabled()).toBe(true);
    }
    await using olga = await signedIn("olga");
    await approve(olga, weighty, "seen it on the list of sold devices");
    expect(await asked(olga, `/cases/${weighty.number}`)).toMatchObject({ case: { state: "approved" } });
  });

  it("a reviewer of one tenant sees that tenant and nothing else, and begins nothing", async () => {
    const [first = "", second = ""] = stage.world.estate.tenants.keys();
    await using tom = await signedIn("tom", "/devices");
    const own = await asked<{ items: { tenant: string }[]; total: { count: number } }>(
      tom,
      "/devices?limit=500",
    );
    expect(new Set(own.items.map(({ tenant }) => tenant))).toEqual(new Set([second]));
    expect(own.total.count).toBe(stage.world.estate.tenants.get(second)?.endpoints.size);
    const stranger = [...(stage.world.estate.tenants.get(first)?.endpoints.keys() ?? [])][0];
    expect(await asked(tom, `/devices/${first}/${stranger}`)).toMatchObject({ status: 404 });
    expect(await asked(tom, "/ledger")).toMatchObject({ status: 403 });
    expect(await asked(tom, "/runs", { kind: "run" })).toMatchObject({ status: 403 });
    const foreign = [...doubtful, weighty].find(({ tenant }) => tenant === first);
    if (foreign !== undefined)
      expect(await asked(tom, `/cases/${foreign.number}`)).toMatchObject({ status: 404 });
  });

  it("a moved threshold recounts at once, and the exact judgement agrees with it", async () => {
    await using olga = await signedIn("olga", "/policy");
    const { page } = olga;
    await page.getByLabel("Computers are silent from, days").fill("300");
    const row = page.getByRole("row", { name: /keep/ }).first();
    await expect.poll(async () => row.innerText()).toMatch(/\+\d/);
    const recounted = await row.getByRole("cell").nth(2).innerText();
    await page.getByRole("button", { name: "Judge every device exactly" }).click();
    await page.getByText(recounted).first().waitFor();
    expect(olga.faults).toEqual([]);
  });
});

describe("deleting", { timeout: 600_000 }, () => {
  beforeAll(async () => {
    await stop();
    for (const day of [1, 2]) {
      await stage.day(day);
      prepared(await stage.json(configs.rehearse, "run"));
    }
    await stage.day(3);
    await serve(configs.enforce);
  }, 600_000);

  it("an operator begins a run, watches it, pulls the brake in the middle of it, and releases it", async () => {
    await using olga = await signedIn("olga", "/plans");
    const { page } = olga;
    await page.getByRole("button", { name: "Run now…" }).click();
    const dialog = page.getByRole("dialog", { name: "Begin a run" });
    const label = dialog.getByLabel(/How many\? Type/);
    // What it would do is read first, and until then no number is asked for.
    await label.waitFor();
    const wanted = /Type ([\d,.]+)/.exec((await dialog.innerText()) ?? "")?.[1]?.replaceAll(/\D/g, "") ?? "";
    await label.fill(wanted);
    await dialog.getByRole("button", { name: "Begin, and delete" }).click();
    await page.getByRole("heading", { name: /^Run / }).waitFor();
    await expect.poll(() => stage.deletes().length, { timeout: 300_000 }).toBeGreaterThan(0);

    await page.getByRole("button", { name: "Brake", exact: true }).click();
    const brake = page.getByRole("dialog", { name: "Pull the brake" });
    await brake.getByLabel("Reason").fill("a call from the workshop");
    await brake.getByRole("button", { name: "Stop all deletions" }).click();
    await page.getByRole("button", { name: "Brake is on" }).waitFor();
    await runEnded(olga);
    const deleted = stage.deletes().length;
    expect(deleted).toBeLessThan(Number(wanted));
    // The truth of the simulated world: nothing that lives was deleted.
    expect(stage.deleted.every((one) => one !== undefined && !one.alive)).toBe(true);

    await page.getByRole("button", { name: "Brake is on" }).click();
    const release = page.getByRole("dialog", { name: "The brake is on" });
    await release.getByLabel("Reason").fill("it was another device");
    await release.getByRole("button", { name: "Release the brake" }).click();
    await page.getByRole("button", { name: "Brake", exact: true }).waitFor();
    expect(stage.deletes()).toHaveLength(deleted);
    expect(olga.faults).toEqual([]);
  });

  it("what was approved is deleted by the next run, with its way back and its password behind a reason", async () => {
    const one = doubtful[0] ?? expect.fail("no doubt");
    await using olga = await signedIn("olga");
    expect(await asked(olga, "/runs", { kind: "run" })).toMatchObject({ run: { state: "running" } });
    expect(await runEnded(olga)).toMatchObject({ state: "done" });
    expect(stage.deletes().some((path) => path.endsWith(one.endpoint))).toBe(true);

    await olga.page.goto(`${origin}/deletions?search=${one.hostname}`);
    const { page } = olga;
    await page.getByText(one.hostname, { exact: true }).first().click();
    await page.getByRole("heading", { name: "The way back" }).waitFor();
    await page.getByRole("button", { name: "Show the password…" }).click();
    const dialog = page.getByRole("dialog", { name: /tamper-protection password/ });
    await dialog.getByLabel("Reason").fill("it came back to the desk");
    await dialog.getByRole("button", { name: "Show the password" }).click();
    await page.getByRole("button", { name: "Hide" }).waitFor();
    expect(olga.faults).toEqual([]);
    expect((await told(olga, "password_read"))[0]).toContain("it came back to the desk");
  });
});
