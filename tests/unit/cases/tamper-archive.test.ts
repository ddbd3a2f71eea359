/**
 * `npm run tamper`, second half: tricks of the archive and of how its records are written, by which two readers could be shown two
 * packages, or one be made to read nothing. Each is sealed again where a seal would show it.
 */
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strFromU8, strToU8 } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../lib/claims/canonical.ts';
import {
  changed,
  check,
  clean,
  dir,
  edit,
  type Files,
  forget,
  type Json,
  ORIGINAL,
  read,
  reseal,
  verify,
  verifyAt,
  zip,
} from './forge.ts';

afterAll(forget);

const END = 22;

/** The archive with one member's central header changed, and its local one as well where `both`. */
function header(change: (central: Buffer, local: Buffer) => void): Buffer {
  const bytes = Buffer.from(zip(clean));
  const at = bytes.readUInt32LE(bytes.length - END + 16);
  const local = bytes.readUInt32LE(at + 42);
  change(bytes.subarray(at), bytes.subarray(local));
  return bytes;
}

describe('the archive', () => {
  it.each<[string, () => Uint8Array]>([
    ['31 something before it', () => Buffer.concat([Buffer.from('%PDF-1.4\n'), zip(clean)])],
    ['32 something behind it', () => Buffer.concat([zip(clean), Buffer.from('x')])],
    [
      '33 a comment',
      () => {
        const bytes = Buffer.concat([zip(clean), Buffer.from('see other.zip')]);
        bytes.writeUInt16LE(13, bytes.length - 13 - 2);
        return bytes;
      },
    ],
    [
      '34 a second archive behind the first, whose end readers from the front do not reach',
      () => Buffer.concat([zip(changed((f) => delete f[ORIGINAL])), zip(clean)]),
    ],
    [
      '35 a member twice',
      () => {
        const other = `${ORIGINAL.slice(0, -1)}h`;
        const bytes = Buffer.from(zip({ ...clean, [other]: strToU8('x') }));
        for (let at = bytes.indexOf(other); at >= 0; at = bytes.indexOf(other, at + 1))
          bytes.write(ORIGINAL, at);
        return bytes;
      },
    ],
    ['36 another name in the local header', () => header((_, local) => local.write('X', 30))],
    [
      '37 a link instead of a file, by its attributes',
      () =>
        header((central) => {
          central.writeUInt8(3, 5);
          central.writeUInt32LE((0o120777 << 16) >>> 0, 38);
        }),
    ],
    [
      '38 a packed member that claims four gigabytes',
      () =>
        header((central, local) => {
          central.writeUInt16LE(8, 10);
          local.writeUInt16LE(8, 8);
          central.writeUInt32LE(0xfffffff0, 24);
          local.writeUInt32LE(0xfffffff0, 22);
        }),
    ],
    ['39 a member beyond the archive', () => header((central) => central.writeUInt32LE(0xfffffff0, 42))],
    [
      '40 a directory beyond the archive',
      () => {
        const bytes = Buffer.from(zip(clean));
        bytes.writeUInt32LE(0xfffffff0, bytes.length - END + 16);
        return bytes;
      },
    ],
    [
      '41 an extra field with another, Unicode name',
      () => {
        const bytes = Buffer.from(zip(clean));
        const at = bytes.readUInt32LE(bytes.length - END + 16);
        bytes.writeUInt16LE(9, at + 30);
        return bytes;
      },
    ],
  ])('%s: not accepted, and said', (_, make) => {
    const { status, said } = verify(make());
    expect(status).toBe(1);
    expect(said).not.toContain('    at ');
    expect(said).not.toContain('every hash, link and number fits');
  });
});

/** A file more, named by the manifest as if it belonged there. */
const added = (name: string) => (files: Files) => {
  files[name] = strToU8('x');
  edit(files, 'manifest.json', (manifest) => {
    manifest.files.push({ path: name, sha256: sha256Hex(files[name]!), size: 1, kind: 'page' });
  });
};
/** The product's own writer refuses names that lead elsewhere: they are written over others of their length. */
function zipWithAny(files: Files): Uint8Array {
  const stands = (name: string): string => name.replace('..', '!!').replaceAll('\\', '!');
  const bytes = Buffer.from(
    zip(Object.fromEntries(Object.entries(files).map(([name, one]) => [stands(name), one]))),
  );
  for (const name of Object.keys(files).filter((one) => stands(one) !== one))
    for (let at = bytes.indexOf(stands(name)); at >= 0; at = bytes.indexOf(stands(name), at + 1))
      bytes.write(name, at);
  return bytes;
}

const raw = (name: string, change: (text: string) => string) => (files: Files) => {
  files[name] = strToU8(change(strFromU8(files[name]!)));
};
const CHAIN = 'records/chain.json';

