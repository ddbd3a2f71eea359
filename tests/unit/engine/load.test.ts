import { describe, expect, it } from 'vitest';
import { Load } from '../../../lib/engine/load.ts';
import type { JobKind, JobRow } from '../../../lib/store/rows.ts';

const CALM = 1_000;
const job = (kind: JobKind, claimKey: string | null = 'c:1'): JobRow => ({ kind, claimKey }) as JobRow;
const load = (): Load => new Load({ worker: 2, network: 1, spare: 1, database: 1 });

describe('roomFor', () => {
  it('counts what is under way and what was taken just now, each by what it waits for', () => {
    const one = load();
    const ended = one.begin(job('check-photo'));
    expect(one.roomFor([], CALM)).toContain('check-photo');
    expect(one.roomFor([job('check-photo')], CALM)).not.toContain('check-photo');
    expect(one.roomFor([job('check-photo')], CALM)).toEqual(
      expect.arrayContaining(['fetch-evidence', 'sum-up-claim']),
    );
    expect(one.roomFor([job('fetch-evidence')], CALM)).not.toContain('learn-product-image');
    expect(one.roomFor([job('sum-up-claim')], CALM)).not.toContain('sum-up-claim');
    ended();
    expect(one.roomFor([job('check-photo')], 0)).toContain('check-photo');
  });

  it('takes no worker from photos for a video', () => {
    const one = load();
    one.begin(job('check-video'));
    expect(one.roomFor([job('check-photo')], CALM)).toContain('check-photo');
    expect(one.roomFor([], CALM)).not.toContain('check-video');
  });

  it('lets nothing that follows behind begin beside work for an answer', () => {
    expect(load().roomFor([], CALM)).toContain('read-labels');
    expect(load().roomFor([job('fetch-evidence')], CALM)).not.toContain('read-labels');
    // A picture of an import is no answer that anybody waits for.
    expect(load().roomFor([job('fingerprint-library', null)], CALM)).toContain('read-labels');
    const answering = load();
    answering.begin(job('check-photo'));
    expect(answering.roomFor([], CALM)).not.toContain('read-labels');
  });
});

describe('aheadOf', () => {
  it('begins one photo beyond the workers, and none while pictures are taken in', () => {
    const one = load();
    one.begin(job('check-photo'));
    one.begin(job('check-photo'));
    expect(one.aheadOf([])).toEqual(['check-photo']);
    expect(one.aheadOf([job('check-photo')])).toEqual([]);
    expect(one.aheadOf([job('fingerprint-library')])).toEqual([]);
    const ended = one.begin(job('learn-product-image'));
    expect(one.aheadOf([])).toEqual([]);
    ended();
    expect(one.aheadOf([])).toEqual(['check-photo']);
  });
});
