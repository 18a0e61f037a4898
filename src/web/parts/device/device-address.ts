/** `tenant/endpoint`, as an address has a device; undefined where it says none. */
export function deviceOf(text: string | undefined): { tenant: string; endpoint: string } | undefined {
  const [tenant = "", endpoint = "", ...more] = text?.split("/") ?? [];
  return tenant === "" || endpoint === "" || more.length > 0 ? undefined : { tenant, endpoint };
}

/** The other way round. */
export const addressOf = ({
  tenant,
  endpoint,
}: {
  readonly tenant: string;
  readonly endpoint: string;
}): string => `${tenant}/${endpoint}`;
