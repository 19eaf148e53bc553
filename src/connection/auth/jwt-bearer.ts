import { Buffer } from "node:buffer";

import type { JwtBearerConfig } from "../../config/auth-types.ts";
import { formatUid } from "../../opamp/wire/uid.ts";
import type { Clock, Random } from "../../runtime/ports.ts";
import { signRsa } from "../../runtime/sign-rsa.ts";
import type { Grant, Preparation } from "./grant.ts";
import { wholeText } from "./parse-secret.ts";
import type { SecretReader } from "./secret-reader.ts";

/** What an assertion is good for, milliseconds: it is used at once, and clocks differ. */
const assertionLifeMs = 30 * 60 * 1000;

export interface JwtBearerOptions {
  config: JwtBearerConfig;
  /** Of the request, for the claim of that name. */
  scopes: readonly string[];
  tokenUrl: string;
  reader: SecretReader;
  clock: Pick<Clock, "now">;
  random: Pick<Random, "uuidv7">;
}

/** An assertion that the client signs (RFC 7523, 2.1), a new one for each request. */
export class JwtBearer implements Grant {
  readonly #options: JwtBearerOptions;

  constructor(options: JwtBearerOptions) {
    this.#options = options;
  }

  async prepare(): Promise<Preparation> {
    const { config, reader } = this.#options;
    const id = await reader.read(config.clientId, wholeText, false);
    if (!id.read) return { ready: false, reason: id.reason };
    const { algorithm, keyId } = config;
    const header = { alg: algorithm, typ: "JWT", ...(keyId !== undefined && { kid: keyId }) };
    const text = `${base64url(header)}.${base64url(this.#claims(id.value))}`;
    const signature = await reader.read(config.key, (pem) => {
      const signed = signRsa({ pem, hash: hashes[algorithm], text });
      return signed.ok ? { value: signed.content } : { fault: signed.fault };
    });
    if (!signature.read) return { ready: false, reason: signature.reason };
    const assertion = `${text}.${Buffer.from(signature.value).toString("base64url")}`;
    const grant = ["grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"] as const;
    return { ready: true, ways: [{ parameters: [grant, ["assertion", assertion]] }] };
  }

  /** RFC 7523, 3. What is configured is stronger than all else. */
  #claims(clientId: string): Readonly<Record<string, unknown>> {
    const { config, scopes, tokenUrl, clock, random } = this.#options;
    const now = clock.now();
    return {
      iss: config.issuer ?? clientId,
      sub: clientId,
      jti: formatUid(random.uuidv7()),
      aud: config.audience ?? tokenUrl,
      iat: Math.floor(now / 1000),
      exp: Math.floor((now + assertionLifeMs) / 1000),
      ...(scopes.length > 0 && { scope: scopes.join(" ") }),
      ...config.claims,
    };
  }
}

const hashes = { RS256: "sha256", RS384: "sha384", RS512: "sha512" } as const;

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
