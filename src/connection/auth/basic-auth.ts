import { Buffer } from "node:buffer";

import type { BasicAuthConfig } from "../../config/auth-types.ts";
import { firstEntry, type HtpasswdEntry } from "../../config/htpasswd.ts";
import { colonInName } from "../../config/schema/extensions/basicauth.ts";
import type { HeaderList } from "../../config/types.ts";
import { type Authenticator, type Overlay, setHeader } from "./authenticator.ts";
import type { HiddenValues } from "./hidden-values.ts";
import { anyText } from "./parse-secret.ts";
import type { Parse, SecretReader, SecretReading } from "./secret-reader.ts";

/** User name and password (RFC 7617), in UTF-8. */
export class BasicAuth implements Authenticator {
  readonly #config: BasicAuthConfig;
  readonly #reader: SecretReader;
  readonly #hidden: HiddenValues;

  constructor(config: BasicAuthConfig, reader: SecretReader, hidden: HiddenValues) {
    this.#config = config;
    this.#reader = reader;
    this.#hidden = hidden;
  }

  async overlay(headers: HeaderList): Promise<Overlay> {
    const reading = await this.#read();
    if (!reading.read) return { given: false, code: "AUTH_FILE", reason: reading.reason };
    const { username, password } = reading.value;
    this.#hidden.add(password);
    const value = Buffer.from(`${username}:${password}`).toString("base64");
    this.#hidden.add(value);
    return { given: true, headers: setHeader(headers, "Authorization", `Basic ${value}`) };
  }

  refused(): boolean {
    return false;
  }

  async #read(): Promise<SecretReading<HtpasswdEntry>> {
    const { credentials } = this.#config;
    if ("htpasswd" in credentials) return await this.#reader.read(credentials.htpasswd, firstEntry);
    const username = await this.#reader.read(credentials.username, userName, false);
    if (!username.read) return username;
    const password = await this.#reader.read(credentials.password, anyText);
    if (!password.read) return password;
    return { read: true, value: { username: username.value, password: password.value } };
  }
}

const userName: Parse<string> = (text) => {
  const value = text.trim();
  return value.includes(":") ? { fault: colonInName } : { value };
};
