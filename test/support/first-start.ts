import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { AgentLog } from "../../src/collector/agent-log.ts";
import { tokenHeader } from "../../src/collector/generation.ts";
import type { BootstrapComposer, LearnOptions } from "../../src/collector/learn.ts";
import { openLink } from "../../src/collector/link.ts";
import { composeBootstrap } from "../../src/compose/compose-bootstrap.ts";
import { createRuntime } from "../../src/runtime/shared/runtime.ts";
import { sourceCommand } from "./project.ts";
import { childEnv } from "./real-processes.ts";
import { TestLog } from "./test-log.ts";

/**
 * All that a first start of a Collector needs, real save for the log: link on loopback, processes, a new folder in
 * `directory`. To be closed with `link.stop()`.
 */
export async function firstStart(
  directory: string,
  executable: string,
): Promise<LearnOptions & { log: TestLog; logPath: string }> {
  const runtime = createRuntime({ self: sourceCommand });
  const log = new TestLog();
  const { network, clock, random, host } = runtime;
  const link = await openLink({ network, clock, random, log, port: 0, wantComponents: true });
  const folder = join(directory, crypto.randomUUID());
  mkdirSync(folder);
  const logPath = join(folder, "agent.log");
  const composer: BootstrapComposer = ({ allowNoPipelines, token, form }) =>
    composeBootstrap({
      allowNoPipelines,
      instanceUid: "018f3b6e-0000-7000-8000-00000000abcd",
      link: {
        port: link.port,
        headerName: tokenHeader,
        token,
        supervisorPid: host.pid,
        orphanPollMs: 5_000,
        includeResourceAttributes: false,
        reportsAvailableComponents: true,
      },
      ...(form !== undefined && { telemetryForm: form }),
    });
  return {
    ...runtime,
    log,
    link,
    executable,
    args: [],
    configuredEnv: {},
    env: childEnv,
    composeBootstrap: composer,
    writeConfig: (path, text) => runtime.files.write(path, text),
    scratch: { bootstrap: join(folder, "bootstrap.yaml"), probe: join(folder, "probe.yaml") },
    logPath,
    output: new AgentLog({
      runtime,
      paths: { agentLog: logPath, agentLogCopy: `${logPath}.copy` },
      log,
      maxBytes: 0,
      maxFiles: 1,
    }),
    timeoutMs: 20_000,
    tailBytes: 8192,
    recall: () => undefined,
    doubted: false,
    marked: Promise.resolve(),
    signal: new AbortController().signal,
  };
}
