import { expect, test } from "bun:test";

import type { ResourceConfig } from "../../../../src/config/telemetry-types.ts";
import type { Host } from "../../../../src/runtime/ports.ts";
import { ownResource } from "../../../../src/supervisor/telemetry/own-resource.ts";

const host: Host = {
  os: "linux",
  arch: "amd64",
  name: "box",
  release: "6",
  pid: 7,
  env: { OTEL_RESOURCE_ATTRIBUTES: "team=a%20b,service.name=env-name,broken", OTEL_SERVICE_NAME: "named" },
  directory: "/",
  machine: async () => "machine-1",
  oomKills: () => 0,
  giveBackMemory() {},
  giveBackCode() {},
};
const id = "ab".repeat(32);
const files = { read: async () => new TextEncoder().encode(`0::/system.slice/docker-${id}.scope\n`) };
const of = (config?: Partial<ResourceConfig>) =>
  ownResource({
    config: config && { attributes: [], detectors: [], ...config },
    host,
    files,
    version: "1.2.3",
    instanceId: "the-uid",
  });

const own = { "service.name": "opamp-supervisor", "service.version": "1.2.3", "service.instance.id": "the-uid" };

test("by itself it is the supervisor in its version, with the agent's id", async () => {
  expect(await of()).toEqual(own);
});

test("attributes of the operator are stronger, and null takes one away", async () => {
  const attributes = [
    ["service.name", "mine"],
    ["service.version", null],
    ["n", [1, 2]],
  ] as const;
  expect(await of({ attributes: attributes.map(([name, value]) => [name, value as never] as const) })).toEqual({
    "service.name": "mine",
    "service.instance.id": "the-uid",
    n: [1, 2],
  });
});

test("detectors tell what the machine knows, filtered as it is wanted", async () => {
  expect(await of({ detectors: ["container", "env", "host", "process"] })).toEqual({
    ...own,
    "container.id": id,
    team: "a b",
    "service.name": "named",
    "host.name": "box",
    "host.arch": "amd64",
    "host.id": "machine-1",
    "process.pid": 7,
    "process.executable.name": "opampsupervisor",
  });
  expect(await of({ detectors: ["host"], detected: { included: ["host.*"], excluded: ["*.id"] } })).toEqual({
    ...own,
    "host.name": "box",
    "host.arch": "amd64",
  });
});
