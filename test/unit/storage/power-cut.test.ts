import { describe, expect, test } from "bun:test";

import fc from "fast-check";

import { openStorage } from "../../../src/storage/open-storage.ts";
import { storagePaths } from "../../../src/storage/paths.ts";
import type { Storage } from "../../../src/storage/storage.ts";
import type { StoredState } from "../../../src/storage/stored-state.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { FragileFiles } from "../../support/fragile-files.ts";
import { type KeptRecord, keptRecords } from "../../support/kept-records.ts";
import { fateOf, untilStep } from "../../support/power-cut.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { silentLog } from "../../support/silent-log.ts";

type Name = keyof StoredState;

const uid = new Uint8Array(16).fill(7);

const names = Object.keys(keptRecords) as Name[];
const paths = storagePaths("/var/lib/state");
/** What a power cut may leave in part: it is set aside, and learned again. */
const loose: readonly string[] = [paths.collectorKnowledge, paths.runningCollector, paths.deaths];

async function open(files: FragileFiles): Promise<Storage> {
  const { directory } = paths;
  const [clock, random] = [new FakeClock(), seededRandom(1)];
  const opened = await openStorage({ files, log: silentLog, clock, random, directory, pid: 1 });
  if (!opened.opened) throw new Error(opened.reason);
  return opened.storage;
}

/** What was given to a record in one life or before, and how much of it is said to be on disk. */
interface Ledger {
  given: number;
  confirmed: number;
}

const none: Ledger = { given: 0, confirmed: 0 };

interface Order {
  record: Name;
  /** Whether the next order waits for this one. */
  waits: boolean;
}

/** Carries the orders out until the power goes at that step. */
async function live(files: FragileFiles, orders: readonly Order[], cutAt: number, ledgers: ReadonlyMap<Name, Ledger>) {
  return await untilStep(files, cutAt, async () => {
    const storage = await open(files);
    if (storage.state.persistent.instanceUid === undefined) await storage.saveInstanceUid(uid);
    for (const { record, waits } of orders) {
      const ledger = ledgers.get(record);
      if (ledger === undefined) continue;
      const value = (ledger.given += 1);
      const saved = keptRecords[record].save(storage, value).then(() => {
        ledger.confirmed = Math.max(ledger.confirmed, value);
      });
      if (waits) await saved;
    }
    await storage.close();
  });
}

/** A value that was given, and none that is older than what was said to be on disk. */
function faultOf(name: Name, { read, isLoose }: KeptRecord, state: StoredState, { given, confirmed }: Ledger) {
  const found = read(state);
  if (name === "redactionKey") return found === undefined && confirmed > 0 ? "the key is lost" : undefined;
  if (isLoose === true) return found === undefined || found <= given ? undefined : `${name} has ${found}`;
  if (found === undefined) return confirmed === 0 ? undefined : `${name} is lost, and ${confirmed} was on disk`;
  return found >= confirmed && found <= given ? undefined : `${name} has ${found}, not ${confirmed} to ${given}`;
}

const order = fc.record({ record: fc.constantFrom(...names), waits: fc.boolean() });
const life = fc.record({
  orders: fc.array(order, { maxLength: 12 }),
  cutAt: fc.integer({ min: 1, max: 90 }),
  fate: fc.nat(1_000),
});

describe("a power cut at any step of any change of what is stored", () => {
  test("leaves each record as it was before or as it was to be, and nothing that was said to be on disk is lost", async () => {
    const property = fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 4 }), async (lives) => {
      let files = new FragileFiles();
      let ledgers: ReadonlyMap<Name, Ledger> = new Map(names.map((name) => [name, { ...none }]));
      for (const { orders, cutAt, fate } of lives) {
        await live(files, orders, cutAt, ledgers);
        files = files.afterPowerCut(fateOf(fate));
        const storage = await open(files);
        expect(storage.mishaps.map(({ path }) => path).filter((path) => !loose.includes(path))).toEqual([]);
        const { state } = storage;
        const faults = names.map((name) => faultOf(name, keptRecords[name], state, ledgers.get(name) ?? none));
        expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
        await storage.close();
        // What was found is what the next life begins with.
        ledgers = new Map(names.map((name) => [name, begun(name, state)]));
      }
    });
    await fc.assert(property, { numRuns: 300 });
  }, 60_000);

  test("leaves nothing beside them", async () => {
    for (let cutAt = 1; ; cutAt += 1) {
      const files = new FragileFiles();
      const orders = names.map((record) => ({ record, waits: true }));
      const { isOver } = await live(files, orders, cutAt, new Map(names.map((name) => [name, { ...none }])));
      if (isOver) break;
      const left = files.afterPowerCut(fateOf(0));
      await (await open(left)).close();
      expect([...left.contents.keys()].filter((path) => path.endsWith(".tmp"))).toEqual([]);
    }
  }, 60_000);
});

function begun(name: Name, state: StoredState): Ledger {
  const found = keptRecords[name].read(state) ?? 0;
  return { given: found, confirmed: keptRecords[name].isLoose === true ? 0 : found };
}
