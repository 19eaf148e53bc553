import type * as z from "zod/mini";

import {
  basicAuthDraft,
  bearerTokenDraft,
  type ExtensionDraft,
  headersSetterDraft,
  oauth2ClientDraft,
} from "./auth-settings.ts";
import type { AuthConfig } from "./auth-types.ts";
import { checkSection, type SectionResult } from "./check.ts";
import type { ExtensionsReading } from "./extensions.ts";
import type { ReadingCode } from "./problem.ts";
import type { TreeFault } from "./read-tree.ts";
import { extensionSections, type ExtensionType, isExtensionType, typeOf } from "./schema/extensions.ts";
import type { Warning } from "./settings.ts";
import { suggestKey } from "./suggest.ts";
import { tlsFaults } from "./tls-rules.ts";
import { formatPath, type KeyPath, type MappingEntry, nearestPlace, nodeAt, type TreeNode } from "./tree.ts";

type Reader = (root: TreeNode, path: KeyPath) => SectionResult<ExtensionDraft>;

const readers: Readonly<Record<ExtensionType, Reader>> = {
  basicauth: reader(extensionSections.basicauth, basicAuthDraft),
  bearertokenauth: reader(extensionSections.bearertokenauth, bearerTokenDraft),
  headers_setter: reader(extensionSections.headers_setter, headersSetterDraft),
  nop: reader(extensionSections.nop, () => ({})),
  oauth2client: reader(extensionSections.oauth2client, oauth2ClientDraft),
};

/** What is wrong with the extensions, and the one that `server.auth` names, with those that it builds on. */
export function checkExtensions(root: TreeNode): ExtensionsReading {
  const node = nodeAt(root, ["extensions"]);
  const entries = node?.kind === "mapping" ? node.entries : [];
  const drafts = new Map<string, ExtensionDraft>();
  const faults = entries.flatMap((entry) => checkExtension(root, entry, drafts));
  const chain = new Chain(root, new Set(entries.map(({ key }) => key)), drafts);
  const auth = chain.follow(["server", "auth"]);
  const warnings = entries.flatMap(({ key: id, keyPlace: place }): Warning[] => {
    const name = formatPath(["extensions", id]);
    if (!chain.used.has(id)) return [{ place, message: `${name}: has no effect: server.auth does not refer to it` }];
    return Object.entries(drafts.get(id)?.idle ?? {}).map(([key, message]) => {
      return {
        place: nearestPlace(root, ["extensions", id, ...key.split("::")]),
        message: `${name}::${key}: ${message}`,
      };
    });
  });
  return { auth, faults: [...faults, ...chain.faults], warnings };
}

function reader<Schema extends z.ZodMiniType>(
  schema: Schema,
  draft: (value: z.output<Schema>) => ExtensionDraft,
): Reader {
  return (root, path) => {
    const section = checkSection({ root, path, schema });
    return section.ok ? { ok: true, value: draft(section.value) } : section;
  };
}

function checkExtension(
  root: TreeNode,
  { key: id, keyPlace: place }: MappingEntry,
  drafts: Map<string, ExtensionDraft>,
): TreeFault[] {
  const path = ["extensions", id];
  const type = typeOf(id);
  const refuse = (code: ReadingCode, message: string): TreeFault[] => [{ code, place, path, message, spoilt: false }];
  if (!isExtensionType(type)) {
    const types = Object.keys(extensionSections);
    const { advice } = suggestKey({ section: "", key: type, sections: [{ path: "", keys: types }] });
    return refuse("CONFIG_UNKNOWN_KEY", `unknown extension type ${JSON.stringify(type)}; ${advice}`);
  }
  if (id !== type && id.slice(type.length + 1).trim() === "") return refuse("CONFIG_VALUE", "has no name behind the /");
  const section = readers[type](root, path);
  const ruled =
    type === "oauth2client" ? tlsFaults({ root, section: [...path, "tls"], url: [...path, "token_url"] }) : [];
  if (!section.ok) return [...section.faults, ...ruled];
  drafts.set(id, section.value);
  return ruled;
}

/** Follows the ids from `server.auth` on. */
class Chain {
  readonly faults: TreeFault[] = [];
  readonly used = new Set<string>();
  readonly #root: TreeNode;
  readonly #named: ReadonlySet<string>;
  readonly #drafts: ReadonlyMap<string, ExtensionDraft>;

  constructor(root: TreeNode, named: ReadonlySet<string>, drafts: ReadonlyMap<string, ExtensionDraft>) {
    this.#root = root;
    this.#named = named;
    this.#drafts = drafts;
  }

  /** The extension that the key at `path` names; what is wrong with its own section is told there. */
  follow(path: KeyPath): AuthConfig | undefined {
    const node = nodeAt(this.#root, path);
    const id = node?.kind === "scalar" ? (node.expansion?.text ?? node.value) : undefined;
    if (typeof id !== "string" || id === "") return undefined;
    const shown = JSON.stringify(id);
    if (!this.#named.has(id)) {
      return this.#fault(path, `${path.join(".")} references ${shown} which is not configured under extensions`);
    }
    if (this.used.has(id)) return this.#fault(path, `${shown} comes back to itself`);
    this.used.add(id);
    const draft = this.#drafts.get(id);
    if (draft === undefined) return undefined;
    const { config, additional } = draft;
    if (config === undefined) return this.#fault(path, `extension ${shown} gives no credentials`);
    if (additional === undefined || config.type !== "headers_setter") return { id, ...config };
    const then = this.follow(["extensions", id, "additional_auth"]);
    return { id, ...config, ...(then && { additional: then }) };
  }

  #fault(path: KeyPath, message: string): undefined {
    this.faults.push({
      code: "CONFIG_COMBINATION",
      place: nearestPlace(this.#root, path),
      path,
      message,
      spoilt: false,
    });
  }
}
