import { fileURLToPath } from "node:url";

import type { Files } from "../../../src/runtime/ports.ts";
import { bundleClient } from "./bundle-client.ts";
import type { Route } from "./router.ts";

/** What the pages load: read and bundled once, at the start of the server. */
export async function assetRoutes(files: Files): Promise<Route[]> {
  const read = (name: string) => files.read(fileURLToPath(new URL(`../assets/${name}`, import.meta.url)));
  const [script, styles, icon] = await Promise.all([bundleClient(), read("page.css"), read("icon.svg")]);
  return [
    asset("page.js", "text/javascript; charset=utf-8", script),
    asset("page.css", "text/css; charset=utf-8", styles),
    asset("icon.svg", "image/svg+xml", icon),
  ];
}

function asset(name: string, type: string, content: Uint8Array): Route {
  const handle = () => new Response(content.slice(), { headers: { "content-type": type } });
  return { method: "GET", path: `/assets/${name}`, handle };
}
