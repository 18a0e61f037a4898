// What is deployed runs as nobody, on a file system that is only read, and names nothing that is not there.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const text = (path: string): string => readFileSync(`${ROOT}${path}`, "utf8");

describe("the image", () => {
  const lines = text("deploy/Dockerfile").split("\n");

  it("ends in a stage without a shell, as a user that is nobody", () => {
    const stages = lines.filter((line) => line.startsWith("FROM "));
    expect(stages.at(-1)).toMatch(/^FROM gcr\.io\/distroless\/.*:nonroot$/);
    expect(lines.findLast((line) => line.startsWith("USER "))).toBe("USER 65532:65532");
    expect(lines.filter((line) => /^(?:ADD|CMD|ENTRYPOINT) (?!\[)/.test(line))).toEqual([]);
  });

  it("copies what is there, and what is let into its context", () => {
    const sources = lines
      .filter((line) => /^COPY (?!--from)/.test(line))
      .flatMap((line) => line.split(" ").slice(1, -1))
      .filter((source) => !source.includes("*"));
    expect(sources.length).toBeGreaterThan(4);
    expect(sources.filter((source) => !existsSync(`${ROOT}${source}`))).toEqual([]);
    const admitted = text(".dockerignore");
    for (const source of sources) expect(admitted).toContain(`!${source}`);
  });
});

describe("compose", () => {
  const Service = z.object({
    read_only: z.boolean().optional(),
    cap_drop: z.array(z.string()),
    security_opt: z.array(z.string()),
    ports: z.array(z.string()).optional(),
    networks: z.array(z.string()),
    secrets: z.array(z.string()),
  });
  const Compose = z.object({
    services: z.object({ rollcall: Service, worker: Service, database: Service }),
    networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
    secrets: z.record(z.string(), z.object({ file: z.string() })),
  });
  const { services, networks, secrets } = Compose.parse(parse(text("deploy/compose.yaml")));

  it("takes every right away, and lets nobody but this machine in", () => {
    expect(services.rollcall.read_only).toBe(true);
    for (const { cap_drop: dropped, security_opt: options } of Object.values(services)) {
      expect(dropped).toEqual(["ALL"]);
      expect(options).toContain("no-new-privileges:true");
    }
    expect(services.rollcall.ports?.every((port) => port.startsWith("127.0.0.1:"))).toBe(true);
    expect(services.database.ports).toBeUndefined();
    for (const name of services.database.networks) expect(networks[name]?.internal).toBe(true);
  });

  it("gives a worker nothing that deletes, and no port", () => {
    expect(services.worker.secrets.filter((name) => name.startsWith("deleter"))).toEqual([]);
    expect(services.worker.ports).toBeUndefined();
    expect(services.worker.read_only).toBe(true);
  });

  it("has a file for every secret that it hands out", () => {
    const used = [...services.rollcall.secrets, ...services.database.secrets];
    expect(used.filter((name) => secrets[name] === undefined)).toEqual([]);
  });
});

describe("the unit", () => {
  const unit = text("deploy/rollcall.service");
  const has = existsSync("/usr/bin/systemd-analyze");

  it("runs as nobody in a sandbox, and is given time to end", () => {
    for (const line of [
      "DynamicUser=yes",
      "NoNewPrivileges=yes",
      "ProtectSystem=strict",
      "CapabilityBoundingSet=",
      "TimeoutStopSec=120",
    ])
      expect(unit.split("\n")).toContain(line);
  });

  it.skipIf(!has)("is one that systemd understands", () => {
    const { stderr } = spawnSync("systemd-analyze", ["verify", `${ROOT}deploy/rollcall.service`], {
      encoding: "utf8",
    });
    // The machine's own units, and the programs that are not installed, are another matter.
    const wrong = stderr
      .split("\n")
      .filter((line) => line.includes("rollcall.service") && !/is not executable|No such file/.test(line));
    expect(wrong).toEqual([]);
  });
});

describe("the chart", () => {
  it("has values for all that its templates ask for", () => {
    const values = parse(text("deploy/helm/rollcall/values.yaml")) as Record<string, unknown>;
    const templates = ["deployment", "worker", "config", "service", "ingress"].map((name) =>
      text(`deploy/helm/rollcall/templates/${name}.yaml`),
    );
    const asked = templates.flatMap((one) =>
      [...one.matchAll(/\.Values\.([\w.]+)/g)].map(([, path = ""]) => path),
    );
    expect(asked.length).toBeGreaterThan(8);
    const missing = asked.filter(
      (path) =>
        path
          .split(".")
          .reduce<unknown>(
            (value, key) =>
              typeof value === "object" && value !== null
                ? (value as Record<string, unknown>)[key]
                : undefined,
            values,
          ) === undefined,
    );
    expect(missing).toEqual([]);
    for (const pods of templates.slice(0, 2)) {
      expect(pods).toContain("readOnlyRootFilesystem: true");
      expect(pods).toContain("runAsNonRoot: true");
    }
  });
});
