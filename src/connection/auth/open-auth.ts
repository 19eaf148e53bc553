import type { AuthConfig, SecretSource } from "../../config/auth-types.ts";
import type { UsageFault } from "../../config/problem.ts";
import type { RouteCredentials, RouteProvider } from "../../opamp/client/route.ts";
import type { Network } from "../../runtime/network-ports.ts";
import type { Clock, Files, Random } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Authenticator } from "./authenticator.ts";
import { BasicAuth } from "./basic-auth.ts";
import { BearerToken } from "./bearer-token.ts";
import { HeadersSetter } from "./headers-setter.ts";
import { HiddenValues } from "./hidden-values.ts";
import { SecretReader } from "./secret-reader.ts";

export interface OpenAuthOptions {
  auth: AuthConfig;
  files: Pick<Files, "read" | "readHead">;
  network: Pick<Network, "post">;
  clock: Clock;
  random: Random;
  /** Where proxies may be named. */
  env: Readonly<Record<string, string>>;
  log: Log;
}

export interface OpenedAuth {
  /** The way with the credentials over its headers; where there are none, it is not usable. */
  around(route: RouteProvider): RouteProvider;
  /** What must not be told anybody. */
  hidden(): readonly string[];
}

export type AuthOpening = { opened: true; auth: OpenedAuth } | { opened: false; problems: UsageFault[] };

/** The extension of `server.auth`. Only TLS material that cannot be used is a problem now; all else is one of a connection. */
export async function openAuth(options: OpenAuthOptions): Promise<AuthOpening> {
  const { auth: config, log } = options;
  const problems: UsageFault[] = [];
  const hidden = new HiddenValues();
  valuesOf(config).forEach((value) => hidden.addFixed(value));
  const authenticator = await create(config, { ...options, hidden, problems });
  if (problems.length > 0) return { opened: false, problems };
  const from = namesOf(config).join(", ");
  log.info("The OpAMP server gets the credentials of an extension", { extension: from });
  const credentials: RouteCredentials = { from, refused: () => authenticator.refused() };
  const around =
    (route: RouteProvider): RouteProvider =>
    async (signal, redirectedTo) => {
      const answer = await route(signal, redirectedTo);
      if (!answer.usable) return answer;
      const overlay = await authenticator.overlay(answer.route.headers, signal);
      if (overlay.given) return { usable: true, route: { ...answer.route, headers: overlay.headers, credentials } };
      return { usable: false, code: overlay.code, reason: `no credentials of ${from}: ${overlay.reason}` };
    };
  return { opened: true, auth: { around, hidden: () => hidden.all } };
}

interface Workshop extends OpenAuthOptions {
  hidden: HiddenValues;
  problems: UsageFault[];
}

async function create(config: AuthConfig, workshop: Workshop): Promise<Authenticator> {
  const { hidden, problems } = workshop;
  const reader = new SecretReader(workshop);
  if (config.type === "bearertokenauth") return new BearerToken(config, reader);
  if (config.type === "basicauth") return new BasicAuth(config, reader, hidden);
  if (config.type === "headers_setter") {
    const additional = config.additional && (await create(config.additional, workshop));
    return new HeadersSetter(config, reader, additional);
  }
  const { openOAuth2 } = await import("./open-oauth2.ts");
  const { authenticator, faults } = await openOAuth2({ ...workshop, config, reader });
  problems.push(
    ...faults.map(({ key, message }) => ({
      code: "TLS_FILE" as const,
      path: ["extensions", config.id, "tls", key],
      message,
    })),
  );
  return authenticator;
}

/** Of an extension and those that it builds on. */
function namesOf(config: AuthConfig): string[] {
  const more = config.type === "headers_setter" && config.additional ? namesOf(config.additional) : [];
  return [config.id, ...more];
}

/** What the configuration itself holds. */
function valuesOf(config: AuthConfig): string[] {
  if (config.type === "bearertokenauth") return textOf(config.token);
  if (config.type === "basicauth") {
    const { credentials } = config;
    return "htpasswd" in credentials ? textOf(credentials.htpasswd) : textOf(credentials.password);
  }
  if (config.type === "oauth2client") {
    const { grant, parameters } = config;
    const secret = grant.type === "client_credentials" ? grant.clientSecret : grant.key;
    return [...textOf(secret), ...parameters.map(([, value]) => value)];
  }
  const own = config.headers.flatMap((header) => (header.action === "delete" ? [] : textOf(header.value)));
  return [...own, ...(config.additional ? valuesOf(config.additional) : [])];
}

function textOf(source: SecretSource): string[] {
  return "text" in source ? [source.text] : [];
}
