import { describe, expect, test } from "bun:test";

import { refusalOfAll } from "../../../support/file-claims.ts";
import { expectDenied, expectTaken, judge } from "../../../support/policy.ts";

const destinations = { destinations: { hosts: ["good.example"] } };

describe("ids of components", () => {
  const components = { exporters: { deny: ["file"] }, receivers: { allow: ["filelog"] } };

  test.each(["FILE", "File/x", "fIlE", "file_"])("are seen in mixed case and with underscores: %s", (id) => {
    expectDenied({ components }, { remote: `exporters: {${id}: {}}` }, "agent.policy.components.exporters.deny");
  });

  test.each([
    "\u0085",
    "\u00a0",
    "\u1680",
    "\u2000",
    "\u2003",
    "\u2009",
    "\u200a",
    "\u2028",
    "\u2029",
    "\u202f",
    "\u205f",
    "\u3000",
    "\t",
    "\n",
    "\v",
    "\f",
    "\r",
  ])("are seen within every white space that Go takes away: %j", (space) => {
    for (const id of [`${space}file`, `file${space}`, `${space}file${space}/x`]) {
      const remote = `exporters: {${JSON.stringify(id)}: {}}`;
      const result = judge({ components }, { remote });
      expect(result.composed).toBe(false);
      if (!/[\v\f]/.test(space)) expectDenied({ components }, { remote }, "agent.policy.components.exporters.deny");
    }
  });

  test.each(["\u200b", "\u200d", "\u2060", "\u180e", "\u00ad", "\u0301"])(
    "that hold a character nobody sees are none: %j",
    (sign) => {
      const remote = `exporters: {${JSON.stringify(`file${sign}`)}: {}}`;
      expectDenied({ components }, { remote }, "agent.policy.components.exporters");
    },
  );

  test("that are allowed in mixed case stay so, and the Collector refuses them", () => {
    expectTaken({ components }, { remote: "receivers: {FileLog: {}}" });
  });
});

describe("destinations under odd names", () => {
  test.each([
    "exporters: {otlp_http: {endpoint: 'https://good.example', headers: {Host: evil.example}}}",
    "exporters: {otlp_http: {endpoint: 'https://good.example', headers: [{name: host, value: evil.example}]}}",
    "exporters: {otlp: {endpoint: 'good.example:1', headers: [{name: ':authority', value: evil.example}]}}",
    "exporters: {otlp_http: {endpoint: 'https://good.example', headers: [{name: '${env:X:-Host}', value: evil.example}]}}",
    "extensions: {headers_setter: {headers: [{action: upsert, key: Host, value: evil.example}]}}",
    "extensions: {headers_setter: {headers: [{action: upsert, key: Host, from_context: h}]}}",
    "exporters: {alibabacloud_logservice: {endpoint: good.example, project: evil}}",
    "exporters: {kafka: {brokers: [good.example], proxy: 'evil:3128'}}",
    "exporters: {x: {endpoint: good.example, y: ' https://evil.example'}}",
    "exporters: {otlp: {endpoint: 'dns://good.example/evil.example:4317'}}",
    "exporters: {otlp: {endpoint: 'dns:evil.example:4317'}}",
    "exporters: {otlp: {endpoint: 'passthrough:///evil.example:4317'}}",
    "exporters: {otlp: {endpoint: 'xds://good.example/evil'}}",
    "receivers: {anything: {host: '2130706433'}}",
    "receivers: {awss3: {s3downloader: {s3_bucket: b}}}",
    "receivers: {mongodbatlas: {public_key: k}}",
    "extensions: {awsproxy: {endpoint: 'localhost:2000'}}",
  ])("are found: %s", (remote) => {
    expect(judge({ ...destinations, configSources: { env: ["X"], schemes: [] } }, { remote }).composed).toBe(false);
  });

  test.each([
    "exporters: {otlp: {endpoint: 'dns:///good.example:4317'}}",
    "exporters: {otlp_http: {endpoint: 'https://good.example', headers: [{name: Host, value: good.example}]}}",
    "exporters: {otlp_http: {endpoint: 'https://good.example', headers: [{name: x-host, value: evil}]}}",
    "extensions: {headers_setter: {headers: [{action: upsert, key: X-Scope, from_context: tenant}]}}",
    "exporters: {loadbalancing: {protocol: {otlp: {endpoint: good.example}}, resolver: {dns: {hostname: good.example, port: 4317}}}}",
    "receivers: {redis: {host: localhost, port: 6379}}",
  ])("are taken where they are allowed: %s", (remote) => {
    expectTaken(destinations, { remote });
  });

  test("of what never listens are not this machine's because something else may listen there", () => {
    const policy = { ...destinations, listen: { addresses: ["10.0.0.0/8"] } };
    expectTaken(policy, { remote: "receivers: {otlp: {protocols: {grpc: {endpoint: '10.6.6.6:6379'}}}}" });
    const redis = { remote: "receivers: {redis: {endpoint: '10.6.6.6:6379'}}" };
    expectDenied(policy, redis, "agent.policy.destinations.hosts");
    expectTaken({ ...policy, destinations: { hosts: ["10.6.6.6"] } }, redis);
  });

  test("a port beside its host is judged by itself", () => {
    const policy = { destinations: { ports: [{ from: 4317, to: 4317 }] } };
    const syslog = (port: number) => ({ remote: `exporters: {syslog: {endpoint: 'a:4317', port: ${port}}}` });
    expectTaken(policy, syslog(4317));
    expectDenied(policy, syslog(514), "agent.policy.destinations.ports");
  });
});

