import type { Files, Host } from "../runtime/ports.ts";
import { systemErrorText } from "./read-text.ts";
import { readTree, type TreeFault } from "./read-tree.ts";
import { findReference, parseUri, unescapeDollars } from "./reference-text.ts";
import { hidden, isSecret } from "./secrets.ts";
import type { KeyPath, MappingEntry, Place, ScalarNode, TreeNode } from "./tree.ts";

/** Replacements in one configuration; a variable or file that leads back to itself ends here. */
const maxReplacements = 1000;
/** Characters that one value may grow to. */
const maxLength = 1 << 20;

export interface ExpandOptions {
  files: Pick<Files, "read">;
  env: Readonly<Record<string, string>>;
  /** Names of variables do not distinguish case on `windows`. */
  os: Host["os"];
}

export interface ExpandResult {
  root: TreeNode;
  faults: TreeFault[];
  warnings: { place: Place; message: string }[];
}

/**
 * Replaces `${env:X}`, `${X}`, `${env:X:-default}` and `${file:P}` in all values (not in keys), then `$$` by `$`.
 * A value that is one reference takes the YAML type of the content; inside other text the content is put in as it is.
 * Content is expanded in turn. Rules: Collector `confmap` v1.55, except that one line break at the end of a file is
 * not part of the value, and that an escaped reference does not stop the expansion of those behind it.
 */
export async function expandTree(root: TreeNode, options: ExpandOptions): Promise<ExpandResult> {
  const expander = new Expander(options);
  return { root: await expander.expand(root, []), faults: expander.faults, warnings: expander.warnings };
}

class Expander {
  readonly faults: TreeFault[] = [];
  readonly warnings: ExpandResult["warnings"] = [];
  readonly #options: ExpandOptions;
  #replacements = 0;

  constructor(options: ExpandOptions) {
    this.#options = options;
  }

  async expand(node: TreeNode, path: KeyPath): Promise<TreeNode> {
    if (node.kind === "scalar") {
      return typeof node.value === "string" ? await this.#expandText(node, node.value, path) : node;
    }
    if (node.kind === "list") {
      const items: TreeNode[] = [];
      for (const [index, item] of node.items.entries()) items.push(await this.expand(item, [...path, index]));
      return { ...node, items };
    }
    const entries: MappingEntry[] = [];
    for (const entry of node.entries) {
      entries.push({ ...entry, value: await this.expand(entry.value, [...path, entry.key]) });
    }
    return { ...node, entries };
  }

  async #expandText(node: ScalarNode, written: string, path: KeyPath): Promise<TreeNode> {
    let text = written;
    let { expansion } = node;
    for (;;) {
      const reference = findReference(text);
      if (reference === undefined) {
        const value = unescapeDollars(text);
        return { ...node, value, expansion: expansion && { text: value } };
      }
      const content = await this.#retrieve(reference.uri, node.place, path, expansion === undefined);
      if (content === undefined) return { ...node, value: null, source: "", expansion: { text: "" } };
      expansion = { text: "" };
      if (reference.start > 0 || reference.end < text.length) {
        text = text.slice(0, reference.start) + content + text.slice(reference.end);
        if (text.length <= maxLength) continue;
        this.#fault(node.place, path, `expands to more than ${maxLength} characters`);
        return { ...node, value: null, source: "", expansion: { text: "" } };
      }
      const { root, faults } = readTree({ text: content, place: node.place });
      const isText = faults.length > 0 || (root?.kind === "scalar" && typeof root.value === "string");
      if (!isText) {
        const typed: TreeNode = root ?? { ...node, value: null, source: "" };
        return await this.expand({ ...typed, expansion: { text: unescapeDollars(content) } }, path);
      }
      text = content;
    }
  }

  /** The text behind a reference, `undefined` after a fault; `written` when the reference stands in the file itself. */
  async #retrieve(uri: string, place: Place, path: KeyPath, written: boolean): Promise<string | undefined> {
    if (++this.#replacements > maxReplacements) return this.#fault(place, path, "too many recursive expansions");
    const parsed = parseUri(uri);
    if (parsed.kind === "env") return this.#variable(parsed.name, parsed.fallback, written, place);
    if (parsed.kind === "refused") {
      return this.#fault(place, path, written && !isSecret(path) ? parsed.message : `invalid reference \${${hidden}}`);
    }
    const name = written ? parsed.path : hidden;
    try {
      const content = new TextDecoder().decode(await this.#options.files.read(parsed.path));
      if (content.length <= maxLength) return content.replace(/\r?\n$/, "");
      return this.#fault(place, path, `the file ${name} has more than ${maxLength} characters`);
    } catch (error) {
      return this.#fault(place, path, `unable to read the file ${name}: ${systemErrorText(error)}`);
    }
  }

  #fault(place: Place, path: KeyPath, message: string): undefined {
    this.faults.push({ code: "CONFIG_REFERENCE", place, path, message, spoilt: true });
  }

  #variable(name: string, fallback: string | undefined, written: boolean, place: Place): string {
    const { env, os } = this.#options;
    const key = os === "windows" ? Object.keys(env).find((other) => other.toUpperCase() === name.toUpperCase()) : name;
    const value = key !== undefined && Object.hasOwn(env, key) ? env[key] : undefined;
    if (value === undefined && fallback === undefined) {
      const shown = written ? JSON.stringify(name) : hidden;
      this.warnings.push({ place, message: `Configuration references unset environment variable ${shown}` });
    }
    return value ?? fallback ?? "";
  }
}
