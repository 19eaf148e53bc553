import { describe, expect, test } from "bun:test";

import { certificateRefusal } from "../../../../src/opamp/server/certificate-request.ts";
import type { DesiredOffers } from "../../../../src/opamp/server/desired-offers.ts";
import { withConfigHash, withPackageHashes, withSettingsHash } from "../../../../src/opamp/server/offer-hashes.ts";
import { AgentCapabilities as Can, ServerErrorResponseType } from "../../../../src/opamp/wire/messages.ts";
import { settle } from "../../../support/fake-clock.ts";
import {
  described,
  everything,
  fieldsOf,
  lastTo,
  messagesTo,
  say,
  serverWorld,
  tell,
} from "../../../support/server-world.ts";

const text = (body: string) => ({ configMap: { "": { body: Buffer.from(body) } } });
const desired = {
  remoteConfig: withConfigHash({ config: text("a: 1") }),
  connectionSettings: withSettingsHash({
    opamp: { destinationEndpoint: "wss://elsewhere/v1/opamp" },
    ownLogs: { destinationEndpoint: "https://logs/v1/logs" },
  }),
  packagesAvailable: withPackageHashes({ otelcol: { version: "1", file: { downloadUrl: "https://x/otelcol" } } }),
} satisfies DesiredOffers;

const reported = {
  remoteConfigStatus: { lastRemoteConfigHash: desired.remoteConfig.configHash ?? new Uint8Array() },
  connectionSettingsStatus: { lastConnectionSettingsHash: desired.connectionSettings.hash ?? new Uint8Array() },
  packageStatuses: { serverProvidedAllPackagesHash: desired.packagesAvailable.allPackagesHash ?? new Uint8Array() },
};
const kinds = ["remoteConfig", "connectionSettings", "packagesAvailable"];
const offersIn = (message: object) =>
  Object.keys(message)
    .filter((name) => kinds.includes(name))
    .sort();

describe("what an agent is to have", () => {
  test("S-024, S-025, S-026, S-040 comes with the first answer, and not twice", async () => {
    const peer = (await serverWorld({ desired: () => desired })).network.connect();
    expect(offersIn(say(peer, described))).toEqual(kinds.toSorted());
    expect(offersIn(say(peer, { sequenceNum: 1 }))).toEqual([]);
  });

  test("S-044 is not offered to an agent that reports to have it", async () => {
    const peer = (await serverWorld({ desired: () => desired })).network.connect();
    expect(offersIn(say(peer, { ...described, ...reported }))).toEqual([]);
  });

  test("is not offered before the agent has said what it has", async () => {
    const peer = (await serverWorld({ desired: () => desired })).network.connect();
    expect(offersIn(say(peer, { capabilities: everything, sequenceNum: 7 }))).toEqual([]);
    expect(offersIn(say(peer, { ...described, ...reported, sequenceNum: 8 }))).toEqual([]);
  });

  test("S-027, S-041, S-045 is offered as far as the agent's capabilities invite it", async () => {
    const peer = (await serverWorld({ desired: () => desired })).network.connect();
    const answer = say(peer, { ...described, capabilities: Can.AgentCapabilities_ReportsOwnLogs });
    expect(offersIn(answer)).toEqual(["connectionSettings"]);
    expect(answer.connectionSettings).toMatchObject({ hash: expect.anything(), ownLogs: expect.anything() });
    expect(answer.connectionSettings?.opamp).toBeFalsy();
  });

  test("goes out at once when it changes", async () => {
    let wanted: DesiredOffers = {};
    const offered: string[][] = [];
    const { network, heard } = await serverWorld({
      desired: () => wanted,
      offered: (_agent, offers) => offered.push(Object.keys(offers)),
    });
    const peer = network.connect();
    say(peer, described);
    wanted = { remoteConfig: withConfigHash({ config: text("b: 2") }) };
    heard[0]?.agent.offer();
    heard[0]?.agent.offer();
    expect(messagesTo(peer).slice(1).map(fieldsOf)).toEqual([["instanceUid", "remoteConfig"]]);
    expect(offered).toEqual([["remoteConfig"]]);
  });

  test("is not offered again if the owner has sent it by itself", async () => {
    const wanted: DesiredOffers = {};
    const { network, heard } = await serverWorld({ desired: () => wanted });
    const peer = network.connect();
    say(peer, described);
    heard[0]?.agent.send({ remoteConfig: desired.remoteConfig });
    Object.assign(wanted, desired);
    expect(offersIn(say(peer, { sequenceNum: 1 }))).toEqual(["connectionSettings", "packagesAvailable"]);
  });

  test("is offered again to an agent that has long said nothing of it, and only if it would say so", async () => {
    const { network, clock } = await serverWorld({ desired: () => desired, deadAfterMs: 3_600_000 });
    const [speaking, mute] = [network.connect(), network.connect()];
    say(speaking, described);
    const mutely = { capabilities: Can.AgentCapabilities_AcceptsRemoteConfig, instanceUid: new Uint8Array(16).fill(9) };
    say(mute, { ...described, ...mutely });
    clock.advance(299_000);
    expect(offersIn(say(speaking, { sequenceNum: 1 }))).toEqual([]);
    clock.advance(1_000);
    expect(offersIn(say(speaking, { sequenceNum: 2 }))).toEqual(kinds.toSorted());
    expect(offersIn(say(mute, { ...mutely, sequenceNum: 1 }))).toEqual([]);
  });
});

