import { Buffer } from "node:buffer";

import type { ClientCredentialsConfig } from "../../config/auth-types.ts";
import type { Grant, Preparation } from "./grant.ts";
import type { HiddenValues } from "./hidden-values.ts";
import { wholeText } from "./parse-secret.ts";
import type { SecretReader } from "./secret-reader.ts";

/**
 * The name of a client and its secret (RFC 6749, 4.4): in a header, which all servers must take, or in the form, which
 * some take alone (2.3.1).
 */
export class ClientCredentials implements Grant {
  readonly #config: ClientCredentialsConfig;
  readonly #reader: SecretReader;
  readonly #hidden: HiddenValues;

  constructor(config: ClientCredentialsConfig, reader: SecretReader, hidden: HiddenValues) {
    this.#config = config;
    this.#reader = reader;
    this.#hidden = hidden;
  }

  async prepare(): Promise<Preparation> {
    const id = await this.#reader.read(this.#config.clientId, wholeText, false);
    if (!id.read) return { ready: false, reason: id.reason };
    const secret = await this.#reader.read(this.#config.clientSecret, wholeText);
    if (!secret.read) return { ready: false, reason: secret.reason };
    const basic = Buffer.from(`${encoded(id.value)}:${encoded(secret.value)}`).toString("base64");
    this.#hidden.add(basic);
    const grant = ["grant_type", "client_credentials"] as const;
    const client = [
      ["client_id", id.value],
      ["client_secret", secret.value],
    ] as const;
    const inHeader = { parameters: [grant], authorization: `Basic ${basic}` };
    return { ready: true, ways: [inHeader, { parameters: [grant, ...client] }] };
  }
}

/** As in a form (RFC 6749, appendix B). */
function encoded(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}
