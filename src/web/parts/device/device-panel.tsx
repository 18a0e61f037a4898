import { Drawer } from "@mantine/core";
import { readDevice } from "../../../api/devices.ts";
import { useRead } from "../../app/queries.ts";
import { known } from "../known.tsx";
import { PanelTitle } from "../panel-title.tsx";
import { Loaded } from "../loaded.tsx";
import { DeviceBody } from "./device-body.tsx";
import { deviceOf } from "./device-address.ts";

interface Props {
  /** As the address has it; closed without it. */
  readonly open: string | undefined;
  readonly onClose: () => void;
}

/** The side panel of a device, over whatever list it was opened from. */
export function DevicePanel({ open, onClose }: Props) {
  const key = deviceOf(open);
  const device = useRead(readDevice, { params: key ?? { tenant: "", endpoint: "" } }, key !== undefined);
  const name = device.data?.record === undefined ? "Device" : known(device.data.record.hostname);
  return (
    <Drawer
      opened={key !== undefined}
      onClose={onClose}
      position="right"
      size={720}
      title={<PanelTitle name={name} about={device.data?.tenantName} />}
    >
      {key !== undefined && (
        <Loaded read={device}>{(found) => <DeviceBody key={open} device={found} withCase />}</Loaded>
      )}
    </Drawer>
  );
}
