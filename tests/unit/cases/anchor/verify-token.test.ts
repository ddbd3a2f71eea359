import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyToken } from '../../../../lib/cases/anchor/verify-token.ts';
import { type Certificate, certificatesOf } from '../../../../lib/cases/anchor/x509.ts';
import { timestampRequest } from '../../../../lib/cases/package/timestamp.ts';
import { sha256Hex } from '../../../../lib/claims/canonical.ts';

const dir = mkdtempSync(join(tmpdir(), 'claimlens-tsa-'));
afterAll(() => rmSync(dir, { recursive: true }));
const at = (name: string) => join(dir, name);
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

function openssl(...args: string[]): void {
  const run = spawnSync('openssl', args, { encoding: 'utf8', cwd: dir });
  if (run.status !== 0) throw new Error(`openssl ${args[0]}: ${run.stderr}`);
}

/** A root, and an authority below it whose certificate is for timestamps, valid for `days` from now. */
function authority(
  name: string,
  key: string[],
  days: string,
  extra = 'extendedKeyUsage=critical,timeStamping',
): void {
  openssl(
    'req',
    '-x509',
    '-newkey',
    ...key,
    '-nodes',
    '-keyout',
    `${name}-ca.key`,
    '-out',
    `${name}-ca.pem`,
    '-subj',
    `/CN=${name} root`,
    '-days',
    '3650',
  );
  openssl(
    'req',
    '-newkey',
    ...key,
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    `/CN=${name}`,
  );
  writeFileSync(
    at(`${name}.ext`),
    `basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n${extra}\n`,
  );
  openssl(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    '-CA',
    `${name}-ca.pem`,
    '-CAkey',
    `${name}-ca.key`,
    '-CAcreateserial',
    '-out',
    `${name}.pem`,
    '-days',
    days,
    '-extfile',
    `${name}.ext`,
  );
  writeFileSync(
    at(`${name}.cnf`),
    `[tsa]\ndefault_tsa=t\n[t]\nserial=${at(`${name}.serial`)}\nsigner_cert=${at(`${name}.pem`)}\nsigner_key=${at(`${name}.key`)}\ncerts=${at(`${name}-ca.pem`)}\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256,sha384,sha512\naccuracy=secs:1\ness_cert_id_alg=sha256\n`,
  );
  writeFileSync(at(`${name}.serial`), '01');
}

/** The authority's answer to a request as this product writes it. */
function stamp(name: string, sha256: string): Uint8Array {
  writeFileSync(at('request.tsq'), timestampRequest(sha256));
  openssl(
    'ts',
    '-reply',
    '-config',
    at(`${name}.cnf`),
    '-queryfile',
    at('request.tsq'),
    '-out',
    at('answer.tsr'),
  );
  return new Uint8Array(readFileSync(at('answer.tsr')));
}

const caOf = (name: string): Certificate[] => certificatesOf(readFileSync(at(`${name}-ca.pem`), 'utf8'));
const RSA = ['rsa:2048'];
const HASH = sha256Hex(new TextEncoder().encode('the head of a log'));

describe.skipIf(!hasOpenssl)('a timestamp token of a local authority', () => {
  beforeAll(() => {
    authority('rsa', RSA, '365');
    authority('ec', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], '365');
    authority('other', RSA, '365');
  });

  it.each(['rsa', 'ec'])('made with %s is verified down to its root', async (name) => {
    const token = stamp(name, HASH);
    const answer = await verifyToken(token, HASH, caOf(name));
    expect(answer).toMatchObject({ state: 'valid', authority: name, trusted: true });
    expect(Math.abs(Date.parse(answer.state === 'valid' ? answer.genTime : '') - Date.now())).toBeLessThan(
      60_000,
    );
    // The same token by openssl itself: two programs agree.
    openssl('ts', '-verify', '-digest', HASH, '-in', at('answer.tsr'), '-CAfile', at(`${name}-ca.pem`));
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
    const config = readFileSync(at('rsa.cnf'), 'utf8');
    writeFileSync(at('wrong.cnf'), config);
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
