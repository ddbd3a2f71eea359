/** Asking an open page for its shape, so that a seller can send a report about a page that was not read well. */
import { postToTab } from './lines.ts';

/** Who waits for the shape of a tab's page. */
const shapeWaiters = new Map<number, (report: string) => void>();
const SHAPE_WAIT_MS = 5_000;

/** The shape of the page in a tab, every text and id replaced; null when no reader answers there. */
export function pageShapeOf(tabId: number): Promise<string | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), SHAPE_WAIT_MS);
    shapeWaiters.set(tabId, (report) => {
      clearTimeout(timer);
      resolve(report);
    });
    postToTab(tabId, { type: 'page-shape' });
  });
}

/** A page's answer; one that nobody waits for is dropped. */
export const onPageShape = (tabId: number, report: string): void => shapeWaiters.get(tabId)?.(report);
