import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { notifications } from "@mantine/notifications";
import { listFindings, type FINDING_CODES } from "../../../api/findings.ts";
import { call } from "../../app/call.ts";
import { csvOf } from "../../parts/csv.ts";
import { IconDownload } from "../../parts/icons.ts";
import { saveFile } from "../../parts/save-file.ts";
import { told } from "../../parts/trouble.tsx";
import { factsLine } from "./finding-columns.tsx";

/** The most that a page of the API holds. */
const PAGE = 500;

interface Props {
  readonly code: (typeof FINDING_CODES)[number];
  readonly tenant: string | undefined;
}

/** Every finding of this kind as a file for a spreadsheet: all pages, not only those that were looked at. */
export function ExportFindings({ code, tenant }: Props) {
  const save = useMutation({
    mutationFn: async () => {
      const rows: (readonly string[])[] = [];
      let cursor: string | undefined;
      do {
        const page = await call(listFindings, {
          query: {
            code,
            limit: PAGE,
            ...(tenant !== undefined && { tenant }),
            ...(cursor !== undefined && { cursor }),
          },
        });
        rows.push(
          ...page.items.map((one) => [
            one.hostname,
            one.tenantName ?? "",
            one.endpoint ?? "",
            one.directory ?? "",
            one.dn ?? "",
            one.foundAt,
            factsLine(one.evidence),
          ]),
        );
        cursor = page.next;
      } while (cursor !== undefined);
      const head = ["name", "tenant", "endpoint", "directory", "dn", "found_at", "evidence"];
      saveFile(`${code}.csv`, "text/csv;charset=utf-8", csvOf(head, rows));
    },
    onError: (error) => {
      const { title, detail } = told(error);
      notifications.show({ color: "red", title: `No file was saved: ${title}`, message: detail });
    },
  });
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconDownload size={15} aria-hidden />}
      loading={save.isPending}
      onClick={() => save.mutate()}
    >
      Export CSV
    </Button>
  );
}
