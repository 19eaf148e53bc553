import { afterEach, describe, expect, test } from "bun:test";
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Introduction } from "../../../src/collector/bootstrap.ts";
import { type Knowledge, learnCollector, type LearnOptions } from "../../../src/collector/learn.ts";
import type { Link } from "../../../src/collector/link.ts";
import type { AgentState } from "../../../src/opamp/server/agent-state.ts";
import type { Clock } from "../../../src/runtime/ports.ts";
import { type FakeCollector, writeFakeCollector } from "../../support/fake-collector.ts";
import { firstStart } from "../../support/first-start.ts";
import { childEnv, hasWritten, markedWith, until } from "../../support/real-processes.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { textAttributes } from "../../support/scripted-agent.ts";

const directory = scratchDirectory();
const links: Link[] = [];

afterEach(async () => {
  await Promise.all(links.splice(0).map((link) => link.stop()));
});

/** The first start of a fake Collector, whose processes can be found by the mark. */
async function starting(behaviour: FakeCollector = {}) {
  const executable = writeFakeCollector(join(directory, crypto.randomUUID()), behaviour);
  const options = await firstStart(directory, executable);
  links.push(options.link);
  const mark = crypto.randomUUID();
  const env = { ...childEnv, MARK: mark };
  return { ...options, env, running: () => markedWith(`MARK=${mark}`) };
}

async function learned(options: LearnOptions): Promise<Knowledge> {
  const outcome = await learnCollector(options);
  if (!outcome.learned) throw new Error(outcome.message);
  return outcome.knowledge;
}

/** The same, with its time over as soon as the Collector has said something. */
function endingWithTheFirstReport<Options extends LearnOptions>(options: Options): Options {
  const { clock, link, timeoutMs } = options;
  let end = () => {};
  const schedule: Clock["schedule"] = (delayMs, callback) => {
    if (delayMs === timeoutMs) end = callback;
    return clock.schedule(delayMs, callback);
  };
  const admit: Link["admit"] = (generation, { reported, lost }) => {
    const reportedLast = (state: AgentState) => {
      reported(state);
      end();
    };
    link.admit(generation, { reported: reportedLast, lost });
  };
  return { ...options, clock: { ...clock, schedule }, link: { ...link, admit } };
}

/** The same, with its time over as soon as the Collector has printed `text`. */
function endingOncePrinted<Options extends LearnOptions & { logPath: string }>(
  options: Options,
  text: string,
): Options {
  const { clock, logPath, timeoutMs } = options;
  const printed = () => existsSync(logPath) && readFileSync(logPath, "utf8").includes(text);
  const schedule: Clock["schedule"] = (delayMs, callback) => {
    if (delayMs !== timeoutMs) return clock.schedule(delayMs, callback);
    void until(printed).then(callback);
    return () => {};
  };
  return { ...options, clock: { ...clock, schedule } };
}

