import type { OAuth2ClientConfig } from "../../config/auth-types.ts";
import type { MaterialFault } from "../check-material.ts";
import { TlsMaterial } from "../tls-material.ts";
import type { Authenticator } from "./authenticator.ts";
import { ClientCredentials } from "./client-credentials.ts";
import type { Grant } from "./grant.ts";
import type { HiddenValues } from "./hidden-values.ts";
import { OAuth2Client } from "./oauth2-client.ts";
import type { OpenAuthOptions } from "./open-auth.ts";
import type { SecretReader } from "./secret-reader.ts";
import { TokenEndpoint } from "./token-endpoint.ts";

export interface OpenOAuth2Options extends Omit<OpenAuthOptions, "auth"> {
  config: { id: string } & OAuth2ClientConfig;
  reader: SecretReader;
  hidden: HiddenValues;
}

/** What asks a token endpoint, and what is wrong with the TLS material for it. */
export async function openOAuth2(
  options: OpenOAuth2Options,
): Promise<{ authenticator: Authenticator; faults: MaterialFault[] }> {
  const { config } = options;
  const { id, expiryBufferMs } = config;
  const tls = new TlsMaterial({ ...options, tls: config.tls, section: `extensions::${id}::tls` });
  const faults = await tls.open();
  const endpoint = new TokenEndpoint({ ...options, grant: await createGrant(options), tls });
  return { authenticator: new OAuth2Client({ ...options, expiryBufferMs, endpoint }), faults };
}

/** What signs is loaded where something is to be signed. */
async function createGrant(options: OpenOAuth2Options): Promise<Grant> {
  const { config, reader, hidden } = options;
  const { grant } = config;
  if (grant.type === "client_credentials") return new ClientCredentials(grant, reader, hidden);
  const { JwtBearer } = await import("./jwt-bearer.ts");
  return new JwtBearer({ ...options, ...config, config: grant });
}
