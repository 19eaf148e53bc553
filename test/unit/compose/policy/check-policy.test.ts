import { describe, expect, test } from "bun:test";

import { expectDenied, expectTaken, judge } from "../../../support/policy.ts";

describe("components", () => {
  const policy = {
    components: { receivers: { allow: ["otlp", "filelog"], deny: ["file_log"] }, exporters: { deny: ["file"] } },
  };

  test("that are not allowed are refused with rule, path, place and what is allowed", () => {
    const reason = expectDenied(
      policy,
      { remote: "# x\nreceivers:\n  hostmetrics: {}\n" },
      "agent.policy.components.receivers.allow",
      "receivers::hostmetrics",
    );
    expect(reason).toBe(
      'remote file "r", line 3: receivers::hostmetrics: "hostmetrics" is not allowed (agent.policy.components.receivers.allow); allowed: otlp, filelog',
    );
  });

  test.each([
    ["a type", "exporters: {file: {}}", ""],
    ["a name behind it", "exporters: {file/x: }", ""],
    ["white space around it", "exporters: {' file /x': {}}", ""],
    ["an escape in the key", 'exporters: {"\\x66ile": {}}', ""],
    ["a path in one key", "exporters::file::path: /x", ""],
    ["a merge key", "x: &x {file: {path: /x}}\nexporters: {<<: *x}", ""],
    ["an alias", "x: &x {path: /x}\nexporters: {file: *x}", ""],
    ["a block under a local one", "exporters: {file: {path: /other}}", "exporters: {file: {path: /mine}}"],
  ])("are found by %s", (_, remote, local) => {
    expectDenied(policy, { remote, local }, "agent.policy.components.exporters.deny");
  });

  test("are denied under the deprecated alias of their type too, and allowed under it", () => {
    expectDenied(policy, { remote: "receivers: {filelog: {}}" }, "agent.policy.components.receivers.deny");
    expectTaken({ components: { receivers: { allow: ["filelog"] } } }, { remote: "receivers: {file_log: {}}" });
  });

  test.each(["receivers: {'': {}}", "receivers: {оtlp: {}}", "receivers: {otlp\u200b: {}}", "receivers: {'9x': {}}"])(
    "whose id is odd are refused: %s",
    (remote) => {
      expectDenied(policy, { remote }, "agent.policy.components.receivers");
    },
  );

  test("of local files are the operator's own affair", () => {
    expectTaken(policy, { local: "exporters: {file: {path: /x}}", remote: "receivers: {otlp: {}}" });
  });

  test("are found where a receiver makes others", () => {
    const made = (id: string, more = "") =>
      `receivers: {receiver_creator${more}: {receivers: {${id}: {config: {a: 1}}}}}`;
    const { receivers } = policy.components;
    const creator = { components: { receivers: { ...receivers, allow: ["otlp", "receiver_creator"] } } };
    expectTaken(creator, { remote: made("otlp/x") });
    const path = "receivers::receiver_creator/1::receivers::filelog";
    expectDenied(creator, { remote: made("filelog", "/1") }, "agent.policy.components.receivers.deny", path);
    expectDenied(creator, { remote: made("redis") }, "agent.policy.components.receivers.allow");
  });

  test("cannot hide in a reference", () => {
    const env = { ALL: "{file: {path: /x}}" };
    for (const remote of [
      "exporters: ${env:ALL}",
      "exporters: {debug: '${env:ALL}'}",
      "service: {pipelines: '${ALL}'}",
    ]) {
      expectDenied({ ...policy, configSources: { env: ["ALL"], schemes: [] } }, { remote, env }, "agent.policy");
    }
  });
});

