import { createClient } from "../../api/client.ts";

/** Where somebody signs in, coming back to where they are. */
const signInPath = (): string => `/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`;

/** Calls the server of this page. Without a session it leads to the sign-in page. */
export const call = createClient({
  origin: location.origin,
  send: async (request) => {
    const response = await fetch(request);
    if (response.status === 401 && location.pathname !== "/sign-in") location.assign(signInPath());
    return response;
  },
});
