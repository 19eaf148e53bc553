import { isDeepStrictEqual } from "node:util";

import { type OpAMPSettings, readSettingsOffer, type SettingsPolicy } from "../opamp/client/connection-settings.ts";
import type { OpAMPConnectionSettings } from "../opamp/wire/messages.ts";
import { hasTls } from "../runtime/has-tls.ts";
import { isReadable } from "./is-readable.ts";

/** What an offer comes to, over the settings that were offered before and the operator's. */
export type OfferVerdict =
  /** No other connection is wanted: at most another interval of heartbeats. `settings`: what stands from now on. */
  | { is: "same"; settings: OpAMPConnectionSettings }
  | { is: "asked"; settings: OpAMPConnectionSettings; notes: readonly string[] }
  | { is: "refused"; reason: string };

export interface JudgeOptions {
  offer: OpAMPConnectionSettings;
  /** Offered before and accepted. */
  accepted: OpAMPConnectionSettings | undefined;
  /** The operator's, as they are now. */
  own: OpAMPSettings;
  policy: SettingsPolicy;
  /** Credentials of `server.auth` go wherever the connection goes. */
  hasAuth: boolean;
}

/** An offer that was judged when it came is used as it is: the operator's files may have changed since then. */
const judged: SettingsPolicy = { allowInsecureTls: true, allowOtherAuthorities: true };

/** Judges an offer by what is in force, and by what the operator allows. */
export function judgeOffer({ offer, accepted, own, policy, hasAuth }: JudgeOptions): OfferVerdict {
  const before = settingsOver(own, accepted);
  const current = before.usable ? before.settings : own;
  const read = readSettingsOffer(offer, current, policy);
  if (read.kind === "refused") return { is: "refused", reason: read.reason };
  if (read.kind === "unchanged") return { is: "same", settings: accepted ?? {} };
  const { settings } = read;
  if (hasTls(current.endpoint) && !hasTls(settings.endpoint) && !policy.allowInsecureTls) {
    return { is: "refused", reason: "destination_endpoint without TLS is not allowed here" };
  }
  const isSame = isDeepStrictEqual({ ...settings, heartbeatMs: 0 }, { ...current, heartbeatMs: 0 });
  if (isSame) {
    return { is: "same", settings: { ...accepted, heartbeatIntervalSeconds: offer.heartbeatIntervalSeconds ?? 0 } };
  }
  const isExposed = (settings.headers.length > 0 || hasAuth) && isReadable(settings.endpoint);
  const notes = isExposed ? [...read.notes, exposed] : read.notes;
  return { is: "asked", settings: offerOver(accepted, withKey(offer, settings)), notes };
}

const exposed = "destination_endpoint has no TLS: headers and credentials go there unencrypted";

export type SettingsReading = { usable: true; settings: OpAMPSettings } | { usable: false; reason: string };

/** The operator's settings with the offered ones over them. */
export function settingsOver(own: OpAMPSettings, offered: OpAMPConnectionSettings | undefined): SettingsReading {
  const read = readSettingsOffer(offered, own, judged);
  if (read.kind === "refused") return { usable: false, reason: read.reason };
  return { usable: true, settings: read.kind === "offered" ? read.settings : own };
}

/**
 * One offer over an earlier one, by the rules of `readSettingsOffer`: what is not there stays, but for the certificate,
 * which an offer with an endpoint takes away.
 */
function offerOver(
  accepted: OpAMPConnectionSettings | undefined,
  offer: OpAMPConnectionSettings,
): OpAMPConnectionSettings {
  const destinationEndpoint = offer.destinationEndpoint || accepted?.destinationEndpoint;
  const headers = offer.headers ?? accepted?.headers;
  const certificate = offer.certificate ?? (offer.destinationEndpoint ? undefined : accepted?.certificate);
  const tls = offer.tls ?? accepted?.tls;
  const proxy = offer.proxy ?? accepted?.proxy;
  return {
    ...(destinationEndpoint && { destinationEndpoint }),
    ...(headers && { headers }),
    ...(certificate && { certificate }),
    ...(tls && { tls }),
    ...(proxy && { proxy }),
    heartbeatIntervalSeconds: offer.heartbeatIntervalSeconds ?? 0,
  };
}

/** A certificate that came without its key is kept with that of the request that it answers. */
function withKey(offer: OpAMPConnectionSettings, { certificate }: OpAMPSettings): OpAMPConnectionSettings {
  if (!offer.certificate || certificate === undefined) return offer;
  const privateKey = new TextEncoder().encode(certificate.key);
  return { ...offer, certificate: { ...offer.certificate, privateKey } };
}
