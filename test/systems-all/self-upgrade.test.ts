import { beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { makeRelease } from "../../scripts/release/make-release.ts";
import { targetNamed } from "../../scripts/release/targets.ts";
import { World } from "../support/e2e.ts";
import { installed, offerPackage, phaseOf } from "../support/offered-package.ts";
import { releaseKey } from "../support/release-key.ts";
import { statusOf } from "../support/run-command.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { TestServer } from "../support/test-server.ts";

const [version, out] = ["99.1.0", scratchDirectory()];
const asset = (suffix: string) => readFileSync(join(out, `opampsupervisor_${version}_${suffix}`));

beforeAll(async () => {
  const source = { revision: undefined, modified: false, time: 1_700_000_000 };
  const targets = [targetNamed("linux_amd64")];
  await makeRelease({ out, version, targets, source, builder: "urn:example:builder", key: await releaseKey() });
}, 120_000);

describe.skipIf(process.platform !== "linux" || process.arch !== "x64")(
  "a supervisor that trusts the key of the releases",
  () => {
    async function running() {
      const server = await TestServer.start();
      const world = new World({ endpoint: null });
      writeFileSync(world.path("release-key.pub"), asset("release-key.pub"));
      const verifier = { type: "key", key: { public_keys: [{ file: world.path("release-key.pub") }] } };
      const config = {
        capabilities: { accepts_supervisor_package: true, accepts_remote_config: true },
        connection: { verify_timeout: "10s" },
        agent: { package: { verifier }, config_probation: "1s" },
      };
      world.configure({ endpoint: server.endpoint, config });
      const supervisor = world.start();
      await server.healthy();
      return { server, world, supervisor };
    }

    test.each(["linux_amd64.tar.gz", "linux_amd64"])("becomes what is released as %s", async (suffix) => {
      const { server, world, supervisor } = await running();
      const signature = asset(`${suffix}.sigstore.json`);
      await offerPackage(server, "supervisor", { version, content: asset(suffix), signature });
      const status = await installed(server, version, "supervisor");
      expect([phaseOf(status), status.errorMessage, status.agentHasVersion]).toEqual(["Installed", "", version]);
      await supervisor.line("The supervisor is another version now", { version });
      expect((await statusOf(world)).supervisor).toMatchObject({ version, pid: supervisor.pid });
    });

    test("refuses it with the signature of another file of the same release", async () => {
      const { server } = await running();
      const signature = asset("linux_amd64.sigstore.json");
      await offerPackage(server, "supervisor", { version, content: asset("linux_amd64.tar.gz"), signature });
      const status = await installed(server, version, "supervisor");
      expect(phaseOf(status)).toBe("InstallFailed");
      expect(status.errorMessage).toStartWith("SIGNATURE_INVALID");
    });
  },
);
