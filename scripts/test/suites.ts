import { cosign } from "./cosign-needs.ts";
import { apk, debianRoot, nfpm, packageTools } from "./distro-needs.ts";
import { kubernetesTools, umoci } from "./image-needs.ts";
import { chromium, collector, executable, go, otherExecutable, proxies, scriptShells, shells } from "./needs.ts";
import type { Need } from "./needs.ts";
import { nodeExecutable, otherNodeExecutable, ppc64leEmulation, ppc64leExecutable } from "./node-needs.ts";
import { spdxTools } from "./python-needs.ts";
import { emulators, roots, slowRoots } from "./root-needs.ts";

/** A folder of tests and what they need from the machine. */
export interface Suite {
  name: string;
  /** Relative to the project's root. */
  folder: string;
  needs: readonly Need[];
  /** Longest time of one case, milliseconds. */
  timeoutMs: number;
  /** Whether each case is listed as it ends: for suites that take their time. */
  listAll: boolean;
  /** Whether it runs only where it is named: what takes too long for each change. Default: no. */
  onlyByName?: boolean;
  /** The files of the folder that are run. Default: all. */
  files?: readonly string[];
}

/**
 * Those that go through what a runtime gives with each change: children and their ties, files, each kind of connection. The rest
 * takes many times as long, and runs each night.
 */
const nodeFiles = [
  "auth",
  "command-line",
  "control",
  "hangup",
  "http-polling",
  "run-as",
  "self-telemetry",
  "server-route",
  "start",
  "survival",
  "walkthrough",
].map((name) => `${name}.test.ts`);

/** In the order in which they run. */
export const suites: readonly Suite[] = [
  { name: "unit", folder: "test/unit", needs: [], timeoutMs: 30_000, listAll: false },
  { name: "simulation", folder: "test/simulation", needs: [], timeoutMs: 60_000, listAll: false },
  {
    name: "e2e",
    folder: "test/e2e",
    needs: [executable, otherExecutable, collector],
    timeoutMs: 60_000,
    listAll: true,
  },
  {
    name: "conformance",
    folder: "test/conformance",
    needs: [go, executable, collector],
    timeoutMs: 60_000,
    listAll: false,
  },
  {
    name: "interop",
    folder: "test/interop",
    needs: [go, proxies, shells, executable, collector],
    timeoutMs: 120_000,
    listAll: true,
  },
  { name: "install", folder: "test/install", needs: [scriptShells], timeoutMs: 60_000, listAll: false },
  { name: "images", folder: "test/images", needs: [umoci, executable, collector], timeoutMs: 60_000, listAll: true },
  {
    name: "kubernetes",
    folder: "test/kubernetes",
    needs: [kubernetesTools, executable, collector],
    timeoutMs: 60_000,
    listAll: true,
    onlyByName: true,
  },
  {
    name: "browser",
    folder: "test/browser",
    needs: [chromium, executable, otherExecutable, collector],
    timeoutMs: 90_000,
    listAll: true,
  },
  { name: "unit-node", folder: "test/node", needs: [nodeExecutable, collector], timeoutMs: 60_000, listAll: false },
  {
    name: "systems",
    folder: "test/systems",
    needs: [emulators, roots, ppc64leEmulation, ppc64leExecutable, collector],
    timeoutMs: 120_000,
    listAll: true,
  },
  {
    name: "systems-all",
    folder: "test/systems-all",
    needs: [emulators, slowRoots, spdxTools, nfpm, umoci, executable, collector],
    timeoutMs: 300_000,
    listAll: true,
    onlyByName: true,
  },
  {
    name: "cosign",
    folder: "test/cosign",
    needs: [cosign, nfpm],
    timeoutMs: 60_000,
    listAll: true,
    onlyByName: true,
  },
  {
    name: "distro",
    folder: "test/distro",
    needs: [nfpm, packageTools, debianRoot, executable, collector],
    timeoutMs: 120_000,
    listAll: true,
  },
  {
    name: "distro-all",
    folder: "test/distro-all",
    needs: [nfpm, packageTools, debianRoot, go, executable, collector],
    timeoutMs: 180_000,
    listAll: true,
    onlyByName: true,
  },
  {
    name: "distro-alpine",
    folder: "test/distro-alpine",
    needs: [nfpm, debianRoot, apk],
    timeoutMs: 60_000,
    listAll: true,
    onlyByName: true,
  },
  {
    name: "e2e-node",
    folder: "test/e2e",
    needs: [nodeExecutable, otherNodeExecutable, collector],
    timeoutMs: 60_000,
    listAll: true,
    files: nodeFiles,
  },
  {
    name: "e2e-node-all",
    folder: "test/e2e",
    needs: [nodeExecutable, otherNodeExecutable, collector],
    timeoutMs: 60_000,
    listAll: true,
    onlyByName: true,
  },
];
