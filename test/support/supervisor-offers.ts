import type { StoredPackage } from "../../src/storage/packages-record.ts";
import { initialState } from "../../src/supervisor/mind/initial-state.ts";
import type { PackageFailure } from "../../src/supervisor/packages/packages-state.ts";
import type { OwnFacts } from "../../src/supervisor/packages/self-state.ts";
import { type DriverOptions, MindDriver, ownUid } from "./mind-driver.ts";
import { collectorPackage, packagesOffer, packagesText, storedPackage } from "./package-offers.ts";
import { knowledge, stored } from "./stored.ts";
import { supervisorConfig } from "./supervisor-config.ts";

/** The supervisor in this version, as it lies here. */
export const supervisorPackage = (version: string, more: Partial<StoredPackage> = {}): StoredPackage =>
  storedPackage(version, { name: "supervisor", ...more });

/** An offer of the supervisor in this version, and of nothing else. */
export const supervisorOffer = (version: string) => packagesOffer({ supervisor: collectorPackage(version) });

export const installedOwn: OwnFacts = { role: { is: "installed" }, version: "1.0.0", obstacle: undefined };

/** A mind of a supervisor that is this one. */
export function supervisorDriver(own: OwnFacts, { remains, config, ...options }: DriverOptions = {}): MindDriver {
  const uid = ownUid.slice();
  const all = { config: supervisorConfig(config), knowledge, stored: stored(remains), uid, own };
  return new MindDriver({ ...options, initial: initialState(all) });
}

/** The Collector runs, and the server has answered. */
export function isWell(driver: MindDriver): MindDriver {
  driver.starts().post({ is: "ServerReached", use: 0 }).post({ is: "ServerAnswered", use: 0 });
  return driver.bringsIntoForce().passes(60_000);
}

/** What is fetched lies there whole, and is this. */
export function supervisorArrives(driver: MindDriver, more: Partial<StoredPackage> = {}): MindDriver {
  const fetch = driver.effectsThat("FetchSupervisor").at(-1);
  if (fetch === undefined) throw new Error("no supervisor is being fetched");
  const whole = supervisorPackage(fetch.wanted.version, { hash: fetch.wanted.hash, ...more });
  const replaced = { size: 1, modifiedAt: 1, sha256: "", ownVersion: "" };
  return driver.post({
    is: "SupervisorFetched",
    ticket: fetch.ticket,
    outcome: { fetched: true, stored: whole, replaced },
  });
}

/** The one that is to be tried has been asked, and takes what is here unless it refuses. */
export function successorAnswers(driver: MindDriver, refusal?: PackageFailure): MindDriver {
  const asked = driver.effectsThat("AskSuccessor").at(-1);
  if (asked === undefined) throw new Error("no successor is asked");
  return driver.post({ is: "SuccessorAsked", ticket: asked.ticket, refusal });
}

/** Every phase of the supervisor's package that the server was told, oldest first. */
export function supervisorPhases(driver: MindDriver): string[] {
  const told = driver.effectsThat("Report").flatMap(({ parts }) => {
    const line = packagesText(parts.packageStatuses)
      .split("\n")
      .find((text) => text.startsWith('"supervisor"'));
    return line === undefined ? [] : [line.split(" ")[1] ?? ""];
  });
  return told.filter((phase, place) => phase !== told[place - 1]);
}
