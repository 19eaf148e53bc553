export type Transport = "websocket" | "http";

/** The path that both sides use by default. */
export const defaultPath = "/v1/opamp";