describe("addresses to listen on", () => {
  const policy = { listen: { addresses: ["127.0.0.1", "localhost"], ports: [{ from: 4317, to: 4320 }] } };
  const otlp = (endpoint: string) => ({ remote: `receivers: {otlp: {protocols: {grpc: {endpoint: '${endpoint}'}}}}` });

  test.each(["0.0.0.0:4317", ":4317", "[::]:4317", "192.168.1.1:4317"])("are bounded: %s", (endpoint) => {
    expectDenied(policy, otlp(endpoint), "agent.policy.listen.addresses");
  });

  test.each(["127.0.0.1:4316", "localhost", "127.0.0.1:80"])("are bounded in their port: %s", (endpoint) => {
    expectDenied(policy, otlp(endpoint), "agent.policy.listen.ports");
  });

  test("that the rules cover are taken", () => {
    expectTaken(policy, otlp("127.0.0.1:4317"));
    expectTaken(policy, otlp("LOCALHOST:4320"));
  });

  test.each([
    "extensions: {health_check: {endpoint: '0.0.0.0:4317'}}",
    "exporters: {prometheus: {endpoint: '0.0.0.0:4317'}}",
    "processors: {remotetap: {endpoint: '0.0.0.0:4317'}}",
    "exporters: {' prometheus /x': {endpoint: '0.0.0.0:4317'}}",
    'exporters: {"\\x85prometheus": {endpoint: "0.0.0.0:4317"}}',
    "receivers: {tcplog: {listen_address: '0.0.0.0:4317'}}",
    "service: {telemetry: {metrics: {readers: [{pull: {exporter: {prometheus: {host: 0.0.0.0, port: 4317}}}}]}}}",
    "service: {telemetry: {metrics: {readers: [{pull: {exporter: {prometheus/development: {host: 0.0.0.0, port: 4317}}}}]}}}",
    "service: {telemetry: {metrics: {address: '0.0.0.0:4317'}}}",
  ])("are found wherever something listens: %s", (remote) => {
    expectDenied(policy, { remote }, "agent.policy.listen.addresses");
  });

  test.each([
    ["receivers: {zipkin: }", "receivers::zipkin"],
    ["receivers: {zipkin/x: {parse_string_tags: true}}", "receivers::zipkin/x"],
    [
      "receivers: {otlp: {protocols: {http: {endpoint: 'localhost:4318'}, grpc: }}}",
      "receivers::otlp::protocols::grpc",
    ],
    ["receivers: {otlp: {protocols: {http: {}}}}", "receivers::otlp::protocols::http"],
    ["extensions: {health_check: {path: /h}}", "extensions::health_check"],
    ["extensions: {health_check: {path: /h, endpoint: }}", "extensions::health_check"],
    ["processors: {remotetap: {limit: 1}}", "processors::remotetap"],
  ])("have to be written out where something listens of itself: %s", (remote, path) => {
    expectDenied(policy, { remote }, "agent.policy.listen", path);
  });

  test("that the operator leaves to a component are the operator's affair", () => {
    expectTaken(policy, {
      local: "receivers: {zipkin: {a: 1}, otlp: {protocols: {grpc: {a: 1}}}}",
      remote: "receivers: {zipkin: {b: 2}}",
    });
    expectTaken(policy, { remote: "receivers: {hostmetrics: {}, zipkin: {endpoint: 'localhost:4319'}}" });
  });

  test("that are empty are all interfaces", () => {
    expectDenied(policy, otlp(""), "agent.policy.listen");
    expectDenied(policy, { remote: "receivers: {tcplog: {listen_address: ''}}" }, "agent.policy.listen.addresses");
  });

  test("that stand in two keys are looked at one by one", () => {
    const prometheus = (port: number) => ({
      remote: `service: {telemetry: {metrics: {readers: [{pull: {exporter: {prometheus: {host: localhost, port: ${port}}}}}]}}}`,
    });
    expectTaken(policy, prometheus(4318));
    expectDenied(policy, prometheus(9), "agent.policy.listen.ports");
  });
});

