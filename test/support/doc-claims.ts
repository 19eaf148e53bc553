/** What a test says of blocks of the guides: that it carries them out, or looks at them in another way. */
export interface Claim {
  /** Path from the project's root. */
  page: string;
  /** The heading above the blocks. Default: any for which there is no claim of its own. */
  under?: string;
  /** What the one block has in it, and no other of its language below that heading. The test looks for it by this. */
  holds?: string;
  languages: readonly string[];
  /** The test's file. It, or what it imports from `test/support`, names the page, the heading and `holds`. */
  by: string;
  /** Why they are not carried out as they stand, and what is done in its place. */
  instead?: string;
}

const followed = "test/e2e/docs.test.ts";
const taken = "test/unit/docs/yaml-blocks.test.ts";
const words = "test/unit/docs/command-lines.test.ts";
const machine = "test/distro/pages.test.ts";
const checkout = "test/systems-all/pages.test.ts";
const cosign = "test/cosign/packages.test.ts";
const conformance = "test/conformance/page.test.ts";
const keys = "test/unit/docs/packages.test.ts";
const identity = "With cosign: an identity";
const implementation = "Your own implementation";
const runAs = "The Collector as another user than the supervisor";
const [sh, yaml, ini, text] = [["sh"], ["yaml"], ["ini"], ["text"]];

/** Each block of each guide belongs to just one of these. */
export const claims: readonly Claim[] = [
  {
    page: "README.md",
    under: "Two commands",
    languages: sh,
    by: words,
    instead: "they are this very run, and test/e2e/demo.test.ts: looked up in package.json",
  },
  { page: "README.md", under: "Build and run", languages: yaml, by: followed },
  { page: "README.md", under: "Build and run", holds: "npm run build", languages: sh, by: checkout },
  { page: "README.md", under: "Build and run", holds: "./opampsupervisor", languages: sh, by: followed },
  { page: "docs/certificates.md", languages: yaml, by: taken },
  { page: "docs/commands.md", languages: text, by: "test/unit/cli/commands-page.test.ts" },
  { page: "docs/commands.md", under: "Under systemd", languages: ini, by: machine },
  { page: "docs/configuration.md", languages: text, by: "test/unit/config/reference.test.ts" },
  { page: "docs/configuration.md", languages: yaml, by: taken },
  { page: "docs/conformance.md", under: implementation, holds: "--server", languages: sh, by: conformance },
  { page: "docs/conformance.md", under: implementation, holds: "--agent", languages: sh, by: conformance },
  { page: "docs/first-minutes.md", languages: ["console", "yaml"], by: followed },
  { page: "docs/first-minutes.md", under: "A Collector that is kept alive", languages: sh, by: followed },
  { page: "docs/identity.md", languages: yaml, by: taken },
  { page: "docs/install.md", under: "In one line", languages: sh, by: "test/install/docs.test.ts" },
  {
    page: "docs/install.md",
    under: "In one line",
    languages: ["powershell"],
    by: "test/install/docs.test.ts",
    instead: "no Windows: parsed, its parameters looked up in the script",
  },
  { page: "docs/install.md", under: "By hand", languages: sh, by: "test/install/docs.test.ts" },
  { page: "docs/layers.md", languages: ["yaml", "text"], by: "test/unit/compose/layers-page.test.ts" },
  {
    page: "docs/linux-packages.md",
    under: "Installation",
    languages: sh,
    by: machine,
    instead:
      "Debian's line is run; no dnf and no repository of Alpine here: test/distro-all gives the files to rpm and apk",
  },
  { page: "docs/linux-packages.md", under: "The first start", languages: sh, by: machine },
  { page: "docs/linux-packages.md", under: runAs, languages: sh, by: machine },
  { page: "docs/linux-packages.md", under: "Building them", languages: sh, by: checkout },
  { page: "docs/migration.md", languages: ["console", "yaml"], by: followed },
  { page: "docs/migration.md", under: "The way over", languages: sh, by: machine },
  { page: "docs/opamp-library.md", languages: ["json", "ts"], by: "test/unit/opamp/library-page.test.ts" },
  { page: "docs/operations.md", languages: ["console"], by: followed },
  { page: "docs/operations.md", under: "Day one", languages: ini, by: machine },
  { page: "docs/operations.md", under: "A change of your own", languages: sh, by: machine },
  { page: "docs/packages.md", languages: yaml, by: taken },
  {
    page: "docs/packages.md",
    under: identity,
    holds: "cosign sign-blob",
    languages: sh,
    by: cosign,
    instead: "nobody here who signs in at a provider: options looked up in cosign's help",
  },
  { page: "docs/packages.md", under: identity, holds: "--certificate-identity", languages: sh, by: cosign },
  {
    page: "docs/packages.md",
    under: identity,
    holds: "cosign trusted-root create",
    languages: sh,
    by: cosign,
    instead: "asks the public-good instance of Sigstore: options looked up in cosign's help",
  },
  { page: "docs/packages.md", under: "With keys", holds: "-algorithm ED25519", languages: sh, by: keys },
  { page: "docs/packages.md", under: "With keys", holds: "-algorithm EC ", languages: sh, by: keys },
  { page: "docs/packages.md", under: "With cosign: a key", languages: sh, by: cosign },
  { page: "docs/release.md", under: "Making a release", languages: sh, by: checkout },
  { page: "docs/release.md", under: "Signatures", languages: sh, by: checkout },
  { page: "docs/release.md", under: "With cosign", languages: sh, by: "test/cosign/release.test.ts" },
  { page: "docs/release.md", under: "With OpenSSL alone", languages: sh, by: checkout },
  { page: "docs/security.md", languages: ["console", "yaml"], by: followed },
  { page: "docs/server-view.md", under: "`status`", languages: ["json"], by: "test/unit/docs/server-view.test.ts" },
  { page: "docs/telemetry.md", languages: yaml, by: taken },
  {
    page: "docs/windows.md",
    under: "Install",
    languages: ["powershell"],
    by: words,
    instead:
      "no Windows: parsed, its words and flags looked up; test/systems/windows-service.test.ts gives them to Wine",
  },
  { page: "examples/agent/README.md", under: "The example agent", languages: sh, by: "test/e2e/examples.test.ts" },
  ...["npm run images", "skopeo copy", "docker run"].map((holds) => ({
    page: "examples/docker/README.md",
    under: "Container images",
    holds,
    languages: sh,
    by: "test/images/page.test.ts",
    instead:
      "no engine and no registry: names, variables and volumes are those of the image, which images.test.ts runs",
  })),
  {
    page: "examples/kubernetes/README.md",
    under: "Kubernetes",
    languages: sh,
    by: "test/kubernetes/kubernetes.test.ts",
    instead: "no cluster: rendered in place of installed, and judged by the schema",
  },
  { page: "examples/server/README.md", under: "The example server", languages: sh, by: "test/e2e/examples.test.ts" },
];

/** Blocks that are pictures: those of this language, and without any those below these headings. */
export const pictures = {
  language: "mermaid",
  places: ["docs/architecture.md: The rooms", "docs/layers.md: How the Collector's configuration is put together"],
};
