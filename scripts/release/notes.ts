import { megabytes } from "./megabytes.ts";
import type { Sizes } from "./sizes.ts";
import { type SystemFacts, systems } from "./systems.ts";

export interface NotesOptions {
  version: string;
  targets: readonly string[];
  sizes: Sizes;
  /** Whether there are signatures. */
  signed: boolean;
}

/** What stands beside the files of a release, in Markdown. */
export function releaseNotes({ version, targets, sizes, signed }: NotesOptions): string {
  const rows = targets.map((target) => {
    const archive = target.startsWith("windows_") ? "zip" : "tar.gz";
    const { executable, archive: packed } = sizes[target] ?? { executable: 0, archive: 0 };
    return `| \`opampsupervisor_${version}_${target}.${archive}\` | ${megabytes(packed)} | ${megabytes(executable)} |`;
  });
  const signature = signed
    ? `Each file has a Sigstore bundle beside it (\`.sigstore.json\`), made with the key of \`opampsupervisor_${version}_release-key.pub\`.`
    : "The files are not signed.";
  return [
    `# opampsupervisor ${version}`,
    ["| archive | size | executable in it |", "| --- | --- | --- |", ...rows].join("\n"),
    `The executables are there by themselves too, without the archive's ending. \`sha256sum --check opampsupervisor_${version}_checksums.txt\` verifies all. ${signature}`,
    ...sectionsOf(targets),
  ]
    .join("\n\n")
    .concat("\n");
}

/** `docs/systems.md`. */
export function systemsPage(): string {
  return [
    "# Systems",
    "What each released executable needs, what was run of it where, and what was not. Made by `npm run generate` from `scripts/release/systems.ts`; what is said to be run is what `npm test` and `npm test -- systems-all distro-all kubernetes e2e-node-all` do, both before each release ([release.md](release.md)).",
    ...sectionsOf(Object.keys(systems)),
  ]
    .join("\n\n")
    .concat("\n");
}

function sectionsOf(targets: readonly string[]): string[] {
  const facts = targets.map((target) => [target, factsOf(target)] as const);
  return [
    "## Needs",
    facts.map(([target, { needs }]) => `- \`${target}\`: ${needs}`).join("\n"),
    "## Run",
    facts.flatMap(([target, { run }]) => run.map((one) => `- \`${target}\`: ${one}.`)).join("\n"),
    "## Not run",
    facts.flatMap(([target, { notRun }]) => notRun.map((one) => `- \`${target}\`: ${one}.`)).join("\n"),
  ];
}

/** @throws {Error} where nobody has said anything of this target, which would pass for proved */
function factsOf(target: string): SystemFacts {
  const facts = systems[target];
  if (facts === undefined) throw new Error(`scripts/release/systems.ts says nothing of ${target}`);
  return facts;
}
