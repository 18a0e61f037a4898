/** Where to go after signing in: a place of this console, and never another site whatever the address says. */
export function placeWithin(to: string | undefined): string {
  if (to === undefined || !to.startsWith("/")) return "/";
  const url = URL.parse(to, "https://console.invalid");
  return url?.origin === "https://console.invalid" && url.pathname !== "/sign-in"
    ? url.pathname + url.search
    : "/";
}
