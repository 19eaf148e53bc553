import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { root } from "../../support/root.ts";
import type { Entry } from "./entry.ts";

export interface ContentsOptions {
  /** The executable. */
  executable: string;
  /** As file names have it. */
  target: string;
  /** What other people's licences ask to be handed on. */
  thirdParty: string;
}

/** What an archive holds beside the executable, which has its short name there. */
export async function archiveContents({ executable, target, thirdParty }: ContentsOptions): Promise<Entry[]> {
  const [system = ""] = target.split("_");
  const windows = system === "windows";
  const text = async (name: string, from: string): Promise<Entry> => ({
    name,
    content: await readFile(join(root, from)),
    mode: 0o644,
  });
  return [
    { name: windows ? "opampsupervisor.exe" : "opampsupervisor", content: await readFile(executable), mode: 0o755 },
    await text("LICENSE", "LICENSE"),
    await text("README.md", "README.md"),
    { name: "THIRD-PARTY-LICENSES.txt", content: Buffer.from(thirdParty), mode: 0o644 },
    await text("supervisor.example.yaml", `examples/config/supervisor_${system}.yaml`),
    ...(windows ? [] : [await text("opampsupervisor.1", "docs/opampsupervisor.1")]),
    ...(await Promise.all((services[system] ?? []).map(([name, from]) => text(name, from)))),
  ];
}

/** What the install script makes a service with, by system: the name in the archive, and the file. */
const services: Readonly<Record<string, ReadonlyArray<readonly [name: string, from: string]>>> = {
  linux: [
    ["opampsupervisor.service", "packaging/systemd/opampsupervisor.service"],
    ["opampsupervisor.openrc", "packaging/openrc/opampsupervisor"],
    ["opampsupervisor.conf", "packaging/opampsupervisor.conf"],
  ],
  darwin: [["opampsupervisor.plist", "packaging/launchd/opampsupervisor.plist"]],
};
