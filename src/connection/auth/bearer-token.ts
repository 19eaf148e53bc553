import type { BearerTokenConfig } from "../../config/auth-types.ts";
import type { HeaderList } from "../../config/types.ts";
import { type Authenticator, type Overlay, setHeader } from "./authenticator.ts";
import { firstLine } from "./parse-secret.ts";
import type { SecretReader } from "./secret-reader.ts";

/** A token that the operator gives (RFC 6750, 2.1). */
export class BearerToken implements Authenticator {
  readonly #config: BearerTokenConfig;
  readonly #reader: SecretReader;

  constructor(config: BearerTokenConfig, reader: SecretReader) {
    this.#config = config;
    this.#reader = reader;
  }

  async overlay(headers: HeaderList): Promise<Overlay> {
    const { token, scheme, header } = this.#config;
    const reading = await this.#reader.read(token, firstLine);
    if (!reading.read) return { given: false, code: "AUTH_FILE", reason: reading.reason };
    const value = scheme === "" ? reading.value : `${scheme} ${reading.value}`;
    return { given: true, headers: setHeader(headers, header, value) };
  }

  refused(): boolean {
    return false;
  }
}
