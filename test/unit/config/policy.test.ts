import { describe, expect, test } from "bun:test";

import { configOf, linesOf } from "../../support/supervisor-yaml.ts";

const policy = (bounds: string): string => `server: { endpoint: ws://h }
agent:
  executable: /x
  policy: {${bounds}}
`;

const hostWish =
  "must be a host name, `*.domain`, an IP address without brackets, a range such as 10.0.0.0/8, or `*`, without a port";

describe("a bound that would cover nothing is refused with its place", () => {
  test.each([
    ["10.0.0.0/33"],
    ["10.0.0/8"],
    ["10.0.0.0/"],
    ["10.0.0.0/x"],
    ["2001:db8::/129"],
    ["10.0.0.*"],
    ["*example.com"],
    ["*."],
    ["a.*.example"],
    ["[::1]"],
    ["::1%eth0"],
    ["good.example:4317"],
    ["good.example."],
    ["https://good.example"],
    ["ｇood.example"],
    ["2130706433"],
    ["127.1"],
    ["0x7f.1"],
    ["-a.example"],
    ["a b"],
    [""],
  ])("%j as a host and as an address to listen on", async (host) => {
    const quoted = JSON.stringify(host);
    expect(await linesOf(policy(`destinations: {hosts: [ok.example, ${quoted}]}`))).toEqual([
      `4:47: agent::policy::destinations::hosts[1] ${hostWish}; was ${quoted}`,
    ]);
    expect(await linesOf(policy(`listen: {addresses: [${quoted}]}`))).toEqual([
      `4:33: agent::policy::listen::addresses[0] ${hostWish}; was ${quoted}`,
    ]);
  });

  test.each([
    ["destinations: {schemes: ['https://']}", "destinations::schemes[0]", "must be a scheme in lower case"],
    ["destinations: {schemes: [HTTPS]}", "destinations::schemes[0]", "must be a scheme in lower case"],
    ["config_sources: {schemes: ['file:']}", "config_sources::schemes[0]", "must be a scheme in lower case"],
    ["config_sources: {env: ['env:X']}", "config_sources::env[0]", "must be the name of an environment variable"],
    ["config_sources: {env: [OTEL-*]}", "config_sources::env[0]", "must be the name of an environment variable"],
    ["listen: {ports: ['4320-4317']}", "listen::ports[0]", "must be a port or a range"],
    ["destinations: {ports: [0]}", "destinations::ports[0]", "must be a port or a range"],
  ])("%s", async (bounds, key, wish) => {
    const [line, ...more] = await linesOf(policy(bounds));
    expect(line).toMatch(/^4:\d+: /);
    expect(line).toContain(`agent::policy::${key} ${wish}`);
    expect(more).toEqual([]);
  });
});

test("names, addresses and ranges of every kind are taken", async () => {
  const hosts = [
    "localhost",
    "Good.Example",
    "*.good.example",
    "a_b",
    "10.0.0.1",
    "10.1.2.3/8",
    "::1",
    "2001:db8::/32",
  ];
  const all = JSON.stringify([...hosts, "::ffff:10.0.0.0/104", "0.0.0.0/0", "*"]);
  const { agent } = await configOf(policy(`destinations: {hosts: ${all}}, listen: {addresses: ${all}}`));
  expect(agent.policy?.destinations?.hosts).toEqual(JSON.parse(all));
  expect(agent.policy?.listen?.addresses).toEqual(JSON.parse(all));
});
