import { parse } from "yaml";

import { compose } from "../../src/compose/compose.ts";
import type { ComposeResult } from "../../src/compose/compose.ts";
import type { ComposeInput, Layer, Link } from "../../src/compose/layers.ts";

export const instanceUid = "01932d4a-1111-7111-8111-111111111111";

export const link: Link = {
  port: 4321,
  headerName: "Opampsupervisor-Token",
  token: "secret",
  supervisorPid: 77,
  orphanPollMs: 5000,
  includeResourceAttributes: false,
  reportsAvailableComponents: true,
};

/** An input without layers for a Collector that needs no pipeline and takes inline attributes, unless stated. */
export function composeInput(stated: Partial<ComposeInput> = {}): ComposeInput {
  return {
    allowNoPipelines: true,
    layers: layers(),
    remoteFiles: undefined,
    ownTelemetry: {},
    telemetryForm: "inline",
    identity: { instanceUid, identifying: new Map(), nonIdentifying: new Map() },
    link,
    ...stated,
  };
}

/** The default order around local files of these texts, which are called `1.yaml`, `2.yaml`, … */
export function layers(...texts: string[]): Layer[] {
  return [
    { kind: "own-telemetry" },
    ...texts.map((text, index) => ({ kind: "local", name: `${index + 1}.yaml`, text }) as const),
    { kind: "opamp-extension" },
    { kind: "remote" },
  ];
}

export function localSource(name = "layer"): { kind: "local"; name: string } {
  return { kind: "local", name };
}

export function composed(stated: Partial<ComposeInput> = {}): Extract<ComposeResult, { composed: true }> {
  const result = compose(composeInput(stated));
  if (!result.composed) throw new Error(result.reason);
  return result;
}

export function refused(stated: Partial<ComposeInput>): Extract<ComposeResult, { composed: false }> {
  const result = compose(composeInput(stated));
  if (result.composed) throw new Error(`composed: ${result.text}`);
  return result;
}

/** What a YAML 1.2 parser finds under `path` in the composed text; `$$` and `${…}` as they stand there. */
export function valueAt(text: string, ...path: (string | number)[]): unknown {
  let value: unknown = parse(text, { uniqueKeys: false });
  for (const step of path) value = step in Object(value) ? Object(value)[step] : undefined;
  return value;
}
