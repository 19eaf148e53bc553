import { readFile, rename, writeFile } from "node:fs/promises";
import { hostname, platform } from "node:os";

import { Client, fixedRoute, readConfigOffer } from "../../src/opamp/client.ts";
import { agentCapabilities, formatUid, RemoteConfigStatuses as Status } from "../../src/opamp/wire.ts";
import { createBunRuntime } from "../../src/runtime/bun/runtime.ts";
import { createConsoleLog } from "../server/console-log.ts";

/** An OpAMP agent whose configuration is one file: `bun examples/agent/agent.ts URL FILE [CA_FILE]`. */
const [url = "", file = "", caFile] = process.argv.slice(2);
const runtime = createBunRuntime();
const accepted = ["AcceptsRemoteConfig", "AcceptsRestartCommand"] as const;
const reported = ["ReportsRemoteConfig", "ReportsEffectiveConfig", "ReportsHealth", "ReportsHeartbeat"] as const;
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const instanceUid = await readFile(`${file}.uid`).catch(() => adopt(runtime.random.uuidv7()));
const client = new Client({
  ...runtime,
  log: createConsoleLog(console.log, "example-agent"),
  route: fixedRoute({ url, headers: [], ...(caFile && { tls: { ca: await readFile(caFile, "utf8") } }) }),
  instanceUid,
  capabilities: agentCapabilities(...accepted, ...reported),
  reported: {
    agentDescription: {
      identifyingAttributes: [
        text("service.name", "example-agent"),
        text("service.instance.id", formatUid(instanceUid)),
      ],
      nonIdentifyingAttributes: [text("os.type", platform()), text("host.name", hostname())],
    },
  },
  events: {
    connected() {},
    disconnected() {},
    message({ remoteConfig, command, agentIdentification }) {
      const uid = agentIdentification?.newInstanceUid;
      if (uid) void adopt(Uint8Array.from(uid)).then((adopted) => client.setInstanceUid(adopted));
      const offer = remoteConfig && readConfigOffer(remoteConfig);
      if (offer?.kind === "content" && offer.hash.toHex() !== taken) {
        taken = offer.hash.toHex();
        work = work.then(() => apply(offer.files.get("")?.body ?? [], offer.hash));
      }
      if (command) work = work.then(run);
    },
  },
});
let work = run();
// A server may repeat its offer with each answer.
let taken = "";
client.start();
process.once("SIGTERM", () => void client.stop().then(() => process.exit(0)));

async function run(): Promise<void> {
  const body = await readFile(file).catch(() => new Uint8Array());
  client.report({ effectiveConfig: { configMap: { configMap: { "": { body, contentType: "text/yaml" } } } } });
  client.report({ health: { healthy: true, status: "running", startTimeUnixNano: Date.now() * 1e6 } });
}

async function apply(body: Iterable<number>, lastRemoteConfigHash: Uint8Array): Promise<void> {
  const report = (outcome: { status: Status; errorMessage?: string }) =>
    client.report({ remoteConfigStatus: { lastRemoteConfigHash, ...outcome } });
  await writeFile(`${file}.new`, Uint8Array.from(body))
    .then(() => rename(`${file}.new`, file))
    .then(run)
    .then(() => report({ status: Status.RemoteConfigStatuses_APPLIED }))
    .catch((error) => report({ status: Status.RemoteConfigStatuses_FAILED, errorMessage: String(error) }));
}

async function adopt(uid: Uint8Array): Promise<Uint8Array> {
  await writeFile(`${file}.uid`, uid);
  return uid;
}
