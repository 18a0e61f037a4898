import { existsSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { configPage } from "../../tools/docs/config-page.ts";
import { CONFIG_TEXTS } from "../../tools/docs/config-texts.ts";
import { glossaryPage } from "../../tools/docs/glossary-page.ts";
import { pages, readPage } from "../../tools/docs/pages.ts";
import { ATTRIBUTES } from "../../src/adapters/directory-export/property-names.ts";
import { exportSelection, powershellSelection } from "./export-selection.ts";
import { allPages, anchorsOf, localLinks, readMarkdown } from "./markdown-page.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

describe("the reference", () => {
  it.each(pages().map(({ name, text }) => [name, text]))("%s is what the code says", (name, text) => {
    expect(readPage(name), `run: node tools/docs.ts`).toBe(text);
  });

  it("does not come about when a key of the configuration has no text, or a text no key", () => {
    const { store: _store, ...fewer } = CONFIG_TEXTS;
    expect(() => configPage(fewer)).toThrow("misses [store]");
    expect(() => configPage({ ...CONFIG_TEXTS, "sophos.wish": { means: "none" } })).toThrow(
      "too many [sophos.wish]",
    );
  });

  it("does not come about when a word of the glossary names a type that is not there", () => {
    const word = { word: "wish", means: "none", types: ["src/core/model/ids.ts#WishId"] };
    expect(() => glossaryPage([word])).toThrow('exports WishId for "wish", and it does not');
  });
});

describe("links", () => {
  const known = new Map(allPages().map((page) => [page.path, page]));

  it.each([...known.keys()])("of %s lead somewhere", (path) => {
    const page = known.get(path);
    const broken = localLinks(page ?? readMarkdown(path, "")).filter(({ target }) => {
      const [file = "", anchor = ""] = target.split("#");
      const at = file === "" ? path : posix.normalize(posix.join(posix.dirname(path), file));
      if (!existsSync(`${ROOT}${at}`)) return true;
      const other = known.get(at);
      return anchor !== "" && (other === undefined || !anchorsOf(other).has(anchor));
    });
    expect(broken).toEqual([]);
  });

  it("are looked at in numbers: a check that sees none proves nothing", () => {
    expect(known.size).toBeGreaterThan(12);
    expect([...known.values()].flatMap(localLinks).length).toBeGreaterThan(40);
  });

  it("are told when they lead nowhere", () => {
    const page = readMarkdown(
      "x.md",
      "# A b: c\n\n[gone](gone.md#x) `[no](link.md)` [site](https://example.com)",
    );
    expect(localLinks(page).map(({ target }) => target)).toEqual(["gone.md#x"]);
    expect([...anchorsOf(page)]).toEqual(["a-b-c"]);
  });
});

describe("the guide", () => {
  const guide = allPages().filter(({ path }) => path.startsWith("docs/guide/"));

  it("is wrapped at 130 characters, tables and code apart", () => {
    const long = guide.flatMap(({ path, prose }) =>
      prose
        .filter(({ text }) => text.length > 132 && !text.startsWith("|"))
        .map(({ line }) => `${path}:${line}`),
    );
    expect(long).toEqual([]);
  });

  it("is there", () => {
    expect(guide.map(({ path }) => path)).toEqual(
      [
        "api",
        "console",
        "credentials",
        "deploy",
        "directories",
        "going-live",
        "install",
        "integrations/jira",
        "integrations/notifications",
        "integrations/request-tracker",
        "integrations/servicenow",
        "integrations/siem",
        "integrations/ticket-bridge",
        "integrations/webhook",
        "policy",
        "recovery",
        "report",
        "review",
        "scale",
        "security",
        "serve",
        "sign-in",
        "troubleshooting",
        "workers",
      ].map((name) => `docs/guide/${name}.md`),
    );
  });
});

describe("the export commands of the guide", () => {
  // Written by PowerShell alone, of the forest's list of domains, or the DN, which no one needs to ask for.
  const NOT_ASKED = new Set(["dn", "enabled", "lastlogondate", "passwordlastset", "dnsroot", "netbiosname"]);

  it("ask for every attribute that is read from an export", () => {
    const asked = exportSelection().attributes.map((name) => name.toLowerCase());
    expect([...asked].sort()).toEqual(ATTRIBUTES.filter((name) => !NOT_ASKED.has(name)).sort());
  });

  it("ask for the same by ldifde and by PowerShell", () => {
    expect(powershellSelection()).toEqual(exportSelection());
  });
});
