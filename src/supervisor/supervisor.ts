import { resolve } from "node:path";

import { collectorVariables } from "../collector/environment.ts";
import { type Link, openLink } from "../collector/link.ts";
import type { PassedOutputOptions } from "../collector/passed-output.ts";
import { noConnections } from "../compose/layers.ts";
import type { SupervisorConfig } from "../config/types.ts";
import { formatUid } from "../opamp/wire/uid.ts";
import { ProgramGuard } from "../packages/program-guard.ts";
import { errorCode } from "../runtime/error-code.ts";
import type { Runtime } from "../runtime/ports.ts";
import { CredentialFiles } from "../storage/credential-files.ts";
import type { Storage } from "../storage/storage.ts";
import type { Level, Log } from "../telemetry/log.ts";
import { Acquaintance } from "./acquaintance.ts";
import { Attendance } from "./attendance.ts";
import { openRequest } from "./certificate-state.ts";
import { openOutput, secretsOf } from "./collector-output.ts";
import { CollectorRunner } from "./collector-runner.ts";
import { Composer } from "./composer.ts";
import { candidateOf } from "./connection-state.ts";
import { CustomRelay } from "./custom-relay.ts";
import type { Event } from "./events.ts";
import { describedAs, initialState, mindSettings } from "./initial-state.ts";
import { keepOfferedConnection } from "./keep-offered-connection.ts";
import { KnownPrograms } from "./known-programs.ts";
import { meetCollector } from "./meet-collector.ts";
import { MemoryRelief } from "./memory-relief.ts";
import { Mind } from "./mind.ts";
import { missingFallback } from "./missing-fallback.ts";
import { Obstacles } from "./obstacles.ts";
import type { Connect, OpenFileRoute } from "./open-upstream.ts";
import { OperatorReading, type OperatorSource } from "./operator-reading.ts";
import { type OwnIdentity, ownIdentity } from "./own-identity.ts";
import { PackageEffects } from "./package-effects.ts";
import { Performer } from "./performer.ts";
import { saveOrTell } from "./save-or-tell.ts";
import { SelfEffects, type Succession } from "./self-effects.ts";
import type { SelfTelemetryGate } from "./self-telemetry-gate.ts";
import { tellVerifierFault } from "./tell-verifier-fault.ts";
import { unboundedWarning } from "./unbounded.ts";
import { usedConnections } from "./used-connections.ts";

export interface SupervisorOptions {
  config: SupervisorConfig;
  runtime: Runtime;
  storage: Storage;
  log: Log;
  /** Where passed lines of the Collector go, and their form. */
  passing: Pick<PassedOutputOptions, "sinks" | "encoding">;
  /** To the OpAMP server. */
  connect: Connect;
  /** To files of packages. */
  fileRoute: OpenFileRoute;
  /** What the way there has read or got of secrets, beside `server.headers`. */
  hidden(): readonly string[];
  /** What this program tells of itself to others than its log. */
  telemetry: SelfTelemetryGate;
  /** Of this program, for those who look. */
  version: string;
  /** Who sees to another version of this program. */
  succession: Succession;
  /** Aborted once for an ordered stop. */
  stop: AbortSignal;
  /** Aborted when the operator will not wait for the ordered stop: the Collector is killed. */
  kill: AbortSignal;
  /** Asks for the ordered stop, as an operator may over the control channel. */
  requestStop(): void;
  /** What the operator has written, to be read again. */
  source: OperatorSource;
  /** He asks for that. */
  onReload(again: () => void): void;
  /** Of the log, from now on. */
  useLevel(level: Level): void;
}

/** How a supervisor's life ended. */
export type SupervisorEnd = { ended: "stopped" } | { ended: "failed"; code: string; message: string };

/**
 * Supervises one Collector until it is told to stop: learns what the binary is, opens the link, connects to the
 * server, and lets the mind decide. Fails only at the start, when there is no Collector that could be supervised.
 */
