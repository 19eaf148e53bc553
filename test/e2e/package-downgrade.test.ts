import { expect, test } from "bun:test";
import { generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";

import { otelcol } from "../support/e2e.ts";
import { installed, offerCollector, phaseOf, wrappedCollector } from "../support/offered-package.ts";
import { collectorVersion, newerCollector, packageTaker, runsVersion } from "../support/package-taker.ts";
import { runCommand } from "../support/run-command.ts";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const pem = publicKey.export({ type: "spki", format: "pem" });
const verifier = { type: "key", key: { public_keys: [{ pem }] } };

/** What was released once: its signature holds for ever. */
const released = (version: string, content: Uint8Array) => ({
  version,
  content,
  signature: Buffer.from(sign(null, content, privateKey).toString("base64")),
});

const newer = released(newerCollector.version, newerCollector.content);
const first = released("v0.149.0", readFileSync(otelcol));
const between = released("v0.149.5", wrappedCollector(otelcol, "0.149.5"));

/** A supervisor that takes what the key has signed, and has gone on to the newer Collector. */
async function upgraded(bounds: object = {}) {
  const scene = await packageTaker({ agent: { package: { verifier, ...bounds } } });
  const { server, supervisor } = scene;
  await offerCollector(server, newer);
  expect(phaseOf(await installed(server, newer.version))).toBe("Installed");
  await supervisor.line("The configuration in force is the last good one", {}, supervisor.lines.length - 1);
  return scene;
}

test("an old version that is offered again is refused though its signature holds, under whatever version", async () => {
  const { server } = await upgraded();
  await offerCollector(server, between);
  const replayed = await installed(server, between.version);
  expect([phaseOf(replayed), replayed.agentHasVersion]).toEqual(["InstallFailed", newer.version]);
  expect(replayed.errorMessage).toStartWith("DOWNGRADE: ");
  await offerCollector(server, { ...between, version: "v0.151.0" });
  const renamed = await installed(server, "v0.151.0");
  expect([phaseOf(renamed), renamed.agentHasVersion]).toEqual(["InstallFailed", newer.version]);
  expect(renamed.errorMessage).toStartWith("VERSION_MISMATCH: ");
  expect(await collectorVersion(server)).toBe("0.150.0");
}, 60_000);

test("a way back that the operator has gone does not open one for the server", async () => {
  const { server, world } = await upgraded();
  expect((await runCommand(world, "packages", "rollback")).code).toBe(0);
  await runsVersion(server, "0.149.0");
  await offerCollector(server, between);
  const replayed = await installed(server, between.version);
  expect(phaseOf(replayed)).toBe("InstallFailed");
  expect(replayed.errorMessage).toMatch(/^DOWNGRADE: .*older than the one that was installed before, 0\.150\.0/);
  expect(await collectorVersion(server)).toBe("0.149.0");
}, 60_000);

test("with allow_downgrade the server goes back, and never below minimum_version", async () => {
  const { server } = await upgraded({ allow_downgrade: true, minimum_version: "0.149.0" });
  const older = released("v0.148.0", wrappedCollector(otelcol, "0.148.0"));
  await offerCollector(server, older);
  const status = await installed(server, older.version);
  expect([phaseOf(status), status.agentHasVersion]).toEqual(["InstallFailed", newer.version]);
  expect(status.errorMessage).toStartWith("BELOW_MINIMUM: ");
  await offerCollector(server, first);
  const back = await installed(server, first.version);
  expect([phaseOf(back), back.agentHasVersion, back.errorMessage]).toEqual(["Installed", first.version, ""]);
  await runsVersion(server, "0.149.0");
}, 60_000);
