import { build } from "vite";

/** What is tested is what is shipped: the console as `npm run build` makes it. */
export const setup = async (): Promise<void> => {
  // Vitest says "test" here, and React would come in its slow form for developers.
  process.env["NODE_ENV"] = "production";
  await build({ logLevel: "warn" });
};