describe("a Collector that introduces itself", () => {
  test("is known from then on, and nothing of its first start is left", async () => {
    const options = await starting();
    const outcome = await learnCollector(options);
    expect(outcome).toEqual({
      learned: true,
      fresh: true,
      knowledge: {
        identity: expect.stringMatching(/^[0-9a-f]{64}$/),
        allowNoPipelines: true,
        telemetryForm: "declarative",
        description: expect.objectContaining({
          identifyingAttributes: [
            expect.objectContaining(textAttributes({ "service.name": "fake-collector" })[0] ?? {}),
          ],
        }),
        components: expect.objectContaining({ components: { extensions: expect.anything() } }),
        reportedDescription: undefined,
      },
    });
    expect(options.running()).toEqual([]);
    expect(readdirSync(dirname(options.logPath))).toEqual(["agent.log"]);
  });

  test("is waited for with the memory given back that the start has taken so far", async () => {
    const options = await starting();
    const happened: string[] = [];
    await learned({
      ...options,
      host: { ...options.host, giveBackMemory: () => void happened.push("given back") },
      introduced: () => void happened.push("introduced"),
    });
    expect(happened).toEqual(["given back", "introduced"]);
  });

  /** What is learned where a signal ends its first starts, so many of them. */
  async function signalled(signal: "SIGTERM" | "SIGABRT", times: number) {
    const options = await starting();
    const { output } = options;
    const start = output.start.bind(output);
    let left = times;
    output.start = async (command) => {
      const started = await start(command);
      if (started.started && left > 0) process.kill(-started.child.pid, signal);
      left -= 1;
      return started;
    };
    const outcome = await learnCollector(options);
    expect(options.running()).toEqual([]);
    return outcome;
  }

  test("and is ended by somebody else at that is run again, once", async () => {
    expect(await signalled("SIGTERM", 1)).toMatchObject({ learned: true });
    expect(await signalled("SIGTERM", 2)).toMatchObject({
      learned: false,
      code: "KILLED",
      blameless: true,
      message: expect.stringContaining("SIGTERM"),
    });
  });

  test("and crashes is to blame for it", async () => {
    expect(await signalled("SIGABRT", 1)).toMatchObject({
      learned: false,
      code: "EXITED",
      blameless: false,
      message: expect.stringContaining("signal SIGABRT"),
    });
  });

  test("and whose start script does not wait for it is told what a start script has to do", async () => {
    const outcome = await learnCollector(await starting({ run: "ends", exitCode: 0 }));
    expect(outcome).toMatchObject({
      learned: false,
      message: expect.stringContaining(
        "exit code 0 (a start script has to wait for the Collector, or to become it by exec)",
      ),
    });
  });

  test("is run with the gate, and without it where it does not know it, and as it will run later", async () => {
    const argsOf = async (behaviour: FakeCollector) => {
      const options = await starting(behaviour);
      const commands: (readonly string[])[] = [];
      const { output } = options;
      const start = output.start.bind(output);
      output.start = (command) => {
        commands.push(command.args);
        return start(command);
      };
      await learned({ ...options, args: ["--set", "a=b"] });
      return commands.map((args) => args.slice(2));
    };
    const gate = "service.AllowNoPipelines";
    const withGate = ["--feature-gates", gate, "--set", "a=b"];
    expect(await argsOf({ gates: [gate] })).toEqual([withGate]);
    expect(await argsOf({ gates: ["other.gate"] })).toEqual([withGate, ["--set", "a=b"]]);
  });

  test("is asked nothing where it is remembered", async () => {
    const options = await starting({ run: "ends" });
    const knowledge = { allowNoPipelines: true } as const;
    const identities: string[] = [];
    const recall = (identity: string): Knowledge => {
      identities.push(identity);
      const description = { identifyingAttributes: [] };
      const told = { description, components: undefined, reportedDescription: undefined };
      return { ...knowledge, ...told, identity, telemetryForm: "inline" };
    };
    const outcome = await learnCollector({ ...options, recall });
    expect(outcome).toMatchObject({
      learned: true,
      fresh: false,
      knowledge: { identity: identities[0], ...knowledge },
    });
    expect(existsSync(options.logPath)).toBe(false);
  });

  test("is told the form of resource attributes that its own check accepts", async () => {
    expect((await learned(await starting({ validate: 1 }))).telemetryForm).toBe("inline");
  });

  test("is given the form of its version without being asked, as long as that has not turned out wrong", async () => {
    const module = "github.com/open-telemetry/opentelemetry-collector-contrib/extension/opampextension v0.151.0";
    const options = await starting({ module, validate: 1 });
    expect((await learned(options)).telemetryForm).toBe("declarative");
    expect((await learned({ ...options, doubted: true })).telemetryForm).toBe("inline");
    expect(readdirSync(dirname(options.logPath))).toEqual(["agent.log"]);
  });

  test("has its next start prepared while it runs; where none follows, that is given up", async () => {
    const preparations = async (behaviour: FakeCollector) => {
      const options = await starting(behaviour);
      const seen: string[] = [];
      const prepare = () => {
        seen.push("prepared");
        return () => void seen.push("given up");
      };
      await learnCollector({ ...options, processes: { ...options.processes, prepare } });
      return seen;
    };
    expect(await preparations({})).toEqual(["prepared"]);
    expect(await preparations({ run: "ends" })).toEqual(["prepared", "given up"]);
  });

  test("may lack the feature gate command", async () => {
    const options = await starting({ gates: "unknown" });
    expect(await learned(options)).toMatchObject({ allowNoPipelines: false });
    expect(options.log.at("warn")).toMatchObject([
      {
        message: "The Collector does not list its feature gates",
        fields: { reason: expect.stringContaining("unknown command") },
      },
    ]);
  });

  test("may print what it likes for its components: what counts is whether it connects", async () => {
    const options = await starting({ gates: [], components: "Welcome!\n{" });
    await learned(options);
    expect(options.log.at("warn")).toMatchObject([{ message: "The Collector does not list its components" }]);
  });

  test("may keep its components to itself", async () => {
    const knowledge = await learned(endingWithTheFirstReport(await starting({ run: "withholds" })));
    expect(knowledge.description.identifyingAttributes).toHaveLength(1);
    expect(knowledge.components).toBeUndefined();
  });
});

