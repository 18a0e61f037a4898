import { Select } from "@mantine/core";
import { listTenants } from "../../../api/inventory.ts";
import { useRead } from "../../app/queries.ts";

const NOTHING = {};

interface Props {
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** One tenant of those that are covered. */
export function TenantFilter({ value, onChange }: Props) {
  const tenants = useRead(listTenants, NOTHING);
  return (
    <Select
      size="xs"
      w={180}
      aria-label="Tenant"
      placeholder="All tenants"
      searchable
      clearable
      clearButtonProps={{ "aria-label": "All tenants" }}
      limit={50}
      nothingFoundMessage={tenants.data === undefined ? "Not read yet" : "No such tenant"}
      data={tenants.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
    />
  );
}
