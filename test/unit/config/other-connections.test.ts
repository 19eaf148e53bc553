import { expect, test } from "bun:test";

import { linesOf, loadText } from "../../support/supervisor-yaml.ts";

const wished = (value: string): Promise<string[]> =>
  linesOf(`agent:\n  executable: /x\n  other_connections: ${value}\n`);

const key = "agent::other_connections";

test.each([
  ["[]", `3:22: ${key} must be a mapping of names to components; was a list`],
  [
    "{ b: otlp }",
    `3:27: ${key}::b must be a mapping with one of exporter, receiver, processor, connector, extension; was "otlp"`,
  ],
  ["{ b: {} }", `3:27: ${key}::b must name one of exporter, receiver, processor, connector, extension; was a mapping`],
  [
    "{ b: { exporter: a, receiver: b } }",
    `3:27: ${key}::b must name one of exporter, receiver, processor, connector, extension; was a mapping`,
  ],
  [
    "{ b: { exporter: 'a b' } }",
    `3:39: ${key}::b::exporter must be the id of a component, type or type/name; was "a b"`,
  ],
  [
    "{ b: { extension: opamp } }",
    `3:27: ${key}::b must not be extension opamp, which is the supervisor's own; was a mapping`,
  ],
  [
    "{ b: { exporter: a, settings: { x: ':' } } }",
    `3:57: ${key}::b::settings::x must be a path such as egress or sending_queue::storage; was ":"`,
  ],
  ["{ b: { exporter: a }, c: { exporter: a } }", `3:22: ${key} must not have b and c in one place; was a mapping`],
])("other connections %s are refused", async (value, line) => {
  expect(await wished(value)).toEqual([line]);
});

test.each([
  [
    "capabilities: { accepts_other_connection_settings: true }",
    "",
    "1:52: capabilities::accepts_other_connection_settings: true has no effect without agent::other_connections: every offer is refused",
  ],
  [
    "capabilities: {}",
    ", other_connections: { b: { exporter: a } }",
    "3:45: agent::other_connections: has no effect without capabilities::accepts_other_connection_settings",
  ],
])("half of what lets a server direct other connections is told: %s %s", async (capabilities, places, warning) => {
  const text = `${capabilities}\nserver: { endpoint: ws://h }\nagent: { executable: /x${places} }\n`;
  const loaded = await loadText(text);
  expect(loaded.ok && loaded.warnings).toEqual([`/supervisor.yaml:${warning}`]);
});
