import { Alert, Button, Group, Text } from "@mantine/core";
import { ZodError } from "zod";
import { ApiProblem } from "../../api/client.ts";
import { IconRefreshAlert } from "./icons.ts";

interface Told {
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  readonly code: string;
}

/** What went wrong, in the server's words where it has any. */
export function told(error: unknown): Told {
  if (error instanceof ApiProblem) return error.problem;
  if (error instanceof ZodError) {
    return {
      title: "The answer is not understood",
      detail:
        "The server sent something that this console does not know: one of them is older than the other.",
      remedy: "Load the page again. If it stays, tell whoever runs Rollcall.",
      code: "unknown_shape",
    };
  }
  return {
    title: "The server does not answer",
    detail: error instanceof Error ? error.message : "No answer came.",
    remedy:
      "Nothing was changed that is not shown. Try again; if it stays, look whether Rollcall is running.",
    code: "no_answer",
  };
}

interface Props {
  readonly error: unknown;
  readonly again?: (() => void) | undefined;
}

/** A failure: what happened, and what to do. */
export function Trouble({ error, again }: Props) {
  const { title, detail, remedy, code } = told(error);
  return (
    <Alert color="red" title={title} icon={<IconRefreshAlert aria-hidden />} role="alert">
      <Text size="sm">{detail}</Text>
      <Text size="sm" mt={4}>
        {remedy}
      </Text>
      <Group mt="xs" gap="md">
        {again !== undefined && (
          <Button size="xs" variant="default" onClick={again}>
            Try again
          </Button>
        )}
        <Text size="xs" c="dimmed" className="mono">
          {code}
        </Text>
      </Group>
    </Alert>
  );
}
