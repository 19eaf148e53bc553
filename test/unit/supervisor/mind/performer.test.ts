import { describe, expect, test } from "bun:test";

import { noConnections } from "../../../../src/compose/layers.ts";
import { RemoteConfigStatuses } from "../../../../src/opamp/wire/messages.ts";
import { Obstacles } from "../../../../src/supervisor/apply/obstacles.ts";
import { Composer, type ComposerOptions } from "../../../../src/supervisor/compose/composer.ts";
import type { Event } from "../../../../src/supervisor/mind/events.ts";
import { Performer } from "../../../../src/supervisor/mind/performer.ts";
import type { Candidate } from "../../../../src/supervisor/mind/state.ts";
import { noAddons } from "../../../../src/supervisor/packages/addon-set.ts";
import { createUpstream } from "../../../../src/supervisor/server/upstream.ts";
import { compositionOf } from "../../../support/compositions.ts";
import { credentialsOn } from "../../../support/credentials-on.ts";
import { settle } from "../../../support/fake-clock.ts";
import { fixedWay } from "../../../support/fixed-way.ts";
import { errno } from "../../../support/memory-files.ts";
import { readAgentFrame, serverFrame } from "../../../support/opamp-frames.ts";
import { RunnerWorld, silentRelay } from "../../../support/runner-world.ts";
import { snapshotOf } from "../../../support/status-snapshots.ts";
import { knowledge, remote } from "../../../support/stored.ts";
import { supervisorConfig } from "../../../support/supervisor-config.ts";

const uid = new Uint8Array(16).fill(5);
const candidate: Candidate = { remote: undefined, connections: noConnections, program: undefined, addons: noAddons };
const effective = "/state/effective.yaml";

async function performing(makeComposer = (options: ComposerOptions) => new Composer(options)) {
  const world = await RunnerWorld.open();
  const { runtime, log, storage } = world;
  const config = supervisorConfig({ agent: { args: ["--set", "x=y"] } });
  const events: Event[] = [];
  /** What the mind decides at once when an event comes. */
  const answer = { with: () => {} };
  const post = (event: Event) => {
    events.push(event);
    if (event.is === "Composed") answer.with();
  };
  const composer = makeComposer({
    config,
    ...runtime,
    credentials: credentialsOn(world.files),
    env: {},
    log,
    addonsDirectory: "/state/addons",
    port: 4321,
  });
  const upstream = createUpstream({
    config,
    runtime,
    log,
    server: config.server,
    inForce: () => undefined,
    route: fixedWay({ url: "ws://server.test/v1/opamp", headers: [] }),
    relay: silentRelay,
    instanceUid: uid,
    reported: {},
    post,
  });
  let finished = 0;
  const performer = new Performer({
    clock: world.clock,
    runtime,
    executable: "/opt/otelcol",
    secrets: () => [],
    packages: { perform: async () => {}, close: () => {} },
    self: { perform: async () => {}, close: () => {} },
    obstacles: new Obstacles({ runtime, storage, executable: "/opt/otelcol", gone: () => {} }),
    log,
    storage,
    composer,
    runner: world.runner({ post }),
    upstream,
    relay: silentRelay,
    acquaintance: { current: async () => ({ learned: true, knowledge, fresh: false }), known: () => knowledge },
    args: config.agent.args,
    status: () => snapshotOf(),
    addonsDirectory: "/state/addons",
    post,
    finished: () => (finished += 1),
  });
  return { world, performer, answer, composer, upstream, events, finished: () => finished };
}

