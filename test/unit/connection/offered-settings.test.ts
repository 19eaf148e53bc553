import { describe, expect, test } from "bun:test";

import { openServerRoute } from "../../../src/connection/server-route.ts";
import type { OpAMPConnectionSettings } from "../../../src/opamp/wire/messages.ts";
import { makeCertificates } from "../../support/certificates.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { silentLog } from "../../support/silent-log.ts";
import { type StatedConfig, supervisorConfig } from "../../support/supervisor-config.ts";

const { ca, client } = makeCertificates();
const never = new AbortController().signal;
const certificate = { cert: Buffer.from(client.cert), privateKey: Buffer.from(client.key) };
const headers = { headers: [{ key: "X-New", value: "yes" }] };
const own = { server: { endpoint: "wss://own/v1/opamp", headers: [["X-Own", "yes"]] as const } };
const withCertificate = { ...own, tls: { cert: { pem: client.cert }, key: { pem: client.key }, serverName: "name" } };

async function route(stated: StatedConfig = own, env: Record<string, string> = {}, allowOtherAuthorities = false) {
  const options = { files: new MemoryFiles(), clock: new FakeClock(Date.now()), log: silentLog, env };
  const { server } = supervisorConfig(stated);
  const opening = await openServerRoute({ ...options, server, allows: { allowOtherAuthorities } });
  if (!opening.opened) throw new Error(JSON.stringify(opening.problems));
  return opening.route;
}

/** The way with the offered settings over the operator's. */
async function way(offered: OpAMPConnectionSettings, ...args: Parameters<typeof route>) {
  const answer = await (await route(...args)).provide(offered)(never);
  if (!answer.usable) throw new Error(answer.reason);
  return answer.route;
}

describe("offered settings over the operator's", () => {
  test("send the offered headers, and the operator's where none are offered", async () => {
    expect((await way({ headers })).headers).toEqual([["X-New", "yes"]]);
    expect((await way({ destinationEndpoint: "wss://new" })).headers).toEqual([["X-Own", "yes"]]);
  });

  test("use no client certificate where an endpoint is offered without one, and keep it with the old endpoint", async () => {
    expect((await way({ destinationEndpoint: "wss://new" }, withCertificate)).tls).toEqual({ serverName: "name" });
    expect((await way({ headers }, withCertificate)).tls).toMatchObject({ cert: client.cert });
    expect((await way({ certificate })).tls).toMatchObject({ cert: client.cert, key: client.key });
  });

  test("keep the operator's TLS and proxy unless they are offered, and replace them wholly where they are", async () => {
    const stated = { ...own, server: { ...own.server, proxyUrl: "http://own:1" }, tls: { minVersion: "1.3" as const } };
    const kept = await way({ destinationEndpoint: "wss://new" }, stated);
    expect(kept).toMatchObject({ tls: { minVersion: "1.3" }, proxy: { url: "http://own:1" } });
    const connectHeaders = { headers: [{ key: "X-Proxy", value: "1" }] };
    const replaced = await way({ tls: { caPemContents: ca }, proxy: { url: "new:2", connectHeaders } }, stated);
    expect(replaced.tls).toEqual({ ca });
    expect(replaced.proxy).toEqual({ url: "http://new:2", headers: [["X-Proxy", "1"]] });
  });

  test("take the proxy of the environment that is for the offered endpoint", async () => {
    const env = { HTTPS_PROXY: "http://secure:1", HTTP_PROXY: "http://plain:2" };
    const { proxy } = await way({ destinationEndpoint: "ws://new" }, { server: { endpoint: "ws://own" } }, env);
    expect(proxy?.url).toBe("http://plain:2/");
  });
});

describe("an offer", () => {
  test("of what is in force is the same, whatever its interval of heartbeats", async () => {
    const { judge } = await route();
    const offer = { destinationEndpoint: "wss://own/v1/opamp", heartbeatIntervalSeconds: 5 };
    expect(judge(offer, undefined)).toEqual({ is: "same", settings: { heartbeatIntervalSeconds: 5 } });
    const accepted = { destinationEndpoint: "wss://new", headers };
    expect(judge({ headers }, accepted).is).toBe("same");
  });

  test("stands over an earlier one: what it leaves out stays, but the certificate goes with another endpoint", async () => {
    const { judge } = await route();
    const accepted = { destinationEndpoint: "wss://new", certificate };
    expect(judge({ headers }, accepted)).toEqual({
      is: "asked",
      settings: { ...accepted, headers, heartbeatIntervalSeconds: 0 },
      notes: [],
    });
    expect(judge({ destinationEndpoint: "wss://newer" }, { ...accepted, headers })).toMatchObject({
      settings: { destinationEndpoint: "wss://newer", headers },
    });
    expect(JSON.stringify(judge({ destinationEndpoint: "wss://newer" }, accepted))).not.toContain("certificate");
  });

  test.each<[string, OpAMPConnectionSettings, string]>([
    ["turns the checks off", { tls: { insecureSkipVerify: true } }, "tls.insecure_skip_verify is not allowed here"],
    ["names other authorities", { tls: { caPemContents: ca } }, "tls.ca_pem_contents: other authorities"],
    ["allows old versions", { tls: { minVersion: "1.0" } }, "tls.min_version below 1.2"],
    ["leaves TLS", { destinationEndpoint: "ws://own/v1/opamp" }, "destination_endpoint without TLS"],
    ["leads nowhere", { destinationEndpoint: "ftp://x" }, "destination_endpoint is no ws"],
  ])("that %s is refused", async (_, offer, reason) => {
    const verdict = (await route()).judge(offer, undefined);
    expect(verdict).toMatchObject({ is: "refused" });
    expect("reason" in verdict ? verdict.reason : "").toStartWith(reason);
  });

  test("that sends headers over a network without TLS is taken with a warning, as the operator's own are", async () => {
    const plain = { server: { endpoint: "ws://own/v1/opamp" } };
    const notes = async (offer: OpAMPConnectionSettings, stated: StatedConfig = plain) => {
      const verdict = (await route(stated)).judge(offer, undefined);
      return "notes" in verdict ? verdict.notes.join() : verdict.is;
    };
    const warning = "destination_endpoint has no TLS: headers and credentials go there unencrypted";
    expect(await notes({ destinationEndpoint: "ws://new", headers })).toBe(warning);
    expect(await notes({ destinationEndpoint: "ws://new" })).toBe("");
    expect(await notes({ destinationEndpoint: "wss://new", headers })).toBe("");
    expect(await notes({ destinationEndpoint: "ws://127.0.0.1:1", headers })).toBe("");
    const withHeaders = { server: { ...plain.server, headers: [["X-Own", "yes"]] as const } };
    expect(await notes({ destinationEndpoint: "ws://new" }, withHeaders)).toBe(warning);
  });

  test("may weaken TLS where the operator's own key does, and name authorities where he lets it", async () => {
    const insecure = await route({ ...own, tls: { insecureSkipVerify: true } });
    expect(insecure.judge({ tls: { insecureSkipVerify: true }, headers }, undefined).is).toBe("asked");
    expect(insecure.judge({ destinationEndpoint: "ws://new" }, undefined).is).toBe("asked");
    const open = await route(own, {}, true);
    expect(open.judge({ tls: { caPemContents: ca } }, undefined).is).toBe("asked");
  });
});
