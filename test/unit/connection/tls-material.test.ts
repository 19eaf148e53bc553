import { describe, expect, test } from "bun:test";

import { TlsMaterial } from "../../../src/connection/tls-material.ts";
import { day, type Life, TestAuthority } from "../../support/certificates.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { supervisorConfig } from "../../support/supervisor-config.ts";
import { TestLog } from "../../support/test-log.ts";

const life: Life = [-day, 100 * day];
const authority = new TestAuthority("authority", life);
const [first, second] = [authority.client("first", life), authority.client("second", life)];
const paths = { ca: { file: "/ca.pem" }, cert: { file: "/cert.pem" }, key: { file: "/key.pem" } };

async function opened(pair = first) {
  const files = new MemoryFiles();
  const log = new TestLog();
  const clock = new FakeClock(Date.now());
  const { tls } = supervisorConfig({ tls: paths }).server;
  const material = new TlsMaterial({ tls, files, clock, log });
  const put = ({ cert, key }: { cert?: string; key?: string }) => {
    if (cert !== undefined) files.put("/cert.pem", cert);
    if (key !== undefined) files.put("/key.pem", key);
  };
  files.put("/ca.pem", authority.cert);
  put(pair);
  expect(await material.open()).toEqual([]);
  const refreshed = async () => {
    await material.refresh();
    return material.options;
  };
  return { material, files, log, clock, put, refreshed };
}

describe("files that were exchanged", () => {
  test("are what the next connection uses", async () => {
    const { material, files, log, put, refreshed } = await opened();
    expect(material.options).toEqual({ ca: authority.cert, ...first });
    put(second);
    const other = new TestAuthority("other").cert;
    files.put("/ca.pem", other);
    expect(await refreshed()).toEqual({ ca: other, ...second });
    expect(log.at("info").map(({ fields }) => fields)).toEqual([{ changed: ["ca", "cert", "key"] }]);
    expect(log.at("error")).toEqual([]);
  });

  test("are not used while they do not fit together, which is told once", async () => {
    const { log, put, refreshed } = await opened();
    put({ cert: second.cert });
    expect(await refreshed()).toMatchObject(first);
    expect(await refreshed()).toMatchObject(first);
    expect(log.at("error").map(({ fields }) => fields["reason"])).toEqual([
      "server::tls::key_file: /key.pem: the key does not belong to the certificate, which must be the first one of its text",
    ]);
    put({ key: second.key });
    expect(await refreshed()).toMatchObject(second);
    expect(log.at("error")).toHaveLength(1);
  });

  test("are not used while one is missing, empty, half-written or unreadable", async () => {
    const { files, log, put, refreshed } = await opened();
    await files.remove("/ca.pem");
    expect(await refreshed()).toMatchObject({ ca: authority.cert });
    files.put("/ca.pem", "");
    expect(await refreshed()).toMatchObject({ ca: authority.cert });
    files.put("/ca.pem", authority.cert);
    put({ cert: first.cert.slice(0, 100) });
    expect(await refreshed()).toMatchObject(first);
    put(first);
    const allow = files.failOn("read", "/key.pem", "EACCES");
    expect(await refreshed()).toMatchObject(first);
    allow();
    expect(await refreshed()).toMatchObject(first);
    expect(log.at("error").map(({ fields }) => String(fields["reason"]))).toEqual([
      "server::tls::ca_file: /ca.pem: no such file or directory",
      "server::tls::ca_file: /ca.pem: there is no PEM block CERTIFICATE: it is empty",
      "server::tls::cert_file: /cert.pem: the text is cut off within a certificate",
      "server::tls::key_file: /key.pem: permission denied",
    ]);
  });

  test("are complained of again when they are wrong again", async () => {
    const { files, log, refreshed } = await opened();
    for (const text of ["", authority.cert, ""]) {
      files.put("/ca.pem", text);
      await refreshed();
    }
    expect(log.at("error")).toHaveLength(2);
  });
});

describe("a client certificate", () => {
  const old = authority.client("old", [-2 * day, -day]);
  const early = authority.client("early", [50 * day, 90 * day]);

  test("that is over, or not valid yet, does not take the place of a good one", async () => {
    const { log, clock, put, refreshed } = await opened();
    put(old);
    expect(await refreshed()).toMatchObject(first);
    put(early);
    expect(await refreshed()).toMatchObject(first);
    expect(log.at("error").map(({ fields }) => String(fields["reason"]))).toEqual([
      expect.stringMatching(/^The client certificate has expired \(CN=old, \d{4}-\d\d-\d\dT[\d:]+Z\)$/),
      expect.stringMatching(/^The client certificate is not valid yet, by the clock of this machine \(CN=early, /),
    ]);
    clock.advance(60 * day);
    expect(await refreshed()).toMatchObject(early);
  });

  test("that is over takes the place of one that is over too: the server decides", async () => {
    const { put, refreshed } = await opened(old);
    const older = authority.client("older", [-3 * day, -2 * day]);
    put(older);
    expect(await refreshed()).toMatchObject(older);
  });

  test("that comes to its end is told of once a day, and again when it was exchanged", async () => {
    const short = authority.client("short", [-100 * day, 10 * day]);
    const { material, log, clock, put, refreshed } = await opened(short);
    const days = () =>
      log.lines.flatMap(({ fields }) => (fields["subject"] === undefined ? [] : [fields["days_left"]]));
    const told = (times: number) => Array.from({ length: times }, () => material.tellConcerns());
    told(3);
    clock.advance(day);
    told(3);
    expect(days()).toEqual([9, 8]);
    put(authority.client("short", [-100 * day, 10 * day]));
    await refreshed();
    expect(days()).toEqual([9, 8, 8]);
    clock.advance(9 * day);
    told(2);
    expect(log.at("error").map(({ message }) => message)).toEqual(["The client certificate has expired"]);
  });
});

test("options that need no file are passed on, and only those that are set", async () => {
  const options = async (tls: Parameters<typeof supervisorConfig>[0]) => {
    const { server } = supervisorConfig(tls);
    const material = new TlsMaterial({
      tls: server.tls,
      files: new MemoryFiles(),
      clock: new FakeClock(),
      log: new TestLog(),
    });
    expect(await material.open()).toEqual([]);
    expect(material.hasFiles).toBe(false);
    return material.options;
  };
  expect(await options({})).toEqual({});
  const all = {
    insecureSkipVerify: true,
    includeSystemRoots: true,
    serverName: "opamp.example",
    minVersion: "1.1",
    maxVersion: "1.3",
    cipherSuites: ["TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"],
    curves: ["P256"],
  } as const;
  const pem = { ca: { pem: authority.cert }, cert: { pem: first.cert }, key: { pem: first.key } };
  expect(await options({ tls: { ...all, ...pem } })).toEqual({ ...all, ca: authority.cert, ...first });
});
