import {
  Alert,
  Button,
  CopyButton,
  Group,
  Modal,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { listTenants } from "../../../api/inventory.ts";
import { ROLES } from "../../../api/role-names.ts";
import type { Role } from "../../../api/roles.ts";
import { createToken } from "../../../api/settings.ts";
import { useWhyNot } from "../../app/may.ts";
import { useCommand, useRead } from "../../app/queries.ts";
import { BarredButton } from "../../parts/barred.tsx";
import { DeedDialog } from "../../parts/deed-dialog.tsx";

const NOTHING = {};
const USUAL_DAYS = 90;

/** Makes a token: the least role and a term come first. It is shown this once. */
export function NewToken() {
  const [asks, setAsks] = useState(false);
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [tenants, setTenants] = useState<string[]>([]);
  const [days, setDays] = useState(USUAL_DAYS);
  const create = useCommand(createToken);
  const why = useWhyNot(createToken);
  const all = useRead(listTenants, NOTHING).data?.items ?? [];
  const close = (): void => setAsks(false);
  return (
    <>
      <BarredButton size="xs" why={why} onClick={() => setAsks(true)}>
        New token…
      </BarredButton>
      <DeedDialog
        opened={asks}
        onClose={close}
        title="Make an API token"
        deed="Make the token"
        missing={name.trim() === "" ? "A name is missing." : undefined}
        pending={create.isPending}
        error={create.error}
        onDeed={() =>
          create.mutate(
            {
              input: {
                body: { name: name.trim(), role, days, tenants: tenants.length === 0 ? "all" : tenants },
              },
            },
            {
              onSuccess: () => {
                close();
                setName("");
              },
            },
          )
        }
      >
        <TextInput
          label="Name"
          description="What it is for: it stands in the ledger with whatever it does."
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Role"
          data={[...ROLES]}
          value={role}
          allowDeselect={false}
          onChange={(to) => setRole(ROLES.find((one) => one === to) ?? "viewer")}
        />
        <MultiSelect
          label="Tenants"
          description="None chosen means all of them."
          searchable
          data={all.map((one) => ({ value: one.id, label: one.name }))}
          value={tenants}
          onChange={setTenants}
        />
        <NumberInput
          label="Valid for, days"
          min={1}
          max={365}
          allowDecimal={false}
          w={180}
          value={days}
          onChange={(value) => setDays(typeof value === "number" ? value : USUAL_DAYS)}
        />
      </DeedDialog>
      <Modal
        opened={create.data !== undefined}
        onClose={() => create.reset()}
        closeOnClickOutside={false}
        title={<b>The token {create.data?.view.name}</b>}
      >
        {create.data !== undefined && (
          <Stack gap="sm">
            <Alert color="orange" title="It is shown this once">
              Keep it where secrets are kept. Rollcall keeps only its fingerprint.
            </Alert>
            <Text className="mono" fw={600}>
              {create.data.token}
            </Text>
            <Group justify="flex-end">
              <CopyButton value={create.data.token}>
                {({ copied, copy }) => (
                  <Button variant="default" onClick={copy}>
                    {copied ? "Copied" : "Copy"}
                  </Button>
                )}
              </CopyButton>
              <Button onClick={() => create.reset()}>I have it</Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  );
}
