import { sameBytes } from "../wire/bytes.ts";
import { hasCapability } from "../wire/capabilities.ts";
import {
  AgentCapabilities as Can,
  type AgentRemoteConfig,
  type ConnectionSettingsOffers,
  type PackagesAvailable,
} from "../wire/messages.ts";
import type { AgentState } from "./agent-state.ts";
import { fitToAgent } from "./fit-to-agent.ts";

/** What an agent is to have, each with its hash. What is left out is not offered. */
export interface DesiredOffers {
  remoteConfig?: AgentRemoteConfig;
  connectionSettings?: ConnectionSettingsOffers;
  packagesAvailable?: PackagesAvailable;
}

interface Kind {
  /** The hash of an offer of this kind. */
  offered(desired: DesiredOffers): Uint8Array | undefined;
  /** The hash that the agent reports. */
  reported(state: AgentState): Uint8Array | undefined;
  /** The bit without which an agent reports none. */
  reports: number;
}

const kinds: Record<keyof DesiredOffers, Kind> = {
  remoteConfig: {
    offered: ({ remoteConfig }) => remoteConfig?.configHash,
    reported: ({ remoteConfigStatus }) => remoteConfigStatus?.lastRemoteConfigHash,
    reports: Can.AgentCapabilities_ReportsRemoteConfig,
  },
  connectionSettings: {
    offered: ({ connectionSettings }) => connectionSettings?.hash,
    reported: ({ connectionSettingsStatus }) => connectionSettingsStatus?.lastConnectionSettingsHash,
    reports: Can.AgentCapabilities_ReportsConnectionSettingsStatus,
  },
  packagesAvailable: {
    offered: ({ packagesAvailable }) => packagesAvailable?.allPackagesHash,
    reported: ({ packageStatuses }) => packageStatuses?.serverProvidedAllPackagesHash,
    reports: Can.AgentCapabilities_ReportsPackageStatuses,
  },
};

const names = ["remoteConfig", "connectionSettings", "packagesAvailable"] as const;

/** An offer that the agent has not spoken of after this time is repeated, milliseconds: it may have been lost. */
const repeatAfterMs = 300_000;

/** Remembers what one agent was offered on one connection. */
export class OfferMemory {
  readonly #made = new Map<keyof DesiredOffers, { hash: Uint8Array; at: number }>();

  /**
   * The offers whose hash the agent does not report (§ RemoteConfigStatus, § ConnectionSettingsStatus, § PackageStatuses
   * Message) and that were not made on this connection already. An agent that has not described itself yet is offered
   * nothing: what it has is not known. `now` is a monotonic time in milliseconds, here and below.
   */
  due(desired: DesiredOffers, state: AgentState, now: number): DesiredOffers {
    if (!state.agentDescription) return {};
    const due = names.filter((name) => this.#isDue(name, desired, state, now));
    if (due.length === 0) return {};
    return fitToAgent(Object.fromEntries(due.map((name) => [name, desired[name]])), state.capabilities).message;
  }

  /** These offers, if there are any in it, are made now. */
  note(message: DesiredOffers, now: number): void {
    for (const name of names) {
      const hash = message[name] && kinds[name].offered(message);
      if (hash) this.#made.set(name, { hash, at: now });
    }
  }

  #isDue(name: keyof DesiredOffers, desired: DesiredOffers, state: AgentState, now: number): boolean {
    const { offered, reported, reports } = kinds[name];
    const hash = desired[name] && offered(desired);
    if (!hash || sameBytes(reported(state) ?? new Uint8Array(), hash)) return false;
    const made = this.#made.get(name);
    if (!made || !sameBytes(made.hash, hash)) return true;
    return hasCapability(state.capabilities, reports) && now - made.at >= repeatAfterMs;
  }
}
