import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { buildPackage } from '../../../lib/cases/package/build.ts';
import type { PackageInput } from '../../../lib/cases/package/input.ts';
import { forbiddenWords } from '../../../lib/cases/texts/wording.ts';
import { sha256Hex } from '../../../lib/claims/canonical.ts';
import { joined, type Member, zipPieces } from '../../../lib/formats/zip-write.ts';
import { nextEntry } from '../../../lib/store/ledger-chain.ts';
import { BLOBS, bytesOf, KEY, logOf, PHOTO_1, SALT, sampleDossier } from './sample-case.ts';

const dir = mkdtempSync(join(tmpdir(), 'claimlens-package-'));
afterAll(() => rmSync(dir, { recursive: true }));

const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  (c) => c.charCodeAt(0),
);
const input = (change: Partial<PackageInput> = {}): PackageInput => ({
  dossier: sampleDossier(),
  locale: 'zh-CN',
  bytesOf,
  derived: [
    {
      from: sha256Hex(PHOTO_1),
      what: 'preview',
      findingId: null,
      how: 'reduced to 320 px',
      mime: 'image/png',
      bytes: PNG,
    },
    {
      from: sha256Hex(PHOTO_1),
      what: 'masked',
      findingId: null,
      how: 'face masked',
      mime: 'image/png',
      bytes: PNG,
    },
  ],
  covered: new Set<string>(),
  unmask: [],
  salts: [SALT],
  toolVersion: '0.1.0',
  exportedAt: '2026-10-05T06:00:00.000Z',
  exportNo: 1,
  ...change,
});
const bytesOfPackage = async (change: Partial<PackageInput> = {}) =>
  joined((await buildPackage(input(change))).pieces);

function verify(bytes: Uint8Array): { status: number | null; said: string } {
  const path = join(dir, 'package.zip');
  writeFileSync(path, bytes);
  const run = spawnSync(process.execPath, [resolve(import.meta.dirname, '../../verify-package.mjs'), path], {
    encoding: 'utf8',
  });
  return { status: run.status, said: run.stdout + run.stderr };
}