describe("a request for a certificate", () => {
  const csr = Buffer.from("-----BEGIN CERTIFICATE REQUEST-----");
  const request = { ...described, connectionSettingsRequest: { opamp: { certificateRequest: { csr } } } };
  const refusal = { type: ServerErrorResponseType.ServerErrorResponseType_BadRequest };

  test("S-033 is answered with what the owner issues", async () => {
    const asked: string[] = [];
    const { network } = await serverWorld({
      certificateRequest: async ({ context }, bytes) => {
        asked.push(`${context}: ${Buffer.from(bytes).toString()}`);
        return { issued: true, settings: { opamp: { certificate: { cert: Buffer.from("issued") } } } };
      },
    });
    const peer = network.connect();
    tell(peer, request);
    await settle();
    expect(asked).toEqual([`agent 1: ${csr.toString()}`]);
    expect(Buffer.from(lastTo(peer).connectionSettings?.opamp?.certificate?.cert ?? []).toString()).toBe("issued");
  });

  test.each([
    [
      "the owner refuses",
      request,
      { certificateRequest: () => ({ issued: false as const, reason: "the uid differs" }) },
      "the uid differs",
    ],
    ["nobody issues certificates", request, {}, "this server issues no certificates"],
    [
      "there is no request in it",
      { ...described, connectionSettingsRequest: { opamp: {} } },
      { certificateRequest: () => ({ issued: false as const, reason: "never asked" }) },
      "the request for connection settings has no certificate request in it",
    ],
  ])("S-034 is a BadRequest where %s", async (_, message, options, errorMessage) => {
    const peer = (await serverWorld(options)).network.connect();
    tell(peer, message);
    await settle();
    expect(lastTo(peer).errorResponse).toMatchObject({ ...refusal, errorMessage });
  });

  test("that a person has to decide is answered with nothing, and with what is desired once it is issued", async () => {
    let wanted: DesiredOffers = {};
    const { network, heard } = await serverWorld({
      desired: () => wanted,
      certificateRequest: () => ({ issued: "later" }),
    });
    const peer = network.connect();
    tell(peer, request);
    await settle();
    expect(messagesTo(peer).map(fieldsOf)).toEqual([["instanceUid", "capabilities"]]);
    wanted = { connectionSettings: desired.connectionSettings };
    heard[0]?.agent.offer();
    expect(offersIn(lastTo(peer))).toEqual(["connectionSettings"]);
  });

  test("that a person refuses is a BadRequest when it is", async () => {
    const { network, heard } = await serverWorld({ certificateRequest: () => ({ issued: "later" }) });
    const peer = network.connect();
    tell(peer, request);
    await settle();
    heard[0]?.agent.send(certificateRefusal("who are you?"));
    expect(lastTo(peer).errorResponse).toMatchObject({ ...refusal, errorMessage: "who are you?" });
  });

  test("that is refused does not take away what else there is to say", async () => {
    const peer = (await serverWorld({ message: () => ({ remoteConfig: {} }) })).network.connect();
    tell(peer, request);
    await settle();
    expect(messagesTo(peer).map(fieldsOf)).toEqual([
      ["instanceUid", "errorResponse"],
      ["instanceUid", "remoteConfig", "capabilities"],
    ]);
  });

  test("without `opamp` it means nothing", async () => {
    const peer = (await serverWorld()).network.connect();
    expect(say(peer, { ...described, connectionSettingsRequest: {} }).errorResponse).toBeFalsy();
  });
});

