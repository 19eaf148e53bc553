import { Buffer } from "node:buffer";

import { sha256 } from "../runtime/sha256.ts";
import { addonReferences } from "./addon-references.ts";
import { flowEndpoint, withFlowReader } from "./flow-reader.ts";
import type { ComposeInput, Link } from "./layers.ts";
import { mergeRules } from "./merge-rules.ts";
import { merge } from "./merge.ts";
import { findNeeds, type Needs } from "./needs.ts";
import { withNoopPipeline } from "./noop-pipeline.ts";
import { linkEndpoint, withOpampExtension } from "./opamp-extension.ts";
import type { Origins } from "./origins.ts";
import { originsOf } from "./origins.ts";
import { withOtherConnections } from "./other-connections.ts";
import { pipelinesOf } from "./pipelines.ts";
import { checkPolicy } from "./policy/check-policy.ts";
import type { FileClaim, PolicyVerdict } from "./policy/check-policy.ts";
import { print } from "./print.ts";
import { readLayers } from "./read-layers.ts";
import { pathText, whereText } from "./refusal.ts";
import type { Refusal } from "./refusal.ts";
import { without, withoutNullPipelines } from "./removals.ts";
import type { Removal } from "./removals.ts";
import { instanceIdLayer, withoutNullAttributes } from "./resource-attributes.ts";
import { type Route, routesOf } from "./routes.ts";
import { findSecrets } from "./secrets.ts";
import type { SecretPlaces } from "./secrets.ts";
import { stack } from "./stack.ts";
import { type StatedVersion, statedVersion } from "./stated-version.ts";
import type { MappingNode } from "./tree.ts";
import { findUnsetAddress } from "./unset-variables.ts";

export type ComposeResult = Composed | Refused;

export interface Composed extends ComposedText {
  /** What the text says, with the origin of each part. */
  tree: MappingNode;
  /** What layers gave and `agent.merge.remove` or a null pipeline took away. */
  removed: Removal[];
}

/** The part of the result that is plain data. */
export interface ComposedText {
  composed: true;
  /** YAML. Equal inputs give equal bytes. Holds the token and every secret of the layers. */
  text: string;
  /** SHA-256 in hex of `text` without what `Link` says of the run and of the attempt: equal for equal configurations. */
  fingerprint: string;
  /** What a layer asked for and does not get; no values. */
  warnings: string[];
  /** Names of the pipelines that the layers give; the no-op pipeline is none of them. */
  pipelines: string[];
  /** Which receivers and exporters stand in which pipeline. */
  routes: readonly Route[];
  /** Files that remote content names and `agent.access_dirs` has to cover: to be looked up before the text is used. */
  files: FileClaim[];
  needs: Needs;
  /** Variables of the add-ons that it refers to. */
  addons: readonly string[];
  serviceVersion: StatedVersion;
  /** What of the text must not leave the machine. */
  secrets: SecretPlaces;
  origins: Origins;
}

export interface Refused extends Refusal {
  composed: false;
  /** With `ADDON_MISSING`: the variables of the add-ons that it lacks. */
  lacking?: readonly string[];
  /** All layers merged, where it came to that. */
  tree?: MappingNode;
}

/**
 * One Collector configuration from all layers, later ones winning (see `merge`), then `service.instance.id`, the no-op
 * pipeline where one is needed, and last of all the supervisor's opamp extension. Bodies of layers keep their `${…}`:
 * the Collector resolves them in its own environment.
 */
export function compose(given: ComposeInput): ComposeResult {
  const addons = given.addons ?? new Map<string, string>();
  const input: ComposeInput = given.env ? { ...given, env: { ...given.env, ...Object.fromEntries(addons) } } : given;
  const { identity, telemetryForm, merging } = input;
  const rules = mergeRules(merging?.lists);
  const reading = readLayers(input);
  if ("refusal" in reading) return { composed: false, ...reading.refusal };
  const stacked = stack(reading.layers, rules, merging?.conflicts ?? "warn");
  const warnings = [...reading.warnings, ...stacked.warnings];
  if (stacked.refusal !== undefined) return { composed: false, ...stacked.refusal, tree: stacked.tree };

  const connected = withOtherConnections(stacked.tree, {
    connections: input.otherConnections ?? [],
    credentials: input.credentials ?? "/",
    rules,
    locks: reading.layers.flatMap((layer) => (layer.tree.source.locked === true ? [layer.tree] : [])),
  });
  if ("refusal" in connected) return { composed: false, ...connected.refusal, tree: stacked.tree };
  warnings.push(...connected.warnings);
  const unset = input.env && findUnsetAddress(connected.tree, input.env);
  if (unset !== undefined) return { composed: false, ...unset, tree: connected.tree };

  const taken = without(connected.tree, merging?.remove ?? []);
  const pruned = withoutNullPipelines(taken.tree);
  const removed = [...taken.removed, ...pruned.removed];
  warnings.push(...pruned.removed.map(removalWarning));
  const references = addonReferences({ tree: pruned.tree, args: given.args ?? [], env: given.env ?? {}, addons });
  if (references.refusal !== undefined) {
    return { composed: false, ...references.refusal, lacking: references.lacking, tree: connected.tree };
  }
  const verdict = bounded(pruned.tree, input);
  if ("refusal" in verdict) return { composed: false, ...verdict.refusal, tree: connected.tree };

  const pipelines = pipelinesOf(pruned.tree).map(([id]) => id);
  const identified = withoutNullAttributes(
    merge(pruned.tree, instanceIdLayer(identity.instanceUid, telemetryForm), rules),
  );
  const whole = input.allowNoPipelines ? identified : withNoopPipeline(identified);
  const tree = withOpampExtension(withFlowReader(whole, input.link), identity.instanceUid, input.link);
  const text = print(tree);
  const files = references.used.map((variable) => ({ file: addons.get(variable) ?? "", at: variable }));
  const needs = findNeeds(tree, input.env ?? {});
  return {
    composed: true,
    text,
    fingerprint: sha256(withAddons(withoutLink(text, input.link), files)),
    warnings,
    pipelines,
    routes: routesOf(pruned.tree),
    tree,
    removed,
    files: verdict.files,
    needs: { ...needs, files: [...needs.files, ...files] },
    addons: references.used,
    serviceVersion: statedVersion(tree),
    secrets: findSecrets(tree),
    origins: originsOf(tree),
  };
}

function bounded(tree: MappingNode, { policy, env = {}, remoteFiles }: ComposeInput): PolicyVerdict {
  if (policy === undefined) return { files: [] };
  const texts = [...(remoteFiles?.values() ?? [])];
  const remoteBytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return checkPolicy({ tree, policy, env, remoteBytes });
}

/** A layer that says the very same would be taken for it, and equal configurations for different ones at worst. */
function withoutLink(text: string, { port, token, supervisorPid, flow }: Link): string {
  const withoutFlow = flow ? text.replace(flowEndpoint(port, flow), "") : text;
  return withoutFlow
    .replaceAll(`"${token}"`, "")
    .replaceAll(token, "")
    .replace(linkEndpoint(port), "")
    .replace(`ppid: ${supervisorPid}\n`, "");
}

/** With another content of an add-on it is another configuration. */
function withAddons(text: string, addons: Needs["files"]): string {
  return [text, ...addons.map(({ file, at }) => `${at}=${file}\n`)].join("");
}

function removalWarning({ path, entry }: Removal): string {
  return `${whereText(entry.value)}: ${pathText(path)} is null, which takes the pipeline away`;
}
