/** What a video's tables may claim before a reader believes them. */
import { describe, expect, it } from 'vitest';
import { guardSamples } from '../../../lib/video/sample-tables.ts';
import { be32, box, join } from '../provenance/files.ts';

const MANY = 900_000_000;
const ftyp = box('ftyp', join('isom', be32(0)));
const stts = (count: number): Uint8Array => box('stts', join(be32(0), be32(1), be32(count), be32(1)));
const handler = (kind: string): Uint8Array => box('hdlr', join(be32(0), be32(0), kind, new Uint8Array(12)));
const track = (kind: string, table: Uint8Array): Uint8Array =>
  box('trak', box('mdia', join(handler(kind), box('minf', box('stbl', table)))));
const file = (...parts: Uint8Array[]): Uint8Array => join(ftyp, ...parts);
const fragment = (count: number): Uint8Array =>
  box('moof', box('traf', box('trun', join(be32(0), be32(count)))));

/** A fragment inside pictures' data, where only the list at the end of the file says that one begins. */
function listed(count: number): Uint8Array {
  const before = file(box('moov', track('vide', stts(10))));
  const hidden = box('mdat', fragment(count));
  const tfra = box(
    'tfra',
    join(be32(0), be32(1), be32(0), be32(1), be32(0), be32(before.length + 8), [1, 1, 1]),
  );
  const mfro = box('mfro', join(be32(0), be32(tfra.length + 8 + 16)));
  return join(before, hidden, box('mfra', join(tfra, mfro)));
}

describe('tables of samples', () => {
  it.each([
    ['a table of lengths', file(box('moov', track('vide', stts(MANY))))],
    ['a fragment', file(fragment(MANY))],
    ['many fragments together', file(...Array.from({ length: 40 }, () => fragment(1_000)))],
    ['a fragment that only the list at the end names', listed(MANY)],
    [
      'a table inside a sample description',
      file(box('moov', track('vide', box('stsd', join(be32(0), be32(1), new Uint8Array(90), stts(MANY)))))),
    ],
    [
      'a track that says two things of itself',
      file(
        box(
          'moov',
          box(
            'trak',
            box('mdia', join(handler('soun'), handler('vide'), box('minf', box('stbl', stts(MANY))))),
          ),
        ),
      ),
    ],
  ])('are not believed: %s', (_, bytes) => {
    expect(() => guardSamples(bytes)).toThrow(/damaged/);
  });

  it.each([
    ['what a short clip has', file(box('moov', track('vide', stts(1_800))))],
    [
      'two minutes of plain sound, one sample at a time',
      file(box('moov', join(track('vide', stts(3_600)), track('soun', stts(5_760_000))))),
    ],
    ['fragments of a second', file(...Array.from({ length: 60 }, () => fragment(60)))],
    ['a listed fragment', listed(60)],
  ])('pass: %s', (_, bytes) => {
    expect(() => guardSamples(bytes)).not.toThrow();
  });

  it('end where there are more boxes than any video has', () => {
    const bytes = new Uint8Array(17_000_000);
    for (let at = 3; at < bytes.length; at += 8) bytes[at] = 8;
    expect(() => guardSamples(bytes)).toThrow(/too many boxes/);
  });
});
