import vm from 'node:vm';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Dossier } from '../../../lib/cases/dossier.ts';
import { PackageRefused, unboundOf } from '../../../lib/cases/package/binding.ts';
import { buildPackage } from '../../../lib/cases/package/build.ts';
import { sha256Hex } from '../../../lib/claims/canonical.ts';
import { joined } from '../../../lib/formats/zip-write.ts';
import { bytesOf, LISTING, SALT, sampleDossier } from './sample-case.ts';

const changed = (change: (dossier: Dossier) => void): Dossier => {
  const dossier = structuredClone(sampleDossier());
  change(dossier);
  return dossier;
};
const parts = (change: (dossier: Dossier) => void) =>
  unboundOf(changed(change), [SALT]).map(({ part, why }) => `${part} ${why}`);

describe('a case and its log', () => {
  it('fit when nobody changed anything', () => expect(unboundOf(sampleDossier(), [SALT])).toEqual([]));

  it.each<[string, string, (dossier: Dossier) => void]>([
    [
      'another photo',
      'photo differs',
      (d) => {
        d.evidence[0]!.sha256 = sha256Hex(LISTING);
      },
    ],
    [
      'a photo added',
      'photo not-logged',
      (d) => void d.evidence.push({ ...d.evidence[0]!, id: 'pinduoduo:9001#new' }),
    ],
    ['a photo taken away', 'photo gone', (d) => void d.evidence.pop()],
    [
      'an earlier fetch',
      'time differs',
      (d) => {
        d.evidence[0]!.fetch!.at = '2026-01-01T00:00:00.000Z';
      },
    ],
    [
      'an earlier sight',
      'time differs',
      (d) => {
        d.evidence[0]!.seenAt = '2026-01-01T00:00:00.000Z';
      },
    ],
    [
      'an earlier claim',
      'time differs',
      (d) => {
        d.claim.firstSeenAt = '2026-01-01T00:00:00.000Z';
      },
    ],
    [
      'another amount',
      'claim differs',
      (d) => {
        d.claim.claim.amount!.value = 999_900;
      },
    ],
    [
      'another reason',
      'claim differs',
      (d) => {
        d.claim.claim.reason = 'x';
      },
    ],
    [
      'another buyer',
      'claim differs',
      (d) => {
        d.claim.claim.buyer = { id: 'x' };
      },
    ],
    [
      'an older version',
      'claim differs',
      (d) => {
        d.readings[0]!.claim = { ...d.readings[0]!.claim, reason: 'x' };
      },
    ],
    [
      'a version made up',
      'claim not-logged',
      (d) => void d.readings.push({ ...d.readings[0]!, id: 'r3', at: '2026-10-09T00:00:00.000Z' }),
    ],
    [
      'another decision',
      'decision differs',
      (d) => {
        d.decisions[0]!.what = 'accept';
      },
    ],
    [
      'a reason put in later',
      'decision differs',
      (d) => {
        d.decisions[0]!.reason = 'x';
      },
    ],
    [
      'a decision back-dated',
      'decision differs',
      (d) => {
        d.decisions[0]!.at = '2026-10-04T05:00:00.000Z';
      },
    ],
    [
      'a decision made up',
      'decision not-logged',
      (d) => void d.decisions.push({ ...d.decisions[0]!, id: 'd2' }),
    ],
    ['a decision taken away', 'decision gone', (d) => void d.decisions.pop()],
    [
      'another note',
      'note differs',
      (d) => {
        d.notes[0]!.text = 'x';
      },
    ],
    [
      'another request',
      'request differs',
      (d) => {
        d.requests[0]!.text = 'x';
      },
    ],
    [
      'an answer made up',
      'request not-logged',
      (d) => {
        d.requests[0]!.answeredAt = '2026-10-05T00:00:00.000Z';
      },
    ],
    [
      'a payment made up',
      'payment not-logged',
      (d) =>
        void d.payments.push({
          v: 1,
          id: 'p',
          claimKey: d.claim.key,
          at: '2026-10-05T00:00:00.000Z',
          amount: { value: 1, currency: 'CNY' },
          direction: 'paid',
          by: 'seller',
          source: 'seller',
        }),
    ],
    [
      'another verdict',
      'verdict differs',
      (d) => {
        d.verdict!.verdict = 'no-anomaly';
      },
    ],
    [
      'an entry changed',
      'log differs',
      (d) => {
        d.ledger[2]!.data = { x: 1 };
      },
    ],
  ])('do not fit any more with %s', async (_, expected, change) => {
    expect(parts(change)).toContain(expected);
    const input = {
      dossier: changed(change),
      locale: 'en' as const,
      bytesOf,
      derived: [],
      covered: new Set<string>(),
      unmask: [],
      salts: [SALT],
      toolVersion: '1',
      exportedAt: '2026-10-09T00:00:00.000Z',
      exportNo: 1,
    };
    await expect(buildPackage(input)).rejects.toThrow(PackageRefused);
  });
});

describe('the page that checks the folder', () => {
  type Answer = { bad: [string, string][]; notes: string[]; counts: { files: number } };
  async function checked(
    change: (files: Map<string, Uint8Array>) => void = () => undefined,
  ): Promise<Answer> {
    const made = await buildPackage({
      dossier: sampleDossier(),
      locale: 'zh-CN',
      bytesOf,
      derived: [],
      covered: new Set<string>(),
      unmask: [],
      salts: [SALT],
      toolVersion: '1',
      exportedAt: '2026-10-09T00:00:00.000Z',
      exportNo: 1,
    });
    const files = new Map(Object.entries(unzipSync(joined(made.pieces))));
    const page = strFromU8(files.get('CHECK.html')!);
    change(files);
    const script = /<script>([\s\S]*)<\/script>/.exec(page)![1]!;
    // The page's own text, with a document that only has to be there.
    const stub = { addEventListener: () => undefined, append: () => undefined };
    const context = vm.createContext({
      crypto,
      TextEncoder,
      TextDecoder,
      document: { ...stub, getElementById: () => stub },
    });
    vm.runInContext(script, context);
    type Files = Map<string, Uint8Array>;
    const ofPackage = context.ofPackage as (files: Files) => Files;
    return (context.check as (files: Files) => Promise<Answer>)(ofPackage(files));
  }

  it('accepts the package it stands in', async () => {
    expect(await checked()).toMatchObject({ bad: [] });
  });

  it('calls nothing changed that a file manager left, or a folder that an unpacker made', async () => {
    const answer = await checked((files) => {
      const all = [...files];
      files.clear();
      for (const [path, bytes] of all) files.set(`claimlens-case/${path}`, bytes);
      for (const path of ['.DS_Store', 'originals/Thumbs.db', '._index.html'])
        files.set(`claimlens-case/${path}`, new Uint8Array(1));
    });
    expect(answer).toMatchObject({ bad: [] });
  });

  it.each<[string, (files: Map<string, Uint8Array>) => void]>([
    ['an added file', (files) => void files.set('extra.txt', new Uint8Array(1))],
    ['an emptied manifest', (files) => void files.set('manifest.json', new Uint8Array(0))],
    [
      'a missing photo',
      (files) => void files.delete([...files.keys()].find((name) => name.startsWith('originals/'))!),
    ],
    ['a changed record', (files) => void files.set('records/claim.json', new TextEncoder().encode('{}'))],
  ])('finds %s', async (_, change) => expect((await checked(change)).bad.length).toBeGreaterThan(0));
});