describe("texts that are no files where nothing opens them", () => {
  const policy = { accessDirs: ["/data"] };
  const files = (remote: string) => {
    const result = judge(policy, { remote });
    return result.composed && result.files.map(({ file }) => file);
  };

  test.each([
    "receivers: {hostmetrics: {scrapers: {filesystem: {exclude_mount_points: {mount_points: [/dev/*]}}}}}",
    "receivers: {file_log: {exclude: [/etc/*], multiline: {line_end_pattern: '\\d'}}}",
    "receivers: {docker_stats: {excluded_images: [/.*x.*/]}}",
    "processors: {tail_sampling: {policies: [{string_attribute: {key: http.url, values: [/health, '\\/metrics']}}]}}",
    "processors: {attributes: {actions: [{key: url, value: 'https://x'}]}}",
    "connectors: {count: {logs: {a: {conditions: ['/']}}}}",
    "receivers: {prometheus: {config: {scrape_configs: [{relabel_configs: [{replacement: /metrics, target_label: __metrics_path__}]}]}}}",
    "extensions: {health_check_v2: {http: {endpoint: 'localhost:1', status: {path: /status}}}}",
    "exporters: {debug: ~}",
    "exporters: {otlp: {endpoint: a, path: ~}}",
    "receivers: {file_log: {include_file_path: true}}",
  ])("%s", (remote) => {
    expect(files(remote)).toEqual([]);
  });

  test.each([
    "receivers: {prometheus: {config: {scrape_configs: [{http_headers: {relabel_configs: {files: [/etc/shadow]}}}]}}}",
    "receivers: {prometheus: {config: {scrape_configs: [{http_headers: {regex: {files: [/etc/shadow]}}}]}}}",
    "receivers: {hostmetrics: {root_path: /etc/shadow}}",
    "receivers: {file_log: {operators: [{type: file_input, include: [/etc/shadow]}]}}",
    "receivers: {file_log/exclude: {include: [' /etc/shadow']}}",
    "exporters: {file: {path: !!str /etc/shadow}}",
    "exporters: {file: {path: 'true'}}",
    "processors: {geoip: {providers: {maxmind: {database_path: /etc/shadow}}}}",
  ])("hide none: %s", (remote) => {
    expect(files(remote)).toHaveLength(1);
  });
});

describe("texts that would take their time", () => {
  test.each(["[", "{", "*", "../", "{a,", "$", "${", "}", "${env:X}", "$${env:X}"])(
    "are judged at once: %s",
    async (part) => {
      const text = part.repeat(200_000);
      const policy = { ...destinations, listen: { addresses: ["127.0.0.1"] }, accessDirs: ["/data"] };
      const remote = `receivers: {file_log: {include: [${JSON.stringify(text)}], endpoint: ${JSON.stringify(text)}}}`;
      const bounded = { ...policy, configSources: { env: ["X"], schemes: [] } };
      expect((await refusalOfAll(bounded, { remote }))?.code).toBeDefined();
    },
  );

  test("are judged at once where a pattern of variables has many wildcards", () => {
    const configSources = { env: ["*A*A*A*A*A*B"], schemes: [] };
    const remote = `processors: {x: {a: '\${env:${"A".repeat(100_000)}}'}}`;
    expectDenied({ configSources }, { remote }, "agent.policy.config_sources");
  });
});
