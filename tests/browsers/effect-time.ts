/** How long an act takes to show its effect, by the page's own clock: printed beside a test, never asserted. */
import type { TestPage } from './types.ts';

interface Seen {
  effectMs?: number;
}

/** From the next `event` on `from` until `shown` is there. Begin it before the act; `effectTime` answers after it. */
export const watchEffect = (page: TestPage, from: string, event: string, shown: string): Promise<void> =>
  page.evaluate(
    ([act, name, effect]) => {
      const seen = globalThis as unknown as Seen;
      seen.effectMs = 0;
      document.querySelector(act)?.addEventListener(
        name,
        ({ timeStamp }) => {
          const look = () => {
            if (document.querySelector(effect)) seen.effectMs = performance.now() - timeStamp;
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        },
        { capture: true, once: true },
      );
    },
    [from, event, shown] as [string, string, string],
  );

/** Milliseconds between the watched act and its effect, once it is there. */
export const effectTime = (page: TestPage): Promise<number> =>
  page.until(() => (globalThis as unknown as Seen).effectMs ?? 0, null);
