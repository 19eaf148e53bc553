import { basicAuthSection } from "./extensions/basicauth.ts";
import { bearerTokenSection } from "./extensions/bearertokenauth.ts";
import { headersSetterSection } from "./extensions/headers-setter.ts";
import { oauth2ClientSection } from "./extensions/oauth2client.ts";
import { section } from "./fields.ts";

/** The sections below `extensions` by the type in their id. */
export const extensionSections = {
  basicauth: basicAuthSection,
  bearertokenauth: bearerTokenSection,
  headers_setter: headersSetterSection,
  nop: section({}, "Does nothing."),
  oauth2client: oauth2ClientSection,
};

export type ExtensionType = keyof typeof extensionSections;

/** The part of an id before the first `/`. */
export function typeOf(id: string): string {
  return id.split("/", 1)[0] ?? "";
}

export function isExtensionType(type: string): type is ExtensionType {
  return Object.hasOwn(extensionSections, type);
}