describe("a composition", () => {
  test("comes back under its ticket", async () => {
    const { performer, events } = await performing();
    performer.perform({ do: "Compose", ticket: 3, candidate, uid, lenient: false });
    await settle();
    expect(events).toMatchObject([
      { is: "Composed", ticket: 3, outcome: { composed: true, composition: { candidate } } },
    ]);
  });

  test("lets the start that follows be prepared; where none follows, that is given up", async () => {
    const { world, performer } = await performing();
    performer.perform({ do: "Compose", ticket: 1, candidate, uid, lenient: false });
    expect(world.processes).toMatchObject({ prepared: 1, givenUp: 0 });
    await settle();
    expect(world.processes).toMatchObject({ prepared: 1, givenUp: 1 });
  });

  test("keeps what was prepared where the Collector is started or stopped for it, until the supervisor ends", async () => {
    const { world, performer, answer } = await performing();
    answer.with = () => performer.perform({ do: "StopCollector", life: 1 });
    performer.perform({ do: "Compose", ticket: 1, candidate, uid, lenient: false });
    await settle();
    expect(world.processes).toMatchObject({ prepared: 1, givenUp: 0 });
    performer.close();
    expect(world.processes.givenUp).toBe(1);
  });

  test("that breaks down unexpectedly comes back as refused, so that nobody waits for ever", async () => {
    class Broken extends Composer {
      override compose = () => Promise.reject(new TypeError("out of shape"));
    }
    const { performer, events } = await performing((options) => new Broken(options));
    performer.perform({ do: "Compose", ticket: 3, candidate, uid, lenient: false });
    await settle();
    const outcome = {
      composed: false,
      failure: { code: "INTERNAL", phase: "composing", text: "cannot compose: TypeError: out of shape" },
    };
    expect(events).toEqual([{ is: "Composed", ticket: 3, outcome }] as Event[]);
  });

  test("for which there is no room on the disk is not to blame for that", async () => {
    class Full extends Composer {
      override compose = () => Promise.reject(errno("ENOSPC", "/state/bootstrap.yaml"));
    }
    const { performer, events } = await performing((options) => new Full(options));
    performer.perform({ do: "Compose", ticket: 3, candidate, uid, lenient: false });
    await settle();
    expect(events).toMatchObject([
      { outcome: { failure: { code: "DISK_FULL", text: "cannot compose: ENOSPC: /state/bootstrap.yaml" } } },
    ]);
  });

  test("is started with the token that the link lets in, and with the operator's arguments last", async () => {
    const { world, performer, composer, events } = await performing();
    const outcome = await composer.compose(candidate, { uid, knowledge, lenient: false });
    if (!outcome.composed) throw new Error(outcome.failure.text);
    performer.perform({ do: "StartCollector", generation: 1, composition: outcome.composition });
    await settle();
    const token = world.admitted.get(1)?.token ?? "none";
    expect(world.files.text(effective)).toContain(token);
    expect(outcome.composition.text).not.toContain(token);
    expect(world.processes.started[0]?.args).toEqual([
      "--config",
      effective,
      "--feature-gates",
      "service.AllowNoPipelines",
      "--set",
      "x=y",
    ]);
    performer.perform({ do: "StopCollector", life: 1 });
    await settle();
    expect(events.map(({ is }) => is)).toEqual(["CollectorStarted", "CollectorStopped"]);
  });
});

describe("what is to be kept", () => {
  test("is on disk afterwards", async () => {
    const { world, performer } = await performing();
    const status = { ...remote("A"), status: RemoteConfigStatuses.RemoteConfigStatuses_FAILED, error: "why" };
    performer.perform({ do: "SaveReceivedRemoteConfig", remote: remote("B") });
    performer.perform({ do: "SaveWorkingRemoteConfig", remote: remote("A") });
    performer.perform({ do: "SaveRemoteStatus", status });
    performer.perform({ do: "SaveTelemetry", telemetry: { logs: { endpoint: "http://l", headers: [["a", "b"]] } } });
    performer.perform({ do: "SaveOtherConnections", others: new Map([["x", { endpoint: "http://o", headers: [] }]]) });
    const settingsStatus = { hash: uid, id: "", status: 2, error: "own telemetry: why" };
    performer.perform({ do: "SaveSettingsStatus", status: settingsStatus });
    performer.perform({ do: "SaveInstanceUid", uid });
    performer.perform({
      do: "Learn",
      program: undefined,
      description: { identifyingAttributes: [] },
      components: undefined,
    });
    await world.storage.close();
    const { persistent, receivedRemoteConfig, workingRemoteConfig, ownTelemetry, otherConnections } =
      world.storage.state;
    expect(receivedRemoteConfig?.configHash).toEqual(remote("B").hash);
    expect(workingRemoteConfig?.configHash).toEqual(remote("A").hash);
    expect(persistent).toMatchObject({
      instanceUid: uid,
      remoteConfigStatus: { lastRemoteConfigHash: remote("A").hash, status: 3, errorMessage: "why" },
    });
    expect(persistent.settingsStatus).toEqual({
      lastConnectionSettingsHash: uid,
      status: 2,
      errorMessage: "own telemetry: why",
    });
    expect(otherConnections?.otherConnections?.["x"]?.destinationEndpoint).toBe("http://o");
    expect(ownTelemetry?.ownLogs?.destinationEndpoint).toBe("http://l");
    expect(world.storage.knowledge(knowledge.identity)).toMatchObject({ allowNoPipelines: true });
  });

  test("and cannot be written is told in the log and stops nothing", async () => {
    const { world, performer } = await performing();
    world.files.failOn("write", "/state/last_recv_remote_config.dat", "ENOSPC");
    performer.perform({ do: "SaveReceivedRemoteConfig", remote: remote("B") });
    performer.perform({ do: "SaveWorkingRemoteConfig", remote: remote("A") });
    const line = await world.log.line(({ level }) => level === "error");
    expect(JSON.stringify(line.fields)).toContain("ENOSPC");
    await world.storage.close();
    expect(world.storage.state.receivedRemoteConfig).toBeUndefined();
    expect(world.storage.state.workingRemoteConfig?.configHash).toEqual(remote("A").hash);
  });

  test("for connections that ended leaves no file", async () => {
    const { world, performer } = await performing();
    performer.perform({ do: "SaveOtherConnections", others: new Map([["x", { endpoint: "http://o", headers: [] }]]) });
    performer.perform({ do: "SaveOtherConnections", others: new Map() });
    performer.perform({ do: "SaveTelemetry", telemetry: { logs: { endpoint: "http://l", headers: [] } } });
    performer.perform({ do: "SaveTelemetry", telemetry: {} });
    await world.storage.close();
    expect(world.files.text("/state/last_recv_own_telemetry_config.dat")).toBeUndefined();
    expect(world.files.text("/state/last_recv_other_connections.dat")).toBeUndefined();
  });
});

