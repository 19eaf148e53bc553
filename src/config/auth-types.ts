import type { HeaderList, ServerTlsConfig } from "./types.ts";

/** A value, or a file that has it; both are secrets. */
export type SecretSource = { text: string } | { file: string };

/** An extension that gives the credentials of a connection. */
export type AuthConfig = { /** `type` or `type/name`, for the log. */ id: string } & (
  BearerTokenConfig | BasicAuthConfig | HeadersSetterConfig | OAuth2ClientConfig
);

export interface BearerTokenConfig {
  type: "bearertokenauth";
  token: SecretSource;
  /** Empty: the token stands alone. */
  scheme: string;
  header: string;
}

export interface BasicAuthConfig {
  type: "basicauth";
  /** Two values, or one text whose first line is `user:password`. */
  credentials: { username: SecretSource; password: SecretSource } | { htpasswd: SecretSource };
}

export interface HeadersSetterConfig {
  type: "headers_setter";
  headers: readonly HeaderAction[];
  /** Asked afterwards. */
  additional?: AuthConfig;
}

export type HeaderAction =
  { action: "delete"; name: string } | { action: "insert" | "update" | "upsert"; name: string; value: SecretSource };

export interface ClientCredentialsConfig {
  type: "client_credentials";
  clientId: SecretSource;
  clientSecret: SecretSource;
}

export interface JwtBearerConfig {
  type: "jwt-bearer";
  clientId: SecretSource;
  /** PEM. */
  key: SecretSource;
  /** Named in the assertion. */
  keyId?: string;
  algorithm: "RS256" | "RS384" | "RS512";
  /** Default: the client. */
  issuer?: string;
  /** Default: the token endpoint. */
  audience?: string;
  /** More claims, which are the stronger ones. */
  claims: Readonly<Record<string, unknown>>;
}

export interface OAuth2ClientConfig {
  type: "oauth2client";
  /** `http:` or `https:`. */
  tokenUrl: string;
  grant: ClientCredentialsConfig | JwtBearerConfig;
  scopes: readonly string[];
  /** Like headers: a name with several values appears several times. */
  parameters: HeaderList;
  /** How long before its end a token is renewed, milliseconds. */
  expiryBufferMs: number;
  timeoutMs: number;
  tls: ServerTlsConfig;
}
