/** A morning by keyboard alone: reasons read in the list, each decided, two buyers asked. `npm run demo -- --walk` runs forty claims in any browser. */
import { describe, expect, it } from 'vitest';
import { BROWSERS } from '../browsers/kinds.ts';
import { openSession } from '../demo/session.ts';
import { walk, walkText } from '../demo/walk.ts';

/** What a shop of some size has waiting of a morning; the second browser walks the same steps over fewer. */
const CLAIMS = { chromium: 40, firefox: 12 };

describe.each(BROWSERS)('a morning in %s', (name) => {
  it('takes no click, and no row must be opened to know its reason', async () => {
    const session = await openSession(name, { claims: CLAIMS[name] });
    try {
      const walked = await walk(session);
      console.log(walkText(name, walked));
      expect(walked).toMatchObject({ unreadable: [], requested: 2, clicks: 0 });
      expect(walked.rows).toBeGreaterThanOrEqual(CLAIMS[name]);
      expect(walked.flagged + walked.passed).toBeGreaterThan(4);
    } finally {
      await session.close();
    }
  });
});
