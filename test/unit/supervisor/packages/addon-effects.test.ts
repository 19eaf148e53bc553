import { describe, expect, test } from "bun:test";

import type { VerifierConfig } from "../../../../src/config/package-types.ts";
import { addonDirectory } from "../../../../src/packages/addon-directory.ts";
import { verifierPrint } from "../../../../src/packages/trust/verifier-print.ts";
import { sha256 } from "../../../../src/runtime/sha256.ts";
import type { StoredAddon } from "../../../../src/storage/addons-record.ts";
import type { Event } from "../../../../src/supervisor/mind/events.ts";
import { AddonEffects } from "../../../../src/supervisor/packages/addon-effects.ts";
import { settle } from "../../../support/fake-clock.ts";
import { RunnerWorld } from "../../../support/runner-world.ts";
import { piecesOf, scriptedFile } from "../../../support/scripted-file.ts";
import { supervisorConfig } from "../../../support/supervisor-config.ts";

const rule = { name: "*", unpack: false };

/** Add-ons whose content is their name; the server of those that are `away` never answers. */
async function effects({ verifier, away = [] }: { verifier?: VerifierConfig; away?: readonly string[] } = {}) {
  const world = await RunnerWorld.open();
  const { runtime, storage, log, network } = world;
  const events: Event[] = [];
  const config = supervisorConfig();
  const download = { maxBytes: 1_000, maxDurationMs: 60_000 };
  const settings = { ...config.agent.package, download, ...(verifier && { verifier }) };
  const addons = new AddonEffects({
    config: { ...config, agent: { ...config.agent, package: settings } },
    runtime,
    storage,
    log,
    addonsDirectory: "/state/addons",
    route: () => ({ usable: true }),
    post: (event) => void events.push(event),
  });
  network.answerGet = (options) => {
    const name = new URL(options.url).pathname.slice(1);
    const isAway = away.includes(name);
    return scriptedFile({ pieces: isAway ? [] : piecesOf(Buffer.from(name)), after: isAway ? "nothing" : "end" })(
      options,
    );
  };
  const fetch = (ticket: number, name: string, held?: StoredAddon) =>
    addons.perform({
      do: "FetchAddon",
      ticket,
      addon: { name, version: "1", hash: "ab" },
      file: { url: `https://f.test/${name}`, headers: [], contentHash: sha256(name), signature: new Uint8Array() },
      rule,
      ...(held && { held }),
    });
  const fetched = () => events.flatMap((event) => (event.is === "AddonFetched" ? [event.ticket] : []));
  return { world, addons, events, fetch, fetched };
}

const placeOf = (name: string) => `/state/addons/${addonDirectory(sha256(name), rule)}`;

test("an add-on that has come is told with what the operator trusted then", async () => {
  const { fetch, events } = await effects();
  await fetch(3, "geo");
  const stored = { name: "geo", version: "1", hash: "ab", contentHash: sha256("geo"), size: 3, verifier: "none" };
  expect(events.at(-1)).toMatchObject({ is: "AddonFetched", ticket: 3, outcome: { fetched: true, stored } });
});

describe("an add-on whose server is away", () => {
  test("holds up no other one, and no removal; what has come of it stays", async () => {
    const { world, addons, fetch, fetched } = await effects({ away: ["slow"] });
    world.files.put("/state/addons/old/file", "x");
    void fetch(1, "slow");
    await fetch(2, "geo");
    await addons.perform({ do: "KeepAddons", directories: [placeOf("geo").slice("/state/addons/".length)] });
    expect(fetched()).toEqual([2]);
    expect(world.files.text("/state/addons/old/file")).toBeUndefined();
    expect(await world.files.list("/state/addons")).toHaveLength(2);
    addons.close();
  });

  test("is given up alone, and the same content is begun anew when that is over", async () => {
    const away = ["slow"];
    const { world, addons, fetch, fetched } = await effects({ away });
    void fetch(1, "slow");
    void fetch(2, "slow");
    await settle();
    expect(world.network.gets).toHaveLength(1);
    away.pop();
    await addons.perform({ do: "AbandonAddon", ticket: 1 });
    await settle();
    expect(fetched()).toEqual([2]);
    expect(world.network.gets).toHaveLength(2);
    expect(world.files.text(`${placeOf("slow")}/slow`)).toBe("slow");
  });

  test("is removed with what has come of it where it is given up and needed no more", async () => {
    const { world, addons, fetch } = await effects({ away: ["slow"] });
    const work = fetch(1, "slow");
    await settle();
    await addons.perform({ do: "AbandonAddon", ticket: 1 });
    await addons.perform({ do: "KeepAddons", directories: [] });
    await work;
    expect(await world.files.list("/state/addons")).toEqual([]);
  });
});

describe("an add-on that is here already", () => {
  const pem = (name: string) => `-----BEGIN PUBLIC KEY-----\n${keys[name]}\n-----END PUBLIC KEY-----\n`;
  const keys: Readonly<Record<string, string>> = {
    first: "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=",
    second: "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
  };
  const verifier: VerifierConfig = { type: "key", publicKeys: [{ file: "/release.pub" }], threshold: 1 };

  test("is used as long as the operator's key file is what it was, and comes anew once that is another one", async () => {
    const { world, fetch, events } = await effects({ verifier });
    world.files.put("/release.pub", pem("first"));
    const print = await verifierPrint(verifier, world.files);
    if ("fault" in print) throw new Error(print.fault);
    const place = addonDirectory(sha256("geo"), rule);
    const held = {
      name: "geo",
      version: "1",
      hash: "ab",
      contentHash: sha256("geo"),
      path: `${place}/geo`,
      size: 3,
      verifier: print.print,
      at: 0,
    };
    await fetch(1, "geo", held);
    expect(events).toEqual([{ is: "AddonFetched", ticket: 1, outcome: { fetched: true, stored: held } }]);
    expect(world.network.gets).toEqual([]);
    world.files.put("/release.pub", pem("second"));
    await fetch(2, "geo", held);
    expect(world.network.gets).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ ticket: 2, outcome: { fetched: false, failure: { code: "NO_SIGNATURE" } } });
    expect(world.log.at("warn").at(-1)?.fields["reason"]).toStartWith("VERIFIER_CHANGED: ");
  });
});
