import type { Retried } from "../../control/protocol.ts";
import { RemoteConfigStatuses } from "../../opamp/wire/messages.ts";
import type { State } from "../mind/state.ts";
import type { ToldPackage } from "../packages/package-status.ts";
import type { RemoteConfig } from "./remote-config.ts";

/** The remote configuration that was offered last, where it has failed and is not being tried again. */
export function failedConfiguration({ offered, remoteStatus, pending }: State): RemoteConfig | undefined {
  const hasFailed = remoteStatus?.status === RemoteConfigStatuses.RemoteConfigStatuses_FAILED;
  return hasFailed && remoteStatus.id === offered?.id && pending !== offered.id ? offered : undefined;
}

/** The packages of the last offer that have failed. */
export function failedPackages({ packages: { offer, told } }: Pick<State, "packages">): ToldPackage[] {
  return offer === undefined ? [] : told.filter(({ phase }) => phase === "failed");
}

/** What an operator's `retry` tries again. */
export function whatFailed(state: State): Retried[] {
  const { process, certificate, stopRequested } = state;
  if (stopRequested) return [];
  const configuration = failedConfiguration(state);
  return [
    ...(configuration ? [{ kind: "configuration", name: configuration.id } as const] : []),
    ...failedPackages(state).map(({ name }) => ({ kind: "package", name }) as const),
    ...(certificate.requesting.is === "waiting" ? [{ kind: "certificate request" } as const] : []),
    ...(process.is === "waiting" ? [{ kind: "Collector" } as const] : []),
  ];
}
