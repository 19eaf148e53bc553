import { expect, test } from "bun:test";

import { sha256 } from "../../../src/runtime/sha256.ts";
import { AddonEffects } from "../../../src/supervisor/addon-effects.ts";
import type { Event } from "../../../src/supervisor/events.ts";
import { RunnerWorld } from "../../support/runner-world.ts";
import { piecesOf, scriptedFile } from "../../support/scripted-file.ts";
import { supervisorConfig } from "../../support/supervisor-config.ts";

test("an add-on that has come is told with what the operator trusted then", async () => {
  const { runtime, storage, log, network } = await RunnerWorld.open();
  const events: Event[] = [];
  const config = supervisorConfig();
  const download = { maxBytes: 1_000, maxDurationMs: 60_000 };
  const effects = new AddonEffects({
    config: { ...config, agent: { ...config.agent, package: { ...config.agent.package, download } } },
    runtime,
    storage,
    log,
    addonsDirectory: "/state/addons",
    route: () => ({ usable: true }),
    post: (event) => void events.push(event),
  });
  const content = "rules";
  network.answerGet = scriptedFile({ pieces: piecesOf(Buffer.from(content)) });
  const contentHash = sha256(content);
  await effects.perform({
    do: "FetchAddon",
    ticket: 3,
    addon: { name: "geo", version: "1", hash: "ab" },
    file: { url: "https://f.test/", headers: [], contentHash, signature: new Uint8Array() },
    rule: { name: "geo", unpack: false },
  });
  const stored = { name: "geo", version: "1", hash: "ab", contentHash, size: 5, verifier: "none" };
  expect(events.at(-1)).toMatchObject({ is: "AddonFetched", ticket: 3, outcome: { fetched: true, stored } });
});