describe('evidence package', () => {
  it('holds a filed frame with its second, and in the report both hashes', async () => {
    const frame = {
      from: sha256Hex(PHOTO_1),
      what: 'frame' as const,
      findingId: null,
      how: 'frame at 3.200 s',
      caption: '视频 1，0:03 处的画面',
      second: 3.2,
      mime: 'image/png',
      bytes: PNG,
    };
    const members = unzipSync(await bytesOfPackage({ derived: [frame] }));
    expect(JSON.parse(strFromU8(members['derived.json']!))).toEqual([
      {
        path: 'derived/001-frame.png',
        from: frame.from,
        what: 'frame',
        how: frame.how,
        second: 3.2,
        sha256: sha256Hex(PNG),
      },
    ]);
    expect(members['derived/001-frame.png']).toEqual(PNG);
    const report = strFromU8(members['report.html']!);
    for (const text of [frame.caption, frame.from, sha256Hex(PNG), '3.200']) expect(report).toContain(text);
    expect(verify(await bytesOfPackage({ derived: [frame] })).status).toBe(0);
  });

  it('holds originals untouched, index, manifest, report and records', async () => {
    const members = unzipSync(await bytesOfPackage());
    const names = Object.keys(members);
    for (const name of [
      'index.json',
      'index.html',
      'manifest.json',
      'report.html',
      'SHA256SUMS',
      'HOW-TO-VERIFY.txt',
      'LIMITS.txt',
      'derived.json',
      'records/chain.json',
      'export-record.json',
    ])
      expect(names).toContain(name);
    const original = names.find((name) => name.startsWith('originals/01-'))!;
    expect(members[original]).toEqual(PHOTO_1);
    expect(names.some((name) => name.startsWith('reference/'))).toBe(true);
    expect(names.some((name) => name.startsWith('masked/'))).toBe(true);
    const index = JSON.parse(strFromU8(members['index.json']!));
    const { history } = JSON.parse(strFromU8(members['records/findings.json']!));
    expect(history.map(({ to }: { to: string }) => to)).toEqual(['not-enough-information', 'several-signs']);
    expect(strFromU8(members['records/timeline.json']!)).toContain('judged-anew');
    expect(index.items.map((item: { no: number }) => item.no)).toEqual(
      index.items.map((_: unknown, i: number) => i + 1),
    );
  });

  it('is accepted by the verifier that shares no code with it', async () => {
    const { status, said } = verify(await bytesOfPackage());
    expect(said).toMatch(/every hash, link and number fits/);
    expect(status).toBe(0);
  });

  it('leaves out the original of a photo that the seller covered, and keeps its hash', async () => {
    const sha256 = sha256Hex(PHOTO_1);
    const covered = new Set([sha256]);
    // The same bytes may be in the case under another name too.
    const dossier = sampleDossier();
    dossier.references[0]!.image.sha256 = sha256;
    const bytes = await bytesOfPackage({ covered, dossier });
    expect(Buffer.from(bytes).includes(Buffer.from(PHOTO_1))).toBe(false);
    const members = unzipSync(bytes);
    const json = (name: string) => JSON.parse(strFromU8(members[name]!));
    expect(json('manifest.json').leftOut).toMatchObject([
      { no: 1, kind: 'original', sha256, why: 'covered' },
      { kind: 'reference', sha256 },
    ]);
    expect(json('index.json').items[0]).toMatchObject({
      sha256,
      path: '',
      attached: false,
      leftOut: 'covered',
    });
    const whole = unzipSync(await bytesOfPackage());
    expect(json('index.json').missing).toEqual(JSON.parse(strFromU8(whole['index.json']!)).missing);
    expect(strFromU8(members['report.html']!)).toContain('未放入的原件');
    const { status, said } = verify(bytes);
    expect(said).toContain('number 1: the seller covered parts and left the original out');
    expect(status).toBe(0);

    const unmask = [{ what: 'originals' as const, reason: '法院要求提交原件' }];
    const opened = unzipSync(await bytesOfPackage({ covered, unmask }));
    expect(Object.values(opened)).toContainEqual(PHOTO_1);
    expect(strFromU8(opened['records/claim.json']!)).toContain('法院要求提交原件');
    expect(JSON.parse(strFromU8(opened['manifest.json']!)).leftOut).toEqual([]);
  });

  it('is refused, with the name, when one byte of any member is flipped', async () => {
    const good = unzipSync(await bytesOfPackage());
    for (const name of Object.keys(good)) {
      // Written as a new archive with a right CRC: only the package's own seals can tell.
      const members: Member[] = Object.entries(good).map(([path, bytes]) => {
        if (path !== name) return { path, bytes };
        const flipped = bytes.slice();
        const at = Math.floor(flipped.length / 2);
        flipped[at] = flipped[at]! ^ 1;
        return { path, bytes: flipped };
      });
      const { status, said } = verify(
        joined(zipPieces(members, { year: 2026, month: 1, day: 1, hour: 0, minute: 0, second: 0 })),
      );
      expect(status, name).toBe(1);
      expect(said, name).toContain(name);
    }
  });

  it('is refused when a raw byte of the archive is flipped anywhere', async () => {
    const good = await bytesOfPackage();
    for (let i = 0; i < 12; i += 1) {
      const flipped = good.slice();
      const at = Math.floor((good.length * (i + 0.5)) / 12);
      flipped[at] = flipped[at]! ^ 4;
      expect(verify(flipped).status, `byte ${at}`).toBe(1);
    }
  });

  it('differs between two days in the export record alone', async () => {
    const ledger = sampleDossier().ledger;
    const first = unzipSync(await bytesOfPackage());
    const dossier = sampleDossier();
    dossier.claim.lastReadAt = '2026-10-09T00:00:00.000Z';
    dossier.ledger = [
      ...ledger,
      nextEntry('seat-1', ledger.at(-1)!, { what: 'case-exported', subject: KEY }, ledger.at(-1)!.at),
    ];
    dossier.evidence.reverse();
    dossier.readings.reverse();
    const second = unzipSync(
      await bytesOfPackage({ dossier, exportedAt: '2026-10-07T06:00:00.000Z', exportNo: 2 }),
    );
    const differing = Object.keys(first).filter(
      (name) => strFromU8(first[name]!, true) !== strFromU8(second[name] ?? new Uint8Array(), true),
    );
    expect(differing).toEqual(['export-record.json']);
    expect(await bytesOfPackage()).toEqual(await bytesOfPackage());
  });

  it('masks the buyer in every record, and unmasks only with a reason', async () => {
    const texts = (members: Record<string, Uint8Array>) =>
      Object.entries(members)
        .filter(([name]) => !name.startsWith('originals/'))
        .map(([, bytes]) => strFromU8(bytes))
        .join('\n');
    const masked = texts(unzipSync(await bytesOfPackage()));
    expect(masked).not.toMatch(/王小明|13800138000|u-778899/);
    const open = texts(
      unzipSync(await bytesOfPackage({ unmask: [{ what: 'buyer', reason: 'police request 17' }] })),
    );
    expect(open).toContain('王小明');
    expect(open).toContain('police request 17');
  });

  it('says nothing of other claims in the chain excerpt but their place and hash', async () => {
    const excerpts = JSON.parse(strFromU8(unzipSync(await bytesOfPackage())['records/chain.json']!));
    expect(excerpts[0].entries).toHaveLength(12);
    expect(Object.keys(excerpts[0].entries[3]).sort()).toEqual(['hash', 'n']);
    expect(JSON.stringify(excerpts)).not.toContain('pinduoduo:2');
  });

  it('never turns page text into markup', async () => {
    const { report } = await buildPackage(input());
    expect(report).not.toContain('<script');
    expect(report).toContain('&lt;script&gt;');
    expect(report).toContain("default-src 'none'");
  });

  it('begins its report with the answer, and names every check that was not done with its reason', async () => {
    const { report } = await buildPackage(input({ locale: 'en' }));
    const at = (text: string) => report.indexOf(text);
    expect(at('class="answer"')).toBeGreaterThan(0);
    expect(at('What was found')).toBeLessThan(at('Claim and order'));
    expect(at('Claim and order')).toBeLessThan(at('Timeline'));
    expect(at('Timeline')).toBeLessThan(at('Checks not done'));
    expect(report).toMatch(/class="not-done"><li>[^<:]+: [^<]+\(photos: 1\)/);
  });

  it.each(['zh-CN', 'zh-TW', 'en'] as const)(
    'words its report in %s without forbidden words',
    async (locale) => {
      const { report } = await buildPackage(input({ locale }));
      const visible = report.replace(/<style>.*?<\/style>/s, '').replace(/src="data:[^"]*"/g, '');
      expect(forbiddenWords(visible)).toEqual([]);
    },
  );

  it('leaves out bytes that are gone or do not hash to their name, and says so', async () => {
    const gone = await buildPackage(
      input({ bytesOf: async (sha) => (sha === sha256Hex(PHOTO_1) ? null : bytesOf(sha)) }),
    );
    expect(gone.missing).toHaveLength(2);
    expect(gone.missing[1]).toContain('SF1234567890123.mp4');
    expect(gone.report).toContain(gone.missing[0]!.slice(0, 8));
    const wrong = await buildPackage(
      input({
        bytesOf: async (sha) =>
          sha === sha256Hex(PHOTO_1) ? { bytes: PNG, mime: 'image/png' } : (BLOBS.get(sha) ?? null),
      }),
    );
    expect(wrong.missing).toHaveLength(2);
    expect(verify(joined(wrong.pieces)).status).toBe(0);
  });

  it('still is made, and says so, when an archive file vanished', async () => {
    const made = await buildPackage(input());
    expect(made.missing).toEqual([expect.stringContaining('day1/SF1234567890123.mp4')]);
    expect(made.report).toContain('SF1234567890123.mp4');
    expect(verify(joined(made.pieces)).status).toBe(0);
  });

  it('refuses unsafe names', () => {
    const time = { year: 2026, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
    for (const path of ['../x', '/x', 'a\\b', 'c:x', ''])
      expect(() => zipPieces([{ path, bytes: PNG }], time)).toThrow(RangeError);
  });
});

describe('a filed answer of a public checker', () => {
  const answered = () => {
    const dossier = sampleDossier();
    const [note] = dossier.notes;
    const answer = {
      checker: 'OpenAI Verify',
      url: 'https://openai.com/verify',
      photo: sha256Hex(PHOTO_1),
      shotSha256: sha256Hex(PNG),
    };
    const shot = { mime: 'image/png', base64: btoa(String.fromCharCode(...PNG)) };
    const notes = [note!, { ...note!, id: 'n2', text: 'SynthID found', answer, shot }];
    return { ...dossier, notes, ledger: logOf({ ...dossier, notes }) };
  };

  it('is in the package with its screenshot, and other notes are not', async () => {
    const bytes = await bytesOfPackage({ dossier: answered() });
    const files = unzipSync(bytes);
    const path = (end: string) => Object.keys(files).find((name) => name.endsWith(end))!;
    expect(files[path('answers/01.png')]).toEqual(PNG);
    const said = strFromU8(files[path('records/answers.json')]!);
    expect(JSON.parse(said)).toMatchObject([{ text: 'SynthID found', checker: 'OpenAI Verify' }]);
    expect(said).not.toContain('asked the warehouse');
    expect(verify(bytes)).toMatchObject({ status: 0 });
  });

  it('changes nothing where none was filed', async () => {
    const files = unzipSync(await bytesOfPackage());
    expect(Object.keys(files).filter((name) => name.includes('answer'))).toEqual([]);
  });

  it('says of a file that is kept in part which bytes it holds, and of no whole that it has its hash', async () => {
    const dossier = sampleDossier();
    const [row] = dossier.evidence.filter(({ sha256 }) => sha256 === sha256Hex(PHOTO_1));
    const cut = Math.floor(PHOTO_1.length / 2);
    const parts = [
      { from: 0, to: cut, sha256: sha256Hex(PHOTO_1.subarray(0, cut)) },
      { from: 900_000, to: 900_000 + PHOTO_1.length - cut, sha256: sha256Hex(PHOTO_1.subarray(cut)) },
    ];
    row!.fetch = { ...row!.fetch!, parts: { total: 1_000_000, why: 'size', parts } };
    const bytes = await bytesOfPackage({ dossier });
    expect(verify(bytes)).toMatchObject({ status: 0 });
    const files = unzipSync(bytes);
    const said = (path: string) => strFromU8(files[path]!);
    for (const page of ['report.html', 'index.html'])
      for (const word of ['1000000', parts[0]!.sha256, `900000`]) expect(said(page)).toContain(word);
    for (const list of ['manifest.json', 'index.json'])
      expect(JSON.parse(said(list))).toMatchObject({
        [list === 'index.json' ? 'items' : 'files']: expect.arrayContaining([
          expect.objectContaining({ sha256: row!.sha256, parts: { total: 1_000_000, why: 'size', parts } }),
        ]),
      });
  });
});
