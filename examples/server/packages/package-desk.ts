import { hasCapability } from "../../../src/opamp/wire/capabilities.ts";
import { AgentCapabilities as Can, type PackagesAvailable } from "../../../src/opamp/wire/messages.ts";
import type { Log } from "../../../src/telemetry/log.ts";
import type { ChangeOutcome } from "../agents/change-outcome.ts";
import type { Fleet } from "../agents/fleet.ts";
import type { Agent, Connection } from "../agents/peer.ts";
import { allAgents } from "../connections/settings.ts";
import type { Store } from "../store/open-store.ts";
import type { PackageDepot } from "./package-depot.ts";
import { packageOffer } from "./package-offer.ts";
import { packagesReportedBy } from "./package-report.ts";
import { type ChosenPackage, packagesOutcome, type PackagesView } from "./package-view.ts";
import { packageTitle, type StoredPackage } from "./stored-package.ts";

export interface PackageDeskOptions {
  log: Log;
  store: Store;
  fleet: Fleet;
  depot: PackageDepot;
  /** Agents show it when they fetch files. */
  token: string;
  /** Where an agent that has reached this server at `address` fetches files; ends with a slash. */
  base(address: string | undefined): string;
}

/** What a person uploads. */
export interface Upload {
  name: string;
  version: string;
  fileName: string;
  content: AsyncIterable<Uint8Array>;
}

interface Desired {
  capabilities: number;
  address: string | undefined;
  chosen: readonly ChosenPackage[];
  /** `undefined`: nothing was ever chosen for the agent. */
  offer: PackagesAvailable | undefined;
}

const unknownAgent: ChangeOutcome = { kind: "unknown", reason: "This server does not know such an agent." };
const unknownPackage: ChangeOutcome = { kind: "unknown", reason: "This server has no such package." };

/** What packages the agents are to have, and what became of the offers. */
export class PackageDesk {
  readonly #options: PackageDeskOptions;
  /** By uid; what is not there is made when somebody asks. */
  readonly #desired = new Map<string, Desired>();
  readonly #heard = new WeakSet<object>();

  constructor(options: PackageDeskOptions) {
    this.#options = options;
  }

  /** What the agent is to have now. */
  desired({ context: { uid = "" } }: Connection): PackagesAvailable | undefined {
    const agent = this.#options.fleet.find(uid);
    return agent && this.#desiredOf(agent).offer;
  }

  /** The packages are being offered. */
  offered({ context: { uid = "" } }: Connection, { allPackagesHash }: PackagesAvailable): void {
    const { store, log } = this.#options;
    const hash = (allPackagesHash ?? new Uint8Array()).toHex();
    log.info("Packages offered", { agent: uid, hash });
    store.packages.sent(uid, hash);
    store.timeline.record(uid, { kind: "packages-offered", hash });
    this.#forget(uid);
  }

  /** The agent has another uid now, and what is kept of it came along. */
  moved(from: string, to: string): void {
    for (const uid of [from, to]) this.#forget(uid);
  }

