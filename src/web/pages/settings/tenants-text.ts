/** For which tenants a role holds. Names where they are known, since an id tells a person nothing. */
export const tenantsText = (
  tenants: "all" | readonly string[],
  names: readonly { readonly id: string; readonly name: string }[],
): string =>
  tenants === "all"
    ? "all tenants"
    : tenants.map((id) => names.find((one) => one.id === id)?.name ?? id).join(", ");
