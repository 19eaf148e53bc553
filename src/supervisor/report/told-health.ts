import { isDeepStrictEqual } from "node:util";

import { codeOf } from "../../control/code-of.ts";
import type { AnyValue, ComponentHealth, KeyValue } from "../../opamp/wire/messages.ts";
import { mapValue } from "../compose/attribute-values.ts";
import type { State } from "../mind/state.ts";
import type { Turn } from "../mind/turn.ts";
import { holdAttributes } from "../operator/hold-words.ts";
import type { OtherCertificate } from "../server/certificate-state.ts";
import { shownCertificate } from "./certificate-status.ts";
import { observedHealth } from "./observed-health.ts";
import { timeText } from "./time-text.ts";
import { isFigure, takeFigures } from "./told-figures.ts";

/**
 * The health of the agent with what is to be seen beside its words in attributes (docs/server-view.md). Figures are taken
 * anew only with a health that is told anyway, or when they are due: alone they are no news.
 */
export function toldHealth(turn: Turn): ComponentHealth {
  const { state } = turn;
  const plain = observedHealth(turn);
  const facts = factsOf(state);
  const health = withAttributes(plain, [...facts, ...state.figures.told]);
  if (isDeepStrictEqual(health, state.reported.health)) return health;
  takeFigures(turn);
  return withAttributes(plain, [...facts, ...state.figures.told]);
}

/** What of the attributes is no figure. */
export function toldFacts({ reported }: Pick<State, "reported">): KeyValue[] {
  return (reported.health?.attributes ?? []).filter((attribute) => isOwn(attribute) && !isFigure(attribute));
}

/** The Collector's own attributes stay. */
function withAttributes(health: ComponentHealth, own: readonly KeyValue[]): ComponentHealth {
  const said = health.attributes ?? [];
  const others = said.filter((attribute) => !isOwn(attribute));
  if (own.length === 0 && others.length === said.length) return health;
  return { ...health, attributes: [...others, ...own] };
}

function isOwn({ key }: KeyValue): boolean {
  return key?.startsWith("collector.") === true || key?.startsWith("opampsupervisor.") === true;
}

const configurationKey = "collector.configuration";

function factsOf(state: State): KeyValue[] {
  const { deaths, tally, process, outages, certificate, otherCertificates, hold, self } = state;
  const [death, outage] = [tally.at(-1), outages.findLast(({ lastedMs }) => lastedMs !== undefined)];
  const configuration = runningConfiguration(state);
  const shown = shownCertificate(certificate);
  return [
    ...(deaths > 0 ? [{ key: "collector.deaths_in_a_row", value: { intValue: deaths } }] : []),
    ...(deaths > 0 && death ? [text("collector.last_death", death.how)] : []),
    ...(process.is === "waiting" ? [text("collector.next_try_at", timeText(process.nextTryAt))] : []),
    ...(outage?.lastedMs === undefined
      ? []
      : [{ key: "collector.last_outage_ms", value: { intValue: outage.lastedMs } }]),
    ...(configuration === undefined ? [] : [text(configurationKey, configuration)]),
    ...(shown ? [text("opampsupervisor.certificate.not_after", timeText(shown.validTo))] : []),
    ...(otherCertificates.length === 0
      ? []
      : [{ key: "opampsupervisor.certificates", value: ends(otherCertificates) }]),
    ...holdAttributes(hold),
    ...rollbackFacts(self.record),
  ];
}

/** The reason may have paths of the machine: that stays there. */
function rollbackFacts({ failedRollback: failed }: State["self"]["record"]): KeyValue[] {
  if (failed === undefined) return [];
  return [text("opampsupervisor.failed_rollback", [failed.version, codeOf(failed.reason)].filter(Boolean).join(": "))];
}

/** Hash of the remote configuration that runs. While a change is tried it is the one of before: the new one proves itself first. */
function runningConfiguration({ process, target, reported }: State): string | undefined {
  if (process.is === "up" && process.proven) return process.run.composition.candidate.remote?.id;
  if (process.is === "waiting" || (process.is === "down" && target.is === "nothing")) return undefined;
  const told = reported.health?.attributes?.find(({ key }) => key === configurationKey);
  return told?.value?.stringValue ?? undefined;
}

/** By section. */
function ends(certificates: readonly OtherCertificate[]): AnyValue {
  return mapValue(certificates.map(({ section, validTo }) => [section, { stringValue: timeText(validTo) }]));
}

function text(key: string, stringValue: string): KeyValue {
  return { key, value: { stringValue } };
}
