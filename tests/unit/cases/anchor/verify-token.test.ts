import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timestampRequest } from '../../../../lib/cases/anchor/timestamp.ts';
import { verifyToken } from '../../../../lib/cases/anchor/verify-token.ts';
import { sha256Hex } from '../../../../lib/claims/canonical.ts';
import { children, readNode, writeNode } from '../../../../lib/formats/der.ts';
import { Authority, hasOpenssl } from '../../support/authority.ts';

const dir = mkdtempSync(join(tmpdir(), 'claimlens-tsa-'));
afterAll(() => rmSync(dir, { recursive: true }));

const made = new Map<string, Authority>();
const authority = (name: string, options = {}): Authority => {
  const known = made.get(name) ?? new Authority(dir, name, options);
  made.set(name, known);
  return known;
};
const stamp = (name: string, sha256: string) => authority(name).stamp(sha256);
const caOf = (name: string) => authority(name).ca;
const HASH = sha256Hex(new TextEncoder().encode('the head of a log'));

/** The same structure with its outermost levels in indefinite length. */
function indefinite(bytes: Uint8Array, levels: number): Uint8Array {
  const { tag, content } = readNode(bytes)!;
  const inner = levels > 0 && (tag & 0x20) !== 0 ? children(content) : null;
  if (!inner) return writeNode(tag, content);
  let at = 0;
  const parts = inner.map(({ end }) => {
    const part = content.subarray(at, end);
    at = end;
    // What is signed keeps its bytes: certificates and the signed attributes.
    return (part[0] === 0x30 || part[0] === 0xa0) && part.length > 1_000
      ? indefinite(part, levels - 1)
      : part;
  });
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const out = new Uint8Array(size + 4);
  out.set([tag, 0x80]);
  let place = 2;
  for (const part of parts) {
    out.set(part, place);
    place += part.length;
  }
  return out;
}