describe("custom capabilities", () => {
  const listOf = (message: { customCapabilities?: { capabilities?: string[] | null } | null }) =>
    message.customCapabilities?.capabilities;

  test("S-050 are listed in the first answer, and whole when they change", async () => {
    const { network, server, poll } = await serverWorld({ customCapabilities: ["com.example.a"] });
    const peer = network.connect();
    expect(listOf(say(peer, described))).toEqual(["com.example.a"]);
    expect(listOf(say(peer, { sequenceNum: 1 }))).toBeUndefined();
    const other = { instanceUid: new Uint8Array(16).fill(9) };
    await poll({ ...described, ...other });
    server.setCustomCapabilities(["com.example.a", "com.example.b"]);
    expect(listOf(lastTo(peer))).toEqual(["com.example.a", "com.example.b"]);
    expect(listOf((await poll({ ...other, sequenceNum: 1 })).message)).toEqual(["com.example.a", "com.example.b"]);
    expect(listOf(say(network.connect(), { ...described, instanceUid: new Uint8Array(16).fill(8) }))).toHaveLength(2);
  });

  test("custom messages go both ways", async () => {
    const { network, heard } = await serverWorld();
    const peer = network.connect();
    say(peer, { ...described, customMessage: { capability: "com.example", type: "q", data: Uint8Array.of(1) } });
    expect(heard[0]?.message.customMessage).toMatchObject({ capability: "com.example", type: "q" });
    heard[0]?.agent.send({ customMessage: { capability: "com.example", type: "a", data: Uint8Array.of(2) } });
    expect(lastTo(peer).customMessage).toMatchObject({ capability: "com.example", type: "a" });
  });
});

describe("hashes", () => {
  test("S-043 equal configurations have equal ones, whatever the order of their files", () => {
    const files = { a: { body: Uint8Array.of(1) }, b: { body: Uint8Array.of(2) } };
    const reversed = { b: files.b, a: files.a };
    const hashOf = (configMap: typeof files) => withConfigHash({ config: { configMap } }).configHash?.toHex();
    expect(hashOf(files)).toBe(hashOf(reversed));
    expect(hashOf(files)).not.toBe(hashOf({ ...files, b: { body: Uint8Array.of(3) } }));
    expect(hashOf(files)).toHaveLength(64);
  });

  test("S-048 that of a package changes with its version, and so does that of all", () => {
    const [one, two] = ["1", "2"].map((version) =>
      withPackageHashes({ otelcol: { version }, other: { version: "1" } }),
    );
    expect(one?.packages?.["otelcol"]?.hash?.toHex()).not.toBe(two?.packages?.["otelcol"]?.hash?.toHex());
    expect(one?.packages?.["other"]?.hash?.toHex()).toBe(two?.packages?.["other"]?.hash?.toHex() ?? "");
    expect(one?.allPackagesHash?.toHex()).not.toBe(two?.allPackagesHash?.toHex());
  });

  test("S-043, S-047 are filled in where the owner has left them out", async () => {
    const { network, heard } = await serverWorld();
    const peer = network.connect();
    say(peer, described);
    heard[0]?.agent.send({ remoteConfig: { config: text("a: 1") }, packagesAvailable: { packages: {} } });
    const { remoteConfig, packagesAvailable } = lastTo(peer);
    expect(remoteConfig?.configHash?.toHex()).toBe(desired.remoteConfig.configHash?.toHex() ?? "");
    expect(packagesAvailable?.allPackagesHash).toHaveLength(32);
  });
});

describe("components", () => {
  const hash = new Uint8Array(32).fill(5);
  const whole = { hash, components: { receivers: {} } };
  const other = { instanceUid: new Uint8Array(16).fill(9) };

  test("S-051 of agents with one hash are asked for once and shared", async () => {
    const { network, heard } = await serverWorld();
    say(network.connect(), { ...described, availableComponents: whole });
    const answer = say(network.connect(), { ...described, ...other, availableComponents: { hash } });
    expect(fieldsOf(answer)).not.toContain("flags");
    const [one, two] = heard.map(({ agent }) => agent.state.availableComponents);
    expect(two?.components).toBe(one?.components ?? {});
  });

  test("of agents with a short hash are not taken for equal", async () => {
    const { network, heard } = await serverWorld();
    const short = new Uint8Array(4);
    say(network.connect(), { ...described, availableComponents: { ...whole, hash: short } });
    say(network.connect(), { ...described, ...other, availableComponents: { hash: short } });
    expect(Object.keys(heard[1]?.agent.state.availableComponents?.components ?? {})).toEqual([]);
  });
});
