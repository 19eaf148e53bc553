import { resolve } from "node:path";

import { collectorVariables } from "../collector/environment.ts";
import { type Link } from "../collector/link.ts";
import { noConnections } from "../compose/layers.ts";
import { formatUid } from "../opamp/wire/uid.ts";
import { ProgramGuard } from "../packages/program-guard.ts";
import { CredentialFiles } from "../storage/credential-files.ts";
import type { EventJournal } from "../storage/event-journal.ts";
import { Obstacles } from "./apply/obstacles.ts";
import type { Attendance } from "./attendance.ts";
import { Acquaintance } from "./collector/acquaintance.ts";
import { openOutput, secretsOf } from "./collector/collector-output.ts";
import { CollectorRunner } from "./collector/collector-runner.ts";
import { CustomRelay } from "./collector/custom-relay.ts";
import { KnownPrograms } from "./collector/known-programs.ts";
import { meetCollector } from "./collector/meet-collector.ts";
import { MemoryRelief } from "./collector/memory-relief.ts";
import { Composer } from "./compose/composer.ts";
import type { Event } from "./mind/events.ts";
import { describedAs, initialState, mindSettings } from "./mind/initial-state.ts";
import { Mind } from "./mind/mind.ts";
import { Performer } from "./mind/performer.ts";
import { unboundedWarning } from "./mind/unbounded.ts";
import { OperatorReading } from "./operator/operator-reading.ts";
import { type OwnIdentity } from "./operator/own-identity.ts";
import { PackageEffects } from "./packages/package-effects.ts";
import { SelfEffects } from "./packages/self-effects.ts";
import { findSelfWayBack } from "./packages/self-way-back.ts";
import { tellVerifierFault } from "./packages/tell-verifier-fault.ts";
import { observe } from "./report/observe.ts";
import { timeText } from "./report/time-text.ts";
import { openRequest } from "./server/certificate-state.ts";
import { candidateOf } from "./server/connection-state.ts";
import { keepOfferedConnection } from "./server/keep-offered-connection.ts";
import { saveOrTell } from "./server/save-or-tell.ts";
import { usedConnections } from "./server/used-connections.ts";
import type { SupervisorEnd, SupervisorOptions } from "./supervisor-options.ts";

export interface Attended extends SupervisorOptions, OwnIdentity {
  attendance: Attendance;
  journal: EventJournal;
}

/** The same once the link is open and those who look are there. */
export async function superviseOver(link: Link, options: Attended): Promise<SupervisorEnd> {
  const { config, runtime, log, storage, connect, hidden, stop, kill, attendance, uid, clonedFrom, save } = options;
  const { fileRoute, succession, journal } = options;
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
    serverListens: () => post({ is: "FiguresDue" }),
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
    taken: (taken) => {
      for (const entry of observe(taken, taken.moment.now)) journal.add(entry);
      telemetry.taken(taken);
    },
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
  const state = () => mind.state;
  const selfDirectory = resolve(host.directory, storage.paths.supervisorPackages);
  const programs = new KnownPrograms({ ...runtime, acquaintance, guard, verifier, executable, state, post });
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
      programs,
      route,
      env: runner.env,
      post,
    }),
    self: new SelfEffects({
      config,
      runtime,
      storage,
      log,
      directory: selfDirectory,
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
    status: () => attendance.snapshot(),
    post,
    finished: finished.resolve,
  });
  await Promise.all([saved, credentialsTidied]);
  log.info("Supervisor starting", { id: formatUid(uid) });
  const { version } = options;
  journal.add({ at: timeText(clock.now()), event: "supervisor-started", version, pid: host.pid });
  const unbounded = unboundedWarning(config);
  if (unbounded !== undefined) log.warn(unbounded);
  upstream.start();
  const giveUpPreparation = runtime.processes.prepare();
  post({ is: "Started" });
  attendance.begin(mind, {
    post,
    findWayBack: (wanted) => programs.findWayBack(wanted),
    findSelfWayBack: (wanted) => findSelfWayBack(wanted, { state, directory: selfDirectory, ...runtime, verifier }),
  });
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
