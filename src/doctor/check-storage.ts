import { join, resolve } from "node:path";

import { socketName } from "../control/protocol.ts";
import { errorCode } from "../runtime/error-code.ts";
import type { PathFacts } from "../runtime/inspection-ports.ts";
import { openSecretBoxes } from "../storage/open-secret-boxes.ts";
import { isOwnName } from "../storage/own-names.ts";
import { directoryLevels, storagePaths } from "../storage/paths.ts";
import type { Patient } from "./context.ts";
import type { Finding } from "./finding.ts";
import { nearestDirectory } from "./nearest-directory.ts";
import { fine, found } from "./report.ts";

/** Bytes: too few to keep what a server can send; and few enough for a word. */
const room = { needed: 16 * 1024 * 1024, comfortable: 256 * 1024 * 1024 };

/** The storage directory: can be written, has room, belongs to one user and to nobody else, and holds what it should. */
export async function checkStorage(patient: Patient): Promise<Finding[]> {
  const { config, runtime, inspection } = patient;
  const directory = resolve(runtime.host.directory, config.storage.directory);
  const place = await nearestDirectory(directory, "/", inspection);
  const facts = await inspection.path(place);
  if (facts?.kind !== "directory") return [found("STORAGE_UNUSABLE", `${place} is not a directory`)];
  const why = await inspection.whyNotWrite(place);
  const findings: Finding[] = [];
  if (why !== undefined) {
    const code = why === "EROFS" ? "STORAGE_READ_ONLY" : "STORAGE_UNUSABLE";
    findings.push(
      found(
        code,
        `${place} cannot be written (${why})${place === directory ? "" : `, where ${directory} is to be made`}`,
      ),
    );
  }
  findings.push(...(await checkRoom(place, patient)));
  findings.push(...(await checkKey(patient)));
  if (place === directory) findings.push(...(await checkContent(directory, facts, patient)));
  if (findings.some(({ severity }) => severity === "error" || severity === "warning")) return findings;
  const what = place === directory ? `${directory} can be written` : `${directory} can be made`;
  return [...findings, fine("storage", what)];
}

async function checkRoom(place: string, { runtime }: Patient): Promise<Finding[]> {
  const free = await runtime.files.freeBytes(place).catch(() => undefined);
  if (free === undefined || free >= room.comfortable) return [];
  const cause = `${Math.floor(free / (1024 * 1024))} MiB are free at ${place}`;
  return [found(free < room.needed ? "STORAGE_FULL" : "STORAGE_LOW", cause)];
}

async function checkKey({ config, runtime }: Patient): Promise<Finding[]> {
  const opening = await openSecretBoxes(config.storage, runtime);
  return opening.opened ? [] : [found("STORAGE_KEY", opening.reason)];
}

async function checkContent(directory: string, { mode, uid }: PathFacts, patient: Patient): Promise<Finding[]> {
  const { runtime, inspection } = patient;
  const findings: Finding[] = [];
  // Its group may be let in: the Collector's with agent.run_as, or those who may ask how it is.
  if ((mode & 0o027) !== 0)
    findings.push(found("STORAGE_OPEN", `${directory} is open to others (mode ${octal(mode)})`));
  if (inspection.uid !== undefined && inspection.uid !== uid) {
    findings.push(
      found("STORAGE_OWNER", `${directory} belongs to user id ${uid}, and this is user id ${inspection.uid}`),
    );
  }
  const names = await runtime.files.list(directory).catch((error: unknown) => errorCode(error) ?? "EUNKNOWN");
  if (typeof names === "string") {
    const isTold = (await inspection.whyNotWrite(directory)) === names;
    return isTold ? findings : [...findings, found("STORAGE_UNUSABLE", `${directory} cannot be listed (${names})`)];
  }
  const directories = directoryLevels(storagePaths(directory));
  for (const name of names.toSorted()) {
    const path = join(directory, name);
    const facts = await inspection.path(path).catch(() => undefined);
    if (/\.corrupt-/.test(name))
      findings.push(found("STORAGE_SET_ASIDE", `${path} was set aside, as it made no sense`));
    if (facts === undefined || !isOwnName(directory, name, [socketName])) continue;
    if ((facts.kind === "directory") !== directories.has(path)) {
      if (name !== socketName)
        findings.push(found("STORAGE_ODD", `${path} is a ${facts.kind === "directory" ? "directory" : "file"}`));
    } else if (facts.uid !== uid) {
      findings.push(found("STORAGE_OWNER", `${path} belongs to user id ${facts.uid}, the directory to ${uid}`));
    } else if (facts.kind === "file" && (facts.mode & 0o027) !== 0) {
      findings.push(found("STORAGE_OPEN", `${path} is open to others (mode ${octal(facts.mode)})`));
    }
  }
  return findings;
}

function octal(mode: number): string {
  return `0${(mode & 0o777).toString(8)}`;
}
