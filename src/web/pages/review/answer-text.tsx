import { Text } from "@mantine/core";
import { counted } from "../../parts/words.ts";

export type AnswerWord = "approve" | "keep" | "hold";

/** What an answer brings about, for one device or several. */
export function AnswerText({ answer, devices }: { readonly answer: AnswerWord; readonly devices: number }) {
  const they = devices === 1 ? "It" : "They";
  const are = devices === 1 ? "is" : "are";
  const text = {
    approve: `${they} may be deleted from Sophos Central, on exactly the evidence that is shown. Not at once: ${they.toLowerCase()} ${devices === 1 ? "becomes a candidate" : "become candidates"}, within ramp, caps and breakers, and ${are} read again, live, right before.`,
    keep: `${they} ${are} kept for 30 days, or until the evidence changes. Then somebody is asked again.`,
    hold: `${they} ${are} not touched until the day below.`,
  }[answer];
  return (
    <Text size="sm">
      <b>{counted(devices, "device")}.</b> {text}
    </Text>
  );
}

/** The buttons' words. */
export const DEED: Readonly<Record<AnswerWord, (devices: number) => string>> = {
  approve: (devices) => `Approve deletion of ${counted(devices, "device")}`,
  keep: (devices) => `Keep ${counted(devices, "device")}`,
  hold: (devices) => `Hold ${counted(devices, "device")}`,
};
