import { describe, test } from "bun:test";

import { expectDenied, expectTaken } from "../../../support/policy.ts";

const policy = { configSources: { env: ["X"], schemes: [] } };
const operator = (settings: string) => `receivers: {file_log: {include: [a], operators: [{${settings}}]}}`;
const external = (value: string) =>
  `receivers: {prometheus: {config: {global: {external_labels: {a: ${JSON.stringify(value)}}}}}}`;

describe("a variable that is read without a reference is refused", () => {
  test.each([
    operator(`type: add, field: body, value: 'EXPR(env("SECRET"))'`),
    operator(`type: add, field: body, value: 'EXPR( env ("SECRET"))'`),
    operator(`type: add, field: body, value: 'EXPR("SECRET" | env())'`),
    operator(`type: add, field: body, value: 'EXPR(/* */env/* */("SECRET"))'`),
    operator(`type: add, field: body, value: 'EXPR(let f = env; f("SECRET"))'`),
    operator(`type: add, field: body, value: 'EXPR(["a",env("SECRET")])'`),
    operator(`type: add, field: body, value: 'EXPR(1..env("SECRET"))'`),
    operator(`type: add, field: body, value: 'EXPR(os_env_func("SECRET"))'`),
    operator(`type: add, field: body, value: 'EXPR($$env["os_env_func"]("SECRET"))'`),
    operator(`type: add, field: body, value: '\${env:X:-EXPR(env("SECRET"))}'`),
    operator(`type: noop, if: 'env("SECRET") startsWith "a"'`),
    operator(`type: router, routes: [{output: a, expr: 'env("SECRET") == body'}]`),
    operator(`type: recombine, combine_field: body, is_first_entry: 'body matches env("SECRET")'`),
    `receivers: {file_log: {header: {metadata_operators: [{type: noop, if: 'env("SECRET") == "a"'}]}}}`,
    `receivers: {syslog: {tcp: {listen_address: 'a:1'}, attributes: {a: 'EXPR(env("SECRET"))'}}}`,
    `receivers: {receiver_creator: {receivers: {file_log: {config: {resource: {a: 'EXPR(env("SECRET"))'}}}}}}`,
    `processors: {logstransform: {operators: [{type: add, field: body, value: 'EXPR(env("SECRET"))'}]}}`,
    external("$$SECRET"),
    external("a-$${SECRET}"),
  ])("%s", (remote) => {
    expectDenied(policy, { remote }, "agent.policy.config_sources");
    expectTaken({ configSources: { env: ["*"], schemes: [] } }, { remote });
  });
});

test.each([
  operator(`type: filter, expr: 'attributes.env == "prod"'`),
  operator(`type: filter, expr: 'attributes["env"] == "prod" && resource?.env != nil'`),
  operator(`type: add, field: attributes.environment, value: 'EXPR(body.envelope)'`),
  operator("type: regex_parser, id: parse env, regex: '^(?P<env>\\w+) env (.*)$'"),
  operator("type: move, from: attributes.env, to: resource.env"),
  "processors: {resource: {attributes: [{key: env, value: env, action: insert}]}}",
  external("prod"),
])("what only has the name of it is taken: %s", (remote) => {
  expectTaken(policy, { remote });
});
