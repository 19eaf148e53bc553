import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Client, Log, ProxyOptions, RouteProvider } from "../../src/opamp/client.ts";
import type { AgentServer } from "../../src/opamp/server.ts";
import type { AgentToServer, ConnectionSettingsOffers, ServerToAgent } from "../../src/opamp/wire.ts";
import { projectRoot } from "./project.ts";
import { scratchDirectory } from "./scratch.ts";

export interface Fleet {
  server: AgentServer<{ name: string }>;
  want(team: string, yaml: string, plugin: { version: string; url: string; sha256: Uint8Array }): void;
  restart(uid: string): string;
}

/** What the programs of `docs/opamp-library.md` export. */
export interface Programs {
  "log.ts": { createLog(logger: string, write?: (line: string) => void): Log };
  "agent.ts": { startAgent(url: string, instanceUid?: Uint8Array): Client };
  "report.ts": { reportAll(client: Client, config: string): void };
  "remote-config.ts": {
    takeRemoteConfig(client: Client, message: ServerToAgent, apply: (yaml: string) => string | undefined): void;
  };
  "orders.ts": {
    takeOrders(
      client: Client,
      message: ServerToAgent,
      owner: {
        restart(): void;
        install(name: string, url: string, contentHash: Uint8Array): Promise<void>;
        storeUid(uid: Uint8Array): void;
      },
    ): Promise<void>;
  };
  "settings-trial.ts": {
    SettingsTrial: new (settings: { endpoint: string; headers: []; heartbeatMs: number }) => {
      route: RouteProvider;
      offered(client: Client, offers: ConnectionSettingsOffers): void;
      connected(client: Client): void;
      disconnected(client: Client, loss: { code: string; message: string }): void;
    };
  };
  "custom.ts": { answerGreeting(client: Client, message: ServerToAgent): void };
  "route.ts": {
    routeFromFiles(files: {
      url: string;
      token: string;
      ca: string;
      proxyFor(url: string): ProxyOptions | undefined;
    }): RouteProvider;
  };
  "server.ts": { startServer(port: number, yaml: string): Promise<AgentServer<undefined>> };
  "fleet.ts": {
    Fleet: {
      start(options: {
        port: number;
        teams: ReadonlyMap<string, { name: string }>;
        stored: Map<string, Uint8Array>;
        overloaded(): boolean;
        sign(csr: Uint8Array, team: { name: string }): { cert: Uint8Array } | { refusal: string };
      }): Promise<Fleet>;
    };
  };
  "frames.ts": {
    frameOf(message: AgentToServer): Uint8Array;
    readFrame(bytes: Uint8Array): AgentToServer | undefined;
  };
}

/** The blocks of the page in a project of their own, which depends on this one as any other would. */
export class LibraryPage {
  readonly directory = scratchDirectory();
  /** Names of the programs, in the order of the page. */
  readonly programs: string[] = [];
  /** Names of those that were loaded. */
  readonly loaded = new Set<string>();

  constructor() {
    const page = readFileSync(join(projectRoot, "docs/opamp-library.md"), "utf8");
    for (const [, name = "", text = ""] of page.matchAll(/^```(?:ts|json) (\S+)\n(.*?)^```$/gms)) {
      writeFileSync(join(this.directory, name), text);
      if (name.endsWith(".ts")) this.programs.push(name);
    }
    const modules = join(this.directory, "node_modules");
    mkdirSync(modules);
    symlinkSync(projectRoot, join(modules, "opampsupervisor"));
    symlinkSync(join(projectRoot, "node_modules/bun-types"), join(modules, "bun-types"));
    symlinkSync(join(projectRoot, "node_modules/@types"), join(modules, "@types"));
  }

  async load<Name extends keyof Programs>(name: Name): Promise<Programs[Name]> {
    this.loaded.add(name);
    return (await import(join(this.directory, name))) as Programs[Name];
  }
}
