import { AgentLog } from "../../src/collector/agent-log.ts";
import type { Link, LinkEvents } from "../../src/collector/link.ts";
import type { ServerToAgent } from "../../src/opamp/wire/messages.ts";
import type { LocalSockets } from "../../src/runtime/local-ports.ts";
import type { Random, Runtime } from "../../src/runtime/ports.ts";
import { openStorage } from "../../src/storage/open-storage.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { CollectorRunner, type CollectorRunnerOptions } from "../../src/supervisor/collector/collector-runner.ts";
import type { Event } from "../../src/supervisor/mind/events.ts";
import { noSecrets } from "./compositions.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeNetwork } from "./fake-network.ts";
import { FakeProcesses } from "./fake-processes.ts";
import { MemoryFiles } from "./memory-files.ts";
import { TestLog } from "./test-log.ts";

/** Different bytes at each call, the same in each test. */
export function countingRandom(): Random {
  let calls = 0;
  const bytes = (length: number) => new Uint8Array(length).fill((calls += 1));
  return { bytes, unit: () => 0.5, uuidv7: () => bytes(16) };
}

/** Nobody is reached. */
const noSockets: LocalSockets = {
  ownUid: 0,
  listen: () => ({ ownerOnly: true, stop: () => {} }),
  connect: () => Promise.reject(new Error("nobody listens")),
};

/** Everything around a `CollectorRunner`, in memory. */
export class RunnerWorld {
  readonly clock = new FakeClock();
  readonly files: MemoryFiles;
  readonly processes = new FakeProcesses();
  readonly network = new FakeNetwork();
  readonly log = new TestLog();
  readonly events: Event[] = [];
  /** What happened to link, files and processes, in order. */
  readonly happened: string[] = [];
  readonly admitted = new Map<number, { token: string; events: LinkEvents }>();
  readonly sent: { generation: number; message: ServerToAgent }[] = [];
  readonly runtime: Runtime;
  readonly link: Link;
  readonly storage: Storage;

  private constructor(files: MemoryFiles, storage: Storage) {
    this.files = files;
    this.storage = storage;
    const host = {
      os: "linux" as const,
      arch: "amd64",
      name: "host",
      release: "6",
      pid: 42,
      env: { PATH: "/bin" },
      directory: "/",
      machine: () => Promise.resolve(undefined),
      oomKills: () => undefined,
      giveBackMemory: () => {},
      giveBackCode: () => {},
    };
    const { clock, processes, network } = this;
    this.runtime = { clock, random: countingRandom(), files, processes, network, local: noSockets, host };
    this.link = {
      port: 4321,
      admit: ({ number, token }, events) => {
        this.admitted.set(number, { token, events });
        this.happened.push(`admit ${number}`);
      },
      send: (generation, message) => {
        this.sent.push({ generation, message });
        return this.admitted.has(generation);
      },
      dismiss: (number) => {
        this.admitted.delete(number);
        this.happened.push(`dismiss ${number}`);
      },
      stop: async () => {},
    };
    this.files.intercept = ({ method, path }) => void (method === "write" && this.happened.push(`write ${path}`));
    this.processes.intercept = () => void this.happened.push("start");
  }

  static async open(): Promise<RunnerWorld> {
    const files = new MemoryFiles();
    const log = new TestLog();
    const opened = await openStorage({
      files,
      log,
      clock: new FakeClock(),
      random: countingRandom(),
      directory: "/state",
      pid: 42,
    });
    if (!opened.opened) throw new Error(opened.reason);
    return new RunnerWorld(files, opened.storage);
  }

  runner(stated: Partial<CollectorRunnerOptions> = {}): CollectorRunner {
    const { runtime, storage, link, log } = this;
    return new CollectorRunner({
      output: new AgentLog({ runtime, paths: storage.paths, log, maxBytes: 16 * 1024 * 1024, maxFiles: 3 }),
      runtime,
      storage,
      link,
      log,
      configuredEnv: {},
      tailBytes: 8_192,
      secrets: () => [],
      lastWords: () => {},
      relay: silentRelay,
      post: (event) => {
        this.events.push(event);
        this.happened.push(event.is);
      },
      ...stated,
    });
  }
}

/** Passes nothing on. */
export const silentRelay = {
  serverDeclares: () => {},
  serverSays: () => {},
  serverLost: () => {},
  collectorReports: () => {},
  collectorSays: () => {},
  collectorLost: () => {},
  supervisorSays: () => {},
  pass: () => {},
};

/** A first start. */
export const firstStart = {
  generation: 7,
  fingerprint: "first",
  executable: "/opt/otelcol",
  args: ["--config", "/state/effective.yaml"],
  secrets: noSecrets,
  configuration: (token: string) => `token: ${token}\n`,
};

/** A runner that has made it, and the Collector. */
export async function startedRunner(stated: Partial<CollectorRunnerOptions> = {}) {
  const world = await RunnerWorld.open();
  const runner = world.runner(stated);
  await runner.start(firstStart);
  return { world, runner, child: world.processes.child };
}
