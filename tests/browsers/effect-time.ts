/** How long an act takes to show its effect, by the page's own clock. */
import type { TestPage } from './types.ts';

interface Seen {
  effects?: Record<string, number>;
}

/** Elements that must be there, pictures among them drawn, and how many of them. */
export type Effect = readonly [selector: string, count: number];

/** From the next `event` on `from` until each of `effects` is there, by name. Begin it before the act; `effectTimes` answers after it. */
export const watchEffects = (
  page: TestPage,
  from: string,
  event: string,
  effects: Record<string, Effect>,
): Promise<void> =>
  page.evaluate(
    ([act, name, wanted]) => {
      const seen = globalThis as unknown as Seen;
      seen.effects = {};
      document.querySelector(act)?.addEventListener(
        name,
        ({ timeStamp }) => {
          const times: Record<string, number> = {};
          const drawn = (one: Element): boolean =>
            !(one instanceof HTMLImageElement) || (one.complete && one.naturalWidth > 0);
          const look = () => {
            for (const [what, [selector, count]] of Object.entries(wanted)) {
              const met = [...document.querySelectorAll(selector)].filter(drawn).length;
              if (met >= count) times[what] ??= performance.now() - timeStamp;
            }
            if (Object.keys(times).length === Object.keys(wanted).length) seen.effects = times;
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        },
        { capture: true, once: true },
      );
    },
    [from, event, effects] as [string, string, Record<string, Effect>],
  );

/** Milliseconds between the watched act and each effect, once all are there. */
export const effectTimes = (page: TestPage): Promise<Record<string, number>> =>
  page.until(() => {
    const times = (globalThis as unknown as Seen).effects ?? {};
    return Object.keys(times).length > 0 && times;
  }, null) as Promise<Record<string, number>>;