describe("destinations", () => {
  const policy = {
    destinations: { schemes: ["https"], hosts: ["*.good.example", "10.0.0.0/8"], ports: [{ from: 443, to: 4317 }] },
  };
  const otlp = (endpoint: string) => ({ remote: `exporters: {otlphttp: {endpoint: ${JSON.stringify(endpoint)}}}` });

  test.each([
    ["http://a.good.example", "schemes"],
    ["https://evil.example", "hosts"],
    ["https://11.0.0.1", "hosts"],
    ["a.good.example:80", "ports"],
    ["a.good.example", "ports"],
  ])("are bounded: %s", (endpoint, rule) => {
    expectDenied(policy, otlp(endpoint), `agent.policy.destinations.${rule}`);
  });

  test.each(["https://a.good.example@evil.example", "https://2130706433", "https://a.good.example\\.evil", "${1}"])(
    "that are no plain address are refused: %s",
    (endpoint) => {
      expect(judge(policy, otlp(endpoint)).composed).toBe(false);
    },
  );

  test.each(["https://a.good.example/v1", "a.good.example:4317", "10.2.3.4:4317"])(
    "that are covered are taken: %s",
    (endpoint) => {
      expectTaken(policy, otlp(endpoint));
    },
  );

  test.each([
    "receivers: {x: {deep: [{anything: 'https://evil.example'}]}}",
    "exporters: {kafka: {brokers: ['evil.example:443']}}",
    "exporters: {sql: {datasource: 'user:pass@tcp(evil:443)/db'}}",
    "processors: {x: {server: 'evil.example:443'}}",
    "exporters: {loadbalancing: {resolver: {static: {hostnames: ['evil.example:443']}}}}",
    "exporters: {loadbalancing: {resolver: {k8s: {service: evil.example}}}}",
    "exporters: {loadbalancing: {protocol: {otlp: {endpoint: 'a.good.example:443'}}, resolver: {aws_cloud_map: {namespace: n, service_name: s}}}}",
    "exporters: {otlp: {endpoint: 'a.good.example:443', authority: evil.example}}",
    "exporters: {datadog: {metrics: {endpoint: 'https://a.good.example'}, api: {site: evil.example}}}",
    "exporters: {elasticsearch: {cloudid: 'x:ZXZpbC5leGFtcGxl'}}",
    "exporters: {awss3: {s3uploader: {endpoint: 'https://a.good.example', s3_bucket: evil}}}",
    "receivers: {azureeventhub: {connection: 'Endpoint=sb://evil.example/;EntityPath=x'}}",
    "receivers: {prometheus: {config: {scrape_configs: [{dns_sd_configs: [{names: [evil.example]}]}]}}}",
    "receivers: {prometheus: {config: {scrape_configs: [{relabel_configs: [{target_label: __address__, replacement: 'evil:1'}]}]}}}",
    "receivers: {kafka: {brokers: ['evil.example:443']}}",
    "receivers: {prometheus: {config: {scrape_configs: [{static_configs: [{targets: ['evil.example:443']}]}]}}}",
    "receivers: {redis: {endpoint: 'evil.example:443'}}",
    "extensions: {jaegerremotesampling: {source: {remote: {endpoint: 'evil.example:443'}}}}",
    "extensions: {oauth2client: {token_url: 'https://evil.example'}}",
    "service: {telemetry: {metrics: {readers: [{periodic: {exporter: {otlp: {endpoint: 'https://evil.example'}}}}]}}}",
  ])("are found wherever something connects: %s", (remote) => {
    expect(judge(policy, { remote }).composed).toBe(false);
  });

  test.each(["127.0.0.1:9", "localhost:9", ":9", "0.0.0.0:9", "[::1]:9", "10.9.9.9:4317"])(
    "are no bound for what a receiver listens on: %s",
    (endpoint) => {
      const hosts = { destinations: { hosts: ["good.example"] }, listen: { addresses: ["10.9.9.9", "*"] } };
      expectTaken(hosts, { remote: `receivers: {otlp: {protocols: {grpc: {endpoint: '${endpoint}'}}}}` });
    },
  );

  test.each([
    "exporters: {datadog: {api: {key: k}}}",
    "exporters: {datadog: {proxy_url: 'https://a.good.example'}}",
    "exporters: {kafka: }",
    "exporters: {otlp: {endpoint: ''}}",
  ])("have to be written out where an exporter has one of its own: %s", (remote) => {
    expectDenied(policy, { remote, local: "exporters: {kafka: {brokers: ['a:1']}}" }, "agent.policy.destinations");
  });

  test("that the operator leaves to an exporter are the operator's affair, and some go nowhere", () => {
    expectTaken(policy, { local: "exporters: {datadog: {api: {key: k}}}", remote: "exporters: {datadog: {a: 1}}" });
    expectTaken(policy, { remote: "exporters: {debug: , nop/x: {}, file: {path: x}}" });
  });

  test("of own telemetry that the server directs are bounded too", () => {
    const { composed: isTaken } = judge(policy, {
      remote: "service: {telemetry: {traces: {processors: [{batch: {exporter: {otlp: {endpoint: 'https://evil'}}}}]}}}",
    });
    expect(isTaken).toBe(false);
  });
});

