import { beforeAll, describe, expect, test } from "bun:test";

import { fixedRoute } from "../../src/opamp/client/client.ts";
import type { ConnectionLoss } from "../../src/runtime/network-ports.ts";
import { ClientScene } from "../support/client-scene.ts";
import { credentials, DebianProxy, deniedHost, proxyKinds } from "../support/debian-proxy.ts";
import { goBuild, goBuildTimeoutMs } from "../support/go-build.ts";
import { certificates, uncompressedWays, urlOf, type Way } from "../support/ways.ts";

beforeAll(() => goBuild("server"), goBuildTimeoutMs);

const wrong = { ...credentials, password: "open-barley" };

describe.each(proxyKinds)("through $name", (kind) => {
  describe.each(uncompressedWays)("our client with a server on the reference library over $name", (way) => {
    test("talks both ways, the credentials of the proxy staying with it", async () => {
      const proxy = await DebianProxy.start(kind);
      const { server, client, instanceUid, messages, log } = await ClientScene.start(way, {
        proxy: { url: proxy.url() },
      });
      const { headers, certificate } = await server.connected();
      expect(headers).toMatchObject({ Authorization: ["Bearer of-the-test"] });
      expect(Object.keys(headers ?? {}).filter((name) => name.startsWith("Proxy-"))).toEqual([]);
      expect(certificate).toBe(way.tls === "mutual" ? "agent" : "");
      await server.message({ agent_description: {} });

      await server.offer(instanceUid, { "": { body: new Uint8Array(1 << 20) } }, Uint8Array.of(7));
      const { remoteConfig } = await messages.next({ remoteConfig: {} });
      expect(remoteConfig?.configHash?.toHex()).toBe("07");
      client.report({ health: { healthy: false, lastError: "told through a proxy" } });
      await server.message({ health: { last_error: "told through a proxy" } });

      await client.stop();
      await server.message({ agent_disconnect: {} });
      await proxy.logged(askedFor(way, server.url));
      expect([...log.at("warn"), ...log.at("error")]).toEqual([]);
    });

    test.each([
      ["none", null, 407],
      // tinyproxy answers them with 401, as if it were the server.
      ["wrong ones", wrong, kind.name === "tinyproxy" ? 401 : 407],
    ])(
      "is asked for credentials: with %s it says by whom it is refused, with the right ones it comes in",
      async (_, given, status) => {
        const proxy = await DebianProxy.start(kind);
        const scene = await ClientScene.start(way, { proxy: { url: proxy.url(given) } });
        const { loss } = await scene.losses.next();
        expect(refusalIn(loss)).toEqual({ by: status === 401 && isPassedOn(way) ? "either" : "proxy", status });
        const told = JSON.stringify(scene.log.lines);
        expect(told).toContain(new URL(proxy.url()).host);
        expect(told).not.toMatch(/open-|YWdlbnQ6/);

        scene.goThrough({ url: proxy.url() });
        await scene.server.message({ agent_description: {} });
      },
    );

    test("says that the proxy does not let it go there", async () => {
      const proxy = await DebianProxy.start(kind);
      const denied = { url: urlOf(way, 1).replace(/127\.0\.0\.1|localhost/, deniedHost), headers: [] };
      const route = { ...denied, proxy: { url: proxy.url() }, tls: { ca: certificates.ca } };
      const scene = await ClientScene.start(way, { client: { route: fixedRoute(route) } });
      const { loss } = await scene.losses.next();
      expect(refusalIn(loss)).toEqual({ by: isPassedOn(way) ? "either" : "proxy", status: 403 });
      expect(JSON.stringify(scene.log.lines)).toContain(`the proxy ${new URL(proxy.url()).host}`);
      await proxy.logged(askedFor(way, denied.url));
    });
  });
});

/** Whether the proxy gets the request itself, so that its answers look like the server's. */
function isPassedOn({ transport, tls }: Way): boolean {
  return transport === "http" && tls === "none";
}

/** What the log of a proxy says of a request to this URL. */
function askedFor(way: Way, url: string): string {
  return isPassedOn(way) ? url : new URL(url).host;
}

function refusalIn({ code, message, response, proxy }: ConnectionLoss): object {
  if (code === "PROXY")
    return { by: "proxy", status: Number(/ answered with HTTP (\d+): it does not /.exec(message)?.[1]) };
  return { by: proxy === undefined ? "server" : "either", status: response?.status };
}
