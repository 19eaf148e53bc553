import { hasCapability } from "../../../src/opamp/wire/capabilities.ts";
import { AgentCapabilities, type ConnectionSettingsOffers } from "../../../src/opamp/wire/messages.ts";
import type { Clock } from "../../../src/runtime/ports.ts";
import type { Log } from "../../../src/telemetry/log.ts";
import type { ChangeOutcome } from "../agents/change-outcome.ts";
import type { Fleet } from "../agents/fleet.ts";
import type { Agent, Connection } from "../agents/peer.ts";
import type { CertificateDesk } from "../certificates/certificate-desk.ts";
import type { OfferRecord } from "../store/connection-store.ts";
import type { Store } from "../store/open-store.ts";
import { type ConnectionsView, type SettingsView, settingsView, type ViewedEntry } from "./connection-view.ts";
import { readSettings } from "./read-settings.ts";
import type { Fields } from "./read-tls-fields.ts";
import { acceptsConnection, settingsOffers } from "./settings-offers.ts";
import { settingsReportedBy } from "./settings-report.ts";
import { allAgents, type ConnectionKind, connectionKinds } from "./settings.ts";

export interface ConnectionDeskOptions {
  clock: Clock;
  log: Log;
  store: Store;
  fleet: Fleet;
  certificates: Pick<CertificateDesk, "issued" | "hasRequest">;
  /** Where agents connect to, for those whose address is not known. */
  endpoint(): string;
}

export interface EntryChange {
  /** Of an agent, or `all`. */
  scope: string;
  kind: ConnectionKind;
  /** Of an other connection; else empty. */
  name: string;
}

/** How people call a connection. */
export function connectionName({ kind, name }: Pick<EntryChange, "kind" | "name">): string {
  if (kind === "other") return name;
  return { opamp: "OpAMP", own_metrics: "own metrics", own_traces: "own traces", own_logs: "own logs" }[kind];
}

interface Desired {
  capabilities: number;
  address: string;
  /** Milliseconds since the Unix epoch: then a certificate in it is over. */
  endsAt: number;
  entries: ViewedEntry[];
  record: OfferRecord;
  offers: ConnectionSettingsOffers | undefined;
}

const unknownAgent: ChangeOutcome = { kind: "unknown", reason: "This server does not know such an agent." };

/** What connections the agents are to have, and what became of the offers. */
export class ConnectionDesk {
  readonly #options: ConnectionDeskOptions;
  /** By uid; what is not there is made when somebody asks. */
  readonly #desired = new Map<string, Desired>();
  /** Settings for all, which agents have in common. */
  #shared: readonly ViewedEntry[] | undefined;
  readonly #heard = new WeakSet<object>();

  constructor(options: ConnectionDeskOptions) {
    this.#options = options;
  }

  /** What the agent is to have now. */
  desired({ context: { uid = "" } }: Connection): ConnectionSettingsOffers | undefined {
    const agent = this.#options.fleet.find(uid);
    if (!agent) return undefined;
    const { record, offers } = this.#desiredOf(agent);
    return record.held ? undefined : offers;
  }

  /** The settings are being sent. */
  offered({ context: { uid = "" } }: Connection, { hash }: ConnectionSettingsOffers): void {
    const { store, log } = this.#options;
    const text = (hash ?? new Uint8Array()).toHex();
    log.info("Connection settings offered", { agent: uid, hash: text });
    store.connections.sent(uid, text);
    store.timeline.record(uid, { kind: "settings-offered", hash: text });
    this.#forget(uid);
  }

  /** The agent has another uid now, and what is kept of it came along. */
  moved(from: string, to: string): void {
    for (const uid of [from, to]) this.#forget(uid);
  }

