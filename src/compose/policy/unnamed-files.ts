import type { Refusal } from "../refusal.ts";
import { at, isNull } from "../tree.ts";
import type { ConfigNode, MappingNode } from "../tree.ts";
import { scalars } from "../walk.ts";
import type { PlacedNode } from "../walk.ts";
import { canonicalType, typeOf } from "./components.ts";
import { denial, listed } from "./denial.ts";
import { ruleOf } from "./fields.ts";
import { isMade } from "./made.ts";
import type { Policy } from "./policy.ts";
import type { Read } from "./sources.ts";

const dockerSocket = "/var/run/docker.sock";

/** What types open where none of these keys says anything else (v0.149.0, Linux; elsewhere it has to be written out). */
const defaults: Readonly<Record<string, { keys: readonly string[]; files: readonly string[] }>> = {
  "receivers dockerstats": { keys: ["endpoint"], files: [dockerSocket] },
  "receivers podmanstats": { keys: ["endpoint"], files: ["/run/podman/podman.sock"] },
  "receivers chrony": { keys: ["endpoint"], files: ["/var/run/chrony/chronyd.sock"] },
  "receivers journald": { keys: ["directory", "files"], files: ["/run/log/journal", "/var/log/journal"] },
  "extensions dockerobserver": { keys: ["endpoint"], files: [dockerSocket] },
  "extensions cfgardenobserver": { keys: ["garden"], files: ["/var/vcap/data/garden/garden.sock"] },
  "extensions ecsobserver": { keys: ["result_file"], files: ["/etc/ecs_sd_targets.yaml"] },
  "extensions filestorage": { keys: ["directory"], files: ["/var/lib/otelcol/file_storage"] },
};

/** A file that remote content has the Collector open, and what holds where it lies outside of `agent.access_dirs`. */
export interface UnnamedFile {
  file: string;
  refusal: Refusal;
}

/**
 * Files that remote content has the Collector open without naming them: those that a type opens by default, and those of
 * kubectl (`auth_type: kubeConfig`), which are where `KUBECONFIG` says or at home.
 *
 * @param env the Collector's environment
 */
export function unnamedFiles(
  tree: MappingNode,
  { policy, env, read }: { policy: Policy; env: Readonly<Record<string, string>>; read: Read },
): UnnamedFile[] {
  if (policy.accessDirs === undefined) return [];
  const { accessDirs } = policy;
  const claims = (placed: PlacedNode, files: readonly string[]): UnnamedFile[] =>
    files.map((file) => ({ file, refusal: forbidden(placed, file, accessDirs) }));
  const found = [...unstated(tree)].flatMap(([placed, files]) => claims(placed, files));
  for (const placed of scalars(tree)) {
    const { path, node } = placed;
    if (node.source.kind !== "remote" || isNull(node)) continue;
    const word = read(node.text)?.trim();
    const isKubectl = path.at(-1) === "auth_type" && /^kubeconfig$/i.test(word ?? "kubeConfig");
    if (isKubectl) found.push(...claims(placed, kubectlFiles(env)));
    const isDocker = path.at(-2) === "detectors" && path[0] === "processors" && /^docker$/i.test(word ?? "docker");
    if (isDocker) found.push(...claims(placed, [dockerSocket]));
  }
  return found;
}

function* unstated(tree: MappingNode): Generator<[placed: PlacedNode, files: readonly string[]]> {
  for (const kind of ["receivers", "extensions"]) {
    const section = at(tree, [kind]);
    if (section?.kind !== "mapping") continue;
    for (const [id, { value }] of section.entries) {
      const byDefault = defaults[`${kind} ${canonicalType(typeOf(id) ?? "")}`];
      if (byDefault !== undefined && isSilent(value, byDefault.keys)) {
        yield [{ path: [kind, id], node: value }, byDefault.files];
      }
    }
  }
}

/** Whether it is by remote content that nothing is said under any of these keys. */
function isSilent(component: ConfigNode, keys: readonly string[]): boolean {
  const values = keys.flatMap((key) => at(component, [key]) ?? []);
  if (values.some((value) => !isEmpty(value))) return false;
  return isMade(component) || values.some(({ source }) => source.kind === "remote");
}

function isEmpty(node: ConfigNode): boolean {
  if (node.kind === "scalar") return isNull(node) || node.text === "";
  return node.kind === "list" ? node.items.length === 0 : node.entries.size === 0;
}

/** As client-go looks for them. */
function kubectlFiles({ KUBECONFIG = "", HOME }: Readonly<Record<string, string>>): string[] {
  const files = KUBECONFIG.split(":").filter((file) => file !== "");
  return files.length > 0 ? files : [`${HOME ?? "~"}/.kube/config`];
}

function forbidden(placed: PlacedNode, file: string, accessDirs: readonly string[]): Refusal {
  const fault = `has the Collector open ${file}, outside of the directories that are allowed`;
  return denial({ rule: ruleOf.file, ...placed, fault, allowed: listed(accessDirs) });
}
