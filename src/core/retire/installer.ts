import type { Endpoint } from "../model/endpoint.ts";
import { isKnown } from "../model/unknown.ts";
import type { Installer, Obtained } from "./dossier.ts";

/**
 * The installer that fits an endpoint among those of its tenant: of its platform, and of its type where Central has one
 * for each. macOS and Linux come with one for both.
 */
export function installerFor(
  { os: { platform }, type }: Pick<Endpoint, "os" | "type">,
  installers: readonly Installer[],
): Obtained<Installer> {
  if (!isKnown(platform)) return { kind: "not_available", why: "not_asked" };
  const fitting = installers.filter((one) => one.platform.toLowerCase() === platform.toLowerCase());
  const found = fitting.find((one) => one.type === type) ?? fitting[0];
  return found === undefined
    ? { kind: "not_available", why: "no_installer" }
    : { kind: "obtained", value: found };
}
