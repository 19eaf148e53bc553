import { certificateWish, formOf } from "../../connection/certificate-wish.ts";
import type { CertificateWish } from "../../connection/make-certificate-request.ts";
import type { CertificateMaking, Event } from "../mind/events.ts";
import { cancelTimer, log, setTimer, type Turn } from "../mind/turn.ts";
import { openRequest, type Requesting } from "./certificate-state.ts";
import { candidateOf } from "./connection-state.ts";
import { returnToOwn } from "./connection.ts";
import { awaitRenewal, noteHeld } from "./held-certificate.ts";

/** Wait after the first refusal, milliseconds; it doubles with each further one. */
const firstDelayMs = 60_000;
const longestDelayMs = 60 * 60_000;

/**
 * What speaks against the certificate in connections in a row. Two clear words of the server are enough: a wait after a
 * refusal is long, and a mistake costs no more than a try of the operator's own connection.
 */
const doubtsUntilReturn = 3;
const weights = { clear: 2, faint: 1 } as const;

/**
 * At the end of each step: asks the server for a client certificate where none is in force, where two thirds of the life of
 * the present one are over, or where the agent has another name by now (§ Agent-initiated CSR Flow). The present one stays
 * in use until the next has proved itself.
 */
export function moveCertificate(turn: Turn): void {
  const { state } = turn;
  noteHeld(turn);
  noteTrial(turn);
  if (state.settings.certificateRequest === undefined || state.stopRequested) return;
  const wish = certificateWish(state.settings.certificateRequest, state.uid);
  const form = formOf(wish);
  const { held, requesting, form: former = form } = state.certificate;
  state.certificate = { ...state.certificate, form };
  const isDue = held === undefined || turn.now >= held.renewAt || form !== former;
  const asked = askedFor(requesting);
  if (asked === undefined ? requesting.is === "idle" && isDue : asked !== form) make(turn, wish, form);
  ask(turn);
  awaitRenewal(turn);
}

/** Key and request are on disk, or could not be had. */
export function takeMade(turn: Turn, ticket: number, making: CertificateMaking): void {
  const { requesting } = turn.state.certificate;
  if (requesting.is !== "making" || requesting.ticket !== ticket) return;
  if (!making.made) return putOff(turn, making.reason);
  become(turn, { is: "pending", request: making.request, asked: false });
}

/** The server has refused a message. While it owes an answer to a request, that is the answer: nothing in it says more. */
export function takeRefusal(turn: Turn, reason: string): void {
  const { requesting } = turn.state.certificate;
  if (requesting.is === "pending" && requesting.asked) putOff(turn, reason);
}

/** It is time for the next certificate, or for the next try to get one. A clock that was set back has it wait on. */
export function endWaitForCertificate(turn: Turn): void {
  const { requesting } = turn.state.certificate;
  if (requesting.is !== "waiting") return;
  cancelTimer(turn, "certificate");
  const { request } = requesting;
  become(turn, request === undefined ? { is: "idle" } : { is: "pending", request, asked: false });
}

/** The server speaks on a new connection: what another one was asked is asked again, since it may have been forgotten. */
export function hearAnswer(turn: Turn, use: number): void {
  const { state } = turn;
  if (use !== state.connectionUse) return;
  const { requesting } = state.certificate;
  state.certificate = { ...state.certificate, answered: use, doubts: 0 };
  if (requesting.is === "pending") become(turn, { ...requesting, asked: false });
}

/**
 * A connection with the certificate could not be made, or was lost. Where that speaks against the certificate several times in
 * a row, since it is over or the server has revoked it, another one is asked for over the operator's own connection.
 */
export function missWithCertificate(turn: Turn, { use, doubt }: Extract<Event, { is: "ServerMissed" }>): void {
  const { state, now } = turn;
  if (use !== state.connectionUse) return;
  state.certificate = { ...state.certificate, answered: undefined };
  const { held, doubts } = state.certificate;
  if (held === undefined || state.connection.is !== "steady") return;
  const isOver = now >= held.validTo;
  if (!isOver && doubt === undefined) return;
  state.certificate.doubts = doubts + weights[doubt ?? "faint"];
  if (state.certificate.doubts < doubtsUntilReturn) return;
  state.certificate.doubts = 0;
  returnToOwn(turn, isOver ? "the client certificate is over" : "the client certificate is not accepted any more");
}

function make(turn: Turn, wish: CertificateWish, form: string): void {
  const { state } = turn;
  const ticket = state.nextTicket;
  state.nextTicket += 1;
  cancelTimer(turn, "certificate");
  become(turn, { is: "making", ticket, form });
  turn.effects.push({ do: "MakeCertificateRequest", ticket, wish, form });
}

function ask(turn: Turn): void {
  const { requesting } = turn.state.certificate;
  const { certificate, connectionUse } = turn.state;
  if (requesting.is !== "pending" || requesting.asked || certificate.onTrial) return;
  if (certificate.answered !== connectionUse) return;
  become(turn, { ...requesting, asked: true });
  log(turn, "info", "Asking the server for a client certificate");
  turn.effects.push({ do: "AskForCertificate", csr: requesting.request.csr });
}

/** It is tried again later, ever more slowly: somebody may have to decide over there. */
function putOff(turn: Turn, reason: string): void {
  const { state, now, unit } = turn;
  const { refusals } = state.certificate;
  const growing = Math.min(longestDelayMs, firstDelayMs * 2 ** refusals);
  const delayMs = Math.round(growing * (1 - unit / 2));
  const nextTryAt = now + delayMs;
  state.certificate = {
    ...state.certificate,
    refusals: refusals + 1,
    requesting: { is: "waiting", request: openRequest(state.certificate), reason, nextTryAt },
  };
  setTimer(turn, "certificate", delayMs);
  log(turn, "warn", "No client certificate yet", { reason, retry_in_seconds: Math.round(delayMs / 1000) });
}

/** A certificate that did not prove itself, the server takes for issued: it is asked for another one, but not at once. */
function noteTrial(turn: Turn): void {
  const { state } = turn;
  const { onTrial: before, requesting } = state.certificate;
  const key = openRequest(state.certificate)?.key;
  const { privateKey } = candidateOf(state.connection)?.certificate ?? {};
  const onTrial = key !== undefined && !!privateKey && new TextDecoder().decode(privateKey) === key;
  if (onTrial === before) return;
  state.certificate = { ...state.certificate, onTrial };
  if (!onTrial && requesting.is === "pending") putOff(turn, "the certificate that came led to no answer");
}

/** The form of the request that is on its way. */
function askedFor(requesting: Requesting): string | undefined {
  if (requesting.is === "making") return requesting.form;
  return "request" in requesting ? requesting.request?.form : undefined;
}

function become(turn: Turn, requesting: Requesting): void {
  turn.state.certificate = { ...turn.state.certificate, requesting };
}
