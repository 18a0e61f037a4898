import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { listLedger } from "../../../api/ledger.ts";
import { call } from "../../app/call.ts";
import { IconDownload } from "../../parts/icons.ts";
import { saveFile } from "../../parts/save-file.ts";
import { told } from "../../parts/trouble.tsx";
import { count } from "../../parts/words.ts";

/** The most that a page of the API holds. */
const PAGE = 500;
/** What a browser holds well; a whole ledger is for `rollcall ledger export`. */
const MOST = 50_000;

interface Props {
  readonly search: {
    readonly kind?: string | undefined;
    readonly actor?: string | undefined;
    readonly about?: string | undefined;
  };
}

/** The entries that fit the filters, one JSON a line, the newest first. */
export function ExportLedger({ search }: Props) {
  const save = useMutation({
    mutationFn: async () => {
      const lines: string[] = [];
      let before: number | undefined;
      do {
        const page = await call(listLedger, {
          query: { ...search, limit: PAGE, ...(before !== undefined && { before }) },
        });
        lines.push(...page.items.map((entry) => JSON.stringify(entry)));
        before = page.next;
      } while (before !== undefined && lines.length < MOST);
      saveFile("ledger.jsonl", "application/jsonl", `${lines.join("\n")}\n`);
      return { isCut: before !== undefined };
    },
    onSuccess: ({ isCut }) => {
      if (isCut) {
        notifications.show({
          color: "orange",
          autoClose: false,
          title: "The file is not the whole ledger",
          message: `It has the newest ${count(MOST)} entries. \`rollcall ledger export\` writes all of them.`,
        });
      }
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
      Export
    </Button>
  );
}
