import { Drawer } from "@mantine/core";
import { readRecovery } from "../../../api/deletions.ts";
import { useRead } from "../../app/queries.ts";
import { deviceOf } from "../../parts/device/device-address.ts";
import { PanelTitle } from "../../parts/panel-title.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { RecoveryBody } from "./recovery-body.tsx";

interface Props {
  readonly open: string | undefined;
  readonly onClose: () => void;
}

/** The way back for one deleted device. */
export function RecoveryPanel({ open, onClose }: Props) {
  const key = deviceOf(open);
  const read = useRead(readRecovery, { params: key ?? { tenant: "", endpoint: "" } }, key !== undefined);
  return (
    <Drawer
      opened={key !== undefined}
      onClose={onClose}
      position="right"
      size={720}
      title={
        <PanelTitle
          name={read.data?.deletion.hostname ?? "Deletion"}
          about={read.data?.deletion.tenantName}
        />
      }
    >
      {/* Made anew for each device: a password that is shown belongs to one of them. */}
      {key !== undefined && (
        <Loaded read={read}>{(recovery) => <RecoveryBody key={open} recovery={recovery} />}</Loaded>
      )}
    </Drawer>
  );
}
