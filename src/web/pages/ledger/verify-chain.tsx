import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { verifyLedger } from "../../../api/ledger.ts";
import { call } from "../../app/call.ts";
import { useWhyNot } from "../../app/may.ts";
import { BarredButton } from "../../parts/barred.tsx";
import { IconShieldCheck } from "../../parts/icons.ts";
import { Trouble } from "../../parts/trouble.tsx";
import { counted } from "../../parts/words.ts";

/** Lets the server recompute the whole chain, and says what came of it. */
export function VerifyChain() {
  const verify = useMutation({ mutationFn: () => call(verifyLedger, { body: {} }) });
  const why = useWhyNot(verifyLedger);
  const { data, error } = verify;
  return (
    <>
      <BarredButton
        size="xs"
        leftSection={<IconShieldCheck size={15} aria-hidden />}
        why={why}
        loading={verify.isPending}
        onClick={() => verify.mutate()}
      >
        Verify the chain
      </BarredButton>
      <Modal
        opened={data !== undefined || error !== null}
        onClose={() => verify.reset()}
        title={
          <b>
            {data === undefined ? "Not verified" : data.whole ? "The chain is whole" : "The chain is broken"}
          </b>
        }
      >
        <Stack gap="sm">
          {error !== null && <Trouble error={error} />}
          {data?.broken !== undefined && (
            <Alert color="red" title={`At entry ${data.broken.seq}`}>
              {data.broken.why} Stop deleting, and keep the store and its backups as they are.
            </Alert>
          )}
          {data !== undefined && (
            <>
              <Text size="sm">
                {counted(data.entries, "entry", "entries")} {data.entries === 1 ? "was" : "were"} recomputed.
              </Text>
              <Text size="sm">
                Head: <span className="mono">{data.head}</span>
              </Text>
              <Text size="sm" c="dimmed">
                A head that you noted elsewhere earlier proves that nothing before it was changed.
              </Text>
            </>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => verify.reset()}>
              Close
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
