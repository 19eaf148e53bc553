import type { ReportedState } from "../../../src/opamp/client/client.ts";
import { opamp } from "../../../src/opamp/wire/gen/opamp.js";
import { textAttributes } from "../../support/scripted-agent.ts";

const { PackageStatusEnum_Installed: installed } = opamp.proto.v1.PackageStatusEnum;

/** A state with all the parts that a message can have. */
export const testState: Required<ReportedState> = {
  agentDescription: {
    identifyingAttributes: textAttributes({ "service.name": "conformance", "service.version": "1" }),
    nonIdentifyingAttributes: textAttributes({ "os.type": "linux", "host.name": "here" }),
  },
  health: { healthy: true, status: "StatusOK", startTimeUnixNano: 1_760_000_000_000_000_000 },
  effectiveConfig: { configMap: { configMap: { "": { body: Buffer.from("a: 1\n"), contentType: "text/yaml" } } } },
  remoteConfigStatus: {},
  packageStatuses: {
    packages: {
      addon: { name: "addon", agentHasVersion: "1", agentHasHash: Uint8Array.of(1), status: installed },
    },
    serverProvidedAllPackagesHash: Uint8Array.of(1),
  },
  availableComponents: {
    hash: Uint8Array.of(7),
    components: {
      receivers: { subComponentMap: { otlp: { metadata: textAttributes({ "code.namespace": "example" }) } } },
    },
  },
  customCapabilities: { capabilities: ["com.example.echo"] },
  connectionSettingsStatus: {},
};
