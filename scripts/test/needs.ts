import { errorMessage } from "../../src/runtime/error-message.ts";
import { build, buildOther, type Built } from "../build.ts";
import { getCollector, getOtherCollector, NoCollectorError } from "../get-collector.ts";
import { aptInstall } from "../support/apt.ts";
import { ensureGo } from "../support/go.ts";
import { NoToolError } from "../support/no-tool-error.ts";

/** What became of a need: there (with what the suite's environment gets), absent on this system, or broken by us. */
export type Supply =
  | { kind: "there"; env: Readonly<Record<string, string>>; note: string }
  | { kind: "absent"; reason: string }
  | { kind: "broken"; reason: string };

/** Something that a suite cannot run without. */
export interface Need {
  name: string;
  supply(say: (line: string) => void): Promise<Supply>;
}

/** The compiled executable, as `OPAMPSUPERVISOR_EXECUTABLE`. */
export const executable = buildNeed("build", "OPAMPSUPERVISOR_EXECUTABLE", build);

/** The same sources under another version, as `OPAMPSUPERVISOR_OTHER`. */
export const otherExecutable = buildNeed("build of another version", "OPAMPSUPERVISOR_OTHER", buildOther);

/** What `make` builds, as the environment variable. Where its tools cannot be had, it is absent. */
export function buildNeed(name: string, variable: string, make: () => Promise<Built>): Need {
  return {
    name,
    async supply() {
      try {
        const { path, bytes } = await make();
        return { kind: "there", env: { [variable]: path }, note: `${path} (${(bytes / 1_000_000).toFixed(1)} MB)` };
      } catch (error) {
        return { kind: error instanceof NoToolError ? "absent" : "broken", reason: errorMessage(error) };
      }
    },
  };
}

/** A real Collector, as `OTELCOL`. */
export const collector: Need = {
  name: "get-collector",
  supply: (say) => suppliedCollector("OTELCOL", () => getCollector({ say })),
};

/** A real Collector of another version with fewer components, as `OTELCOL_OTHER`. */
export const otherCollector: Need = {
  name: "another Collector",
  supply: (say) => suppliedCollector("OTELCOL_OTHER", () => getOtherCollector({ say })),
};

async function suppliedCollector(variable: string, get: () => Promise<string>): Promise<Supply> {
  try {
    const path = await get();
    return { kind: "there", env: { [variable]: path }, note: path };
  } catch (error) {
    if (error instanceof NoCollectorError) return { kind: "absent", reason: error.message };
    return { kind: "broken", reason: String(error) };
  }
}

/** Go 1.24 or younger. */
export const go: Need = {
  name: "Go",
  async supply(say) {
    const outcome = await ensureGo({ minor: 24, say });
    if (!outcome.found) return { kind: "absent", reason: outcome.reason };
    return { kind: "there", env: outcome.go.env, note: `${outcome.go.path} (${outcome.go.version})` };
  },
};

/** A browser of the Chromium family, as `CHROMIUM`: the one that this names, the one on PATH, else Debian's. */
export const chromium: Need = {
  name: "Chromium",
  async supply(say) {
    const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    const named = process.env["CHROMIUM"];
    const outcome = named ? { path: named } : await findOrInstall(names, "chromium", say);
    if ("reason" in outcome) return { kind: "absent", reason: outcome.reason };
    return { kind: "there", env: { CHROMIUM: outcome.path }, note: outcome.path };
  },
};

/** Two HTTP proxies, as `TINYPROXY` and `APACHE2`: those on PATH, else Debian's, by packages that start no service. */
export const proxies: Need = {
  name: "HTTP proxies",
  async supply(say) {
    const env: Record<string, string> = {};
    for (const name of ["tinyproxy", "apache2"]) {
      const outcome = await findOrInstall([name], `${name}-bin`, say);
      if ("reason" in outcome) return { kind: "absent", reason: outcome.reason };
      env[name.toUpperCase()] = outcome.path;
    }
    return { kind: "there", env, note: Object.values(env).join(", ") };
  },
};

/** Shells and readers of manual pages, as `ZSH`, `FISH`, `MANDOC` and `GROFF`: those on PATH, else Debian's. */
export const shells: Need = {
  name: "shells",
  async supply(say) {
    const env: Record<string, string> = {};
    for (const name of ["zsh", "fish", "mandoc", "groff"]) {
      const outcome = await findOrInstall([name], name, say);
      if ("reason" in outcome) return { kind: "absent", reason: outcome.reason };
      env[name.toUpperCase()] = outcome.path;
    }
    return { kind: "there", env, note: Object.values(env).join(", ") };
  },
};

/** What the script that installs must run under, and what reads it: on PATH, else Debian's. */
export const scriptShells: Need = {
  name: "shells for scripts",
  async supply(say) {
    const found: string[] = [];
    for (const name of ["dash", "bash", "busybox", "shellcheck", "curl", "wget", "python3"]) {
      const outcome = await findOrInstall([name], name, say);
      if ("reason" in outcome) return { kind: "absent", reason: outcome.reason };
      found.push(outcome.path);
    }
    if (process.getuid?.() !== 0) return { kind: "absent", reason: "installing for all users is tried as root" };
    return { kind: "there", env: {}, note: found.join(", ") };
  },
};

/** The program on PATH, or where an administrator has it, by the first of these names that is there; else from the Debian package. */
export async function findOrInstall(
  names: readonly string[],
  debianPackage: string,
  say: (line: string) => void,
): Promise<{ path: string } | { reason: string }> {
  const PATH = `${process.env["PATH"] ?? ""}:/usr/sbin`;
  const find = () => names.map((name) => Bun.which(name, { PATH })).find((path) => path !== null);
  const found = find();
  if (found) return { path: found };
  const outcome = await aptInstall(debianPackage, say);
  if (!outcome.done) return { reason: `there is no ${names[0]}; ${outcome.reason}` };
  const path = find();
  return path ? { path } : { reason: `the package ${debianPackage} brought no program named ${names.join(" or ")}` };
}
