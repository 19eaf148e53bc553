import { createHash } from "node:crypto";

import type { ComposeInput, TelemetrySignal } from "./layers.ts";
import { merge } from "./merge.ts";
import { pipelineNames, withNoopPipeline } from "./noop-pipeline.ts";
import { extensionPath, withOpampExtension } from "./opamp-extension.ts";
import { exporterLists, ownTelemetryLayer } from "./own-telemetry.ts";
import { print } from "./print.ts";
import { readLayer } from "./read-layer.ts";
import { identityLayer, inForm, instanceIdLayer, withoutNullAttributes } from "./resource-attributes.ts";
import { at } from "./tree.ts";
import type { MappingNode } from "./tree.ts";

export type ComposeResult =
  | {
      composed: true;
      /** YAML. Equal inputs give equal bytes. Holds the token and every secret of the layers. */
      text: string;
      /** SHA-256 of `text` in hex. */
      fingerprint: string;
      /** What a layer asked for and does not get; no values. */
      warnings: string[];
      /** Names of the pipelines that the layers give; the no-op pipeline is none of them. */
      pipelines: string[];
    }
  | {
      composed: false;
      /** The layer, line and column (from 1) and what is wrong; no values. */
      reason: string;
      layer: string;
      /** Set where that layer is one of `localFiles`: its name as given. */
      localFile?: string;
    };

/**
 * One Collector configuration from all layers, later ones winning (see `merge`): own telemetry and identity, local
 * files, remote files by name with `""` last, `service.instance.id`, the no-op pipeline where one is needed, and last
 * of all the supervisor's opamp extension. Bodies of layers keep their `${…}`: the Collector resolves them in its own
 * environment.
 */
export function compose(input: ComposeInput): ComposeResult {
  const { identity, telemetryForm } = input;
  const warnings: string[] = [];
  const own = identityLayer(identity, telemetryForm);
  warnings.push(...own.dropped.map((what) => `left out of the Collector's own telemetry: ${what}`));
  const offered = ownTelemetryLayer(input.ownTelemetry);

  let tree = merge(offered, own.layer);
  for (const { name, text, localFile } of layersOf(input)) {
    const reading = readLayer(name, text);
    if (!reading.read) {
      return { composed: false, reason: reading.reason, layer: name, ...(localFile !== undefined && { localFile }) };
    }
    const formed = inForm(reading.tree, telemetryForm);
    const merged = merge(tree, formed.layer);
    warnings.push(...warningsOf(name, reading.tree, formed.dropped));
    warnings.push(...overridden(offered, tree, merged).map((signal) => overrideWarning(name, signal)));
    tree = merged;
  }

  const pipelines = pipelineNames(tree);
  tree = withoutNullAttributes(merge(tree, instanceIdLayer(identity.instanceUid, telemetryForm)));
  if (!input.allowNoPipelines) tree = withNoopPipeline(tree);
  const text = print(withOpampExtension(tree, identity.instanceUid, input.link));
  const fingerprint = createHash("sha256").update(text).digest("hex");
  return { composed: true, text, fingerprint, warnings, pipelines };
}

interface Layer {
  name: string;
  text: string;
  localFile?: string;
}

function layersOf({ localFiles, remoteFiles }: ComposeInput): Layer[] {
  const remote = [...(remoteFiles ?? [])].sort(([one], [other]) => {
    if (one === "" || other === "") return one === "" ? 1 : -1;
    return one < other ? -1 : 1;
  });
  return [
    ...localFiles.map(({ name, text }) => ({ name: `local file ${name}`, text, localFile: name })),
    ...remote.map(([name, text]) => ({ name: `remote file ${JSON.stringify(name)}`, text })),
  ];
}

function warningsOf(name: string, layer: MappingNode, dropped: readonly string[]): string[] {
  const warnings = dropped.map((what) => `${name}: left out of service::telemetry::resource: ${what}`);
  if (at(layer, extensionPath) !== undefined) {
    warnings.push(`${name}: extensions::opamp is the supervisor's own and replaces the one given here`);
  }
  return warnings;
}

/** Signals whose exporters stood in `before` as offered and do not in `after`. */
function overridden(offered: MappingNode, before: MappingNode, after: MappingNode): TelemetrySignal[] {
  const signals: TelemetrySignal[] = ["metrics", "logs", "traces"];
  return signals.filter((signal) => {
    const exporters = at(offered, exporterLists[signal]);
    if (exporters === undefined || at(before, exporterLists[signal]) !== exporters) return false;
    return at(after, exporterLists[signal]) !== exporters;
  });
}

function overrideWarning(name: string, signal: TelemetrySignal): string {
  return `${name}: ${exporterLists[signal].join("::")} given here replaces the offered destination of own ${signal}`;
}
