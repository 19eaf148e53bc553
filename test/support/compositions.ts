import { noNeeds } from "../../src/compose/needs.ts";
import type { Effect } from "../../src/supervisor/effects.ts";
import { textsOf } from "../../src/supervisor/remote-config.ts";
import type { Candidate, Composition } from "../../src/supervisor/state.ts";
import { knowledge } from "./stored.ts";

export const noSecrets: Composition["secrets"] = { paths: [], values: [] };

/** A body with this word in it cannot be composed. */
export const brokenText = "broken";
/** A body with this word in it does not pass the Collector's own check. */
export const refusedText = "refused";

/** A composition of this text. */
export function compositionOf(candidate: Candidate, text: string, binary = knowledge.identity): Composition {
  return {
    candidate,
    text,
    fingerprint: text,
    binary,
    ownVersion: candidate.program?.ownVersion ?? "0.149.0",
    serviceVersion: { is: "own" },
    pipelines: 1,
    needs: noNeeds,
    secrets: noSecrets,
    origins: new Map(),
  };
}

/** What is composed for a candidate, on these layers of the operator's. */
export function contentOf({ candidate, uid }: Extract<Effect, { do: "Compose" }>, ownLayers: string): string {
  const files = [...(candidate.remote ? textsOf(candidate.remote) : [["", ownLayers]])];
  const { telemetry, others } = candidate.connections;
  const connections = { telemetry, others: Object.fromEntries(others) };
  return JSON.stringify({ files, connections, uid: uid.toHex(), fallback: candidate.fallback });
}
