import { receivedBits } from "../wire/capabilities.ts";
import { ServerErrorResponseType, type ServerToAgent } from "../wire/messages.ts";

export interface AnswerParts {
  instanceUid: Uint8Array;
  /** Bits of ServerCapabilities; 0 where they were stated before. */
  capabilities: number;
  /** What there is to say. */
  content: ServerToAgent;
}

/**
 * A message to an agent by the rules of which fields may stand together: an error excludes all else
 * (§ ServerErrorResponse), a command all but the capabilities (§ ServerToAgentCommand).
 */
export function composeMessage({ instanceUid, capabilities, content }: AnswerParts): ServerToAgent {
  if (content.errorResponse) return { instanceUid, errorResponse: content.errorResponse };
  if (content.command) return { instanceUid, capabilities, command: content.command };
  return { ...content, instanceUid, capabilities, flags: receivedBits(content.flags) };
}

const { ServerErrorResponseType_BadRequest, ServerErrorResponseType_Unavailable, ServerErrorResponseType_Unknown } =
  ServerErrorResponseType;

/** What a malformed message is answered with, and a request that cannot be granted (§ Bad Request). */
export function badRequest(reason: string): ServerToAgent {
  return { errorResponse: { type: ServerErrorResponseType_BadRequest, errorMessage: reason } };
}

/** The message was not processed; the agent may come back after `retryAfterMs` (§ Throttling). */
export function unavailable(reason: string, retryAfterMs: number): ServerToAgent {
  return {
    errorResponse: {
      type: ServerErrorResponseType_Unavailable,
      errorMessage: reason,
      retryInfo: { retryAfterNanoseconds: Math.round(retryAfterMs) * 1e6 },
    },
  };
}

/** Processing failed for a reason that is not the agent's. */
export function unknownError(reason: string): ServerToAgent {
  return { errorResponse: { type: ServerErrorResponseType_Unknown, errorMessage: reason } };
}

/** The value of the header `Retry-After` (RFC 9110, 10.2.3): whole seconds, at least one. */
export function retryAfterHeader(ms: number): Readonly<Record<string, string>> {
  return { "retry-after": String(Math.max(1, Math.ceil(ms / 1000))) };
}
