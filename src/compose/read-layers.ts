import type { ComposeInput, Layer } from "./layers.ts";
import { merge } from "./merge.ts";
import { extensionPath, startedExtension } from "./opamp-extension.ts";
import { ownTelemetryLayer } from "./own-telemetry.ts";
import { readLayer } from "./read-layer.ts";
import type { Refusal } from "./refusal.ts";
import { identityLayer, inForm, statesAttributes } from "./resource-attributes.ts";
import { at } from "./tree.ts";
import type { MappingNode, Source } from "./tree.ts";

/** One layer as it is laid over those before it. */
export interface ReadLayer {
  kind: Layer["kind"];
  tree: MappingNode;
  /** A remote file that states resource attributes: all that were there before are taken away first. */
  clearsAttributes: boolean;
}

export type LayersReading = { layers: ReadLayer[]; warnings: string[] } | { refusal: Refusal };

/** All layers in their order, each as a tree in the form that this Collector takes; the first that makes no sense refuses all. */
export function readLayers(input: ComposeInput): LayersReading {
  const warnings: string[] = [];
  const layers: ReadLayer[] = [];
  for (const layer of input.layers) {
    for (const part of partsOf(layer, input)) {
      const read = "text" in part ? readText(part, input) : part;
      if ("refusal" in read) return read;
      warnings.push(...read.warnings);
      layers.push({ kind: layer.kind, tree: read.tree, clearsAttributes: read.clearsAttributes });
    }
  }
  return { layers, warnings };
}

interface Text {
  about: Omit<Source, "place">;
  text: string;
  localFile?: string;
}

interface Made {
  tree: MappingNode;
  warnings: string[];
  clearsAttributes: boolean;
}

function partsOf(layer: Layer, input: ComposeInput): (Text | Made)[] {
  if (layer.kind === "remote") return remoteFiles(input.remoteFiles);
  if (layer.kind === "opamp-extension") return [{ tree: startedExtension, warnings: [], clearsAttributes: false }];
  if (layer.kind === "local") {
    const { name, text, locked = false } = layer;
    return [{ about: { kind: "local", name: `local file ${name}`, locked }, text, localFile: name }];
  }
  const own = identityLayer(input.identity, input.telemetryForm);
  const warnings = own.dropped.map((what) => `left out of the Collector's own telemetry: ${what}`);
  const telemetry = ownTelemetryLayer(input.ownTelemetry, input.credentials ?? "/");
  return [{ tree: merge(telemetry, own.layer), warnings, clearsAttributes: false }];
}

function remoteFiles(files: ComposeInput["remoteFiles"]): Text[] {
  const sorted = [...(files ?? [])].sort(([one], [other]) => {
    if (one === "" || other === "") return one === "" ? 1 : -1;
    return one < other ? -1 : 1;
  });
  return sorted.map(([name, text]) => ({
    about: { kind: "remote", name: `remote file ${JSON.stringify(name)}` },
    text,
  }));
}

function readText({ about, text, localFile }: Text, { telemetryForm }: ComposeInput): Made | { refusal: Refusal } {
  const reading = readLayer(about, text);
  if (!reading.read) {
    const { reason, place } = reading;
    const refusal = { code: "CONFIG_INVALID", reason, place, layer: about.name } as const;
    return { refusal: localFile === undefined ? refusal : { ...refusal, localFile } };
  }
  const formed = inForm(reading.tree, telemetryForm);
  const warnings = formed.dropped.map((what) => `${about.name}: left out of service::telemetry::resource: ${what}`);
  if (at(reading.tree, extensionPath) !== undefined) {
    warnings.push(`${about.name}: extensions::opamp is the supervisor's own and replaces the one given here`);
  }
  const clearsAttributes = about.kind === "remote" && statesAttributes(reading.tree);
  return { tree: formed.layer, warnings, clearsAttributes };
}
