import { escapeXml } from "../../../scripts/support/escape-xml.ts";

export interface CardOptions {
  width: number;
  height: number;
  title: string;
  /** For readers that show no picture. */
  description: string;
  body: string;
}

/**
 * A picture with its own background, so that it is readable on light and dark pages alike; it follows the reader's
 * choice of colours where it is told of it. Classes: `t` title, `v` value, `a` axis and notes, `grid`, `ours`, `go`, `line`, `theirs` (the Go side's line), `trend`.
 */
export function card({ width, height, title, description, body }: CardOptions): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${escapeXml(title)}</title>
<desc id="description">${escapeXml(description)}</desc>
<style>
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328; }
  .t { font-size: 15px; font-weight: 600; }
  .a { font-size: 11px; fill: #59636e; }
  .v { font-size: 11px; paint-order: stroke; stroke: #ffffff; stroke-width: 4px; }
  .card { fill: #ffffff; stroke: #d1d9e0; }
  .grid { stroke: #d1d9e0; stroke-width: 1; }
  .ours { fill: #0969da; }
  .go { fill: #8c959f; }
  .line { fill: none; stroke: #0969da; stroke-width: 1.5; }
  .theirs { fill: none; stroke: #8c959f; stroke-width: 1.5; }
  .trend { stroke: #bc4c00; stroke-width: 1.5; stroke-dasharray: 5 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .a { fill: #9198a1; }
    .v { stroke: #0d1117; }
    .card { fill: #0d1117; stroke: #3d444d; }
    .grid { stroke: #30363d; }
    .ours { fill: #4493f8; }
    .go { fill: #6e7681; }
    .line { stroke: #4493f8; }
    .theirs { stroke: #6e7681; }
    .trend { stroke: #db6d28; }
  }
</style>
<rect class="card" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
<text class="t" x="20" y="30">${escapeXml(title)}</text>
${body}
</svg>
`;
}
