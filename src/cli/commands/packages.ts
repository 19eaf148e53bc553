import type { PackagesStatus, PackageVersion, StatusSnapshot } from "../../control/snapshot.ts";
import { plainText } from "../../telemetry/field-text.ts";
import { type Call, type Command, exitCodes } from "../command.ts";
import { jsonFlag, whichFlags } from "../flags.ts";
import { ask, order, reach } from "../reach.ts";

export const packagesCommand: Command = {
  description: "Shows Collectors and add-ons, or goes back.",
  flags: {
    ...whichFlags,
    ...jsonFlag,
    supervisor: { type: "boolean", description: "With `rollback`: of the supervisor itself" },
  },
  operands: {
    hint: "ORDER",
    description: "`rollback` and a VERSION; default: the one before",
    least: 0,
  },
  afterFlags: `
A rollback is checked, proved and watched as an upgrade is, and the server is
told: what it has offered is not installed again until \`retry\`, or until it
offers something else. Where no package was installed before, the Collector of
agent.executable runs again. A version that is not there any more as it was
installed, that agent.package.minimum_version forbids, or that was verified by
another verifier than now, is refused by name, and passed over otherwise. A
rollback of the supervisor is tried as its upgrade is; in the end the executable
runs that the operator has installed.

EXAMPLES

  opampsupervisor packages --config supervisor.yaml
  opampsupervisor packages rollback v0.149.0 --config supervisor.yaml
  opampsupervisor packages rollback --supervisor --config supervisor.yaml
`,
  json: [
    ["accepted", "whether offers are taken"],
    ["phase", "of an upgrade that is under way: `version`, `is`"],
    [
      "offered",
      "`name`, `version`, `hash`, `status`, `message` as the server was told; `trouble`: why a download waits",
    ],
    ["versions", "those that are here: `name`, `version`, `hash`, `state`, `installedAt`"],
    ["addons", "`name`, `version`, `hash`, `variable`, `path`, `state`; absent where there are none"],
    [
      "supervisor",
      "of the supervisor itself: `accepted`, `obstacle`, `phase`, `versions`; `failedRollback` (`at`, `version`, `code`, `message`) until something else is ordered or tried",
    ],
  ],
  run: runPackages,
};

async function runPackages(call: Call): Promise<number> {
  const [action, version, ...more] = call.operands;
  if (action === undefined && call.set.has("supervisor")) return call.refuse("--supervisor goes with `rollback`");
  if (action === undefined) return await show(call);
  if (action !== "rollback") return call.refuse(`packages can \`rollback\`, not ${JSON.stringify(action)}`);
  if (more.length > 0) return call.refuse("give one version to go back to");
  return await order(call, call.set.has("supervisor") ? "rollback-supervisor" : "rollback", { version });
}

async function show(call: Call): Promise<number> {
  const channel = await reach(call);
  if (typeof channel === "number") return channel;
  const reply = await ask(call, channel, "status");
  channel.control.close();
  if (typeof reply === "number") return reply;
  if (!("status" in reply)) return call.fail("the supervisor's answer makes no sense");
  const { packages = nothing } = reply.status;
  return call.print(
    call.set.has("json") ? JSON.stringify(packages, null, 2) : packagesText(packages, reply.status),
    exitCodes.ok,
  );
}

const nothing: PackagesStatus = { accepted: false, offered: [], versions: [] };

function packagesText(packages: PackagesStatus, snapshot: StatusSnapshot): string {
  const { accepted, phase, offered, versions, addons = [] } = packages;
  const { collector } = snapshot;
  const running = versions.find(({ state }) => state === "installed" || state === "on probation");
  const lines = [
    `Collector  ${collector.executable}${running === undefined ? ", the operator's own" : ""}`,
    ...(accepted ? [] : ["Offers     are not taken: capabilities.accepts_packages is off"]),
    ...(phase === undefined ? [] : [`Upgrade    ${plainText(phase.version)}: ${phase.is}`]),
    ...offered.map(({ name, version, status, message, trouble }) =>
      [
        `Offered    ${plainText([name, version].filter(Boolean).join(" "))}: ${status}`,
        ...[message, trouble].flatMap((text) => (text ? [`           ${text}`] : [])),
      ].join("\n"),
    ),
    ...versions.map(versionText),
    ...addons.map(
      ({ name, version, variable, path, state }) =>
        `Add-on     ${plainText(name)} ${plainText(version)}, ${state}, ${variable}: ${path}`,
    ),
    ...supervisorLines(packages, snapshot),
  ];
  return lines.join("\n");
}

function versionText({ version, hash, state, installedAt }: PackageVersion): string {
  return `Version    ${plainText(version)}, ${state}, since ${installedAt}, ${hash}`;
}

/** Of the supervisor itself, where its packages are taken or some are here. */
function supervisorLines({ supervisor }: PackagesStatus, { supervisor: own }: StatusSnapshot): string[] {
  if (supervisor === undefined) return [];
  const { accepted, obstacle, phase, versions, failedRollback: failed } = supervisor;
  const off = "are not taken: capabilities.accepts_supervisor_package is off";
  return [
    `Supervisor ${own.version}, ${own.executable}${own.installed === undefined ? ", the operator's own" : ""}`,
    ...(accepted ? [] : [`Offers     ${off}`]),
    ...(obstacle === undefined ? [] : [`Offers     cannot be taken: ${obstacle}`]),
    ...(phase === undefined ? [] : [`Upgrade    ${plainText(phase.version)}: ${phase.is}`]),
    ...versions.map(versionText),
    ...(failed === undefined
      ? []
      : [
          `Rollback   to ${plainText(failed.version || "the operator's own")} has failed at ${failed.at}`,
          `           ${failed.message}`,
        ]),
  ];
}
