import type { Files, Host } from "../runtime/ports.ts";
import { checkTree } from "./check.ts";
import { expandTree } from "./expand.ts";
import { readExtensions } from "./extensions.ts";
import { readOwnSignals } from "./own-signals.ts";
import { inFileOrder, type Problem } from "./problem.ts";
import { readText } from "./read-text.ts";
import { readTree, type TreeFault } from "./read-tree.ts";
import { defaultStorageDirectory, settingsWarnings, toSettings } from "./settings.ts";
import { formatPath, isUnset, type KeyPath, nearestPlace, nodeAt, type TreeNode } from "./tree.ts";
import type { SupervisorConfig } from "./types.ts";

export interface LoadOptions {
  /** As given by the operator; a relative path counts from the working directory, `file:` in front is taken. */
  path: string;
  files: Pick<Files, "read">;
  /** For `${env:X}` and, on Windows, `%ProgramData%`. */
  env: Readonly<Record<string, string>>;
  os: Host["os"];
}

export type LoadResult =
  | {
      ok: true;
      config: SupervisorConfig;
      /** What the file says, defaults included, by its keys: to be compared with another reading. It has secrets. */
      stated: object;
      /** For the log, each with its place. */
      warnings: string[];
      /** A problem that shows only when a value is used, for the key at `path`; without a path, for the whole. */
      problem(message: string, path?: KeyPath): Problem;
    }
  | {
      ok: false;
      /** All of them, in the order of the file; at least one. */
      problems: Problem[];
      /** Where it is, for all that can be read of it; `undefined` where that cannot be told. */
      storageDirectory?: string;
    };

/**
 * Reads, expands and checks `supervisor.yaml`. Nothing else is looked at: whether the Collector and the certificates
 * are there is found by those who use them.
 */
export async function loadConfig(options: LoadOptions): Promise<LoadResult> {
  const file = options.path;
  if (file === "") {
    return refuse([{ file, line: 0, column: 0, key: "", message: "path to config file cannot be empty" }]);
  }
  const source = await readText({ files: options.files, path: file.replace(/^file:/, "") });
  if (!source.ok) {
    const lines = source.before?.split("\n");
    const column = lines === undefined ? 0 : (lines.at(-1)?.length ?? 0) + 1;
    return refuse([{ file, line: lines?.length ?? 0, column, key: "", message: source.message }]);
  }
  const asProblem = ({ place, path, message }: TreeFault): Problem => ({
    file,
    ...place,
    key: formatPath(path),
    message,
  });
  const read = readTree({ text: source.text });
  if (read.root === undefined && read.faults.length > 0) return refuse(read.faults.map(asProblem));
  if (read.root === undefined) {
    const message = "the file is empty; agent::executable must be specified";
    return refuse([{ file, line: 1, column: 1, key: "", message }]);
  }
  const expanded = await expandTree(read.root, options);
  const checked = checkTree(expanded.root);
  const extensions = await readExtensions(expanded.root);
  const own = await readOwnSignals(expanded.root);
  const unread = [...read.faults, ...expanded.faults];
  const found = [...(checked.ok ? [] : checked.faults), ...extensions.faults, ...own.faults];
  const wrong = found.filter((fault) => !isConsequence(fault.path, unread));
  const faults = [...unread, ...wrong];
  if (!checked.ok || faults.length > 0) {
    return refuse(faults.map(asProblem), storageDirectoryIn(expanded.root, options));
  }
  const warnings = [...expanded.warnings, ...settingsWarnings(checked.file, expanded.root), ...extensions.warnings].map(
    ({ place, message }) => `${file}:${place.line}:${place.column}: ${message}`,
  );
  const nowhere = { line: 0, column: 0 };
  const problem = (message: string, path?: KeyPath): Problem => {
    const place = path === undefined ? nowhere : nearestPlace(expanded.root, path);
    return { file, ...place, key: formatPath(path ?? []), message };
  };
  const config = toSettings({ ...options, file: checked.file, auth: extensions.auth, signals: own.signals });
  return { ok: true, config, stated: { ...checked.file, extensions: extensions.auth }, warnings, problem };
}

function refuse(problems: readonly Problem[], storageDirectory?: string): LoadResult {
  return { ok: false, problems: inFileOrder(problems), ...(storageDirectory !== undefined && { storageDirectory }) };
}

function storageDirectoryIn(root: TreeNode, options: LoadOptions): string | undefined {
  const directory = nodeAt(root, ["storage", "directory"]);
  if (isUnset(directory)) return defaultStorageDirectory(options);
  return directory?.kind === "scalar" && typeof directory.value === "string" ? directory.value : undefined;
}

/** Whether `path` is at or under a value that could not be read. */
function isConsequence(path: KeyPath, unread: readonly TreeFault[]): boolean {
  return unread.some((fault) => fault.spoilt && fault.path.every((part, index) => path[index] === part));
}
