/** Markup that is ready to be sent. */
export class Html {
  constructor(readonly text: string) {}
}

export type Content = Html | string | number | false | null | undefined | readonly Content[];

/** Markup from a template; every value that is not markup itself is escaped. */
export function html(markup: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(String.raw({ raw: markup }, ...values.map(render)));
}

function render(value: Content): string {
  if (value instanceof Html) return value.text;
  if (typeof value === "string") return Bun.escapeHTML(value);
  if (typeof value === "number") return `${value}`;
  return value ? value.map(render).join("") : "";
}
