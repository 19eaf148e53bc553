import { renewalTime } from "../../connection/renewal-time.ts";
import { formatUid } from "../../opamp/wire/uid.ts";
import { readCertificates } from "../../runtime/x509.ts";
import type { State } from "../mind/state.ts";
import { cancelTimer, log, setTimer, type Turn } from "../mind/turn.ts";
import { timeText } from "../report/time-text.ts";
import { type CertificateState, type HeldCertificate, openRequest } from "./certificate-state.ts";

/**
 * Notes which client certificate of the server's is in force. One that has come answers the request with its key, which is
 * then forgotten.
 */
export function noteHeld(turn: Turn): void {
  const { state } = turn;
  const { seen, held: before } = state.certificate;
  const { cert = "", key } = inForce(state);
  state.certificate = { ...state.certificate, seen: true };
  if (cert === (before?.cert ?? "")) return;
  const held = heldOf(turn, cert, seen);
  const isAnswer = held !== undefined && key !== undefined && key === openRequest(state.certificate)?.key;
  const settled: Partial<CertificateState> = isAnswer ? { requesting: { is: "idle" } } : {};
  state.certificate = { ...state.certificate, held, refusals: 0, doubts: 0, ...settled };
  if (isAnswer) turn.effects.push({ do: "SaveCertificateRequest", request: undefined });
  if (held === undefined)
    return log(turn, "info", "The client certificate that the server has issued is not used any more");
  const { subject, validTo } = held;
  log(turn, "info", "A client certificate of the server is in force", { subject, not_after: timeText(validTo) });
}

/** Waits for the time of renewal. */
export function awaitRenewal(turn: Turn): void {
  const { held, requesting } = turn.state.certificate;
  if (requesting.is !== "idle") return;
  if (held === undefined) return cancelTimer(turn, "certificate");
  if (turn.state.timers.certificate === undefined) {
    setTimer(turn, "certificate", Math.max(0, held.renewAt - turn.now));
  }
}

function inForce({ connectionInForce }: State): { cert?: string; key?: string } {
  const { cert, privateKey } = connectionInForce?.certificate ?? {};
  const decoder = new TextDecoder();
  return { ...(cert && { cert: decoder.decode(cert) }), ...(privateKey && { key: decoder.decode(privateKey) }) };
}

function heldOf({ state, now, unit }: Turn, cert: string, seen: boolean): HeldCertificate | undefined {
  const reading = readCertificates(cert);
  const [facts] = reading.ok ? reading.content : [];
  if (facts === undefined) return undefined;
  const { subject, validFrom, validTo } = facts;
  const due = renewalTime({ ...facts, seenAt: now, isNew: seen, unit });
  return { cert, subject, validFrom, validTo, renewAt: !seen && namesAnotherUid(subject, state) ? now : due };
}

/** Whether the certificate is that of an agent that was renamed before it could ask for another one. */
function namesAnotherUid(subject: string, { uid, settings }: State): boolean {
  if (settings.certificateRequest === undefined || settings.certificateRequest.commonName !== undefined) return false;
  const [, named] = /(?:^|, )CN=([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?:,|$)/i.exec(subject) ?? [];
  return named !== undefined && named.toLowerCase() !== formatUid(uid);
}
