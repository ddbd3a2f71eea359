/**
 * Instants as rows hold them: ISO 8601 in UTC with milliseconds, one text per instant, so that an index over them is in
 * order of time. Pages tell times with the console's own offset; those texts stay as they were told inside the claim, and
 * are never compared as texts (`2026-10-02T11:00:00+08:00` sorts behind `2026-10-02T04:00:00Z`, and is an hour earlier).
 */

/** The instant in the one form; the text itself when it is no instant. */
export function utcInstant(iso: string): string {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? iso : new Date(ms).toISOString();
}

/**
 * Negative when `a` is earlier, positive when later, 0 for one instant. What is no instant stands behind every instant, and
 * two such texts are in order of their characters, so that any list has one order.
 */
export function compareInstants(a: string, b: string): number {
  const [first, second] = [Date.parse(a), Date.parse(b)];
  if (!Number.isNaN(first) && !Number.isNaN(second)) return first - second;
  if (Number.isNaN(first) !== Number.isNaN(second)) return Number.isNaN(first) ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
