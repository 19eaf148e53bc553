/** A length of time for people: `440 ms`, `1.2 s`, `12 s`, `2 min 5 s`, `3 h 20 min`. */
export function durationText(milliseconds: number): string {
  const length = Math.max(0, milliseconds);
  if (length < 999.5) return `${Math.round(length)} ms`;
  const seconds = length / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
