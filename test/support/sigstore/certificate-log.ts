import { type KeyObject, sign } from "node:crypto";

import { octetString } from "../../../examples/server/certificates/der.ts";
import { extension, newKey, sha256, spki } from "./issue.ts";

/** A log of certificates (RFC 6962), as far as it promises to take them up. */
export class CertificateLog {
  readonly key: KeyObject = newKey();
  /** What it says more in each promise. */
  extensions: Uint8Array = new Uint8Array();

  get id(): Buffer {
    return sha256(spki(this.key));
  }

  /** The extension for a certificate without it (RFC 6962, 3.2 and 3.3); `at` in milliseconds since the Unix epoch. */
  promise(body: Uint8Array, issuerKey: KeyObject, at: number): Uint8Array {
    const moment = Buffer.alloc(8);
    moment.writeBigUInt64BE(BigInt(at));
    const size = Buffer.alloc(4);
    size.writeUInt32BE(body.length);
    const signed = [Uint8Array.of(0, 0), moment, Uint8Array.of(0, 1), sha256(spki(issuerKey)), size.subarray(1), body];
    const signature = sign("sha256", Buffer.concat([...signed, sized(this.extensions)]), this.key);
    const [ecdsa, sha256Code] = [3, 4];
    const entry = Buffer.concat([
      Uint8Array.of(0),
      this.id,
      moment,
      sized(this.extensions),
      Uint8Array.of(sha256Code, ecdsa),
      sized(signature),
    ]);
    return extension("1.3.6.1.4.1.11129.2.4.2", octetString(sized(sized(entry))));
  }
}

function sized(content: Uint8Array): Buffer {
  const size = Buffer.alloc(2);
  size.writeUInt16BE(content.length);
  return Buffer.concat([size, content]);
}