describe("references of remote content", () => {
  const policy = { configSources: { env: ["HOST", "OTEL_*"], schemes: [] } };
  const value = (text: string) => ({ remote: `processors: {x: {a: ${JSON.stringify(text)}}}` });

  test.each(["${env:HOST}", "${HOST}", "a ${env:OTEL_X} b", "$${env:SECRET}", "$SECRET"])(
    "that are allowed: %s",
    (text) => {
      expectTaken(policy, value(text));
    },
  );

  test.each([
    "${env:SECRET}",
    "${SECRET}",
    "${env:HOSTX}",
    "${env:SECRET:-x}",
    "$$${env:SECRET}",
    "${file:/etc/shadow}",
    "${http://evil/x}",
    "${https://evil/x}",
    "${yaml:exporters::file: {}}",
    "${env:${env:HOST}}",
    "${env:HOST:-${env:SECRET}}",
    "${FILE:/etc/shadow}",
  ])("that are not: %s", (text) => {
    expectDenied(policy, value(text), "agent.policy.config_sources");
  });

  test.each(["!!binary JHtlbnY6U0VDUkVUfQ==", "!<tag:yaml.org,2002:binary> 'JHtlbnY6U0VDUkVUfQ=='"])(
    "are found in Base64, which the Collector decodes before it expands: %s",
    (text) => {
      expectDenied(policy, { remote: `processors: {x: {a: ${text}}}` }, "agent.policy.config_sources");
    },
  );

  test("are resolved before they are judged", () => {
    const both = { ...policy, destinations: { hosts: ["good.example"] } };
    const offer = (env: Record<string, string>) => ({ remote: "exporters: {otlp: {endpoint: '${env:HOST}:1'}}", env });
    expectTaken(both, offer({ HOST: "good.example" }));
    expectDenied(both, offer({ HOST: "evil.example" }), "agent.policy.destinations.hosts");
  });

  test("cannot be put together of what a variable holds", () => {
    const env = { HOST: "a$", OTEL_X: "${env:SECRE" };
    expectDenied(policy, { ...value("${env:HOST}{env:SECRET}"), env }, "agent.policy.config_sources");
    expectDenied(policy, { ...value("${env:OTEL_X}T}"), env }, "agent.policy.config_sources");
    expectTaken(policy, { ...value("${env:HOST} {env:SECRET}"), env });
  });

  test("that only the Collector can resolve are refused where something is bounded", () => {
    const both = { configSources: { env: [], schemes: ["file"] }, destinations: { hosts: ["*"] } };
    expectTaken(both, value("${file:/x}"));
    expectDenied(both, { remote: "exporters: {otlp: {endpoint: '${file:/x}'}}" }, "agent.policy.destinations");
  });
});

describe("what is required of every pipeline", () => {
  const policy = { required: [{ kind: "processors", type: "memory_limiter", position: "first" }] } as const;
  const pipeline = (processors: string) => ({ remote: `service: {pipelines: {logs: {processors: ${processors}}}}` });

  test.each(["[batch, memory_limiter]", "[]", "", "'${env:P}'", "[memory_limiterx]"])(
    "is missed in %s",
    (processors) => {
      expectDenied(policy, pipeline(processors), "agent.policy.required");
    },
  );

  test("is seen under a name and an alias", () => {
    expectTaken(policy, pipeline("[memory_limiter/mine, batch]"));
    expectTaken({ required: [{ kind: "processors", type: "batch", position: "last" }] }, pipeline("[x, batch]"));
    expectTaken({ required: [{ kind: "processors", type: "batch", position: "any" }] }, pipeline("[x, batch, y]"));
  });

  test("is missed in a local pipeline that remote content has stripped", () => {
    const local = "service: {pipelines: {logs: {processors: [memory_limiter]}}}";
    expectDenied(
      policy,
      { ...pipeline("[batch]"), local },
      "agent.policy.required",
      "service::pipelines::logs::processors",
    );
  });
});

