import { Button, Center, Divider, Paper, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type * as z from "zod";
import { ApiProblem } from "../../../api/client.ts";
import { Problem } from "../../../api/decisions.ts";
import { type LocalSignIn, SignInWays } from "../../../api/sign-in.ts";
import { IconShieldCheck } from "../../parts/icons.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { placeWithin } from "./place-within.ts";

const at = getRouteApi("/sign-in");

/** The ways into Rollcall, back to where one was. */
export function SignInPage() {
  const to = placeWithin(at.useSearch().to);
  const ways = useQuery({
    queryKey: ["ways"],
    queryFn: async ({ signal }) => SignInWays.parse(await (await fetch("/auth/ways", { signal })).json()),
  });
  useEffect(() => {
    document.title = "Sign in · Rollcall";
  }, []);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper p="xl" w={380} shadow="sm">
        <Stack gap="md">
          <div>
            <IconShieldCheck size={30} color="var(--mantine-color-anchor)" aria-hidden />
            <Title order={1} fz={22}>
              Rollcall
            </Title>
            <Text size="sm" c="dimmed">
              Sign in to see the fleet.
            </Text>
          </div>
          <Loaded read={ways}>
            {({ oidc, local }) => (
              <Stack gap="md">
                {oidc && (
                  <Button component="a" href={`/auth/sign-in?to=${encodeURIComponent(to)}`} fullWidth>
                    Sign in with your organisation
                  </Button>
                )}
                {oidc && local && <Divider label="or with a local account" />}
                {local && <LocalAccount to={to} isOnly={!oidc} />}
                {!oidc && !local && (
                  <Text size="sm">
                    No way to sign in is configured. Whoever runs Rollcall adds one under signIn in its
                    configuration.
                  </Text>
                )}
              </Stack>
            )}
          </Loaded>
        </Stack>
      </Paper>
    </Center>
  );
}

function LocalAccount({ to, isOnly }: { readonly to: string; readonly isOnly: boolean }) {
  const [account, setAccount] = useState("");
  const [password, setPassword] = useState("");
  const enter = useMutation({
    mutationFn: async () => {
      const response = await fetch("/auth/local", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ account, password } satisfies z.input<typeof LocalSignIn>),
      });
      if (!response.ok) throw new ApiProblem(Problem.parse(await response.json()));
    },
    onSuccess: () => location.assign(to),
    onError: () => setPassword(""),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        enter.mutate();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="Account"
          maxLength={64}
          required
          autoComplete="username"
          value={account}
          onChange={(event) => setAccount(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          required
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {enter.error !== null && <Trouble error={enter.error} />}
        <Button type="submit" variant={isOnly ? "filled" : "default"} fullWidth loading={enter.isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
