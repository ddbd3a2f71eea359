import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { JSDOM } from 'jsdom';
import { afterAll, describe, expect, it } from 'vitest';
import { checkToken, timestampRequest } from '../../../lib/cases/anchor/timestamp.ts';
import { csv, inert } from '../../../lib/cases/export/csv.ts';
import { maskId, maskName, maskText } from '../../../lib/cases/export/mask.ts';
import { xlsx } from '../../../lib/cases/export/xlsx.ts';
import { escapeHtml } from '../../../lib/cases/package/html.ts';
import { cpuMs } from '../../fuzz/cpu.ts';

const DIGEST = 'ab'.repeat(32);
const dir = mkdtempSync(join(tmpdir(), 'claimlens-tsa-'));
afterAll(() => rmSync(dir, { recursive: true }));
const openssl = (...args: string[]) => spawnSync('openssl', args, { cwd: dir, encoding: 'utf8' });
const hasOpenssl = openssl('version').status === 0;
if (!hasOpenssl) console.log('openssl is absent, so the timestamp token test is skipped');

describe('tables', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '=1', '@x', '|calc'])(
    'makes %j inert',
    (text) => {
      expect(inert(text).startsWith("'")).toBe(true);
    },
  );
  it('writes CSV that reads back, with no cell that begins a formula', () => {
    const out = csv([
      ['订单号', '金额', '备注'],
      ['261002-1', -12.5, 'a "b"\n=c'],
      ['=HYPERLINK("x")', null, ' x '],
    ]);
    expect(out.startsWith('\ufeff')).toBe(true);
    expect(out).toContain('261002-1,-12.5,"a ""b""\n=c"\r\n');
    expect(out).toContain(`"'=HYPERLINK(""x"")",," x "`);
  });
  it('writes XLSX whose texts are never formulas and keep their digits', () => {
    const members = unzipSync(
      xlsx('售后 [1]', [
        ['订单号', 'n'],
        ['123456789012345678901', 3.5],
        ['=1+1<&>\u0000\ud800', null],
      ]),
    );
    const sheet = strFromU8(members['xl/worksheets/sheet1.xml']!);
    const dom = new JSDOM(sheet, { contentType: 'text/xml' }).window.document;
    expect([...dom.querySelectorAll('t')].map((t) => t.textContent)).toEqual([
      '订单号',
      'n',
      '123456789012345678901',
      '=1+1<&>',
    ]);
    expect(sheet).not.toContain('<f>');
    for (const [name, bytes] of Object.entries(members))
      expect(
        new JSDOM(strFromU8(bytes), { contentType: 'text/xml' }).window.document.documentElement,
        name,
      ).toBeTruthy();
  });
});

describe('masking', () => {
  it.each([
    ['电话13812345678谢谢', '电话138****78谢谢'],
    ['+86 138-1234-5678', '861****78'],
    ['身份证11010519491231002X', '身份证110***********2X'],
    ['a.b@example.com', 'a***@***'],
    ['收件人:欧阳小明,中山路128号3单元', '收件人:欧**,中山****'],
    ['杯子碎了3块,订单261002-123456789012345', '杯子碎了3块,订单261002-123456789012345'],
  ])('%s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });
  it('keeps enough of names and ids for the seller alone', () => {
    expect([maskName('王小明'), maskName(''), maskId('u-778899'), maskId('abc')]).toEqual([
      '王**',
      '',
      'u-****99',
      '****',
    ]);
  });
  it('does no long work on hostile text', () => {
    const start = cpuMs();
    maskText('路'.repeat(20_000) + '1'.repeat(20_000) + 'a@'.repeat(10_000));
    expect(cpuMs() - start).toBeLessThan(10_000);
  });
});

describe('page text', () => {
  it('becomes text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const dom = new JSDOM(`<p title="${escapeHtml(text)}">${escapeHtml(text)}</p>`).window.document;
        expect(dom.querySelectorAll('*').length).toBe(4);
      }),
      { numRuns: 30 },
    );
  });
});

describe('timestamps', () => {
  it('writes a request that depends on the digest alone', () => {
    expect(timestampRequest(DIGEST)).toEqual(timestampRequest(DIGEST));
    expect(timestampRequest(DIGEST).length).toBe(59);
    expect(() => timestampRequest('xyz')).toThrow(RangeError);
  });

  it('refuses anything that is no token, in bounded time', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) =>
        ['not-a-token', 'refused'].includes(checkToken(bytes, DIGEST).state),
      ),
    );
    expect(checkToken(timestampRequest(DIGEST), DIGEST).state).not.toBe('fits');
    expect(checkToken(new Uint8Array(2_000_000), DIGEST).state).toBe('not-a-token');
  });

  it.skipIf(!hasOpenssl)('is understood by openssl, whose token it understands', () => {
    writeFileSync(join(dir, 'a.tsq'), timestampRequest(DIGEST));
    expect(openssl('ts', '-query', '-in', 'a.tsq', '-text').stdout).toContain('sha256');
    writeFileSync(
      join(dir, 'tsa.cnf'),
      `[req]\ndistinguished_name=dn\nx509_extensions=ext\nprompt=no\n[dn]\nCN=Test TSA\n[ext]\nextendedKeyUsage=critical,timeStamping\n[tsa]\ndefault_tsa=t\n[t]\nserial=${dir}/serial\nsigner_cert=${dir}/c.pem\nsigner_key=${dir}/k.pem\ncerts=${dir}/c.pem\ndefault_policy=1.2.3.4.1\ndigests=sha256\nsigner_digest=sha256\nordering=yes\ntsa_name=yes\ness_cert_id_chain=no\n`,
    );
    writeFileSync(join(dir, 'serial'), '01\n');
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'k.pem',
      '-out',
      'c.pem',
      '-days',
      '1',
      '-config',
      'tsa.cnf',
    );
    const reply = openssl(
      'ts',
      '-reply',
      '-queryfile',
      'a.tsq',
      '-config',
      'tsa.cnf',
      '-section',
      't',
      '-out',
      'a.tsr',
    );
    expect(reply.stderr + reply.stdout).toBeDefined();
    const answer = new Uint8Array(readFileSync(join(dir, 'a.tsr')));
    expect(checkToken(answer, DIGEST)).toMatchObject({ state: 'fits', policy: '1.2.3.4.1' });
    expect(checkToken(answer, 'cd'.repeat(32))).toEqual({ state: 'other-digest', digest: DIGEST });
    openssl('ts', '-reply', '-in', 'a.tsr', '-token_out', '-out', 'a.token');
    expect(checkToken(new Uint8Array(readFileSync(join(dir, 'a.token'))), DIGEST).state).toBe('fits');
  });
});
