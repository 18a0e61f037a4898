import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeBrowser, Console } from "./browser.ts";

const DIST = fileURLToPath(new URL("../../dist/web/", import.meta.url));
/** What the console may cost before anything is seen. */
const FIRST_LOAD_BYTES = 300_000;

describe("thrift", () => {
  let console: Console;
  beforeAll(async () => {
    console = await Console.open();
  });
  afterAll(async () => {
    await console.close();
    await closeBrowser();
  });

  it("loads no more script than it may before the first page", async () => {
    const loaded = new Set<string>();
    console.page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.endsWith(".js")) loaded.add(pathname.slice(1));
    });
    await console.go("/devices");
    const bytes = [...loaded].reduce((sum, file) => sum + gzipSync(readFileSync(DIST + file)).length, 0);

    expect(loaded.size).toBeGreaterThan(2);
    expect(bytes).toBeLessThan(FIRST_LOAD_BYTES);
  });

  it("fetches the page of a list that is seen, and the next only when its end comes near", async () => {
    const asked: string[] = [];
    console.page.on("request", (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname === "/api/v1/devices") asked.push(searchParams.get("cursor") ?? "first");
    });
    await console.go("/devices?sort=hostname");
    expect(asked).toEqual(["first"]);
    expect(await console.page.locator(".grid-body [role=row]").count()).toBeLessThan(60);

    await console.page.locator("[role=row][data-index='0']").focus();
    await console.page.keyboard.press("End");
    await expect.poll(() => asked).toEqual(["first", "100"]);
  });
});
