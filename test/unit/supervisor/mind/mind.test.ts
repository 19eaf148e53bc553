import { expect, test } from "bun:test";

import type { Effect } from "../../../../src/supervisor/mind/effects.ts";
import { initialState } from "../../../../src/supervisor/mind/initial-state.ts";
import { Mind } from "../../../../src/supervisor/mind/mind.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { countingRandom } from "../../../support/runner-world.ts";
import { knowledge, remote, stored } from "../../../support/stored.ts";
import { supervisorConfig } from "../../../support/supervisor-config.ts";

function initial() {
  return initialState({ config: supervisorConfig(), knowledge, stored: stored(), uid: new Uint8Array(16) });
}

test("an event that comes while effects are carried out waits until all of them are", () => {
  const performed: string[] = [];
  const perform = (effect: Effect) => {
    performed.push(effect.do);
    if (effect.do === "SaveReceivedRemoteConfig") mind.post({ is: "StopRequested" });
  };
  const mind: Mind = new Mind({ clock: new FakeClock(), random: countingRandom(), initial: initial(), perform });
  mind.post({ is: "RemoteConfigOffered", remote: remote("A") });
  expect(performed.indexOf("Compose")).toBeGreaterThan(performed.indexOf("SaveReceivedRemoteConfig"));
  expect(performed.indexOf("Finish")).toBeGreaterThan(performed.indexOf("Compose"));
  expect(performed.at(-1)).toBe("Finish");
});

test("the state that effects see is the one after the step", () => {
  const seen: boolean[] = [];
  const perform = (effect: Effect) => void (effect.do === "Finish" && seen.push(mind.state.finished));
  const mind: Mind = new Mind({ clock: new FakeClock(), random: countingRandom(), initial: initial(), perform });
  mind.post({ is: "StopRequested" });
  expect(seen).toEqual([true]);
});

test("an effect that breaks does not keep the next event from being taken", () => {
  let broken = true;
  const performed: string[] = [];
  const perform = (effect: Effect) => {
    if (broken) throw new Error("defect");
    performed.push(effect.do);
  };
  const mind = new Mind({ clock: new FakeClock(), random: countingRandom(), initial: initial(), perform });
  expect(() => mind.post({ is: "Started" })).toThrow("defect");
  broken = false;
  mind.post({ is: "StopRequested" });
  expect(performed).toContain("Finish");
});
