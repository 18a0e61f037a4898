import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import type { DirectoryName } from "../../core/model/ids.ts";
import { Fault } from "../../ports/fault.ts";
import { LdapConnection } from "./connection.ts";
import { connectionFault } from "./ldap-fault.ts";

export interface ConnectionSettings {
  readonly name: DirectoryName;
  /** ldaps:// and nothing else. */
  readonly url: string;
  readonly bind: { readonly user: string; readonly password: string };
  /** PEM; without it the authorities that Node trusts. */
  readonly tls: { readonly ca?: string | undefined };
  readonly timeouts: { readonly connectMs: number; readonly answerMs: number };
}

/** LDAPS, registered with IANA. */
const LDAPS_PORT = 636;
/** The global catalogue has neither operatingSystem nor pwdLastSet nor managedBy. */
const GLOBAL_CATALOGUE_PORTS = new Set([3268, 3269]);

/** Host and port of an ldaps:// URL. Faults: CONFIG_INVALID for any other scheme, and for the global catalogue. */
export function ldapsAddress(
  name: DirectoryName,
  url: string,
): { readonly host: string; readonly port: number } {
  const refuse = (why: string): never => {
    throw new Fault("CONFIG_INVALID", `The url of directory ${name} ${why}.`, { directory: name });
  };
  const parsed = URL.parse(url);
  if (parsed === null || parsed.hostname === "") return refuse("is not an ldaps:// URL");
  if (parsed.protocol !== "ldaps:")
    return refuse("must begin with ldaps://: passwords are sent over TLS only");
  const port = parsed.port === "" ? LDAPS_PORT : Number(parsed.port);
  if (GLOBAL_CATALOGUE_PORTS.has(port)) {
    return refuse("names the global catalogue, which lacks attributes that decide: use port 636");
  }
  return { host: parsed.hostname.replaceAll(/^\[|\]$/g, ""), port };
}

/** Refuses settings that could never prove who we are. A bind with an empty password is anonymous and may succeed (RFC 4513, 5.1.2). */
export function requireSafeSettings(settings: ConnectionSettings): void {
  ldapsAddress(settings.name, settings.url);
  if (settings.bind.user === "" || settings.bind.password === "") {
    throw new Fault("CONFIG_INVALID", `Directory ${settings.name} needs a bind user and a password.`, {
      directory: settings.name,
    });
  }
}

const cancelled = (label: string): Fault => new Fault("CANCELLED", `The reading of ${label} was cancelled.`);

const openSocket = (settings: ConnectionSettings, label: string, signal: AbortSignal): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const { host, port } = ldapsAddress(settings.name, settings.url);
    const { ca } = settings.tls;
    const socket = connect({
      host,
      port,
      ...(isIP(host) === 0 && { servername: host }),
      ...(ca !== undefined && { ca }),
    });
    const stop = (): void => {
      settle(cancelled(label));
    };
    const timer = setTimeout(() => {
      failed(new Error(`no connection within ${settings.timeouts.connectMs} ms`));
    }, settings.timeouts.connectMs);
    const connected = (): void => {
      settle();
    };
    const failed = (error: Error): void => {
      settle(connectionFault(label, error));
    };
    const closed = (): void => {
      failed(new Error("the server closed the connection"));
    };
    const settle = (fault?: Fault): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      // Ours only: the socket has listeners of its own, without which it would not notice the other side's end.
      socket.off("secureConnect", connected).off("error", failed).off("close", closed);
      if (fault === undefined) resolve(socket);
      else {
        // A socket that is destroyed while it connects may still report an error, which nobody waits for.
        socket.on("error", () => undefined);
        socket.destroy();
        reject(fault);
      }
    };
    signal.addEventListener("abort", stop, { once: true });
    socket.on("secureConnect", connected).on("error", failed).on("close", closed);
  });

/**
 * Opens a verified LDAPS connection and binds; the caller closes it. When the signal is aborted, the request under way and
 * all later ones end with CANCELLED. Faults: DIRECTORY_UNREACHABLE, DIRECTORY_TLS, DIRECTORY_AUTH, CANCELLED.
 * @param onRequest is called for each bind and search that is sent.
 */
export async function openConnection(
  settings: ConnectionSettings,
  signal: AbortSignal,
  onRequest: () => void,
): Promise<LdapConnection> {
  const { host, port } = ldapsAddress(settings.name, settings.url);
  const label = `Directory ${settings.name} (${host}:${port})`;
  if (signal.aborted) throw cancelled(label);
  const socket = await connectSafely(settings, label, signal);
  const connection = new LdapConnection(socket, label, settings.timeouts.answerMs, onRequest);
  const stop = (): void => {
    connection.fail(cancelled(label));
  };
  signal.addEventListener("abort", stop, { once: true });
  socket.once("close", () => {
    signal.removeEventListener("abort", stop);
  });
  if (signal.aborted) stop();
  try {
    await connection.bind(settings.bind.user, settings.bind.password);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

async function connectSafely(
  settings: ConnectionSettings,
  label: string,
  signal: AbortSignal,
): Promise<TLSSocket> {
  try {
    return await openSocket(settings, label, signal);
  } catch (error) {
    // tls.connect itself throws when the ca is no certificate.
    throw error instanceof Fault ? error : connectionFault(label, error);
  }
}