  /** Takes in what the agent says of packages. */
  message({ context: { uid = "" }, state }: Connection): void {
    const { packageStatuses } = state;
    if (!packageStatuses || this.#heard.has(packageStatuses)) return;
    this.#heard.add(packageStatuses);
    const record = this.#options.store.packages.offer(uid);
    if (record === undefined || record.decidedAt !== null) return;
    const agent = this.#options.fleet.find(uid);
    const chosen = agent === undefined ? [] : this.#desiredOf(agent).chosen;
    const outcome = packagesOutcome(record.hash, packagesReportedBy(state), chosen);
    if (outcome !== "installed" && outcome !== "failed") return;
    this.#options.store.packages.decided(uid);
    this.#options.fleet.changed(uid);
  }

  /** The newest first. */
  all(): StoredPackage[] {
    return this.#options.store.packages.all();
  }

  /** What all agents are to have that have no choice of their own, by the name of the package. */
  forAll(): ReadonlyMap<string, StoredPackage> {
    return this.#options.store.packages.choices(allAgents);
  }

  /** Takes a file in and signs it. Nothing is offered yet. */
  async add({ name, version, fileName, content }: Upload): Promise<ChangeOutcome> {
    const { store, depot, fleet, log } = this.#options;
    const kept = await depot.keep(content);
    if (kept.size === 0) {
      await depot.forget(kept.sha256);
      return { kind: "refused", reason: "The file is empty." };
    }
    store.packages.add({ name, version, fileName, ...kept });
    log.info("Package taken in", { package: packageTitle(name), version, sha256: kept.sha256 });
    fleet.changed(allAgents);
    return { kind: "done" };
  }

  /** Takes a package away. It is not offered any more; whoever runs it goes on. */
  async remove(id: number): Promise<ChangeOutcome> {
    const { store, depot, fleet } = this.#options;
    const entry = store.packages.find(id);
    if (entry === undefined) return unknownPackage;
    store.packages.remove(id);
    if (!store.packages.all().some(({ sha256 }) => sha256 === entry.sha256)) await depot.forget(entry.sha256);
    for (const { uid } of fleet.everybody()) this.#changed(uid);
    fleet.changed(allAgents);
    return { kind: "done" };
  }

  /** From now on `scope`, an agent's uid or `all`, is offered this one. */
  choose(scope: string, id: number): ChangeOutcome {
    const { fleet, store, log } = this.#options;
    const entry = store.packages.find(id);
    if (entry === undefined) return unknownPackage;
    const agent = fleet.find(scope);
    if (scope !== allAgents) {
      if (agent === undefined) return unknownAgent;
      if (!accepts(agent)) return { kind: "refused", reason: "The agent does not accept packages." };
    }
    store.packages.choose(scope, entry);
    const { name, version } = entry;
    log.info("Package chosen", { for: scope, package: packageTitle(name), version });
    this.#choiceChanged(scope, { kind: "package-chosen", package: packageTitle(name), version });
    return { kind: "done" };
  }

  /** From now on this package is not offered to `scope`; an agent removes an add-on then, and keeps what it runs. */
  withdraw(scope: string, name: string): ChangeOutcome {
    if (!this.#options.store.packages.withdraw(scope, name)) {
      return { kind: "unknown", reason: "No such package is offered." };
    }
    this.#choiceChanged(scope, { kind: "package-withdrawn", package: packageTitle(name) });
    return { kind: "done" };
  }

  /** Offers what failed once more, as another offer: the reason may lie outside. */
  tryAgain(uid: string): ChangeOutcome {
    if (!this.#options.fleet.find(uid)) return unknownAgent;
    this.#options.store.packages.tryAgain(uid);
    this.#changed(uid);
    return { kind: "done" };
  }

  view(uid: string): PackagesView | undefined {
    const { fleet, store } = this.#options;
    const agent = fleet.find(uid);
    if (!agent) return undefined;
    const { chosen, offer } = this.#desiredOf(agent);
    const record = store.packages.offer(uid);
    const hash = offer && (offer.allPackagesHash ?? new Uint8Array()).toHex();
    const report = packagesReportedBy(agent.state);
    const sent = record?.hash === hash ? record : undefined;
    const { sentAt = null, decidedAt = null } = sent ?? {};
    return {
      accepted: accepts(agent),
      reports: hasCapability(agent.state.capabilities, Can.AgentCapabilities_ReportsPackageStatuses),
      chosen: [...chosen],
      report,
      outcome: packagesOutcome(chosen.length === 0 && sent === undefined ? undefined : hash, report, chosen),
      sentAt,
      tookMs: sentAt !== null && decidedAt !== null ? Date.parse(decidedAt) - Date.parse(sentAt) : null,
    };
  }

  #choiceChanged(scope: string, event: Parameters<Store["timeline"]["record"]>[1]): void {
    const { fleet, store } = this.#options;
    if (scope !== allAgents) {
      store.timeline.record(scope, event);
      return this.#changed(scope);
    }
    for (const agent of fleet.everybody()) if (accepts(agent)) this.#changed(agent.uid);
    fleet.changed(allAgents);
  }

  #changed(uid: string): void {
    this.#forget(uid);
    this.#options.fleet.find(uid)?.connection?.offer();
  }

  #desiredOf(agent: Agent): Desired {
    const { store, token, base } = this.#options;
    const { uid, state, connection } = agent;
    const address = connection?.context.address;
    const known = this.#desired.get(uid);
    if (known?.capabilities === state.capabilities && known.address === address) return known;
    const entries = accepts(agent) ? chosenFor(store.packages.choices(uid), this.forAll()) : [];
    const record = store.packages.offer(uid);
    const offer =
      entries.length === 0 && record === undefined
        ? undefined
        : packageOffer({
            packages: entries.map(({ entry }) => entry),
            base: base(address),
            token,
            attempt: record?.attempt ?? 0,
          });
    const chosen = entries.map((choice) => ({
      ...choice,
      hash: (offer?.packages?.[choice.entry.name]?.hash ?? new Uint8Array()).toHex(),
    }));
    const fresh = { capabilities: state.capabilities, address, chosen, offer };
    this.#desired.set(uid, fresh);
    return fresh;
  }

  #forget(uid: string): void {
    this.#desired.delete(uid);
    this.#options.fleet.changed(uid);
  }
}

/** Without this bit an agent must not be offered any (§ AgentCapabilities). */
function accepts({ state }: Agent): boolean {
  return hasCapability(state.capabilities, Can.AgentCapabilities_AcceptsPackages);
}

function chosenFor(own: ReadonlyMap<string, StoredPackage>, forAll: ReadonlyMap<string, StoredPackage>) {
  return [
    ...[...own.values()].map((entry) => ({ entry, scope: "own" as const })),
    ...[...forAll.values()].filter(({ name }) => !own.has(name)).map((entry) => ({ entry, scope: "all" as const })),
  ];
}
