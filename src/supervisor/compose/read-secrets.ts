import type { Secrets } from "../../compose/redact.ts";
import type { SecretPlaces } from "../../compose/secrets.ts";
import { textsWithin } from "../../compose/texts-within.ts";
import { findReference, parseUri } from "../../config/reference-text.ts";
import type { Files } from "../../runtime/ports.ts";

/** More of a file is not looked for in what the Collector says, bytes. */
const longestValue = 32 * 1024;
/** In one text; a variable or a file may lead back to itself. */
const mostReferences = 1_000;

export interface ReadSecretsOptions {
  files: Pick<Files, "readHead">;
  /** Of the Collector. */
  env: Readonly<Record<string, string>>;
}

/**
 * The values behind the references of a configuration, as far as they are here, and what the Collector reads in them
 * where they are more than one text.
 */
export async function readSecrets(places: SecretPlaces, options: ReadSecretsOptions): Promise<Secrets> {
  const contents = new Map<string, Promise<string>>();
  const read = (uri: string): Promise<string> => {
    const content = contents.get(uri) ?? contentOf(uri, options);
    contents.set(uri, content);
    return content;
  };
  for (const text of places.references) await follow(text, read);
  const found = (await Promise.all(contents.values())).flatMap((content) => [content, ...textsWithin(content)]);
  const values = [...places.values, ...found].filter((value) => value !== "");
  return { paths: places.paths, values: [...new Set(values)] };
}

/** Reads all that a text refers to, the innermost first, and what that refers to in turn. */
async function follow(text: string, read: (uri: string) => Promise<string>): Promise<void> {
  let rest = text;
  for (let count = 0; count < mostReferences; count++) {
    const reference = findReference(rest);
    if (reference === undefined) return;
    const { start, end, uri } = reference;
    const content = await read(uri);
    rest = rest.slice(0, start) + (content === "" ? fallbackOf(uri) : content) + rest.slice(end);
  }
}

/** A default stands in the configuration for all to see. */
function fallbackOf(uri: string): string {
  const parsed = parseUri(uri);
  return parsed.kind === "env" ? (parsed.fallback ?? "") : "";
}

async function contentOf(uri: string, { files, env }: ReadSecretsOptions): Promise<string> {
  const parsed = parseUri(uri);
  if (parsed.kind === "env") return env[parsed.name] ?? "";
  if (parsed.kind !== "file") return "";
  const head = await files.readHead(parsed.path, longestValue).catch(() => new Uint8Array());
  return new TextDecoder().decode(head).trim();
}