describe("a request for a client certificate", () => {
  const wish = { keyType: "p256", subject: [["CN", "agent"]], dnsNames: [] } as const;
  const stored = "/state/certificate_request.json";
  const make = { do: "MakeCertificateRequest", ticket: 3, wish, form: "form" } as const;

  test("is made by another process, and told once its key is on disk", async () => {
    const { world, performer, events } = await performing();
    world.processes.compute = async (task) => (task === "certificateRequest" ? { key: "k", csr: "c" } : undefined);
    performer.perform(make);
    await settle();
    const request = { key: "k", csr: "c", form: "form", madeAt: world.clock.now() };
    expect(events).toEqual([{ is: "CertificateRequestMade", ticket: 3, making: { made: true, request } }]);
    expect(world.files.text(stored)).toContain('"key":"k"');
    performer.perform({ do: "SaveCertificateRequest", request: undefined });
    await settle();
    expect(world.files.text(stored)).toBeUndefined();
  });

  test.each([
    ["no process can be had", (world: RunnerWorld) => void world, "no process"],
    [
      "it brings something else",
      (world: RunnerWorld) => void (world.processes.compute = async () => "x"),
      "no request",
    ],
    [
      "its key cannot be stored",
      (world: RunnerWorld) => {
        world.processes.compute = async () => ({ key: "canary", csr: "c" });
        world.files.failOn("write", stored, "EROFS");
      },
      "EROFS",
    ],
  ])("is none where %s, and the reason is told", async (_, arrange, reason) => {
    const { world, performer, events } = await performing();
    arrange(world);
    performer.perform(make);
    await settle();
    expect(events).toMatchObject([
      { is: "CertificateRequestMade", ticket: 3, making: { made: false, reason: expect.stringContaining(reason) } },
    ]);
    expect(JSON.stringify(events)).not.toContain("canary");
  });

  test("goes to the server as PEM", async () => {
    const { world, performer, upstream } = await performing();
    upstream.start();
    const { lastDial } = world.network;
    lastDial.accept();
    lastDial.deliver(serverFrame({ instanceUid: uid }));
    performer.perform({ do: "AskForCertificate", csr: "CSR" });
    world.clock.advance(1);
    const { connectionSettingsRequest } = lastDial.sent.map(readAgentFrame).at(-1) ?? {};
    expect(connectionSettingsRequest?.opamp?.certificateRequest?.csr).toEqual(new TextEncoder().encode("CSR"));
  });

  test("is refused here where the server takes none", async () => {
    const { world, performer, upstream, events } = await performing();
    upstream.start();
    const { lastDial } = world.network;
    lastDial.accept();
    lastDial.deliver(serverFrame({ instanceUid: uid, capabilities: 1 }));
    performer.perform({ do: "AskForCertificate", csr: "CSR" });
    const reason = "the server takes no requests for connection settings";
    expect(events.at(-1)).toEqual({ is: "ServerRefused", reason });
  });
});

test("C-069 a certificate that cannot be stored is refused before anybody connects with it", async () => {
  const { world, performer, events } = await performing();
  world.files.failOn("write", "/state/opamp_connection_settings.candidate.dat", "EROFS");
  const settings = { certificate: { cert: Uint8Array.of(1), privateKey: Uint8Array.of(2) } };
  performer.perform({ do: "SaveConnectionCandidate", settings });
  performer.perform({ do: "ProbeServer", ticket: 5, settings });
  await settle();
  const outcome = { reached: false as const, reason: "the certificate cannot be stored" };
  expect(events).toEqual([{ is: "ServerProbed", ticket: 5, outcome }]);
});