describe('records that are sealed again', () => {
  it.each<[string, (files: Files) => void]>([
    ['42 a name that leads out of the folder', added('../startup.html')],
    ['43 a name that another system takes for a folder', added('originals\\\\01.jpg')],
    ['44 the same name in capitals', added(ORIGINAL.toUpperCase())],
    ['45 the same name in full-width letters', added(ORIGINAL.replace('originals', 'ｏｒｉｇｉｎａｌｓ'))],
    ['46 a name that is turned around when shown', added('report\u202egpj.html')],
    ['47 a page that was never made', added('index.htm')],
    [
      '48 a fact that stands twice, true for one reader and false for the other',
      raw('records/claim.json', (text) => text.replace('"claimId":', '"claimId": "1",\n  "claimId":')),
    ],
    ['49 a byte order mark before the log', raw(CHAIN, (text) => `\ufeff${text}`)],
    [
      '50 a number that readers take differently',
      raw('records/findings.json', (text) => text.replace(/: (\d+)(,?)\n/, ': $1.0$2\n')),
    ],
    [
      '51 a member of the prototype',
      raw('records/claim.json', (text) => text.replace('{', '{\n "__proto__": {"decisions": []},')),
    ],
    [
      '52 a second chain of the same seat',
      (f) =>
        edit(f, CHAIN, (c) => {
          c.push({ ...structuredClone(c[0]), stones: [] });
        }),
    ],
    [
      '53 a chain without its beginning',
      (f) =>
        edit(f, CHAIN, (c) => {
          const [first] = c[0].entries;
          if ('what' in first) {
            first.prev = first.prev === null ? 'a'.repeat(64) : null;
            first.hash = '';
            const { hash: _hash, ...body } = first;
            first.hash = sha256Hex(new TextEncoder().encode(JSON.stringify(body)));
          }
        }),
    ],
    [
      '54 an original called left out, by a hash that the log does not know',
      (f) => {
        const left = {
          no: 1,
          kind: 'original',
          sha256: 'ab'.repeat(32),
          capturedAt: '2026-10-04T04:10:00.000Z',
          why: 'covered',
        };
        edit(f, 'manifest.json', (m) => {
          m.leftOut = [left];
        });
        edit(f, 'index.json', (index) => {
          Object.assign(index.items[0], {
            sha256: left.sha256,
            path: '',
            attached: false,
            leftOut: 'covered',
          });
        });
      },
    ],
    [
      '55 an original called left out in the index alone',
      (f) =>
        edit(f, 'index.json', (index) => {
          Object.assign(index.items[0], { path: '', attached: false, leftOut: 'covered' });
        }),
    ],
    [
      '56 records of another shape',
      (f) =>
        edit(f, CHAIN, (c) => {
          c[0].entries = { length: 3 };
        }),
    ],
    [
      '57 records so deep that a reader gives up',
      raw('records/findings.json', () => `${'['.repeat(200_000)}${']'.repeat(200_000)}`),
    ],
  ])('%s: found by the verifier and by the page inside', async (_, change) => {
    const forged = changed((f) => {
      change(f);
      reseal(f);
    });
    const { status, said } = verify(zipWithAny(forged));
    expect(status).toBe(1);
    expect(said).not.toContain('    at ');
    // What the page does with an error is said as a fault of the records.
    const bad = await check(new Map(Object.entries(forged))).then(
      (answer) => answer.bad,
      () => ['error'],
    );
    expect(bad).not.toEqual([]);
  });
});

describe('a folder', () => {
  const unpacked = (name: string, files: Files = clean): string => {
    const root = join(dir, name);
    for (const [path, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), bytes);
    }
    return root;
  };

  it('58 with a link instead of a file: not accepted', () => {
    const root = unpacked('linked');
    const elsewhere = join(dir, 'elsewhere');
    writeFileSync(elsewhere, clean[ORIGINAL]!);
    rmSync(join(root, ORIGINAL));
    symlinkSync(elsewhere, join(root, ORIGINAL));
    expect(verifyAt(root)).toMatchObject({ status: 1, said: expect.stringContaining('is a link') });
  });

  it('that a file manager was in, or an unpacker put into another, is not called changed', () => {
    const root = unpacked('looked-at/package');
    writeFileSync(join(root, '.DS_Store'), 'x');
    writeFileSync(join(root, 'originals', 'Thumbs.db'), 'x');
    const { status, said } = verifyAt(root);
    expect(said).toContain('.DS_Store is a file manager');
    expect(status).toBe(0);
    expect(verifyAt(dirname(root)).status).toBe(0);
    cpSync(root, join(dir, 'more', 'package'), { recursive: true });
    writeFileSync(join(dir, 'more', 'package', 'notes.txt'), 'x');
    expect(verifyAt(join(dir, 'more'))).toMatchObject({
      status: 1,
      said: expect.stringContaining('notes.txt'),
    });
  });

  it('is not checked by half an option', () => {
    const root = unpacked('half');
    expect(verifyAt(root, '--manifest').status).toBe(2);
    expect(verifyAt(root, '--manifest', '').status).toBe(2);
    expect(verifyAt(root, '--manifset', 'x').status).toBe(2);
  });
});

it('the clean package is written as the verifiers expect', async () => {
  expect((await check(new Map(Object.entries(clean)))).bad).toEqual([]);
  const items: Json[] = read(clean, 'index.json').items;
  expect(items.length).toBeGreaterThan(5);
});