  /** Takes in the agent's verdict on what was offered. */
  message({ context: { uid = "" }, state }: Connection): void {
    const status = state.connectionSettingsStatus;
    if (!status || this.#heard.has(status)) return;
    this.#heard.add(status);
    const report = settingsReportedBy(state);
    const { store, certificates } = this.#options;
    const { hash, decidedAt } = store.connections.offer(uid);
    if (report?.hash !== hash || decidedAt !== null) return;
    if (report.status !== "APPLIED" && report.status !== "FAILED") return;
    const verdict = report.status === "APPLIED" ? "applied" : "failed";
    store.connections.decided(uid, verdict);
    certificates.issued.decided(uid, verdict);
    this.#forget(uid);
  }

  /** Saves the settings of a form, and offers them to whom they are for. */
  save({ scope, kind, name }: EntryChange, fields: Fields): ChangeOutcome {
    const { fleet, store } = this.#options;
    const agent = fleet.find(scope);
    if (scope !== allAgents) {
      if (!agent) return unknownAgent;
      if (!acceptsConnection(kind, agent.state.capabilities)) {
        return { kind: "refused", reason: "The agent does not accept such settings." };
      }
    }
    if (kind === "other" && name === "") return { kind: "refused", reason: "An other connection needs a name." };
    const saved = store.connections.entries(scope).find((entry) => entry.kind === kind && entry.name === name);
    const reading = readSettings({ kind, fields, saved: saved?.settings });
    if (!reading.ok) return { kind: "refused", reason: reading.reason };
    store.connections.save(scope, kind, name, reading.value);
    this.#entryChanged({ scope, kind, name }, "settings-saved");
    return { kind: "done" };
  }

  /** From now on nothing is offered for it; an agent that has it keeps it. */
  withdraw(change: EntryChange): ChangeOutcome {
    const { scope, kind, name } = change;
    if (!this.#options.store.connections.withdraw(scope, kind, name)) {
      return { kind: "unknown", reason: "Nothing is saved for this connection." };
    }
    this.#entryChanged(change, "settings-withdrawn");
    return { kind: "done" };
  }

  /** Offers what the agent could not use once more, as another offer: the reason may lie outside. */
  tryAgain(uid: string): ChangeOutcome {
    if (!this.#options.fleet.find(uid)) return unknownAgent;
    this.#options.store.connections.tryAgain(uid);
    this.changed(uid);
    return { kind: "done" };
  }

  /** What the agent is to have is not as it was: it is made anew, and offered. */
  changed(uid: string): void {
    this.#options.store.connections.release(uid);
    this.#forget(uid);
    this.#options.fleet.find(uid)?.connection?.offer();
  }

  view(uid: string): ConnectionsView | undefined {
    const agent = this.#options.fleet.find(uid);
    if (!agent) return undefined;
    const { entries, record, offers } = this.#desiredOf(agent);
    const { connection, state } = agent;
    const { capabilities } = state;
    const shutOut = this.#options.certificates.issued.isShutOut(uid);
    const report = settingsReportedBy(state);
    const { sentAt, decidedAt, held, hash: sent } = record;
    const hash = held ? sent : (offers?.hash ?? new Uint8Array()).toHex();
    const isAbout = report !== null && report.hash === hash && hash !== "";
    const outcome = offers === undefined && !held ? "none" : isAbout ? outcomes[report.status] : "waiting";
    const isSent = sent === hash && sentAt !== null;
    return {
      accepted: connectionKinds.filter((kind) => acceptsConnection(kind, capabilities)),
      reports: hasCapability(capabilities, AgentCapabilities.AgentCapabilities_ReportsConnectionSettingsStatus),
      settings: entries.map(settingsView),
      outcome,
      error: outcome === "failed" ? (report?.error ?? "") : "",
      sentAt: isSent ? sentAt : null,
      tookMs: isSent && decidedAt !== null ? Date.parse(decidedAt) - Date.parse(sentAt) : null,
      shutOut,
      asks: this.#options.certificates.hasRequest(uid),
      proved: connection?.context.certificate !== undefined,
    };
  }

  /** What all agents are to have that have nothing of their own. */
  forAll(): SettingsView[] {
    return this.#forAll().map(settingsView);
  }

  #entryChanged({ scope, kind, name }: EntryChange, event: "settings-saved" | "settings-withdrawn"): void {
    const { fleet, store, log } = this.#options;
    const connection = connectionName({ kind, name });
    log.info("Connection settings changed", { for: scope, connection, change: event });
    if (scope !== allAgents) {
      store.timeline.record(scope, { kind: event, connection });
      return this.changed(scope);
    }
    this.#shared = undefined;
    for (const { uid, state } of fleet.everybody()) if (acceptsConnection(kind, state.capabilities)) this.changed(uid);
    fleet.changed(allAgents);
  }

  #desiredOf({ uid, state: { capabilities }, connection }: Agent): Desired {
    const { store, certificates, endpoint, clock } = this.#options;
    const address = connection?.context.address ?? endpoint();
    const known = this.#desired.get(uid);
    const holds = known?.capabilities === capabilities && known.address === address;
    if (known && holds && clock.now() < known.endsAt) return known;
    const own = store.connections.entries(uid).map((entry) => ({ ...entry, scope: "own" as const }));
    const isOwn = (entry: ViewedEntry) => own.some(({ kind, name }) => kind === entry.kind && name === entry.name);
    const entries = [...own, ...this.#forAll().filter((entry) => !isOwn(entry))].filter(({ kind }) =>
      acceptsConnection(kind, capabilities),
    );
    const record = store.connections.offer(uid);
    const issued = acceptsConnection("opamp", capabilities) ? certificates.issued.current(uid) : undefined;
    const offers = settingsOffers({ entries, issued, address, attempt: record.attempt });
    const fresh = { capabilities, address, endsAt: issued?.endsAt ?? Infinity, entries, record, offers };
    this.#desired.set(uid, fresh);
    return fresh;
  }

  #forAll(): readonly ViewedEntry[] {
    this.#shared ??= this.#options.store.connections
      .entries(allAgents)
      .map((entry) => ({ ...entry, scope: "all" as const }));
    return this.#shared;
  }

  #forget(uid: string): void {
    this.#desired.delete(uid);
    this.#options.fleet.changed(uid);
  }
}

const outcomes = { UNSET: "waiting", APPLIED: "applied", APPLYING: "applying", FAILED: "failed" } as const;
