import { fileURLToPath } from "node:url";

/** The script of the pages does not come together from its sources. */
export class BundleError extends Error {
  readonly code = "BUNDLE";
  override name = "BundleError";
}

/** The script of the pages and the libraries it uses, as one module for browsers. Throws a `BundleError`. */
export async function bundleClient(): Promise<Uint8Array> {
  const { success, outputs, logs } = await Bun.build({
    entrypoints: [fileURLToPath(new URL("../client/main.ts", import.meta.url))],
    target: "browser",
    format: "esm",
    minify: true,
    throw: false,
  });
  const [output] = outputs;
  if (!success || output === undefined) throw new BundleError(logs.map(String).join("\n"));
  return new Uint8Array(await output.arrayBuffer());
}
