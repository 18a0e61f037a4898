import { z } from "zod";
import type { Tenant } from "../../core/model/tenant.ts";
import type { Installer } from "../../core/retire/dossier.ts";
import { shapeFault } from "./central-fault.ts";
import type { CentralConnection } from "./connection.ts";
import { readJson } from "./read-json.ts";

const word = z.string().max(64);
const Answer = z.object({
  installers: z.array(
    z.object({
      platform: word,
      type: word.nullish(),
      productName: z.string().max(256).nullish(),
      // Told to a person, who will open it.
      downloadUrl: z.url({ protocol: /^https$/ }).max(2_048),
    }),
  ),
});

/** The installers that Central offers a tenant, for every platform. Faults: CENTRAL_*, CLOCK_SKEW, CANCELLED. */
export async function readInstallers(
  connection: CentralConnection,
  tenant: Tenant,
  signal: AbortSignal,
): Promise<readonly Installer[]> {
  const value = await readJson(
    connection,
    {
      origin: tenant.apiHost,
      path: "/endpoint/v1/downloads",
      headers: { "X-Tenant-ID": tenant.id },
      purpose: "downloads",
    },
    signal,
  );
  const answer = Answer.safeParse(value);
  if (!answer.success) throw shapeFault("a tenant's installers", new URL(tenant.apiHost).host);
  return answer.data.installers.map(({ platform, type, productName, downloadUrl }) => ({
    platform,
    type: type ?? undefined,
    productName: productName ?? undefined,
    downloadUrl,
  }));
}
