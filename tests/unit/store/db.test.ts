import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../lib/store/db.ts';
import { askFor } from '../../../lib/store/jobs.ts';
import type { JobRow } from '../../../lib/store/rows.ts';
import { freshDb } from '../support/db.ts';

describe('rowsOf', () => {
  it('reads the rows of several keys, in the order of the keys, inside a transaction too', async () => {
    const db = freshDb();
    const asks = ['b', 'a', 'c', 'a'].map((claimKey, i) => ({
      kind: 'check-photo' as const,
      subject: `${claimKey}#${i}`,
      claimKey,
      priority: 5,
    }));
    await askFor(db, asks, 1);
    const found = await db.transaction('r', db.jobs, () =>
      rowsOf<JobRow>(db.jobs, 'claimKey', ['c', 'a', 'none']),
    );
    expect(found.map(({ subject }) => subject)).toEqual(['c#2', 'a#1', 'a#3']);
    expect(await rowsOf<JobRow>(db.jobs, 'claimKey', [])).toEqual([]);
  });
});