describe("a timer", () => {
  test("fires once, with its serial", async () => {
    const { world, performer, events } = await performing();
    performer.perform({ do: "SetTimer", timer: "proof", serial: 4, delayMs: 50 });
    world.clock.advance(200);
    expect(events).toEqual([{ is: "TimerFired", timer: "proof", serial: 4 }]);
  });

  test("is replaced by one of the same name alone", async () => {
    const { world, performer, events } = await performing();
    performer.perform({ do: "SetTimer", timer: "proof", serial: 1, delayMs: 50 });
    performer.perform({ do: "SetTimer", timer: "restart", serial: 2, delayMs: 60 });
    performer.perform({ do: "SetTimer", timer: "proof", serial: 3, delayMs: 70 });
    world.clock.advance(200);
    expect(events.map((event) => "serial" in event && event.serial)).toEqual([2, 3]);
  });

  test("does not fire once it is cancelled, nor any after the end", async () => {
    const { world, performer, events } = await performing();
    performer.perform({ do: "SetTimer", timer: "proof", serial: 1, delayMs: 50 });
    performer.perform({ do: "SetTimer", timer: "stable", serial: 2, delayMs: 50 });
    performer.perform({ do: "CancelTimer", timer: "proof" });
    performer.close();
    world.clock.advance(200);
    expect(events).toEqual([]);
  });
});

test("a check is not disturbed by an earlier one that was given up and ends late", async () => {
  const { world, performer, events } = await performing();
  world.files.put("/opt/otelcol", "program");
  const { stat } = world.files;
  world.files.stat = async (path) => {
    const found = await stat.call(world.files, path);
    return found && { ...found, executable: path === "/opt/otelcol" };
  };
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const read: (string | undefined)[] = [];
  let runs = 0;
  world.processes.run = async () => {
    runs += 1;
    await (runs === 1 ? first : second).promise;
    read.push(world.files.text(`${effective}.trial`));
    return { started: true, exit: { kind: "exited", code: 0 }, stdout: "", stderr: "", timedOut: false };
  };
  const check = (ticket: number, text: string) => {
    const composition = compositionOf(candidate, text);
    performer.perform({ do: "Check", ticket, composition, running: composition, validate: true });
  };
  check(1, "first");
  await settle();
  performer.perform({ do: "AbandonCheck" });
  check(2, "second");
  await settle();
  first.resolve();
  await settle();
  second.resolve();
  await settle();
  expect(read).toEqual(["first", "second"]);
  expect(events).toEqual([{ is: "Checked", ticket: 2, outcome: { passed: true } }]);
});

test("a new identity is used once it is on disk", async () => {
  const { world, performer, upstream } = await performing();
  upstream.start();
  const { lastDial } = world.network;
  lastDial.accept();
  lastDial.deliver(serverFrame({ instanceUid: uid }));
  const next = new Uint8Array(16).fill(6);
  performer.perform({ do: "SaveInstanceUid", uid: next });
  performer.perform({ do: "UseInstanceUid", uid: next });
  const lastUid = () => {
    world.clock.advance(1);
    return lastDial.sent.map(readAgentFrame).at(-1)?.instanceUid;
  };
  expect(lastUid()).toEqual(uid);
  while (lastUid()?.[0] !== next[0]) await settle();
  expect(world.files.text("/state/persistent_state.yaml")).toContain("06060606-0606-0606-0606-060606060606");
});

test("reports go to the server, a log line to the log, the end to who waits for it", async () => {
  const { world, performer, upstream, finished } = await performing();
  upstream.start();
  const { lastDial } = world.network;
  lastDial.accept();
  lastDial.deliver(serverFrame({ instanceUid: uid }));
  performer.perform({ do: "Report", parts: { health: { healthy: true, status: "StatusOK" } } });
  world.clock.advance(1);
  const sent = lastDial.sent.map(readAgentFrame);
  expect(sent.some(({ health }) => health?.status === "StatusOK")).toBe(true);
  performer.perform({ do: "Log", level: "warn", message: "careful", fields: { a: "b" } });
  expect(world.log.at("warn").at(-1)).toMatchObject({ message: "careful", fields: { a: "b" } });
  expect(finished()).toBe(0);
  performer.perform({ do: "Finish" });
  expect(finished()).toBe(1);
});
