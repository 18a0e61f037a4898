import { Text } from "@mantine/core";
import { readSettings } from "../../../api/settings.ts";
import { useWhyNot } from "../../app/may.ts";
import { useRead } from "../../app/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Section } from "../../parts/section.tsx";

const NOTHING = {};
const named = (all: readonly { readonly name: string; readonly type: string }[]): string =>
  all.map(({ name, type }) => `${name} (${type})`).join(", ") || "none";

/** What the configuration says, without its secrets. */
export function About() {
  const why = useWhyNot(readSettings);
  const read = useRead(readSettings, NOTHING, why === undefined);
  if (why !== undefined) return <Empty title="The configuration is not shown to you">{why}</Empty>;
  return (
    <Loaded read={read}>
      {({ version, mode, store, directories, tickets, siem, notify, hooks, signIn, vault }) => {
        const lines: readonly (readonly [string, string])[] = [
          ["Rollcall", version],
          ["Mode", mode],
          ["Store", store],
          ["Directories", named(directories)],
          [
            "Tickets",
            tickets === undefined
              ? "none"
              : `${tickets.desk}${tickets.per === undefined ? "" : `, one per ${tickets.per}`}`,
          ],
          ["SIEM", named(siem)],
          ["Notifications", named(notify)],
          [
            "Decision hooks",
            hooks.map(({ name, may }) => `${name} (may ${may.join(", ")})`).join(", ") || "none",
          ],
          [
            "Sign-in",
            [signIn.oidc, signIn.local ? "local accounts" : undefined]
              .filter((way) => way !== undefined)
              .join(", ") || "none",
          ],
          [
            "Vault",
            vault ? "on: each deletion keeps its way back" : "off: nothing is kept but Central's own",
          ],
        ];
        return (
          <Section title="Configuration" about="As it was read when Rollcall started, without its secrets">
            <dl className="settings-list">
              {lines.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            {!vault && (
              <Text size="sm" fw={600} c="var(--mantine-color-error)" mt="sm">
                Without a vault a wrong deletion has no password and no dossier to come back with.
              </Text>
            )}
          </Section>
        );
      }}
    </Loaded>
  );
}
