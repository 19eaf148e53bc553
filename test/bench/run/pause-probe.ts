/** Asks `http://127.0.0.1:PORT/health` again and again until its standard input ends, then prints the longest wait for an answer, milliseconds. */

/** Between an answer and the next question, milliseconds. */
const spacingMs = 2;

const [port = ""] = process.argv.slice(2);
const over = { yes: false };
let longest = 0;
const ended = Bun.stdin.text().then(() => (over.yes = true));

while (!over.yes) {
  const asked = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}/health`);
  await response.arrayBuffer();
  longest = Math.max(longest, performance.now() - asked);
  await Bun.sleep(spacingMs);
}
await ended;
console.log(longest);
