import { expect, test } from "bun:test";

import { collectorEnvironment, collectorVariables, markVariable } from "../../../src/collector/environment.ts";

const ours = (
  "BUN_OPTIONS BUN_BE_BUN BUN_JSC_useJIT BUN_CONFIG_REGISTRY JSC_PROFILER_PATH MIMALLOC_SCAVENGER " +
  "NODE_OPTIONS NODE_CHANNEL_FD NODE_EXTRA_CA_CERTS NODE_TLS_REJECT_UNAUTHORIZED " +
  "NOTIFY_SOCKET WATCHDOG_USEC WATCHDOG_PID LISTEN_FDS LISTEN_PID LISTEN_FDNAMES"
).split(" ");

test.each(ours)("%s is not passed on, unless agent.env sets it", (name) => {
  const inherited = { PATH: "/bin", [name]: "ours" };
  expect(collectorVariables({ inherited, configured: {} })).toEqual({ PATH: "/bin" });
  expect(collectorVariables({ inherited, configured: { [name]: "theirs" } })[name]).toBe("theirs");
});

test("all else is passed on, the node of a cluster too, and agent.env wins", () => {
  const inherited = {
    NODE_NAME: "node-1",
    OTEL_RESOURCE_ATTRIBUTES: "a=b",
    HOME: "/root",
    MY_BUN_OPTIONS: "x",
    LISTEN: "y",
  };
  const configured = { HOME: "/var/lib/otel" };
  expect(collectorVariables({ inherited, configured })).toEqual({ ...inherited, ...configured });
});

test("nobody can take the mark off a Collector process", () => {
  const env = collectorEnvironment({ inherited: {}, configured: { [markVariable]: "none" }, mark: "abc" });
  expect(env).toEqual({ [markVariable]: "abc" });
});
