import { expect, onTestFinished, test } from "bun:test";

import type { Network } from "../../../src/runtime/network-ports.ts";
import { createRuntime } from "../../../src/runtime/shared/runtime.ts";
import { SelfTelemetryGate } from "../../../src/supervisor/self-telemetry-gate.ts";
import { LogTap } from "../../../src/telemetry/log-tap.ts";
import { settle } from "../../support/fake-clock.ts";
import { MindDriver, ok } from "../../support/mind-driver.ts";
import { remote } from "../../support/stored.ts";
import { configOf, minimal } from "../../support/supervisor-yaml.ts";
import { TestLog } from "../../support/test-log.ts";
import { Watch } from "../../support/watch.ts";

interface Exported {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  links: { spanId: string }[];
  attributes: { key: string; value: { stringValue?: string } }[];
}

/** A mind that is watched, whose spans are printed. */
async function watched(telemetry: string) {
  const printed: string[] = [];
  const watch = new Watch();
  const write = (line: string) => {
    printed.push(line);
    watch.changed();
  };
  const outputs = { open: () => ({ write, pass() {}, behind: () => false }) };
  const config = await configOf(minimal + telemetry);
  const runtime = createRuntime();
  const log = new TestLog();
  const gate = new SelfTelemetryGate({
    config,
    runtime,
    log,
    tap: new LogTap({ holds: false }),
    outputs,
    version: "1",
  });
  const driver = new MindDriver({ taken: (taken) => gate.taken(taken) });
  gate.begin({ uid: driver.state.uid, state: () => driver.state, server: () => "connected" });
  gate.decide({});
  const spans = (): Exported[] =>
    printed.flatMap((line) =>
      (JSON.parse(line) as { resourceSpans: { scopeSpans: { spans: Exported[] }[] }[] }).resourceSpans.flatMap(
        ({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans),
      ),
    );
  return { gate, driver, printed, watch, spans, log, runtime };
}

const printing = "telemetry: { traces: { processors: [{ simple: { exporter: { console: {} } } }] } }\n";

test("an offer, its decision, its apply and its probation hang together, whenever the SDK was there", async () => {
  const { gate, driver, spans, log } = await watched(printing);
  driver.starts().bringsIntoForce();
  gate.message({ remoteConfig: {} }, () => driver.offers(remote("A")));
  driver.bringsIntoForce().passes(60_000);
  await gate.close();
  const of = (name: string) => spans().filter((span) => span.name === name);
  const [message] = of("onMessage");
  expect(of("processRemoteConfigMessage")[0]).toMatchObject({
    parentSpanId: message?.spanId,
    traceId: message?.traceId,
  });
  const apply = of("apply").find(({ links }) => links.length > 0);
  expect(apply?.links[0]?.spanId).toBe(message?.spanId ?? "");
  expect(apply?.attributes).toContainEqual({ key: "outcome", value: { stringValue: "applied" } });
  const phases = of("apply.phase").filter(({ parentSpanId }) => parentSpanId === apply?.spanId);
  expect(phases).toHaveLength(4);
  expect(of("probation").some(({ links }) => links[0]?.spanId === apply?.spanId)).toBe(true);
  expect(log.at("error")).toEqual([]);
});

test("another instance uid is that of all that follows", async () => {
  const { gate, driver, printed, spans, watch } = await watched(printing);
  driver.starts().bringsIntoForce();
  driver.assignsUid(new Uint8Array(16).fill(0xab));
  // What was not over when the identity changed ends without an outcome.
  const isCutOff = ({ name, attributes }: Exported) =>
    name === "apply.phase" && !attributes.some(({ key }) => key === "outcome");
  await watch.until(() => spans().some(isCutOff));
  expect(printed.every((line) => line.includes("018feed6-905b-7aa6-ba37-b0eec565de03"))).toBe(true);
  driver.bringsIntoForce();
  await gate.close();
  expect(printed.at(-1)).toContain("abababab-abab-abab-abab-abababababab");
});

test("an endpoint that never answers ends with the supervisor, after 2 s at most", async () => {
  const telemetry =
    "telemetry: { traces: { processors: [{ simple: { exporter: { otlp: { protocol: http/protobuf, endpoint: 'http://h' } } } }] } }\n";
  const { gate, driver, runtime } = await watched(telemetry);
  let given = 0;
  const hanging: Network["post"] = ({ signal }) => {
    given += 1;
    const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<Network["post"]>>>();
    const end = () => resolve({ answered: false, loss: { code: "ABORTED", message: "given up" } });
    signal.addEventListener("abort", end, { once: true });
    return promise;
  };
  runtime.network.post = hanging;
  driver.starts().composes().collectorStarts().collectorSays(ok);
  const asked = performance.now();
  await gate.close();
  expect(given).toBeGreaterThan(0);
  expect(performance.now() - asked).toBeLessThan(10_000);
});

test("where nobody wants any, messages are just taken", async () => {
  const { gate, driver, printed } = await watched("");
  let taken = 0;
  gate.message({}, () => (taken += 1));
  driver.starts().composes();
  await gate.close();
  expect([taken, printed]).toEqual([1, []]);
});

test("its port is free at once when it ends, however long what is held takes to get out", async () => {
  const silent = Bun.serve({ port: 0, fetch: () => new Promise<Response>(() => {}) });
  onTestFinished(() => silent.stop(true));
  const lent = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
  const { port = 0 } = lent;
  await lent.stop(true);
  const { gate, log } = await watched(`telemetry:
  metrics:
    readers:
      - pull: { exporter: { prometheus: { host: 127.0.0.1, port: ${port} } } }
      - periodic: { exporter: { otlp: { protocol: http/protobuf, endpoint: "http://127.0.0.1:${silent.port}" } } }
`);
  await log.line((line) => line.message === "Own metrics are served");
  let isOver = false;
  const end = gate.close().then(() => void (isOver = true));
  await settle();
  const next = Bun.serve({ hostname: "127.0.0.1", port, fetch: () => new Response() });
  expect(isOver).toBe(false);
  await next.stop(true);
  await end;
});
