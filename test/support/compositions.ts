import { noNeeds } from "../../src/compose/needs.ts";
import { addonVariable } from "../../src/config/addon-variable.ts";
import { textsOf } from "../../src/supervisor/apply/remote-config.ts";
import type { Effect } from "../../src/supervisor/mind/effects.ts";
import type { Candidate, Composition } from "../../src/supervisor/mind/state.ts";
import { addonsOf } from "../../src/supervisor/packages/addon-set.ts";
import { knowledge } from "./stored.ts";

export const noSecrets: Composition["secrets"] = { paths: [], values: [] };

/** A body with this word in it cannot be composed. */
export const brokenText = "broken";
/** A body with this word in it does not pass the Collector's own check. */
export const refusedText = "refused";

/** A composition of this text. */
export function compositionOf(candidate: Candidate, text: string, binary = knowledge.identity): Composition {
  const addons = addonsOf(candidate.addons, referencesIn(text));
  return {
    candidate,
    text,
    fingerprint: [text, ...[...addons].map(([variable, { path }]) => `${variable}=${path}`)].join("\n"),
    binary,
    ownVersion: candidate.program?.ownVersion ?? "0.149.0",
    serviceVersion: { is: "own" },
    pipelines: 1,
    routes: [{ id: "traces", receivers: [{ id: "otlp", digest: "" }], exporters: [{ id: "otlp", digest: "" }] }],
    needs: noNeeds,
    addons,
    secrets: noSecrets,
    origins: new Map(),
  };
}

/** Variables of the add-ons to which a body refers: each by a word such as `needs=geo`. */
function referencesIn(text: string): string[] {
  return [...text.matchAll(/needs=(\w+)/g)].map(([, name = ""]) => addonVariable(name));
}

/** Those that the candidate does not have. */
export function lackingIn({ addons }: Candidate, text: string): string[] {
  return referencesIn(text).filter((variable) => !addons.has(variable));
}

/** What is composed for a candidate, on these layers of the operator's, or on those that he has written since. */
export function contentOf({ candidate, uid }: Extract<Effect, { do: "Compose" }>, layers: string): string {
  const { operator } = candidate;
  const written = candidate.fallback ? undefined : operator?.config.agent.configFiles.join(" ");
  const files = [
    ...(candidate.remote && written ? [["own", written]] : []),
    ...(candidate.remote ? textsOf(candidate.remote) : [["", written ?? layers]]),
  ];
  const { telemetry, others } = candidate.connections;
  const connections = { telemetry, others: Object.fromEntries(others) };
  return JSON.stringify({ files, connections, uid: uid.toHex(), fallback: candidate.fallback });
}
