import { receivedBits } from "../wire/capabilities.ts";
import { ServerErrorResponseType, type ServerToAgent } from "../wire/messages.ts";

export interface AnswerParts {
  instanceUid: Uint8Array;
  /** Bits of ServerCapabilities; 0 where they were stated before. */
  capabilities: number;
  /** Bits of ServerToAgentFlags. */
  flags: number;
  /** What the owner has to say. Its flags are added to the others. */
  content: ServerToAgent | undefined;
}

/**
 * A message to an agent by the rules of which fields may stand together: an error excludes all else
 * (§ ServerErrorResponse), a command all but the capabilities (§ ServerToAgentCommand).
 */
export function composeMessage({ instanceUid, capabilities, flags, content = {} }: AnswerParts): ServerToAgent {
  if (content.errorResponse) return { instanceUid, errorResponse: content.errorResponse };
  const { command, ...others } = content;
  if (command) return { instanceUid, capabilities, command };
  return { ...others, instanceUid, capabilities, flags: flags | receivedBits(content.flags) };
}

/** What a malformed message is answered with (§ Bad Request). */
export function badRequest(reason: string): ServerToAgent {
  return {
    errorResponse: { type: ServerErrorResponseType.ServerErrorResponseType_BadRequest, errorMessage: reason },
  };
}
