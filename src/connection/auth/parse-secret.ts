import { isHeaderValue } from "../../config/schema/header-fields.ts";
import type { Parse } from "./secret-reader.ts";

const empty = { fault: "is empty" };
const unsendable = { fault: "holds characters that no header can have" };

/** The whole text without white space around it. */
export const wholeText: Parse<string> = (text) => {
  const value = text.trim();
  return value === "" ? empty : { value };
};

/** The same for what may be empty. */
export const anyText: Parse<string> = (text) => ({ value: text.trim() });

/** The whole text, as the value of a header. */
export const headerText: Parse<string> = (text) => {
  const value = text.trim();
  if (value === "") return empty;
  return isHeaderValue(value) ? { value } : unsendable;
};

/** The first line, as the value of a header or a part of one. */
export const firstLine: Parse<string> = (text) => headerText(text.trim().split("\n", 1)[0] ?? "");
