import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where the console's own server lies while somebody works on the console: `rollcall serve`, or the stand-in of test/web. */
const api = process.env["ROLLCALL_API"] ?? "http://127.0.0.1:8787";

export default defineConfig({
  root: "src/web",
  plugins: [react()],
  // The server puts a fresh nonce in its place with every page.
  html: { cspNonce: "__NONCE__" },
  server: { proxy: { "/api": api, "/auth": api } },
  build: {
    outDir: "../../dist/web",
    emptyOutDir: true,
    target: "es2023",
    // The policy lets no font and no style in by data:.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: "mantine", test: /node_modules\/@mantine\/(core|hooks|notifications)\// },
          ],
        },
      },
    },
  },
});
