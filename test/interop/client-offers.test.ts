import { beforeAll, describe, expect, test } from "bun:test";

import { readConfigOffer } from "../../src/opamp/client/config-offer.ts";
import { ConnectionSettingsStatuses, PackageStatusEnum, RemoteConfigStatuses } from "../../src/opamp/wire/messages.ts";
import { createRandom } from "../../src/runtime/shared/random.ts";
import { ClientScene } from "../support/client-scene.ts";
import { goBuild, goBuildTimeoutMs } from "../support/go-build.ts";
import { GoServer } from "../support/go-server.ts";
import { reported } from "../support/interop-state.ts";
import { ways } from "../support/ways.ts";

const byName = ([one = ""]: readonly unknown[], [other = ""]: readonly unknown[]) =>
  String(one) < String(other) ? -1 : 1;

const random = createRandom();
const utf8 = new TextEncoder();
const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);

beforeAll(() => goBuild("server"), goBuildTimeoutMs);

describe.each(ways)("our client with a server on the reference library over $name", (way) => {
  test("takes an offered configuration byte by byte, and reports what became of it", async () => {
    const { server, client, instanceUid, messages } = await ClientScene.connected(way);
    const files = {
      "": { body: everyByte },
      "collector.yaml": { body: utf8.encode("receivers: {nop: }\n"), contentType: "text/yaml" },
      large: { body: random.bytes(1 << 20) },
      "päth/with space": { body: new Uint8Array() },
    };
    const hash = random.bytes(32);
    await server.offer(instanceUid, files, hash);

    const { remoteConfig } = await messages.next({ remoteConfig: {} });
    const offer = readConfigOffer(remoteConfig ?? {});
    expect(offer.hash.toHex()).toBe(hash.toHex());
    const offered = offer.kind === "content" ? [...offer.files] : [];
    expect(offered.map(([name, file]) => [name, file.body?.toHex(), file.contentType]).toSorted(byName)).toEqual(
      Object.entries(files)
        .map(([name, file]) => [name, file.body.toHex(), "contentType" in file ? file.contentType : ""])
        .toSorted(byName),
    );

    const { RemoteConfigStatuses_APPLIED, RemoteConfigStatuses_APPLYING } = RemoteConfigStatuses;
    for (const status of [RemoteConfigStatuses_APPLYING, RemoteConfigStatuses_APPLIED]) {
      client.report({ remoteConfigStatus: { lastRemoteConfigHash: offer.hash, status } });
      const told = { last_remote_config_hash: hash.toBase64(), status: RemoteConfigStatuses[status] };
      await server.message({ remote_config_status: told });
    }
  });

  test("takes settings of other connections, and reports what became of them", async () => {
    const { server, client, instanceUid, messages } = await ClientScene.connected(way);
    const destination_endpoint = "http://127.0.0.1:4318/v1/metrics";
    const headers = { headers: [{ key: "X-Token", value: "t" }] };
    const other_connections = { backend: { destination_endpoint: "backend:9000", other_settings: { mode: "fast" } } };
    const hash = utf8.encode("hash").toBase64();
    const own_metrics = { destination_endpoint, headers };
    await server.send(instanceUid, { connection_settings: { hash, own_metrics, other_connections } });

    const { connectionSettings: offers } = await messages.next({ connectionSettings: {} });
    expect(offers?.hash?.toBase64()).toBe(hash);
    expect(offers?.ownMetrics?.destinationEndpoint).toBe(destination_endpoint);
    expect(offers?.ownMetrics?.headers?.headers?.map(({ key, value }) => [key, value])).toEqual([["X-Token", "t"]]);
    expect(offers?.otherConnections?.["backend"]?.otherSettings).toEqual({ mode: "fast" });

    const status = ConnectionSettingsStatuses.ConnectionSettingsStatuses_FAILED;
    const lastConnectionSettingsHash = utf8.encode("hash");
    client.report({ connectionSettingsStatus: { lastConnectionSettingsHash, status, errorMessage: "no such place" } });
    await server.message({
      connection_settings_status: {
        last_connection_settings_hash: hash,
        status: "ConnectionSettingsStatuses_FAILED",
        error_message: "no such place",
      },
    });
  });

  test("moves to the server that an offer names: goodbye here, full state and APPLIED there", async () => {
    const scene = await ClientScene.connected(way);
    const { server, client, instanceUid, messages } = scene;
    await using other = await GoServer.start({ way });
    const hash = utf8.encode("move").toBase64();
    await server.send(instanceUid, { connection_settings: { hash, opamp: { destination_endpoint: other.url } } });

    const { connectionSettings: offers } = await messages.next({ connectionSettings: {} });
    expect(offers?.opamp?.destinationEndpoint).toBe(other.url);
    client.report({ connectionSettingsStatus: statusOf("APPLYING") });
    scene.moveTo(other);
    await server.message({ agent_disconnect: {}, connection_settings_status: { status: `${prefix}APPLYING` } });
    await other.message({ agent_description: {}, connection_settings_status: { status: `${prefix}APPLYING` } });
    client.report({ connectionSettingsStatus: statusOf("APPLIED") });
    const told = { last_connection_settings_hash: hash, status: `${prefix}APPLIED` };
    await other.message({ connection_settings_status: told });
  });

  test("asks for a certificate, and takes the one that comes without a key", async () => {
    const { server, client, instanceUid, messages } = await ClientScene.connected(way);
    await messages.next();
    client.requestConnectionSettings({ opamp: { certificateRequest: { csr: utf8.encode("a request") } } });
    const csr = utf8.encode("a request").toBase64();
    await server.message({ connection_settings_request: { opamp: { certificate_request: { csr } } } });
    const cert = utf8.encode("a certificate").toBase64();
    await server.send(instanceUid, { connection_settings: { opamp: { certificate: { cert } } } });
    const { connectionSettings: offers } = await messages.next({ connectionSettings: {} });
    expect(offers?.opamp?.certificate?.cert?.toBase64()).toBe(cert);
    expect(offers?.opamp?.certificate?.privateKey).toHaveLength(0);
  });

  test("takes offered packages, and reports what becomes of each", async () => {
    const { server, client, instanceUid, messages } = await ClientScene.connected(way);
    const file = {
      download_url: "https://downloads.example.org/otelcol",
      content_hash: random.bytes(32).toBase64(),
      signature: everyByte.toBase64(),
      headers: { headers: [{ key: "Authorization", value: "Bearer d" }] },
    };
    const otelcol = { type: "PackageType_TopLevel", version: "1.2.3", hash: "AQ==", file };
    await server.send(instanceUid, { packages_available: { packages: { otelcol }, all_packages_hash: "AgM=" } });

    const { packagesAvailable } = await messages.next({ packagesAvailable: {} });
    const offered = packagesAvailable?.packages?.["otelcol"];
    expect(packagesAvailable?.allPackagesHash?.toBase64()).toBe("AgM=");
    expect(offered).toMatchObject({ version: "1.2.3", file: { downloadUrl: file.download_url } });
    expect(offered?.file?.signature?.toHex()).toBe(everyByte.toHex());

    const { PackageStatusEnum_Downloading, PackageStatusEnum_InstallFailed } = PackageStatusEnum;
    const facts = { name: "otelcol", serverOfferedVersion: "1.2.3", serverOfferedHash: Uint8Array.of(1) };
    const report = (more: object) =>
      client.report({
        packageStatuses: {
          packages: { otelcol: { ...facts, ...more } },
          serverProvidedAllPackagesHash: Uint8Array.of(2, 3),
        },
      });
    report({ status: PackageStatusEnum_Downloading, downloadDetails: { downloadPercent: 42.5 } });
    const downloading = { status: "PackageStatusEnum_Downloading", download_details: { download_percent: 42.5 } };
    await server.message({ package_statuses: { packages: { otelcol: downloading } } });
    report({ status: PackageStatusEnum_InstallFailed, errorMessage: "no room" });
    const { message } = await server.message({
      package_statuses: { packages: { otelcol: { error_message: "no room" } } },
    });
    expect(message).toMatchObject({
      package_statuses: {
        server_provided_all_packages_hash: "AgM=",
        packages: { otelcol: { status: "PackageStatusEnum_InstallFailed", server_offered_hash: "AQ==" } },
      },
    });
  });

  test("takes the command to restart, and nothing beside it", async () => {
    const { server, client, instanceUid, messages, log } = await ClientScene.connected(way);
    const remote_config = { config: {}, config_hash: "AQ==" };
    await server.send(instanceUid, { command: { type: "CommandType_Restart" }, remote_config });
    const message = await messages.next({ command: {} });
    expect(message.remoteConfig ?? undefined).toBeUndefined();
    await log.line(({ fields }) => JSON.stringify(fields).includes("remoteConfig beside a command"));

    client.report({ health: { ...reported.health, startTimeUnixNano: 1_760_000_001_000_000_000 } });
    await server.message({ health: { start_time_unix_nano: "1760000001000000000" } });
  });

  test("exchanges custom messages both ways, each once and in order", async () => {
    const capability = "org.example.greeting";
    const customCapabilities = [capability, "org.example.other"];
    const { server, client, instanceUid, messages } = await ClientScene.start(way, { server: { customCapabilities } });
    const { customCapabilities: offered } = await messages.next({ customCapabilities: {} });
    expect(offered?.capabilities).toEqual(customCapabilities);
    await server.message({ custom_capabilities: { capabilities: [capability] } });

    const types = ["first", "second", "third"];
    for (const type of types) client.sendCustomMessage({ capability, type, data: everyByte });
    for (const type of types) {
      const { message } = await server.message({ custom_message: {} });
      expect(message).toMatchObject({ custom_message: { capability, type, data: everyByte.toBase64() } });
    }
    for (const type of types) await server.send(instanceUid, { custom_message: { capability, type, data: "AP8=" } });
    for (const type of types) {
      const { customMessage } = await messages.next({ customMessage: {} });
      expect(customMessage).toMatchObject({ capability, type });
      expect(customMessage?.data?.toBase64()).toBe("AP8=");
    }
  });

  test("takes what stands beside an error, which by the schema stands alone, and warns (trap 20)", async () => {
    const { server, instanceUid, messages, log } = await ClientScene.connected(way);
    const error_response = { type: "ServerErrorResponseType_BadRequest", error_message: "no" };
    await server.send(instanceUid, { error_response, remote_config: { config: {}, config_hash: "AQ==" } });
    const { errorResponse, remoteConfig } = await messages.next({ errorResponse: {} });
    expect(errorResponse?.errorMessage).toBe("no");
    expect(remoteConfig?.configHash?.toBase64()).toBe("AQ==");
    await log.line(({ message }) => message === "Beside an error there should be nothing else");
  });
});

const prefix = "ConnectionSettingsStatuses_";

function statusOf(name: "APPLYING" | "APPLIED") {
  const status = ConnectionSettingsStatuses[`${prefix}${name}`];
  return { lastConnectionSettingsHash: utf8.encode("move"), status };
}
