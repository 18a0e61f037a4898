// The DNS domains of the world. Each is a directory of its own; the first one knows the others by name.

import { mix } from "./prng.ts";

export interface WorldDomain {
  readonly index: number;
  /** What the configuration would call the directory. */
  readonly name: string;
  readonly dns: string;
  readonly netbios: string;
  readonly baseDn: string;
  /** The three sub-authorities of its SID. */
  readonly sid: readonly [number, number, number];
}

/** The domain with this index. The second one has a NetBIOS name that does not follow its DNS name. */
export function worldDomain(seed: number, index: number): WorldDomain {
  const label = ["corp", "branch"][index] ?? `site${index + 1}`;
  const dns = `${label}.example.com`;
  return {
    index,
    name: label,
    dns,
    netbios: index === 1 ? "EMEA01" : label.toUpperCase(),
    baseDn: dns
      .split(".")
      .map((part) => `DC=${part}`)
      .join(","),
    sid: [mix(seed, 21, index), mix(seed, 22, index), mix(seed, 23, index)],
  };
}

export const retiredOu = (domain: WorldDomain): string => `OU=Disabled,${domain.baseDn}`;
export const vipGroupDn = (domain: WorldDomain): string => `CN=VIP,OU=Groups,${domain.baseDn}`;
