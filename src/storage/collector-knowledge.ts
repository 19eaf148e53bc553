import * as z from "zod/mini";

import { codec } from "../opamp/wire/messages.ts";

/** What a run of a Collector binary has shown, so that the next start need not ask again. */
export interface CollectorKnowledge {
  /** Stands for all that the answers depend on: binary, arguments, environment, feature gates. */
  readonly identity: string;
  /** Whether the binary starts with a configuration without pipelines. */
  readonly allowNoPipelines: boolean;
  /** Which form of `service::telemetry` it takes. */
  readonly telemetryForm: "inline" | "declarative";
  /** Protobuf `AgentDescription`: what it says of itself without a configuration. */
  readonly description: Uint8Array;
  /** Protobuf `AgentDescription`: what it said last while running; `undefined` where it has not run yet. */
  readonly reportedDescription: Uint8Array | undefined;
  /** Protobuf `AvailableComponents`; `undefined` where the Collector did not tell. */
  readonly components: Uint8Array | undefined;
}

/** So many binaries are remembered, the newest first: the one before an upgrade and the one after it, with room. */
const maxRemembered = 4;

const bytes = z.pipe(
  z.base64(),
  z.transform((text: string) => Uint8Array.fromBase64(text)),
);
const schema = z.object({
  collectors: z.array(
    z.object({
      identity: z.string(),
      allowNoPipelines: z.boolean(),
      telemetryForm: z.enum(["inline", "declarative"]),
      description: bytes.check(z.refine((data) => decodes(() => codec.AgentDescription.decode(data)))),
      reportedDescription: z.optional(
        bytes.check(z.refine((data) => decodes(() => codec.AgentDescription.decode(data)))),
      ),
      components: z.optional(bytes.check(z.refine((data) => decodes(() => codec.AvailableComponents.decode(data))))),
    }),
  ),
});

/** Reads `collector_knowledge.json`. All of it can be learned again, so whatever is odd counts as nothing known. */
export function parseKnowledge(data: Uint8Array): readonly CollectorKnowledge[] {
  const result = schema.safeParse(jsonOf(data));
  if (!result.success) return [];
  return result.data.collectors.map((entry) => ({
    ...entry,
    reportedDescription: entry.reportedDescription,
    components: entry.components,
  }));
}

export function renderKnowledge(known: readonly CollectorKnowledge[]): string {
  const collectors = known.map((entry) => ({
    ...entry,
    description: entry.description.toBase64(),
    reportedDescription: entry.reportedDescription?.toBase64(),
    components: entry.components?.toBase64(),
  }));
  return `${JSON.stringify({ collectors }, null, 2)}\n`;
}

/** `known` with `learned` in front, in place of what was known under its identity. */
export function withKnowledge(
  known: readonly CollectorKnowledge[],
  learned: CollectorKnowledge,
): readonly CollectorKnowledge[] {
  return [learned, ...known.filter(({ identity }) => identity !== learned.identity)].slice(0, maxRemembered);
}

function jsonOf(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(data));
  } catch {
    return undefined;
  }
}

function decodes(decode: () => unknown): boolean {
  try {
    decode();
    return true;
  } catch {
    return false;
  }
}
