import type { Database } from "bun:sqlite";

import { z } from "zod";

import { durably } from "./open-database.ts";

/**
 * `offered`: its key was made here, and the agent has not said yet that it has both. `valid`: it may be used, as an offered
 * one. `replaced`: the agent has taken a newer one. `revoked`: by a person. `unused`: it was offered, and the agent could not
 * use it, or this server ended before it had.
 */
const states = ["offered", "valid", "replaced", "revoked", "unused"] as const;

export type CertificateState = (typeof states)[number];

/** Whether an agent may come in with it, as far as its state goes. */
export function isInForce({ state }: Pick<StoredCertificate, "state">): boolean {
  return state === "valid" || state === "offered";
}

export interface StoredCertificate {
  /** Hexadecimal, as X.509 tools show it, in lower case. */
  serial: string;
  /** Of the agent that it was issued to. */
  uid: string;
  /** PEM. */
  cert: string;
  /** SHA-256 of the public key, hexadecimal. */
  keyPrint: string;
  /** `request`: the agent has made the key; `pair`: the key was made here. */
  origin: "request" | "pair";
  state: CertificateState;
  /** Milliseconds since the Unix epoch. */
  issuedAt: number;
  endsAt: number;
  /** When the state became what it is, if it is not in force any more. */
  decidedAt: number | null;
}

export interface StoredRequest {
  uid: string;
  /** PEM. */
  csr: string;
  /** Kind and size of its key, for people, and the SHA-256 of the key, hexadecimal. */
  keyName: string;
  keyPrint: string;
  /** Milliseconds since the Unix epoch. */
  askedAt: number;
}

/** Everything is on disk when a function returns: a certificate that is given away must not be forgotten. */
export interface CertificateStore {
  /** Newest first. */
  all(): StoredCertificate[];
  /** Of one agent, newest first. */
  of(uid: string): StoredCertificate[];
  get(serial: string): StoredCertificate | undefined;
  /** All that were issued for this key. */
  withKey(keyPrint: string): StoredCertificate[];
  add(certificate: StoredCertificate): void;
  setState(serial: string, state: CertificateState, at: number): void;
  /** Oldest first. */
  requests(): StoredRequest[];
  request(uid: string): StoredRequest | undefined;
  /** In the place of an earlier one of the agent. */
  saveRequest(request: StoredRequest): void;
  removeRequest(uid: string): void;
}

const certificateRow = z
  .object({
    serial: z.string(),
    uid: z.string(),
    cert: z.string(),
    key_print: z.string(),
    origin: z.enum(["request", "pair"]),
    state: z.enum(states),
    issued_at: z.number(),
    ends_at: z.number(),
    decided_at: z.number().nullable(),
  })
  .transform(({ key_print, issued_at, ends_at, decided_at, ...same }) => ({
    ...same,
    keyPrint: key_print,
    issuedAt: issued_at,
    endsAt: ends_at,
    decidedAt: decided_at,
  }));

const requestRow = z
  .object({ uid: z.string(), csr: z.string(), key_name: z.string(), key_print: z.string(), asked_at: z.number() })
  .transform(({ key_name, key_print, asked_at, ...same }) => ({
    ...same,
    keyName: key_name,
    keyPrint: key_print,
    askedAt: asked_at,
  }));

const columns = "SELECT serial, uid, cert, key_print, origin, state, issued_at, ends_at, decided_at FROM certificate";
const requestColumns = "SELECT uid, csr, key_name, key_print, asked_at FROM certificate_request";
const newestFirst = "ORDER BY issued_at DESC, rowid DESC";

/** The tables `certificate` and `certificate_request`. No private key is ever in them. */
export function createCertificateStore(database: Database): CertificateStore {
  const selectAll = database.query(`${columns} ${newestFirst}`);
  const selectOf = database.query(`${columns} WHERE uid = ? ${newestFirst}`);
  const selectOne = database.query(`${columns} WHERE serial = ?`);
  const selectKey = database.query(`${columns} WHERE key_print = ? ${newestFirst}`);
  const insert = database.query("INSERT INTO certificate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const update = database.query("UPDATE certificate SET state = ?2, decided_at = ?3 WHERE serial = ?1");
  const selectRequests = database.query(`${requestColumns} ORDER BY asked_at, uid`);
  const selectRequest = database.query(`${requestColumns} WHERE uid = ?`);
  const upsertRequest = database.query("INSERT OR REPLACE INTO certificate_request VALUES (?, ?, ?, ?, ?)");
  const removeRequest = database.query("DELETE FROM certificate_request WHERE uid = ?");
  const listed = z.array(certificateRow);
  return {
    all: () => listed.parse(selectAll.all()),
    of: (uid) => listed.parse(selectOf.all(uid)),
    get: (serial) => certificateRow.nullable().parse(selectOne.get(serial)) ?? undefined,
    withKey: (keyPrint) => listed.parse(selectKey.all(keyPrint)),
    add({ serial, uid, cert, keyPrint, origin, state, issuedAt, endsAt, decidedAt }) {
      durably(database, () => insert.run(serial, uid, cert, keyPrint, origin, state, issuedAt, endsAt, decidedAt));
    },
    setState: (serial, state, at) => void durably(database, () => update.run(serial, state, at)),
    requests: () => z.array(requestRow).parse(selectRequests.all()),
    request: (uid) => requestRow.nullable().parse(selectRequest.get(uid)) ?? undefined,
    saveRequest({ uid, csr, keyName, keyPrint, askedAt }) {
      durably(database, () => upsertRequest.run(uid, csr, keyName, keyPrint, askedAt));
    },
    removeRequest: (uid) => void durably(database, () => removeRequest.run(uid)),
  };
}
