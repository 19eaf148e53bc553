import { describe, expect, test } from "bun:test";

import {
  decideIdentity,
  type IdentityFacts,
  type StoredIdentity,
} from "../../../../src/supervisor/operator/decide-identity.ts";

const uid = (digit: number) => new Uint8Array(16).fill(digit);
const preset = uid(9);

/** An agent that starts again and again on one disk, on the machines with these names. */
class Disk {
  stored: StoredIdentity = { instanceUid: undefined, machine: undefined, clonedFrom: undefined };
  #made = 0;

  start(machine: string | undefined, facts: Partial<IdentityFacts> = {}): [because: string, uid: number] {
    const makeUid = () => uid((this.#made += 1));
    const { because, identity } = decideIdentity({
      stored: this.stored,
      preset: undefined,
      machine,
      makeUid,
      ...facts,
    });
    this.stored = identity;
    return [because, identity.instanceUid[0] ?? 0];
  }

  copy(): Disk {
    const copy = new Disk();
    copy.stored = this.stored;
    copy.#made = this.#made;
    return copy;
  }
}

test("an agent keeps its uid on its machine", () => {
  const disk = new Disk();
  expect([disk.start("a"), disk.start("a"), disk.start("a")]).toEqual([
    ["first", 1],
    ["same", 1],
    ["same", 1],
  ]);
});

test("a uid from before machines were noted, or of the Go supervisor, belongs to the machine it is found on", () => {
  const disk = new Disk();
  disk.stored = { ...disk.stored, instanceUid: uid(7) };
  expect([disk.start("a"), disk.start("a")]).toEqual([
    ["noted", 7],
    ["same", 7],
  ]);
  expect(disk.start("b")).toEqual(["clone", 1]);
});

test("each copy of an image that has run once gets a uid of its own and keeps it", () => {
  const image = new Disk();
  image.start("builder");
  const [one, two] = [image.copy(), image.copy()];
  expect(one.start("one")).toEqual(["clone", 2]);
  expect(one.stored.clonedFrom).toEqual(uid(1));
  expect(one.start("one")).toEqual(["noted", 2]);
  expect(one.start("one")).toEqual(["same", 2]);
  expect(two.start("two")[0]).toBe("clone");
  expect(one.stored.clonedFrom).toEqual(uid(1));
});

test("a copy of a copy is found out too, once that one has been started again", () => {
  const disk = new Disk();
  disk.start("a");
  disk.start("b");
  disk.start("b");
  expect(disk.copy().start("c")).toEqual(["clone", 3]);
});

test("where the machine has another name at each start the uid changes once at most", () => {
  const disk = new Disk();
  const uids = ["a", "b", "c", "d", "b", "b", "e"].map((machine) => disk.start(machine));
  expect(uids).toEqual([
    ["first", 1],
    ["clone", 2],
    ["changing", 2],
    ["same", 2],
    ["same", 2],
    ["same", 2],
    ["same", 2],
  ]);
});

test("where the machine has no name, as in a container, nothing changes and nothing is forgotten", () => {
  const disk = new Disk();
  disk.start("a");
  expect([disk.start(undefined), disk.start(undefined), disk.start("a")]).toEqual([
    ["same", 1],
    ["same", 1],
    ["same", 1],
  ]);
  const container = new Disk();
  expect([container.start(undefined), container.start(undefined)]).toEqual([
    ["first", 1],
    ["same", 1],
  ]);
});

describe("the operator's uid", () => {
  test("is that of the first start, and of none after that", () => {
    const disk = new Disk();
    expect(disk.start("a", { preset })).toEqual(["first", 9]);
    const other = new Disk();
    other.start("a");
    expect(other.start("a", { preset })).toEqual(["same", 1]);
  });

  test("is never given up, whatever the machine is", () => {
    const disk = new Disk();
    disk.start("a", { preset });
    const starts = ["b", "c", "c", "d"].map((machine) => disk.start(machine, { preset }));
    expect(starts.map(([, which]) => which)).toEqual([9, 9, 9, 9]);
    expect(disk.stored.clonedFrom).toBeUndefined();
    expect(disk.start("d")).toEqual(["same", 9]);
  });

  test("is that of a copy whose original had another one", () => {
    const disk = new Disk();
    disk.start("a");
    expect(disk.start("b", { preset })).toEqual(["clone", 9]);
    expect(disk.stored.clonedFrom).toEqual(uid(1));
  });
});