export async function supervise(options: SupervisorOptions): Promise<SupervisorEnd> {
  const { storage } = options;
  try {
    const missing = await missingFallback(options.config, options.runtime.files);
    if (missing !== undefined) return { ended: "failed", code: "FALLBACK", message: missing };
    const opened = await open(options);
    if (!opened.opened) return { ended: "failed", code: "LINK", message: opened.reason };
    const identity = await ownIdentity({ ...options, ...options.runtime });
    const attendance = new Attendance({ ...options, ...identity, storageDirectory: storage.paths.directory });
    try {
      const obstacle = await attendance.open();
      if (obstacle !== undefined) return { ended: "failed", code: "HEALTHCHECK", message: obstacle };
      storage.hold.restored = () => attendance.moved();
      storage.hold.taken = options.requestStop;
      const end = await superviseOver(opened.link, { ...options, ...identity, attendance });
      return storage.hold.isTaken ? takenOver(storage.paths.directory) : end;
    } finally {
      storage.hold.restored = () => {};
      await attendance.close();
      await opened.link.stop();
    }
  } finally {
    await storage.close();
  }
}

/** Its lock was free, since somebody had removed the directory that this one had locked: two must not go on as one agent. */
function takenOver(directory: string): SupervisorEnd {
  const message = `${directory} was removed, and another supervisor uses it by now: this one has ended its own Collector`;
  return { ended: "failed", code: "STORAGE", message };
}

type LinkOpened = { opened: true; link: Link } | { opened: false; reason: string };

async function open({ config, runtime, log }: SupervisorOptions): Promise<LinkOpened> {
  const { network, clock, random } = runtime;
  const port = config.agent.opampServerPort;
  const wantComponents = config.capabilities.reportsAvailableComponents;
  try {
    return {
      opened: true,
      link: await openLink({ network, clock, random, log: log.named("opamp-server"), port, wantComponents }),
    };
  } catch (error) {
    const why = errorCode(error) ?? String(error);
    return { opened: false, reason: `cannot listen on 127.0.0.1:${port} for the Collector: ${why}` };
  }
}

interface Attended extends SupervisorOptions, OwnIdentity {
  attendance: Attendance;
}

