import type { Layer, LocalFile } from "../../compose/layers.ts";
import type { AgentConfig } from "../../config/types.ts";
import { errorCode } from "../../runtime/error-code.ts";
import type { Files } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";

const specials = {
  $OWN_TELEMETRY_CONFIG: "own-telemetry",
  $OPAMP_EXTENSION_CONFIG: "opamp-extension",
  $REMOTE_CONFIG: "remote",
} as const;

type SpecialName = keyof typeof specials;

export type LayerName = { kind: (typeof specials)[SpecialName] } | { kind: "local"; name: string; locked: boolean };

/**
 * The layers in their order: `agent.config_files` as given; a special name that is not there has its place before all
 * (`$OWN_TELEMETRY_CONFIG`) or behind all (`$OPAMP_EXTENSION_CONFIG`, then `$REMOTE_CONFIG`), as in the Go supervisor.
 * Locked files that `config_files` does not name come behind the other local files.
 */
export function layerOrder({
  configFiles,
  lockedFiles,
}: Pick<AgentConfig, "configFiles" | "lockedFiles">): LayerName[] {
  const isLocked = new Set(lockedFiles);
  const local = (name: string): LayerName => ({ kind: "local", name, locked: isLocked.has(name) });
  const named = configFiles.map((name) => (isSpecial(name) ? { kind: specials[name] } : local(name)));
  const lastLocal = named.findLastIndex(({ kind }) => kind === "local");
  named.splice(lastLocal + 1, 0, ...lockedFiles.filter((name) => !configFiles.includes(name)).map(local));
  const isThere = (name: SpecialName) => configFiles.includes(name);
  return [
    ...(isThere("$OWN_TELEMETRY_CONFIG") ? [] : [{ kind: "own-telemetry" } as const]),
    ...named,
    ...(isThere("$OPAMP_EXTENSION_CONFIG") ? [] : [{ kind: "opamp-extension" } as const]),
    ...(isThere("$REMOTE_CONFIG") ? [] : [{ kind: "remote" } as const]),
  ];
}

/** The fallback configurations in place of all that is of the operator and the server; all of them are needed. */
export function fallbackOrder({ startupFallbackConfigs }: Pick<AgentConfig, "startupFallbackConfigs">): LayerName[] {
  const needed = startupFallbackConfigs.map((name) => ({ kind: "local", name, locked: true }) as const);
  return [{ kind: "own-telemetry" }, ...needed, { kind: "opamp-extension" }];
}

function isSpecial(name: string): name is SpecialName {
  return Object.hasOwn(specials, name);
}

export interface LayerFilesOptions {
  files: Pick<Files, "read" | "stat">;
  /** Of the Collector: what `env:NAME` is read from. */
  env: Readonly<Record<string, string>>;
  log: Log;
}

/**
 * The layers with the texts of the operator's files, read anew. One that cannot be read is told and left out, as the Go
 * supervisor does it; a locked one refuses all, since without it nothing would be locked.
 */
export async function readLayerFiles(names: readonly LayerName[], options: LayerFilesOptions): Promise<LayersRead> {
  const read = await Promise.all(names.map((name) => readLayerFile(name, options)));
  const broken = read.find((outcome) => "reason" in outcome && outcome.locked);
  if (broken !== undefined && "reason" in broken) return { read: false, reason: broken.reason };
  return { read: true, layers: read.filter((outcome): outcome is Layer => "kind" in outcome) };
}

export type LayersRead = { read: true; layers: Layer[] } | { read: false; reason: string };

type Unreadable = { reason: string; locked: boolean };

async function readLayerFile(layer: LayerName, { files, env, log }: LayerFilesOptions): Promise<Layer | Unreadable> {
  if (layer.kind !== "local") return layer;
  const { name, locked } = layer;
  const found = await readText(name, files, env);
  if ("text" in found) return { kind: "local", name, text: found.text, locked } satisfies LocalFile;
  const { reason } = found;
  if (!locked) log.error("Left out a local configuration file that cannot be read", { file: name, reason });
  return { reason: `local file ${name} cannot be read: ${reason}`, locked };
}

type Text = { text: string } | { reason: string };

/** A path, `file:` with a path, or `env:` with the name of a variable that holds the text itself. */
async function readText(name: string, files: LayerFilesOptions["files"], env: LayerFilesOptions["env"]): Promise<Text> {
  const [, scheme = "", rest = ""] = /^([A-Za-z][A-Za-z0-9+.-]+):(.*)$/s.exec(name) ?? [];
  if (scheme === "" || (await files.stat(name)) !== undefined) return readFile(name, files);
  if (scheme === "file") return readFile(rest.replace(/^\/\/(?=\/)/, ""), files);
  if (scheme !== "env") return { reason: `there is no such file, and the scheme ${scheme} is none of file and env` };
  const text = env[rest];
  return text === undefined ? { reason: `the variable ${rest} is not set` } : { text };
}

async function readFile(path: string, files: LayerFilesOptions["files"]): Promise<Text> {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await files.read(path)) };
  } catch (error) {
    const code = errorCode(error);
    return { reason: code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "it is not UTF-8" : (code ?? String(error)) };
  }
}
