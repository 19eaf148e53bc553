import { fileURLToPath } from "node:url";

import type { Files } from "../../../src/runtime/ports.ts";
import type { Route } from "./router.ts";

const assets = [
  { name: "page.css", type: "text/css; charset=utf-8" },
  { name: "page.js", type: "text/javascript; charset=utf-8" },
  { name: "icon.svg", type: "image/svg+xml" },
] as const;

/** Routes of the files in `assets`, which are read once. */
export function assetRoutes(files: Files): Promise<Route[]> {
  return Promise.all(
    assets.map(async ({ name, type }): Promise<Route> => {
      const content = await files.read(fileURLToPath(new URL(`../assets/${name}`, import.meta.url)));
      const handle = () => new Response(content.slice(), { headers: { "content-type": type } });
      return { method: "GET", path: `/assets/${name}`, handle };
    }),
  );
}
