import { type KeyObject, sign } from "node:crypto";

import {
  context,
  element,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
} from "../../../examples/server/certificates/der.ts";
import {
  authorityExtensions,
  commonName,
  ecdsaWithSha256,
  issue,
  newKey,
  sha256,
  signerExtensions,
  type Validity,
} from "./issue.ts";

const timeStamping = "1.3.6.1.5.5.7.3.8";
const tstInfo = objectIdentifier("1.2.840.113549.1.9.16.1.4");
const sha256Algorithm = sequence(objectIdentifier("2.16.840.1.101.3.4.2.1"));
const number = (value: number) => integer(Uint8Array.of(value));

/** An authority that signs when it has seen something (RFC 3161). */
export class TimestampAuthority {
  readonly root: Uint8Array;
  readonly certificate: Uint8Array;
  readonly #key: KeyObject = newKey();
  readonly #name: string;
  #serial = 1;

  constructor(name: string, validity: Validity) {
    this.#name = name;
    const rootKey = newKey();
    const common = { issuer: name, issuerKey: rootKey };
    this.root = issue({
      ...common,
      subject: name,
      subjectKey: rootKey,
      serial: 1,
      validity: always,
      extensions: authorityExtensions,
    });
    this.certificate = issue({
      ...common,
      subject: `${name} signer`,
      subjectKey: this.#key,
      serial: 7,
      validity,
      extensions: signerExtensions([timeStamping], true),
    });
  }

  /** The answer, Base64 of DER. `at` in milliseconds since the Unix epoch, whole seconds; `embeds`: its certificate is in it. */
  stamp(content: Uint8Array, at: number, { embeds = false }: { embeds?: boolean } = {}): string {
    const info = sequence(
      number(1),
      objectIdentifier("1.3.6.1.4.1.57264.2"),
      sequence(sha256Algorithm, octetString(sha256(content))),
      number((this.#serial += 1)),
      generalizedTime(at),
    );
    const attributes = [
      sequence(objectIdentifier("1.2.840.113549.1.9.3"), set(tstInfo)),
      sequence(objectIdentifier("1.2.840.113549.1.9.4"), set(octetString(sha256(info)))),
    ];
    const signer = sequence(
      number(1),
      sequence(commonName(this.#name), number(7)),
      sha256Algorithm,
      context(0, ...attributes),
      ecdsaWithSha256,
      octetString(sign("sha256", set(...attributes), this.#key)),
    );
    const signed = sequence(
      number(3),
      set(sha256Algorithm),
      sequence(tstInfo, context(0, octetString(info))),
      ...(embeds ? [context(0, this.certificate)] : []),
      set(signer),
    );
    const token = sequence(objectIdentifier("1.2.840.113549.1.7.2"), context(0, signed));
    return Buffer.from(sequence(sequence(number(0)), token)).toString("base64");
  }
}

const always: Validity = [Date.UTC(2000, 0), Date.UTC(2049, 0)];

function generalizedTime(at: number): Uint8Array {
  const digits = new Date(at).toISOString().replace(/\.\d+/, "").replaceAll(/[-:T]/g, "");
  return element(0x18, Buffer.from(digits));
}
