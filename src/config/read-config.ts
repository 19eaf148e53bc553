import { checkTree } from "./check.ts";
import { defaultStorageDirectory } from "./conditional-defaults.ts";
import { expandTree } from "./expand.ts";
import { type ExtensionsReading, readExtensions } from "./extensions.ts";
import type { LoadOptions } from "./load.ts";
import { type OwnSignalsReading, readOwnSignals } from "./own-signals.ts";
import { inFileOrder, type Problem, type ReadingCode } from "./problem.ts";
import { readText } from "./read-text.ts";
import { readTree, type TreeFault } from "./read-tree.ts";
import type { SupervisorFile } from "./schema/supervisor.ts";
import { settingsWarnings, type Warning } from "./settings.ts";
import { formatPath, isUnset, type KeyPath, nodeAt, type TreeNode } from "./tree.ts";

export type ConfigReading =
  | {
      ok: true;
      /** As it is written, references and all. */
      written: TreeNode;
      expanded: TreeNode;
      file: SupervisorFile;
      extensions: ExtensionsReading;
      own: OwnSignalsReading;
      warnings: Warning[];
    }
  | {
      ok: false;
      /** All of them, in the order of the file; at least one. */
      problems: Problem<ReadingCode>[];
      /** Where that can be read all the same. */
      storageDirectory?: string;
    };

/** Reads, expands and checks `supervisor.yaml`, and keeps what it was read from, with its places. */
export async function readConfig(options: LoadOptions): Promise<ConfigReading> {
  const file = options.path;
  if (file === "") {
    return refuse([
      { code: "CONFIG_FILE", file, line: 0, column: 0, key: "", message: "path to config file cannot be empty" },
    ]);
  }
  const source = await readText({ files: options.files, path: file.replace(/^file:/, "") });
  if (!source.ok) {
    const lines = source.before?.split("\n");
    const column = lines === undefined ? 0 : (lines.at(-1)?.length ?? 0) + 1;
    return refuse([{ code: "CONFIG_FILE", file, line: lines?.length ?? 0, column, key: "", message: source.message }]);
  }
  const asProblem = ({ code, place, path, message, value, meant }: TreeFault): Problem<ReadingCode> => ({
    code,
    file,
    ...place,
    key: formatPath(path),
    message,
    ...(value !== undefined && { value }),
    ...(meant !== undefined && { meant }),
  });
  const read = readTree({ text: source.text });
  if (read.root === undefined && read.faults.length > 0) return refuse(read.faults.map(asProblem));
  if (read.root === undefined) {
    const message = "the file is empty; agent::executable must be specified";
    return refuse([{ code: "CONFIG_MISSING_KEY", file, line: 1, column: 1, key: "", message }]);
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
  const warnings = [...expanded.warnings, ...settingsWarnings(checked.file, expanded.root), ...extensions.warnings];
  return { ok: true, written: read.root, expanded: expanded.root, file: checked.file, extensions, own, warnings };
}

function refuse(problems: readonly Problem<ReadingCode>[], storageDirectory?: string): ConfigReading {
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
