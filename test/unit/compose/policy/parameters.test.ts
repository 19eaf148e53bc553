import { describe, expect, test } from "bun:test";

import { expectDenied, expectTaken, judge } from "../../../support/policy.ts";

const destinations = { hosts: ["good.example"] };
const query = (settings: string) => `receivers: {sqlquery: {driver: postgres, ${settings}}}`;
const parts = (settings: string) => query(`host: good.example, port: 5432, ${settings}`);

describe("parameters that lead elsewhere than the address says are refused", () => {
  test.each([
    query("datasource: 'postgres://good.example/db?host=evil.example'"),
    query("datasource: 'postgres://good.example/db?sslmode=require&hostaddr=6.6.6.6'"),
    query("datasource: 'postgres://good.example/db?%68ost=evil.example'"),
    query("datasource: 'oracle://good.example/x?SERVER=evil.example'"),
    query("datasource: 'sqlserver://good.example?failoverpartner=evil.example'"),
    "exporters: {clickhouse: {endpoint: 'https://good.example:8443?http_proxy=http://evil'}}",
    "exporters: {clickhouse: {endpoint: 'clickhouse://good.example:9000?alt_hosts=evil:9000'}}",
    parts("database: 'db?host=evil.example'"),
    parts("database: '@tcp(evil.example:3306)/db'"),
    parts("database: db, additional_params: {hostaddr: 6.6.6.6}"),
    parts("database: db, additional_params: {failoverpartner: x}"),
  ])("%s", (remote) => {
    expectDenied({ destinations }, { remote }, "agent.policy.destinations");
  });
});

describe("parameters that open files are refused where directories are bounded", () => {
  test.each([
    query("datasource: 'postgres://good.example/db?sslrootcert=server.crl&passfile=x'"),
    query("datasource: 'postgres://good.example/db?sslkey=x'"),
    query("datasource: 'mysql://good.example/db?allowAllFiles=true'"),
    parts("database: db, additional_params: {allowAllFiles: true}"),
    parts("database: 'db?allowAllFiles=true'"),
  ])("%s", (remote) => {
    expectDenied({ accessDirs: ["/data"] }, { remote }, "agent.access_dirs");
    expect(judge({}, { remote }).composed).toBe(true);
  });
});

test.each([
  query("datasource: 'postgres://good.example/my-db?sslmode=require&search_path=a&application_name=b'"),
  query("datasource: 'sqlserver://good.example?database=a&TrustServerCertificate=true'"),
  parts("database: my_db.x, additional_params: {sslmode: require, connect_timeout: 5}"),
  "exporters: {otlp_http: {endpoint: 'https://good.example/v1?host=a&path=b'}}",
])("others are taken: %s", (remote) => {
  expectTaken({ destinations, accessDirs: ["/data"] }, { remote });
});
