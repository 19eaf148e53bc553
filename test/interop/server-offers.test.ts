import { beforeAll, describe, expect, test } from "bun:test";

import {
  CommandType,
  ConnectionSettingsStatuses,
  PackageStatusEnum,
  RemoteConfigStatuses,
} from "../../src/opamp/wire/messages.ts";
import { createRandom } from "../../src/runtime/shared/random.ts";
import { goBuild, goBuildTimeoutMs } from "../support/go-build.ts";
import { ServerScene } from "../support/server-scene.ts";
import { ways } from "../support/ways.ts";

const random = createRandom();
const utf8 = new TextEncoder();
const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);

beforeAll(() => goBuild("agent"), goBuildTimeoutMs);

describe.each(ways)("our server with an agent on the reference library over $name", (way) => {
  test("offers a configuration that arrives byte by byte, and hears what became of it", async () => {
    const { connection, agent, received } = await ServerScene.described(way);
    const large = random.bytes(1 << 20);
    connection.send({
      remoteConfig: {
        configHash: Uint8Array.of(1, 2, 3),
        config: { configMap: { "": { body: everyByte }, päth: { body: large, contentType: "text/yaml" } } },
      },
    });
    const { offer } = await agent.next("remoteConfig");
    expect(offer).toEqual({
      config_hash: "AQID",
      config: {
        config_map: {
          "": { body: everyByte.toBase64() },
          päth: { body: large.toBase64(), content_type: "text/yaml" },
        },
      },
    });
    const remoteConfigStatus = { last_remote_config_hash: "AQID", status: "RemoteConfigStatuses_APPLIED" };
    await agent.send({ command: "remoteConfigStatus", remoteConfigStatus });
    const { state } = await received.next({ message: { remoteConfigStatus: {} } });
    expect(state.remoteConfigStatus?.lastRemoteConfigHash?.toHex()).toBe("010203");
    expect(state.remoteConfigStatus?.status).toBe(RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
  });

  test("offers what it desires once, until the agent reports the hash", async () => {
    const remoteConfig = { configHash: Uint8Array.of(4), config: { configMap: { "": { body: everyByte } } } };
    const { agent, received } = await ServerScene.described(way, { server: { desired: () => ({ remoteConfig }) } });
    expect((await agent.next("remoteConfig"))["offer"]).toMatchObject({ config_hash: "BA==" });
    const remoteConfigStatus = { last_remote_config_hash: "BA==", status: "RemoteConfigStatuses_APPLIED" };
    await agent.send({ command: "remoteConfigStatus", remoteConfigStatus });
    await received.next({ message: { remoteConfigStatus: {} } });
    await agent.send({ command: "health", health: { last_error: "later" } });
    await received.next({ message: { health: { lastError: "later" } } });
    expect(agent.untaken("remoteConfig")).toEqual([]);
  });

  test("offers settings of other connections", async () => {
    const { connection, agent } = await ServerScene.described(way);
    const destinationEndpoint = "http://127.0.0.1:4318/v1/metrics";
    const otherConnections = { backend: { destinationEndpoint: "backend:9000", otherSettings: { mode: "fast" } } };
    connection.send({
      connectionSettings: { hash: Uint8Array.of(5), ownMetrics: { destinationEndpoint }, otherConnections },
    });
    const { offer } = await agent.next("connectionSettings");
    expect(offer).toEqual({
      hash: "BQ==",
      own_metrics: { destination_endpoint: destinationEndpoint },
      other_connections: { backend: { destination_endpoint: "backend:9000", other_settings: { mode: "fast" } } },
    });
  });

  test.each([
    ["takes", "", ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLIED],
    ["refuses", "no such place", ConnectionSettingsStatuses.ConnectionSettingsStatuses_FAILED],
  ])("offers settings of its own connection, which the agent %s", async (_, refuseSettings, status) => {
    const { connection, agent, received } = await ServerScene.described(way, { agent: { refuseSettings } });
    const destinationEndpoint = "wss://elsewhere.test/v1/opamp";
    const opamp = { destinationEndpoint, heartbeatIntervalSeconds: 1 };
    connection.send({ connectionSettings: { hash: Uint8Array.of(6), opamp } });
    const { offer } = await agent.next("opampSettings");
    expect(offer).toMatchObject({ destination_endpoint: destinationEndpoint });
    const { state } = await received.next({ message: { connectionSettingsStatus: { status } } });
    expect(state.connectionSettingsStatus?.lastConnectionSettingsHash?.toHex()).toBe("06");
    expect(state.connectionSettingsStatus?.errorMessage ?? "").toBe(refuseSettings);
  });

  test("issues the certificate that the agent asks for", async () => {
    const requests: string[] = [];
    const cert = utf8.encode("a certificate");
    const { agent } = await ServerScene.described(way, {
      server: {
        certificateRequest: (_, csr) => {
          requests.push(new TextDecoder().decode(csr));
          return { issued: true, settings: { opamp: { certificate: { cert } } } };
        },
      },
    });
    const csr = utf8.encode("a request").toBase64();
    await agent.send({ command: "settingsRequest", settingsRequest: { opamp: { certificate_request: { csr } } } });
    const { offer } = await agent.next("opampSettings");
    expect(offer).toMatchObject({ certificate: { cert: cert.toBase64() } });
    expect(requests).toEqual(["a request"]);
  });

  test("offers a package, which the agent downloads and reports", async () => {
    const content = random.bytes(1 << 16);
    const contentHash = Uint8Array.from(new Bun.CryptoHasher("sha256").update(content).digest());
    using files = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response(Uint8Array.from(content)) });
    const { connection, agent, received } = await ServerScene.described(way);
    const file = { downloadUrl: files.url.href, contentHash, signature: everyByte };
    const otelcol = { version: "1.2.3", hash: Uint8Array.of(1), file };
    connection.send({ packagesAvailable: { packages: { otelcol }, allPackagesHash: Uint8Array.of(2, 3) } });

    const { offer } = await agent.next("packages");
    expect(offer).toMatchObject({
      all_packages_hash: "AgM=",
      packages: { otelcol: { version: "1.2.3", file: { signature: everyByte.toBase64() } } },
    });
    const status = PackageStatusEnum.PackageStatusEnum_Installed;
    const { state } = await received.next({ message: { packageStatuses: { packages: { otelcol: { status } } } } });
    expect(state.packageStatuses?.serverProvidedAllPackagesHash?.toHex()).toBe("0203");
    expect(state.packageStatuses?.packages?.["otelcol"]).toMatchObject({ agentHasVersion: "1.2.3" });
  });

  test("commands a restart, and sends what was to go beside it in a message of its own", async () => {
    const { connection, agent } = await ServerScene.described(way);
    connection.send({
      command: { type: CommandType.CommandType_Restart },
      remoteConfig: { configHash: Uint8Array.of(1), config: { configMap: {} } },
    });
    await agent.next("restart");
    await agent.next("remoteConfig");
  });

  test("exchanges custom messages both ways, each once and in order", async () => {
    const capability = "org.example.greeting";
    const capabilities = [capability];
    const { connection, agent, received, first } = await ServerScene.described(way, {
      server: { customCapabilities: [capability, "org.example.other"] },
      agent: { customCapabilities: { capabilities } },
    });
    expect(first.state.customCapabilities?.capabilities).toEqual(capabilities);
    const offered = await agent.next("customCapabilities");
    expect(offered["capabilities"]).toEqual([capability, "org.example.other"]);

    const types = ["first", "second", "third"];
    for (const type of types) connection.send({ customMessage: { capability, type, data: everyByte } });
    for (const type of types) {
      const { message } = await agent.next("customMessage");
      expect(message).toEqual({ capability, type, data: everyByte.toBase64() });
    }
    for (const type of types) {
      await agent.send({ command: "customMessage", customMessage: { capability, type, data: "AP8=" } });
    }
    for (const type of types) {
      const { message } = await received.next({ message: { customMessage: {} } });
      expect(message.customMessage).toMatchObject({ capability, type });
      expect(message.customMessage?.data?.toBase64()).toBe("AP8=");
    }
  });
});
