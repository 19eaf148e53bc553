import { beforeAll, describe, expect, test } from "bun:test";

import { DebianProxy, proxyKinds } from "../support/debian-proxy.ts";
import { goBuild, goBuildTimeoutMs } from "../support/go-build.ts";
import { ServerScene } from "../support/server-scene.ts";
import { agentMaterial, certificates, uncompressedWays } from "../support/ways.ts";

beforeAll(() => goBuild("agent"), goBuildTimeoutMs);

/** The reference agent reaches no WebSocket through a proxy that itself speaks TLS. */
const journeys = proxyKinds.flatMap((kind) =>
  uncompressedWays
    .filter(({ transport }) => kind.scheme === "http" || transport === "http")
    .map((way) => ({ kind, way, name: `${kind.name} over ${way.name}` })),
);

describe.each(journeys)("our server with an agent on the reference library through $name", ({ kind, way }) => {
  test("talks both ways", async () => {
    const proxy = await DebianProxy.start(kind);
    const scene = await ServerScene.open(way);
    // To the reference agent TLS options make `wss` of `ws`.
    const tls = agentMaterial(way) ?? (kind.scheme === "https" ? { ca: certificates.ca } : undefined);
    await scene.startAgent({ proxy: proxy.url(), tls });
    const { connection, state } = await scene.described();
    expect(state.instanceUid.toHex()).toBe(scene.uid);
    connection.send({ remoteConfig: { configHash: Uint8Array.of(7), config: { configMap: {} } } });
    await scene.agent.next("remoteConfig");
    await scene.agent.send({ command: "health", health: { last_error: "told through a proxy" } });
    await scene.received.next({ message: { health: { lastError: "told through a proxy" } } });
    await proxy.logged(`:${scene.server.port}`);
  });
});