async function superviseOver(link: Link, options: Attended): Promise<SupervisorEnd> {
  const { config, runtime, log, storage, connect, hidden, stop, kill, attendance, uid, clonedFrom, save } = options;
  const { fileRoute, succession } = options;
  const { clock, host, random } = runtime;
  const { telemetry } = options;
  const watched: { mind?: Mind } = {};
  telemetry.begin({ uid, state: () => watched.mind?.state, server: () => attendance.server?.status.state ?? "none" });
  const env = collectorVariables({ inherited: host.env, configured: config.agent.env });
  const credentialFiles = new CredentialFiles({ ...runtime, storage, workingDirectory: host.directory });
  const addonsDirectory = resolve(host.directory, storage.paths.addons);
  const credentials = { credentials: credentialFiles, addonsDirectory };
  const composer = new Composer({ ...runtime, ...credentials, config, env, log, port: link.port });
  const finished = Promise.withResolvers<void>();
  const relief = new MemoryRelief({ clock, host });
  const post = (event: Event) => {
    relief.heard(event);
    mind.post(event);
    attendance.changed();
  };
  const { executable, args, env: configuredEnv, crashLogSnippetBytes: tailBytes } = config.agent;
  // A Collector that is still asked what it is has no connections.
  let connections = () => noConnections;
  const secrets = () => [...secretsOf(config, connections()), ...hidden()];
  const relay = new CustomRelay({
    log,
    toCollector: (generation, message) => link.send(generation, message),
    toServer: (message) => upstream.sendCustomMessage(message),
  });
  const output = openOutput(options, () => [...secrets(), ...runner.hiddenTexts()]);
  const runner = new CollectorRunner({
    runtime,
    relay,
    storage,
    link,
    log,
    output,
    configuredEnv,
    tailBytes,
    secrets,
    lastWords: (statement, ofExecutable) => acquaintance.heard(statement, ofExecutable),
    post,
  });
  const acquaintance = new Acquaintance({
    ...options,
    link,
    composer,
    output,
    uid,
    env: runner.env,
    marked: runner.mark.left,
  });
  // The Collector introduces itself without opening a port, so nobody is in its way yet.
  const leftoversEnded = runner.mark.endLeftovers();
  const saved = save();
  const packagesDirectory = resolve(host.directory, storage.paths.packages);
  const guard = new ProgramGuard({ directory: packagesDirectory, files: runtime.files });
  const meeting = telemetry.bootstrap(
    meetCollector({
      ...options,
      ...runtime,
      acquaintance,
      executable,
      packagesDirectory,
      addonsDirectory,
      guard,
      package: config.agent.package,
      now: clock.now(),
    }),
  );
  const [learned] = await Promise.all([meeting, leftoversEnded]);
  if (!learned.learned) {
    output.close();
    await runner.mark.remove();
    return stop.aborted ? { ended: "stopped" } : { ended: "failed", code: learned.code, message: learned.message };
  }

  await keepOfferedConnection({ config, storage, log });
  const { own } = succession;
  const obstacle = config.capabilities.acceptsSupervisorPackage ? await own.obstacle() : undefined;
  const initial = initialState({
    config,
    knowledge: learned.knowledge,
    stored: storage.state,
    uid,
    clonedFrom,
    packagesDirectory,
    own: { role: own.role, version: options.version, obstacle },
  });
  telemetry.decide(initial.accepted.connections.telemetry);
  const mind = new Mind({
    clock,
    random,
    initial,
    perform: (effect) => performer.perform(effect),
    taken: (taken) => telemetry.taken(taken),
  });
  watched.mind = mind;
  connections = () => mind.state.desired.connections;
  const credentialsTidied = saveOrTell(composer.keepCredentials([...usedConnections(initial)]), log);
  const upstream = connect({
    config,
    runtime: { ...runtime, network: await telemetry.network() },
    log,
    instanceUid: uid,
    reported: initial.reported,
    settings: candidateOf(initial.connection) ?? initial.connectionInForce,
    relay,
    connection: telemetry.connection(attendance.server),
    message: (message, take) => telemetry.message(message, take),
    inForce: () => mind.state.connectionInForce,
    pendingKey: () => openRequest(mind.state.certificate)?.key,
    post,
  });
  const { verifier } = config.agent.package;
  const route = fileRoute(() => mind.state.connectionInForce);
  const programs = new KnownPrograms({ ...runtime, acquaintance, guard, verifier, state: () => mind.state, post });
  const performer = new Performer({
    clock,
    runtime,
    executable,
    secrets,
    packages: new PackageEffects({
      config,
      runtime,
      storage,
      log,
      packagesDirectory,
      addonsDirectory,
      guard,
      route,
      env: runner.env,
      post,
    }),
    self: new SelfEffects({
      config,
      runtime,
      storage,
      log,
      directory: resolve(host.directory, storage.paths.supervisorPackages),
      route,
      succession,
      post,
    }),
    obstacles: new Obstacles({ runtime, storage, executable, gone: () => post({ is: "ObstacleGone" }) }),
    log,
    storage,
    composer,
    runner,
    upstream,
    relay,
    acquaintance: programs,
    args,
    addonsDirectory,
    post,
    finished: finished.resolve,
  });
  await Promise.all([saved, credentialsTidied]);
  log.info("Supervisor starting", { id: formatUid(uid) });
  const unbounded = unboundedWarning(config);
  if (unbounded !== undefined) log.warn(unbounded);
  upstream.start();
  const giveUpPreparation = runtime.processes.prepare();
  post({ is: "Started" });
  attendance.begin(mind, { post, findWayBack: (version) => programs.findWayBack(version) });
  const reading = new OperatorReading({
    ...options,
    ...runtime,
    settingsOf: (stated) => mindSettings(stated, describedAs(stated, clonedFrom), packagesDirectory),
    post,
    change: () => mind.state.operatorChange,
    ...attendance.forReading,
  });
  options.onReload(() => reading.again());
  if (mind.state.apply.is !== "composing") giveUpPreparation();
  void tellVerifierFault(options);
  kill.addEventListener("abort", () => runner.kill(), { once: true });
  stop.addEventListener("abort", () => post({ is: "StopRequested" }), { once: true });
  if (stop.aborted) post({ is: "StopRequested" });

  await finished.promise;
  reading.close();
  performer.close();
  relief.close();
  await upstream.stop();
  await acquaintance.idle();
  output.close();
  await runner.mark.remove();
  log.info("Supervisor stopped");
  return { ended: "stopped" };
}
