import { join } from "node:path";

/** The files of a storage directory. The names of the Go supervisor are kept where it has the file too. */
export interface StoragePaths {
  directory: string;
  lock: string;
  persistentState: string;
  receivedRemoteConfig: string;
  /** In force, or last in force. */
  workingRemoteConfig: string;
  /** To go back to, while the one in force is on probation. */
  lastGoodRemoteConfig: string;
  /** Stood its probation before that one: the operator may go back to it. */
  earlierRemoteConfig: string;
  /** Came while the operator holds changes of the server. */
  heldRemoteConfig: string;
  /** The operator's hold on changes of the server. */
  hold: string;
  ownTelemetry: string;
  /** Other connections of the Collector that the server directs. */
  otherConnections: string;
  /** Accepted settings of the connection to the server, and those on trial. */
  connection: string;
  connectionCandidate: string;
  /** What earlier starts learned of Collector binaries. */
  collectorKnowledge: string;
  /** The Collector that runs now, or ran when the last supervisor ended. */
  runningCollector: string;
  /** The configuration that the Collector is started with. */
  effectiveConfig: string;
  /** A configuration that is being checked. */
  trialConfig: string;
  /** What the Collector is asked with what it is, and how it wants its configuration. */
  bootstrapConfig: string;
  probeConfig: string;
  /** Directory of the certificates and keys that the Collector is to read. */
  credentials: string;
  /** There for a moment, to see whether there is room on the disk. */
  roomProbe: string;
  /** The key of the hashes that stand for secrets in what the server is shown. */
  redactionKey: string;
  /** The remote configuration that is being tried. */
  trial: string;
  /** Remote configurations that are known not to work. */
  rejected: string;
  /** The last ends of the Collector that nobody asked for. */
  deaths: string;
  /** What was decided and why, line by line; older lines are in `events.jsonl.1`. */
  events: string;
  /** The request for a client certificate that has no answer yet, with its key. */
  certificateRequest: string;
  /** What is known of packages: which one runs, which are there, which one is tried, which have failed. */
  packagesRecord: string;
  /** The packages that were offered last, until each has its verdict. */
  receivedPackages: string;
  /** What the server was told last of packages. */
  packageStatuses: string;
  /** Directory of the packages, each in a directory of its own. */
  packages: string;
  /** Directory of the add-ons that the Collector reads, each in a directory of its own. */
  addons: string;
  /** The same two for packages of the supervisor itself, which nobody but the supervisor's user reaches. */
  supervisorPackagesRecord: string;
  supervisorPackages: string;
  /** Standard output and standard error of the Collector. */
  agentLog: string;
  /** The beginning of that log while it is put away. */
  agentLogCopy: string;
}

export function storagePaths(directory: string): StoragePaths {
  return {
    directory,
    lock: join(directory, "lock"),
    persistentState: join(directory, "persistent_state.yaml"),
    receivedRemoteConfig: join(directory, "last_recv_remote_config.dat"),
    workingRemoteConfig: join(directory, "last_working_remote_config.dat"),
    lastGoodRemoteConfig: join(directory, "last_good_remote_config.dat"),
    earlierRemoteConfig: join(directory, "earlier_remote_config.dat"),
    heldRemoteConfig: join(directory, "held_remote_config.dat"),
    hold: join(directory, "hold.json"),
    ownTelemetry: join(directory, "last_recv_own_telemetry_config.dat"),
    otherConnections: join(directory, "last_recv_other_connections.dat"),
    connection: join(directory, "opamp_connection_settings.dat"),
    connectionCandidate: join(directory, "opamp_connection_settings.candidate.dat"),
    collectorKnowledge: join(directory, "collector_knowledge.json"),
    runningCollector: join(directory, "running_collector.json"),
    effectiveConfig: join(directory, "effective.yaml"),
    trialConfig: join(directory, "effective.yaml.trial"),
    bootstrapConfig: join(directory, "bootstrap.yaml"),
    probeConfig: join(directory, "probe.yaml"),
    credentials: join(directory, "collector_credentials"),
    roomProbe: join(directory, "room.probe"),
    redactionKey: join(directory, "redaction.key"),
    trial: join(directory, "journal.json"),
    rejected: join(directory, "rejected.json"),
    deaths: join(directory, "deaths.json"),
    events: join(directory, "events.jsonl"),
    certificateRequest: join(directory, "certificate_request.json"),
    packagesRecord: join(directory, "packages.json"),
    receivedPackages: join(directory, "last_recv_packages.dat"),
    packageStatuses: join(directory, "last-reported-package-statuses.binpb"),
    packages: join(directory, "packages"),
    addons: join(directory, "addons"),
    supervisorPackagesRecord: join(directory, "supervisor_packages.json"),
    supervisorPackages: join(directory, "supervisor_packages"),
    agentLog: join(directory, "agent.log"),
    agentLogCopy: join(directory, "agent.log.copy"),
  };
}

/** Directories within each other below that of add-ons, which may have been archives. */
const mostAddonLevels = 64;

/** The directories among them, each with how many levels it has: 1 where it holds files alone. Everything else is a file. */
export function directoryLevels(paths: StoragePaths): ReadonlyMap<string, number> {
  return new Map([
    [paths.credentials, 1],
    [paths.packages, 2],
    [paths.supervisorPackages, 2],
    [paths.addons, mostAddonLevels],
  ]);
}

/**
 * The files that can hold secrets and that only the supervisor reads: they are encrypted where the operator gives a key. What
 * the Collector reads is not, as it has no key.
 */
export function sealedPaths(paths: StoragePaths): string[] {
  return [
    paths.receivedRemoteConfig,
    paths.workingRemoteConfig,
    paths.lastGoodRemoteConfig,
    paths.earlierRemoteConfig,
    paths.heldRemoteConfig,
    paths.ownTelemetry,
    paths.otherConnections,
    paths.connection,
    paths.connectionCandidate,
    paths.redactionKey,
    paths.certificateRequest,
    paths.receivedPackages,
  ];
}

/** The files that are read when the directory is opened. */
export function recordPaths(paths: StoragePaths): string[] {
  return [
    ...sealedPaths(paths),
    paths.persistentState,
    paths.collectorKnowledge,
    paths.runningCollector,
    paths.trial,
    paths.rejected,
    paths.deaths,
    paths.hold,
  ];
}