describe.skipIf(!hasOpenssl)('a timestamp token of a local authority', () => {
  beforeAll(() => {
    authority('rsa');
    authority('ec', { key: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] });
    authority('other');
  });

  it.each(['rsa', 'ec'])('made with %s is verified down to its root', async (name) => {
    const token = stamp(name, HASH);
    const answer = await verifyToken(token, HASH, caOf(name));
    expect(answer).toMatchObject({ state: 'valid', authority: name, trusted: true });
    expect(Math.abs(Date.parse(answer.state === 'valid' ? answer.genTime : '') - Date.now())).toBeLessThan(
      60_000,
    );
    // The same token by openssl itself: two programs agree.
    authority(name).verify(HASH);
    expect(await verifyToken(token, HASH, [])).toMatchObject({ state: 'valid', trusted: false });
  });

  it('about another hash is refused', async () =>
    expect(await verifyToken(stamp('rsa', HASH), 'ab'.repeat(32), caOf('rsa'))).toEqual({
      state: 'refused',
      why: 'other-digest',
    }));

  it('of another authority is sound, and not trusted', async () =>
    expect(await verifyToken(stamp('other', HASH), HASH, caOf('rsa'))).toMatchObject({ trusted: false }));

  it('signed with another key than its certificate has is refused', async () => {
    const good = stamp('rsa', HASH);
    const forged = stamp('other', HASH);
    // The signature of the other authority in place of its own: the last 256 bytes of a token without unsigned attributes.
    const mixed = good.slice();
    mixed.set(forged.subarray(-256), mixed.length - 256);
    expect(await verifyToken(mixed, HASH, caOf('rsa'))).toEqual({ state: 'refused', why: 'signature' });
  });

  it('changed in any byte that is signed is refused', async () => {
    const good = stamp('rsa', HASH);
    for (let i = 0; i < 60; i += 1) {
      const flipped = good.slice();
      const place = Math.floor((good.length * (i + 0.5)) / 60);
      flipped[place] = flipped[place]! ^ 1;
      const answer = await verifyToken(flipped, HASH, caOf('rsa'));
      // Bytes of the status text, of algorithm names that say the same, and of the root that comes along sign nothing.
      if (answer.state === 'valid')
        expect(answer.genTime).toBe(
          ((await verifyToken(good, HASH, caOf('rsa'))) as { genTime: string }).genTime,
        );
    }
  });

  it('with its time moved back is refused', async () => {
    const good = stamp('rsa', HASH);
    const text = Buffer.from(good).toString('latin1');
    const year = String(new Date().getUTCFullYear());
    const place = text.search(new RegExp(`${year}\\d{10}Z`));
    const moved = good.slice();
    moved.set(new TextEncoder().encode(String(Number(year) - 1)), place);
    expect(await verifyToken(moved, HASH, caOf('rsa'))).toEqual({ state: 'refused', why: 'signature' });
  });

  it('earlier than what it covers is refused', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect(await verifyToken(stamp('rsa', HASH), HASH, caOf('rsa'), tomorrow)).toEqual({
      state: 'refused',
      why: 'back-dated',
    });
    const now = new Date().toISOString();
    expect(await verifyToken(stamp('rsa', HASH), HASH, caOf('rsa'), now)).toMatchObject({ state: 'valid' });
  });

  it('outside the time of its certificate is refused', async () => {
    const token = stamp('rsa', HASH);
    const [root] = caOf('rsa');
    const gone = { ...root!, notAfter: Date.now() - 86_400_000 };
    expect(await verifyToken(token, HASH, [gone])).toMatchObject({ why: 'expired' });
  });

  it('made by a certificate that had run out is refused', async () => {
    const gone = authority('gone', { from: '20240101000000Z', to: '20250101000000Z' });
    const token = gone.stamp(HASH);
    expect(await verifyToken(token, HASH, gone.ca)).toEqual({ state: 'refused', why: 'expired' });
    expect(await verifyToken(token, HASH, [])).toEqual({ state: 'refused', why: 'expired' });
    const early = authority('early', { from: '20990101000000Z', to: '20991231000000Z' });
    expect(await verifyToken(early.stamp(HASH), HASH, early.ca)).toMatchObject({ why: 'expired' });
  });

  it('without certificates inside is verified with those that are known here', async () => {
    const bare = authority('bare');
    // A request that does not ask for the certificate: the last member of ours, taken off.
    const asked = children(readNode(timestampRequest(HASH))!.content)!.length;
    const inner = timestampRequest(HASH);
    const fields = children(readNode(inner)!.content)!.slice(0, asked - 1);
    const request = writeNode(0x30, ...fields.map(({ tag, content }) => writeNode(tag, content)));
    const token = bare.stamp(HASH, request);
    expect(await verifyToken(token, HASH, [])).toEqual({ state: 'refused', why: 'certificate' });
    expect(await verifyToken(token, HASH, bare.chain)).toMatchObject({ state: 'valid', trusted: true });
  });

  it('in the freer form of BER is read all the same', async () => {
    const good = stamp('rsa', HASH);
    const loose = indefinite(good, 5);
    expect(loose).not.toEqual(good);
    expect(await verifyToken(loose, HASH, caOf('rsa'))).toMatchObject({ state: 'valid', trusted: true });
    for (const cut of [loose.subarray(0, loose.length - 2), loose.subarray(0, 900)])
      expect((await verifyToken(cut, HASH, [])).state).toBe('refused');
  });

  it('of an authority whose certificate is signed with PSS is followed to its root', async () => {
    const pss = authority('pss', { pss: true });
    expect(await verifyToken(pss.stamp(HASH), HASH, pss.ca)).toMatchObject({ state: 'valid', trusted: true });
    expect(await verifyToken(pss.stamp(HASH), HASH, caOf('rsa'))).toMatchObject({ trusted: false });
  });

  it('signed over SHA-1 is not called false: nothing is said about it', async () => {
    const old = authority('old', { digest: 'sha1' });
    expect(await verifyToken(old.stamp(HASH), HASH, old.ca)).toEqual({ state: 'refused', why: 'algorithm' });
  });

  it('of a certificate that is not for timestamps is refused', async () => {
    // openssl itself refuses to sign with one, so its purpose is taken from a sound token's certificate by one byte.
    const good = stamp('rsa', HASH);
    const hex = Buffer.from(good).toString('hex');
    const place = hex.indexOf('2b06010505070308') / 2;
    const other = good.slice();
    other[place + 7] = 1;
    const answer = await verifyToken(other, HASH, caOf('rsa'));
    expect(answer.state).toBe('refused');
  });

  it('is never a reason to throw', async () => {
    const good = stamp('ec', HASH);
    for (const bytes of [
      new Uint8Array(),
      good.subarray(0, 40),
      good.subarray(40),
      new Uint8Array(5_000).fill(0x30),
    ])
      expect((await verifyToken(bytes, HASH, [])).state).toBe('refused');
  });
});
