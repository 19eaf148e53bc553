import type { Log } from "../telemetry/log.ts";
import type { Recovery } from "./recovery.ts";
import { findSealed, sealedFiles, type SealedFilesOptions } from "./sealed-files.ts";

export interface UnsealOptions extends SealedFilesOptions {
  recovery: Recovery;
  log: Log;
}

/** `reason`: why what is stored cannot be used with this key, or without one; nothing was changed. */
export type Unsealing = { unsealed: true } | { unsealed: false; reason: string };

/**
 * Makes sure that what is stored can be read, before anything is. Where no sealed file opens, it is the key that is wrong, and
 * the start must not go on: the files would be replaced by others. Where only some do not, those are damaged and are set
 * aside like others that cannot be used. What was stored without a key, or with the previous one, is brought in place to
 * what holds now.
 */
export async function unseal(options: UnsealOptions): Promise<Unsealing> {
  const { box, previous, recovery, log } = options;
  const { opened, closed, former } = await findSealed(options);
  const [first] = closed;
  const anyOpened = opened.length > 0 || former.some(({ sealed }) => sealed);
  if (first !== undefined && !anyOpened) {
    return { unsealed: false, reason: refusal(first, box !== undefined || previous !== undefined) };
  }
  for (const path of closed) await recovery.setAside(path, "it is encrypted and damaged");
  const files = sealedFiles(options);
  const changing = former.filter(({ sealed }) => sealed || box !== undefined);
  for (const { path, data } of changing) await files.write(path, data);
  if (changing.length > 0) log.info(box === undefined ? decrypted : encrypted, { files: changing.length });
  return { unsealed: true };
}

/** The operator learns when the key before is not needed any more. */
const encrypted = "Stored files are encrypted with the key of storage.secrets from now on";
const decrypted = "Stored files are not encrypted any more";

function refusal(path: string, hasKey: boolean): string {
  const remedy = `or, to begin without what is stored, move the encrypted files away`;
  return hasKey
    ? `${path} cannot be decrypted with the key of storage.secrets, nor can any other file: give the key that it was encrypted with, ${remedy}`
    : `${path} is encrypted: set storage.secrets to the key that it was encrypted with, ${remedy}`;
}
