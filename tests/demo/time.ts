/** Times of the demo shop: all relative to the start of today in Shanghai, so that one day's pictures stay in the cache. */

const HOUR = 3_600_000;
const SHANGHAI = 8 * HOUR;

/** Milliseconds since epoch of today's 00:00 in Shanghai. */
export function startOfToday(now: number): number {
  return Math.floor((now + SHANGHAI) / (24 * HOUR)) * 24 * HOUR - SHANGHAI;
}

/** `2026-11-24 07:05:09` as a Chinese page prints it. */
export function pageTime(at: number): string {
  return new Date(at + SHANGHAI).toISOString().slice(0, 19).replace('T', ' ');
}

/** `2026:11:24 07:05:09` as a camera writes it. */
export function exifTime(at: number): string {
  return pageTime(at).replaceAll('-', ':');
}

/** `2026-11-24`. */
export const pageDay = (at: number): string => pageTime(at).slice(0, 10);

/** `1天4时30分12秒`, the console's countdown. */
export function countdown(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const parts = [
    [Math.floor(s / 86_400), '天'],
    [Math.floor(s / 3_600) % 24, '时'],
    [Math.floor(s / 60) % 60, '分'],
    [s % 60, '秒'],
  ] as const;
  const first = parts.findIndex(([n]) => n > 0);
  return parts
    .slice(first < 0 ? 3 : first)
    .map(([n, unit]) => `${n}${unit}`)
    .join('');
}

export const hours = (n: number): number => n * HOUR;
