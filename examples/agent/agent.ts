import { readFile, rename, writeFile } from "node:fs/promises";
import { hostname, platform } from "node:os";

import { Client, fixedRoute, readConfigOffer } from "../../src/opamp/client.ts";
import { agentCapabilities, formatUid, RemoteConfigStatuses as Status } from "../../src/opamp/wire.ts";
import { createRuntime } from "../../src/runtime/shared/runtime.ts";
import { createConsoleLog } from "../server/console-log.ts";

/** An OpAMP agent whose configuration is one file: `bun examples/agent/agent.ts URL FILE [CA_FILE]`. */
const [url = "", file = "", caFile] = process.argv.slice(2);
const runtime = createRuntime();
const accepted = ["AcceptsRemoteConfig", "AcceptsRestartCommand"] as const;
const reported = ["ReportsRemoteConfig", "ReportsEffectiveConfig", "ReportsHealth", "ReportsHeartbeat"] as const;
const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const adopt = (uid: Uint8Array) => writeFile(`${file}.uid`, uid).then(() => uid);
const instanceUid = await readFile(`${file}.uid`).catch(() => adopt(runtime.random.uuidv7()));
const itself = [attribute("service.name", "example-agent"), attribute("service.instance.id", formatUid(instanceUid))];
const place = [attribute("os.type", platform()), attribute("host.name", hostname())];
let offered = "";
const client = new Client({
  ...runtime,
  log: createConsoleLog(console.log, "example-agent"),
  route: fixedRoute({ url, headers: [], ...(caFile && { tls: { ca: await readFile(caFile, "utf8") } }) }),
  instanceUid,
  capabilities: agentCapabilities(...accepted, ...reported),
  reported: { agentDescription: { identifyingAttributes: itself, nonIdentifyingAttributes: place } },
  events: {
    connected() {},
    disconnected() {},
    message({ remoteConfig, command, agentIdentification }) {
      const uid = agentIdentification?.newInstanceUid;
      if (uid) void adopt(Uint8Array.from(uid)).then((adopted) => client.setInstanceUid(adopted));
      const offer = remoteConfig && readConfigOffer(remoteConfig);
      if (offer?.kind === "content") work = work.then(() => apply(offer.files.get("")?.body ?? [], offer.hash));
      if (command) work = work.then(run);
    },
  },
});
let work = run();
client.start();
for (const end of ["SIGTERM", "SIGINT"]) process.once(end, () => void client.stop().then(() => process.exit(0)));

async function run(): Promise<void> {
  const body = await readFile(file).catch(() => new Uint8Array());
  client.report({ effectiveConfig: { configMap: { configMap: { "": { body, contentType: "text/yaml" } } } } });
  client.report({ health: { healthy: true, status: "running", startTimeUnixNano: Date.now() * 1e6 } });
}

async function apply(body: Iterable<number>, lastRemoteConfigHash: Uint8Array): Promise<void> {
  if (offered === (offered = lastRemoteConfigHash.toHex())) return; // Servers repeat their offers.
  const report = (status: Status, errorMessage = "") =>
    client.report({ remoteConfigStatus: { lastRemoteConfigHash, status, errorMessage } });
  await writeFile(`${file}.new`, Uint8Array.from(body))
    .then(() => rename(`${file}.new`, file).then(run))
    .then(() => report(Status.RemoteConfigStatuses_APPLIED))
    .catch((error) => report(Status.RemoteConfigStatuses_FAILED, String(error)));
}