describe("a Collector that cannot be supervised", () => {
  test("ends at once: its own statement and its last lines are told, nothing of before", async () => {
    const options = await starting({
      run: "ends",
      exitCode: 3,
      prints: "starting\nError: cannot start:\nthe moon is full\n",
    });
    appendFileSync(options.logPath, "of an earlier start\n");
    expect(await learnCollector(options)).toEqual({
      learned: false,
      code: "EXITED",
      message:
        "the Collector ended at its first start, exit code 3: cannot start:\nthe moon is full\n" +
        "Collector log tail:\nstarting\nError: cannot start:\nthe moon is full",
      blameless: false,
    });
    expect(readdirSync(dirname(options.logPath))).toEqual(["agent.log"]);
  });

  test("ends at once: its statement is told also where no log is wanted", async () => {
    const options = await starting({ run: "ends", exitCode: 1, prints: "Error: no luck\n" });
    expect(await learnCollector({ ...options, tailBytes: 0 })).toMatchObject({
      message: "the Collector ended at its first start, exit code 1: no luck",
    });
  });

  test("never connects: that is told with the time that it had, and it is stopped", async () => {
    const options = await starting({ run: "runs", prints: "everything is fine\n" });
    expect(await learnCollector(endingOncePrinted(options, "everything is fine"))).toEqual({
      learned: false,
      code: "NEVER_CONNECTED",
      message:
        "the Collector runs, but its opamp extension never connected to the supervisor within 20 s" +
        " (agent.bootstrap_timeout)\nCollector log tail:\neverything is fine",
      blameless: true,
    });
    expect(options.running()).toEqual([]);
  });

  describe("is silent while another one runs: it is asked, and run once more where it answers", () => {
    const printed = "everything is fine";
    const silent = async (behaviour: FakeCollector = {}) => {
      const options = await starting({ run: "runs", prints: `${printed}\n`, ...behaviour });
      const { output } = options;
      const start = output.start.bind(output);
      const started: string[] = [];
      output.start = (command) => (started.push(command.executable), start(command));
      return { options: { ...endingOncePrinted(options, printed), isPatient: true }, started };
    };

    test("and to blame where it is silent again", async () => {
      const { options, started } = await silent();
      expect(await learnCollector(options)).toMatchObject({ code: "NEVER_CONNECTED", blameless: false });
      expect(started).toHaveLength(2);
      expect(options.running()).toEqual([]);
    });

    test("and to blame where it is built without the extension", async () => {
      const { options, started } = await silent({ components: "extensions:\n- name: zpages" });
      expect(await learnCollector(options)).toMatchObject({ code: "NO_OPAMP_EXTENSION", blameless: false });
      expect(started).toHaveLength(1);
    });

    test("and not to blame where it does not even answer", async () => {
      const { options, started } = await silent({ components: "a start script that prints what it likes" });
      expect(await learnCollector(options)).toMatchObject({ code: "NEVER_CONNECTED", blameless: true });
      expect(started).toHaveLength(1);
    });

    test("and known where it had no time for it before", async () => {
      const { options } = await silent();
      const executable = writeFakeCollector(join(directory, crypto.randomUUID()));
      const { output, clock } = options;
      const start = output.start.bind(output);
      let starts = 0;
      output.start = (command) => {
        starts += 1;
        return start(starts === 1 ? { ...command, executable: options.executable } : command);
      };
      const schedule: Clock["schedule"] = (delayMs, callback) =>
        delayMs === options.timeoutMs && starts > 1 ? () => {} : clock.schedule(delayMs, callback);
      const once = { ...options, executable, clock: { ...clock, schedule } };
      expect(await learnCollector(once)).toMatchObject({ learned: true });
      expect(starts).toBe(2);
    });
  });

  test("is ended for want of memory, which may be its own doing: it is not run again", async () => {
    const options = await starting({ run: "runs" });
    const { output } = options;
    const start = output.start.bind(output);
    output.start = async (command) => {
      const started = await start(command);
      if (started.started) started.child.signalGroup("SIGKILL");
      return started;
    };
    let kills = 0;
    const host = { ...options.host, oomKills: () => kills++ };
    expect(await learnCollector({ ...options, host })).toMatchObject({
      code: "EXITED",
      message: expect.stringContaining("signal SIGKILL, out of memory"),
      blameless: false,
    });
  });

  test("connects but never describes itself: that is another message", async () => {
    const options = await starting({ run: "connects" });
    expect(await learnCollector(endingWithTheFirstReport(options))).toMatchObject({
      learned: false,
      code: "NEVER_DESCRIBED",
      message: "the Collector connected but never described itself within 20 s (agent.bootstrap_timeout)",
    });
    expect(options.running()).toEqual([]);
  });

  test("is built without the opamp extension", async () => {
    const options = await starting({ run: "ends", components: "extensions:\n- name: zpages\n- name: pprof" });
    expect(await learnCollector(options)).toEqual({
      learned: false,
      code: "NO_OPAMP_EXTENSION",
      message: `${options.executable} is built without the opamp extension, which the supervisor needs (its extensions: zpages, pprof)`,
      blameless: false,
    });
  });

  test("is not there", async () => {
    const options = { ...(await starting()), executable: join(directory, "missing") };
    expect(await learnCollector(options)).toMatchObject({ learned: false, code: "NO_SUCH_FILE", blameless: true });
  });

  test("is no program", async () => {
    const executable = join(directory, "text");
    writeFileSync(executable, "no program", { mode: 0o755 });
    expect(await learnCollector({ ...(await starting()), executable })).toMatchObject({
      learned: false,
      code: "CANNOT_EXECUTE",
      message: expect.stringContaining("not a program for this machine"),
    });
  });

  test("gives its token away in its log: the message does not", async () => {
    const options = await starting({ run: "runs" });
    const { composeBootstrap } = options;
    let token = "";
    const outcome = await learnCollector({
      ...options,
      timeoutMs: 300,
      composeBootstrap: (facts) => {
        token = facts.token;
        appendFileSync(options.logPath, "before\n");
        return composeBootstrap(facts);
      },
      clock: {
        ...options.clock,
        schedule: (delayMs, callback) =>
          options.clock.schedule(delayMs, () => {
            appendFileSync(options.logPath, `refused: ${token}\n`);
            callback();
          }),
      },
    });
    expect(outcome).toMatchObject({ learned: false, message: expect.stringContaining("refused: [REDACTED]") });
  });
});

