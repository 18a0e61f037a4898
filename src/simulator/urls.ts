/** Where the simulated Central listens. */
export interface SimulatorUrls {
  /** Sophos ID: tokens. */
  readonly id: string;
  /** The global API host: whoami and the listings of tenants. */
  readonly api: string;
  /** One host for every region of the estate, by region. */
  readonly regions: Readonly<Record<string, string>>;
}

/** Every host of it as `localhost:port`: what a client's allow-list has to name. */
export const hostsOf = (urls: SimulatorUrls): readonly string[] =>
  [urls.id, urls.api, ...Object.values(urls.regions)].map((url) => new URL(url).host);
