import { createHash } from "node:crypto";

import type { AgentRemoteConfig } from "../../../src/opamp/wire/messages.ts";

const name = "";
const contentType = "text/yaml";

/** An offer and its hash in hexadecimal. */
export interface Offer {
  hash: string;
  message: AgentRemoteConfig;
}

/**
 * The offer of `text` as the one, unnamed file of a remote configuration. The hash is the SHA-256 of name, content type
 * and body. Empty text makes a file without content, which adds nothing to what the agent has by itself; a map without
 * files would mean something else to agents (reference implementations stop the Collector then) and is never sent.
 */
export function offerOf(text: string): Offer {
  const body = new TextEncoder().encode(text.toWellFormed());
  const configHash = createHash("sha256").update(`${name}\0${contentType}\0`).update(body).digest();
  return {
    hash: configHash.toString("hex"),
    message: { config: { configMap: { [name]: { body, contentType } } }, configHash },
  };
}
