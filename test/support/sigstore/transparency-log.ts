import { type KeyObject, sign } from "node:crypto";

import { newKey, sha256, spki } from "./issue.ts";

export interface LogEntry {
  kind: string;
  version: string;
  body: unknown;
}

export interface EnteredOptions {
  /** When it was entered, milliseconds since the Unix epoch. Unset: nobody says, as in version 2 of Rekor. */
  at?: number;
  /** With a proof that it is in the log. Version 0.1 of bundles may do without. */
  proof: boolean;
}

/** A transparency log of the kind of Rekor: entries in a Merkle tree (RFC 6962, 2.1), whose head it signs. */
export class TransparencyLog {
  readonly key: KeyObject = newKey();
  readonly name: string;
  readonly #leaves = ["a", "b", "c"].map((text) => leafHash(Buffer.from(text)));

  constructor(name = "rekor.test") {
    this.name = name;
  }

  get id(): Buffer {
    return sha256(spki(this.key));
  }

  /** The entry as bundles hold it; two others come after it, so that its proof has both kinds of steps. */
  enter({ kind, version, body }: LogEntry, { at, proof }: EnteredOptions) {
    const content = Buffer.from(JSON.stringify(body));
    const index = this.#leaves.push(leafHash(content)) - 1;
    this.#leaves.push(...["d", "e"].map((text) => leafHash(Buffer.from(text))));
    const seconds = at === undefined ? undefined : Math.floor(at / 1000);
    return {
      logIndex: `${index}`,
      logId: { keyId: this.id.toString("base64") },
      kindVersion: { kind, version },
      ...(seconds !== undefined && {
        integratedTime: `${seconds}`,
        inclusionPromise: { signedEntryTimestamp: this.#promise(content, index, seconds) },
      }),
      ...(proof && { inclusionProof: this.#proof(index, at === undefined ? this.name : `${this.name} - 1`) }),
      canonicalizedBody: content.toString("base64"),
    };
  }

  /** A signed head of a tree, which need not be the one of this log. `origin`: version 1 of Rekor adds the number of the tree. */
  checkpoint(size: number, root: Uint8Array, origin = this.name): string {
    const note = `${origin}\n${size}\n${Buffer.from(root).toString("base64")}\n`;
    const signature = Buffer.concat([this.id.subarray(0, 4), sign("sha256", Buffer.from(note), this.key)]);
    return `${note}\n\u2014 ${this.name} ${signature.toString("base64")}\n`;
  }

  /** In the canonical form of RFC 8785: the names are in order. */
  #promise(content: Buffer, logIndex: number, integratedTime: number): string {
    const payload = { body: content.toString("base64"), integratedTime, logID: this.id.toString("hex"), logIndex };
    return sign("sha256", Buffer.from(JSON.stringify(payload)), this.key).toString("base64");
  }

  #proof(index: number, origin: string) {
    const root = treeHash(this.#leaves);
    return {
      logIndex: `${index}`,
      rootHash: root.toString("base64"),
      treeSize: `${this.#leaves.length}`,
      hashes: path(index, this.#leaves).map((hash) => hash.toString("base64")),
      checkpoint: { envelope: this.checkpoint(this.#leaves.length, root, origin) },
    };
  }
}

function leafHash(content: Uint8Array): Buffer {
  return sha256(Uint8Array.of(0), content);
}

function treeHash(leaves: readonly Buffer[]): Buffer {
  const [only = Buffer.alloc(0)] = leaves;
  if (leaves.length === 1) return only;
  const half = largestPowerBelow(leaves.length);
  return sha256(Uint8Array.of(1), treeHash(leaves.slice(0, half)), treeHash(leaves.slice(half)));
}

function path(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  const half = largestPowerBelow(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half ? [...path(index, left), treeHash(right)] : [...path(index - half, right), treeHash(left)];
}

function largestPowerBelow(size: number): number {
  return 2 ** (Math.ceil(Math.log2(size)) - 1);
}
