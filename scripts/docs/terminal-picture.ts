import { escapeXml } from "../support/escape-xml.ts";
import type { Step } from "./console-page.ts";

const fontSize = 13;
/** Of one character of a monospaced font; each line is set to be as wide as this says, whatever the font. */
const columnWidth = 7.8;
const lineHeight = 18;
const margin = 20;
const barHeight = 36;

/** A picture of a terminal with a command and what it has printed; the same on light and dark pages. */
export function terminalPicture({ command, output }: Step): string {
  const lines = [`$ ${command}`, ...output.split("\n")];
  const columns = Math.max(...lines.map(({ length }) => length));
  const width = Math.ceil(columns * columnWidth) + 2 * margin;
  const height = barHeight + lines.length * lineHeight + margin;
  const texts = lines.flatMap((line, place) => (line === "" ? [] : [textLine(line, place)]));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${escapeXml(command)}</title>
<desc id="description">${escapeXml(output)}</desc>
<style>
  text { font: ${fontSize}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #e6edf3; }
  .command { fill: #79c0ff; }
  .head { font-weight: 600; }
</style>
<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>
${["#ff5f57", "#febc2e", "#28c840"].map((colour, place) => `<circle cx="${margin + place * 18}" cy="18" r="6" fill="${colour}"/>`).join("\n")}
${texts.join("\n")}
</svg>
`;
}

function textLine(line: string, place: number): string {
  const start = line.length - line.trimStart().length;
  const text = line.trim();
  const look = place === 0 ? ' class="command"' : place === 1 ? ' class="head"' : "";
  const x = (margin + start * columnWidth).toFixed(1);
  const y = barHeight + place * lineHeight + fontSize;
  const length = (text.length * columnWidth).toFixed(1);
  return `<text${look} x="${x}" y="${y}" textLength="${length}" xml:space="preserve">${escapeXml(text)}</text>`;
}