describe("limits", () => {
  test.each([
    [{ bytes: 10 }, "a: bcdefghijkl", "bytes"],
    [{ bytes: 10 }, "a: \u00e4\u00e4\u00e4\u00e4", "bytes"],
    [{ pipelines: 1 }, "service: {pipelines: {logs: {}, traces: {}}}", "pipelines"],
    [{ depth: 3 }, "a: {b: {c: {d: 1}}}", "depth"],
    [{ depth: 3 }, "a: {b: [[1]]}", "depth"],
  ])("%j refuse %s", (limits, remote, rule) => {
    expectDenied({ limits }, { remote }, `agent.policy.limits.${rule}`);
  });

  test("are not exceeded by what reaches them", () => {
    const limits = { bytes: 100, pipelines: 2, depth: 3 };
    expectTaken({ limits }, { remote: "service: {pipelines: {logs: }}\na: {b: {c: 1}}", local: "d: {e: {f: {g: 1}}}" });
  });
});

describe("files", () => {
  test("that remote content names are listed", () => {
    const remote = `receivers:
  filelog:
    include: [/var/log/app/*.log, "logs/**", ../up/x.log]
    storage: file_storage
exporters:
  file: {path: "\${env:DIR}/out.json"}
  otlp: {tls: {ca_file: ca.pem}, endpoint: unix:///run/x.sock}
extensions:
  health_check: {path: /health}
`;
    const policy = { accessDirs: ["/var/log"], configSources: { env: ["DIR"], schemes: [] } };
    const result = judge(policy, { remote, env: { DIR: "/data" } });
    expect(result.composed && result.files.map(({ file }) => file)).toEqual([
      "/var/log/app/*.log",
      "logs/**",
      "../up/x.log",
      "/data/out.json",
      "ca.pem",
      "unix:///run/x.sock",
    ]);
  });

  test.each([
    ["extensions: {file_storage: {directory: data}}", "data"],
    ["extensions: {pprof: {save_to_file: cpu.prof}}", "cpu.prof"],
    ["service: {telemetry: {logs: {output_paths: ['file:///etc/x']}}}", "file:///etc/x"],
    ["service: {telemetry: {traces: {processors: [{batch: {exporter: {otlp: {client_key: k.pem}}}}]}}}", "k.pem"],
  ])("are found wherever one is named: %s", (remote, file) => {
    const result = judge({ accessDirs: ["/var/log"] }, { remote });
    expect(result.composed && result.files.map((claim) => claim.file)).toEqual([file]);
  });

  const sources = { env: ["*"], schemes: ["file", "yaml", "https"] };

  test("that a reference brings in are named too", () => {
    const remote = "exporters: {otlp: {headers: {a: 'x ${file:/etc/shadow} ${file:/data/y}'}}}";
    const result = judge({ accessDirs: ["/data"], configSources: sources }, { remote });
    expect(result.composed && result.files.map(({ file }) => file)).toEqual(["/etc/shadow", "/data/y"]);
    const odd = { remote: "exporters: {otlp: {headers: {a: '${file:/data/${env:X}}'}}}" };
    expect(judge({ accessDirs: ["/data"], configSources: sources }, odd).composed).toBe(false);
  });

  test.each(["${yaml:ca_file: /etc/shadow}", "${https://evil.example/x}"])(
    "cannot be named in what is brought in as a whole: %s",
    (text) => {
      const offer = { remote: `exporters: {otlp: {tls: '${text}'}}` };
      expectDenied({ accessDirs: ["/data"], configSources: sources }, offer, "agent.policy");
      expectTaken({ configSources: sources }, offer);
    },
  );

  test("of local files are no affair of the policy", () => {
    const result = judge({ accessDirs: [] }, { remote: "", local: "exporters: {file: {path: /x}}" });
    expect(result.composed && result.files).toEqual([]);
  });
});

test("a refusal shows no secret", () => {
  const policy = { destinations: { hosts: ["good.example"] } };
  const result = judge(policy, { remote: "exporters: {x: {headers: {authorization: 'https://canary@evil'}}}" });
  expect(result.composed).toBe(false);
  expect(JSON.stringify(result.composed ? "" : result.reason)).not.toContain("canary");
});
