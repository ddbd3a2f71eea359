/**
 * The only place that writes to the developer console. Every line names the component that speaks, so that lines of the
 * background, the engine, workers and pages can be told apart; what repeats is written once per context.
 */

type Level = 'error' | 'warn' | 'info';

/** Parts of the product that log. One name a part, so that a filter in the console finds everything it wrote. */
export type Component =
  | 'archive'
  | 'audit'
  | 'background'
  | 'cases'
  | 'claims'
  | 'console-page'
  | 'engine'
  | 'keeping'
  | 'library'
  | 'packs'
  | 'popup'
  | 'settings'
  | 'surface'
  | 'team';

export interface Log {
  /** Something failed that should have worked. */
  error(what: string, detail?: unknown): void;
  /** The product goes on, but somebody who looks for a fault wants to know. */
  warn(what: string, detail?: unknown): void;
  /** Expected now and then, e.g. a browser without a feature. */
  info(what: string, detail?: unknown): void;
  /** A rejection handler that logs: `work().catch(log.failed('saving a picture'))`. */
  failed(what: string): (error: unknown) => void;
}

/** Repeats of one line within this many milliseconds are dropped: a query that fails on every change would flood the console. */
const REPEAT_MS = 60_000;
/** Lines remembered for that; the oldest is forgotten first. */
const MAX_REMEMBERED = 200;
const written = new Map<string, number>();

function isRepeat(line: string, now: number): boolean {
  const last = written.get(line);
  if (last !== undefined && now - last < REPEAT_MS) return true;
  written.delete(line);
  written.set(line, now);
  const oldest = written.keys().next().value;
  if (written.size > MAX_REMEMBERED && oldest !== undefined) written.delete(oldest);
  return false;
}

function write(component: Component, level: Level, what: string, detail: unknown): void {
  const line = `claimlens ${component}: ${what}`;
  const cause = detail instanceof Error ? `${detail.name}: ${detail.message}` : '';
  if (isRepeat(`${level} ${line} ${cause}`, Date.now())) return;
  if (detail === undefined) console[level](line);
  else console[level](line, detail);
}

/** The log of one component. The same line with the same error is written at most once a minute. */
export function logOf(component: Component): Log {
  return {
    error: (what, detail) => write(component, 'error', what, detail),
    warn: (what, detail) => write(component, 'warn', what, detail),
    info: (what, detail) => write(component, 'info', what, detail),
    failed: (what) => (error) => write(component, 'error', `${what} failed`, error),
  };
}
