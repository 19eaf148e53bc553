import * as z from "zod/mini";

import { plain, text } from "./fields.ts";

/** Whether a text can be the value of a header: RFC 9110 section 5.5, visible characters, spaces and tabs; what is beyond Latin-1 cannot be sent. */
export function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

export const headerValue = text().check(
  z.refine(isHeaderValue, plain("must hold printable Latin-1 characters only, no line breaks")),
);

/** What the transport sets by itself (RFC 6455 section 4.1). */
const ownHeader = /^(host|upgrade|connection|content-length|sec-websocket-.*)$/i;

/** What is wrong with the name of a header, which is a token (RFC 9110 section 5.6.2); `undefined` for nothing. */
export function headerNameFault(name: string): string | undefined {
  if (ownHeader.test(name)) return "is set by the connection";
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) ? undefined : "is not a valid header name";
}

/** The name of a header as a value. */
export const headerName = text().check(
  z.superRefine((name, context) => {
    const message = headerNameFault(name);
    if (message !== undefined) context.addIssue({ code: "custom", message, params: plain("").params });
  }),
);
