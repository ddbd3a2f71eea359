/** Rows and backups of before schema 4 say the same as new ones, under one name per fact. */
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../lib/claims/finding.ts';
import { findingText } from '../../../lib/i18n/finding-text.ts';
import { setLocale } from '../../../lib/i18n/index.ts';
import { ClaimLensDb } from '../../../lib/store/db.ts';
import { withCurrentFacts } from '../../../lib/store/old-facts.ts';
import { validFinding } from '../../../lib/verdict/validate.ts';

const proof = { trace: 't', place: 'jpeg:EXIF-Make', offset: 1, length: 2, raw: 'raw', hex: '', command: '' };
const measured = {
  level: 'copy',
  confidence: 0.9,
  keptShare: 0.9,
  overlapShare: 1,
  mirrored: false,
  regions: 2,
  inliers: 9,
  f90: 1,
  f75: 1,
  driftPx: 0,
  colourApart: 0,
};
const clock = {
  ...proof,
  local: '2026-09-01T10:00:00',
  earliest: '2026-09-01T00:00:00Z',
  latest: '2026-09-02T00:00:00Z',
};

/** As the product wrote them, with what the facts must be now. */
const OLD: [code: Finding['code'], strength: Finding['strength'], facts: object, now: object][] = [
  [
    'copy-of-listing-edited',
    'contradiction',
    { ...measured, transform: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
    { keptShare: 0.9 },
  ],
  [
    'reused-across-claims',
    'contradiction',
    { ...measured, buyer: 'other', claim: null },
    { sameBuyer: false },
  ],
  ['reused-edited', 'contradiction', { ...measured, buyer: 'unknown' }, { sameBuyer: null }],
  ['shares-part', 'moderate', measured, { share: 'part' }],
  ['shares-part', 'context', { identicalFiles: 2, names: ['a', 'b'] }, { share: 'same-file', n: 2 }],
  [
    'ai-label-implicit',
    'contradiction',
    {
      ...proof,
      label: '1',
      producer: '0011',
      vendor: 'Maker',
      producerId: 'X1',
      propagator: '',
      propagatorId: '',
    },
    { producer: 'Maker', producerCode: '0011', contentId: 'X1' },
  ],
  [
    'ai-source-declared',
    'contradiction',
    { ...proof, declares: 'declared-edited', value: 'composite' },
    { declares: 'edited', tool: 'composite' },
  ],
  ['camera-credential-valid', 'supports-claim', { ...proof, signer: 'Leica' }, { device: 'Leica' }],
  [
    'captured-before-order',
    'strong',
    {
      ...clock,
      event: 'ordered',
      eventAt: '2026-09-09T00:00:00Z',
      marginHours: 1.5,
      clock: 'camera',
      clocksDisagree: true,
    },
    { capturedAt: '2026-09-01T10:00:00', gapMs: 5_400_000, clock: 'disagree' },
  ],
  [
    'editor-trace',
    'moderate',
    { ...proof, tool: 'Snapseed', also: [], savedDaysLater: null, signedAt: '2026-09-01T00:00:00Z' },
    { at: '2026-09-01T00:00:00Z' },
  ],
  ['screenshot', 'weak', { ...proof, platform: 'apple' }, { sign: 'apple' }],
  [
    'screenshot',
    'weak',
    {
      place: 'pixels',
      why: ['tall'],
      flatRows: 0,
      bands: 1,
      flatRuns: 0,
      noise10: 0,
      noise40: 0,
      colours: 1,
    },
    { shape: ['tall'] },
  ],
  ['saved-from-web', 'weak', { ...proof, kind: 'facebook' }, { sign: 'facebook' }],
  [
    'generator-file-name',
    'weak',
    { ...proof, kind: 'dalle', class: 'generator', raw: 'DALL·E 1.png' },
    { tool: 'dalle', fileName: 'DALL·E 1.png' },
  ],
  [
    'label-removed',
    'moderate',
    { why: 'wiped', ground: 'earlier-version', text: 'AI生成' },
    { sign: 'wiped' },
  ],
  [
    'model-score',
    'weak',
    {
      pack: 'Red',
      packId: 'r',
      packVersion: '1',
      which: 'r 1',
      score: 1,
      scoreRecompressed: 1,
      threshold: 0.5,
      falseAlarms: 0,
      calibratedOn: 100,
      transform: 'original',
    },
    { packTitles: { en: 'Red' }, input: 'original' },
  ],
  [
    'photo-unreadable',
    'context',
    { parts: [{ place: 'p', why: 'w' }], more: 0, command: 'c' },
    { why: 'parts' },
  ],
];

const stored = (code: string, strength: string, facts: object): Finding =>
  ({
    code,
    strength,
    region: [{ x: 0, y: 0, width: 1, height: 1, area: 1 }],
    against: { kind: 'claim', sha256: 'a', claim: 'pinduoduo:1' },
    facts,
    check: { name: 'x', version: '1' },
  }) as unknown as Finding;

describe('old facts', () => {
  it.each(OLD)('%s, %s', (code, strength, facts, now) => {
    const current = withCurrentFacts(stored(code, strength, facts) as never) as Finding;
    expect(current.facts).toMatchObject(now);
    expect(validFinding(current)).toBe(current);
    expect(withCurrentFacts(current as never), 'twice is once').toEqual(current);
    setLocale('en');
    expect(findingText(current).says).not.toMatch(/–|undefined|\[object/);
  });

  it('are changed in the database when it is opened', async () => {
    const old = new ClaimLensDb('old-facts', 3);
    const row = (id: string, finding: Finding) => ({
      v: 1 as const,
      id,
      claimKey: 'c',
      sha256: 'p',
      code: finding.code,
      finding,
      at: '',
    });
    await old.findings.bulkPut([
      row('a', stored('saved-from-web', 'weak', { ...proof, kind: 'facebook' })),
      row('b', stored('from-the-future', 'weak', { any: 1 })),
    ]);
    old.close();
    const db = new ClaimLensDb('old-facts');
    expect((await db.findings.get('a'))?.finding.facts).toMatchObject({ sign: 'facebook' });
    expect((await db.findings.get('b'))?.finding.facts).toEqual({ any: 1 });
    db.close();
  });
});