describe("an ordered stop", () => {
  test("ends a first start that is under way, and the Collector with it", async () => {
    const options = await starting({ run: "runs", prints: "running\n" });
    const stop = new AbortController();
    const outcome = learnCollector({ ...options, signal: stop.signal });
    await until(() => existsSync(options.logPath));
    await hasWritten(options.logPath, "running");
    stop.abort();
    expect(await outcome).toMatchObject({ learned: false, code: "STOPPED" });
    expect(options.running()).toEqual([]);
    expect(readFileSync(options.logPath, "utf8")).toBe("running\n");
  });

  test("is not held up by a binary that does not answer questions", async () => {
    const options = await starting();
    writeFileSync(options.executable, "#!/bin/sh\nexec sleep 600\n");
    const stop = new AbortController();
    const outcome = learnCollector({ ...options, signal: stop.signal });
    await until(() => options.running().length === 1);
    stop.abort();
    expect(await outcome).toMatchObject({ learned: false, code: "STOPPED" });
    await until(() => options.running().length === 0);
  });

  test("is not held up by the question that follows the introduction, which is told before it", async () => {
    const options = await starting({ validate: "hangs" });
    const stop = new AbortController();
    const introduced = Promise.withResolvers<Introduction>();
    const outcome = learnCollector({ ...options, signal: stop.signal, introduced: introduced.resolve });
    expect((await introduced.promise).description.identifyingAttributes).toHaveLength(1);
    stop.abort();
    expect(await outcome).toMatchObject({ learned: false, code: "STOPPED" });
    await until(() => options.running().length === 0);
  });
});
