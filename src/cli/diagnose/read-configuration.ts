import { defaultStorageDirectory } from "../../config/conditional-defaults.ts";
import { loadConfig } from "../../config/load.ts";
import { formatProblem } from "../../config/problem.ts";
import type { SupervisorConfig } from "../../config/types.ts";
import type { Runtime } from "../../runtime/ports.ts";

/** `supervisor.yaml` as it was found, right or wrong. */
export interface ReadConfiguration {
  /** As it is written; `undefined`: it cannot be read. */
  text: string | undefined;
  /** `undefined` where it is refused. */
  config: SupervisorConfig | undefined;
  problems: readonly string[];
  /** What it says of that, also where it is refused; else the default. */
  storageDirectory: string;
}

/** Reads the file once, so that what is told of it is of one content, whoever writes it meanwhile. */
export async function readConfiguration(given: string, { files, host }: Runtime): Promise<ReadConfiguration> {
  const path = given.replace(/^file:/, "");
  const data = await files.read(path).catch(() => undefined);
  const read = async (name: string) => (name === path && data !== undefined ? data : await files.read(name));
  const { env, os } = host;
  const loaded = await loadConfig({ path: given, files: { read }, env, os });
  const text = data && new TextDecoder().decode(data);
  if (loaded.ok) {
    const { config } = loaded;
    return { text, config, problems: [], storageDirectory: config.storage.directory };
  }
  const { problems, storageDirectory = defaultStorageDirectory(host) } = loaded;
  return { text, config: undefined, problems: problems.map(formatProblem), storageDirectory };
}
