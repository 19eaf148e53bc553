/** What one way of getting a Collector came to. */
export type Outcome = { found: true; path: string } | { found: false; reason: string };
