import type * as z from "zod/mini";

import type {
  BasicAuthConfig,
  BearerTokenConfig,
  HeaderAction,
  HeadersSetterConfig,
  OAuth2ClientConfig,
  SecretSource,
} from "./auth-types.ts";
import type { basicAuthSection } from "./schema/extensions/basicauth.ts";
import type { bearerTokenSection } from "./schema/extensions/bearertokenauth.ts";
import type { headersSetterSection } from "./schema/extensions/headers-setter.ts";
import type { oauth2ClientSection } from "./schema/extensions/oauth2client.ts";
import { headerList, tlsSettings } from "./server-settings.ts";

/** An extension by itself: what it builds on is still an id. */
export interface ExtensionDraft {
  /** Unset: it gives no credentials. */
  config?: BearerTokenConfig | BasicAuthConfig | HeadersSetterConfig | OAuth2ClientConfig;
  /** Id of the extension that is asked afterwards. */
  additional?: string | undefined;
  /** Keys that are taken and do nothing (`tls::reload_interval`), with the reason. */
  idle?: Readonly<Record<string, string>>;
}

const defaultTokenTimeoutMs = 10_000;

export function bearerTokenDraft(file: z.output<typeof bearerTokenSection>): ExtensionDraft {
  const { token = "", tokens, filename = "", scheme, header, file_retry: retry } = file;
  const [first = ""] = [token, ...tokens].filter((one) => one.trim() !== "");
  return {
    config: { type: "bearertokenauth", token: source(first, filename), scheme, header },
    idle: {
      ...(filename !== "" && token !== "" && { token: "has no effect beside filename" }),
      ...(filename !== "" && tokens.length > 0 && { tokens: "has no effect beside filename" }),
      ...(retry && { file_retry: "has no effect: the file is looked for at each attempt to connect" }),
    },
  };
}

export function basicAuthDraft({ client_auth: client, htpasswd }: z.output<typeof basicAuthSection>): ExtensionDraft {
  if (htpasswd) {
    const { file = "", inline = "" } = htpasswd;
    const credentials = { htpasswd: inline === "" ? { file } : { text: inline } };
    return { config: { type: "basicauth", credentials } };
  }
  const username = source(client?.username, client?.username_file);
  const password = source(client?.password, client?.password_file);
  return { config: { type: "basicauth", credentials: { username, password } } };
}

export function headersSetterDraft(file: z.output<typeof headersSetterSection>): ExtensionDraft {
  const headers = file.headers.map(({ key: name, action, value, value_file: valueFile }): HeaderAction => {
    return action === "delete" ? { action, name } : { action, name, value: source(value, valueFile) };
  });
  return { config: { type: "headers_setter", headers }, additional: file.additional_auth || undefined };
}

export function oauth2ClientDraft(file: z.output<typeof oauth2ClientSection>): ExtensionDraft {
  return {
    config: {
      type: "oauth2client",
      tokenUrl: file.token_url,
      grant: grantOf(file),
      scopes: file.scopes,
      parameters: headerList(file.endpoint_params),
      expiryBufferMs: file.expiry_buffer,
      timeoutMs: file.timeout ?? defaultTokenTimeoutMs,
      tls: tlsSettings(file.tls),
    },
    idle: {
      ...idleKeys(file),
      ...(file.tls.reload_interval !== undefined && {
        "tls::reload_interval": "has no effect: the files are read for each request",
      }),
    },
  };
}

/** Keys of the other grant. */
function idleKeys(file: z.output<typeof oauth2ClientSection>): Readonly<Record<string, string>> {
  const { client_secret, client_secret_file, client_certificate_key, client_certificate_key_file } = file;
  const { client_certificate_key_id, signature_algorithm, iss, audience, claims } = file;
  const secrets = { client_secret, client_secret_file };
  const keys = { client_certificate_key, client_certificate_key_file, client_certificate_key_id };
  const ofAssertion = { ...keys, signature_algorithm, iss, audience, claims: Object.keys(claims).join(",") };
  const others = file.grant_type === "client_credentials" ? ofAssertion : secrets;
  const set = Object.entries(others).filter(([, value = ""]) => value !== "");
  return Object.fromEntries(set.map(([key]) => [key, `has no effect with grant_type ${file.grant_type}`]));
}

function grantOf(file: z.output<typeof oauth2ClientSection>): OAuth2ClientConfig["grant"] {
  const clientId = source(file.client_id, file.client_id_file);
  if (file.grant_type === "client_credentials") {
    const clientSecret = source(file.client_secret, file.client_secret_file);
    return { type: file.grant_type, clientId, clientSecret };
  }
  const { client_certificate_key_id: keyId = "", iss: issuer = "", audience = "" } = file;
  return {
    type: "jwt-bearer",
    clientId,
    key: source(file.client_certificate_key, file.client_certificate_key_file),
    ...(keyId !== "" && { keyId }),
    algorithm: file.signature_algorithm || "RS256",
    ...(issuer !== "" && { issuer }),
    ...(audience !== "" && { audience }),
    claims: file.claims,
  };
}

/** The file is the stronger one. */
function source(text = "", file = ""): SecretSource {
  return file === "" ? { text } : { file };
}
