/** How long a driver waits for what a page should show, in ms: a busy machine takes its time, and a fault only ends later. */
export const TIMEOUT = 60_000;
