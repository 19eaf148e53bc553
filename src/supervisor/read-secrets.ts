import type { Secrets } from "../compose/redact.ts";
import type { SecretPlaces } from "../compose/secrets.ts";
import type { Files } from "../runtime/ports.ts";

/** More of a file is not looked for in what the Collector says, bytes. */
const longestValue = 8 * 1024;

export interface ReadSecretsOptions {
  files: Pick<Files, "readHead">;
  /** Of the Collector. */
  env: Readonly<Record<string, string>>;
}

/** The values behind the references of a configuration, as far as they are here. */
export async function readSecrets(places: SecretPlaces, { files, env }: ReadSecretsOptions): Promise<Secrets> {
  const fromVariables = places.variables.flatMap((name) => env[name] ?? []);
  const fromFiles = await Promise.all(
    places.files.map(async (path) => {
      const head = await files.readHead(path, longestValue).catch(() => new Uint8Array());
      return new TextDecoder().decode(head).trim();
    }),
  );
  const values = [...places.values, ...fromVariables, ...fromFiles].filter((value) => value !== "");
  return { paths: places.paths, values: [...new Set(values)] };
}
