import { expect, test } from "bun:test";

import { compose } from "../../../../src/compose/compose.ts";
import { readSecrets } from "../../../../src/supervisor/compose/read-secrets.ts";
import { composeInput, layers } from "../../../support/compose-input.ts";
import { MemoryFiles } from "../../../support/memory-files.ts";

test("what references bring in and what headers of an offer hold is secret, by place and by value", async () => {
  const files = new MemoryFiles();
  await files.ensureDirectory("/etc");
  await files.write("/etc/token", "from-file\n");
  const text = `exporters:
  otlp:
    endpoint: plain:1
    headers: {a: "Bearer \${file:/etc/token}", b: "\${env:KEY}", c: "\${env:NOSUCH:-\${OTHER}}", d: "\${file:/nosuch}"}
`;
  const ownTelemetry = { logs: { endpoint: "http://sink", headers: [["h", "off$ered"] as const] } };
  const result = compose(composeInput({ layers: layers(text), ownTelemetry }));
  if (!result.composed) throw new Error(result.reason);
  const secrets = await readSecrets(result.secrets, { files, env: { KEY: "from-env", OTHER: "from-other" } });
  expect(secrets.values.toSorted()).toEqual(["from-env", "from-file", "from-other", "off$ered"]);
  expect(secrets.paths.map((path) => path.join("::"))).toEqual([
    "service::telemetry::logs::processors::0::batch::exporter::otlp::headers::0::value",
    ...["a", "b", "c", "d"].map((name) => `exporters::otlp::headers::${name}`),
  ]);
});
