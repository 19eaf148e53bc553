/** How often a server is polled unless a rule is about that, milliseconds: soon enough for it to say what it has to say. */
export const pollMs = 50;
