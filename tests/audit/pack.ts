/** A folder as files that a page can be given: stored ZIPs for what lies in sub-folders, loose files as they are. */
import { closeSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join, sep } from 'node:path';
import { crc32 } from 'node:zlib';

/** Limits of a ZIP without 64-bit fields, with room to spare. */
const MAX_BYTES = 2_000_000_000;
const MAX_MEMBERS = 60_000;

/** Files below a folder with forward slashes, sorted; hidden ones left out. */
export function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((file) => !file.split(sep).some((part) => part.startsWith('.')))
    .filter((file) => statSync(join(dir, file)).isFile())
    .map((file) => file.split(sep).join('/'))
    .sort();
}

interface Member {
  name: Buffer;
  crc: number;
  size: number;
  at: number;
}

function localHeader({ name, crc, size }: Member): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(0x800, 6); // names are UTF-8
  head.writeUInt32LE(crc, 14);
  head.writeUInt32LE(size, 18);
  head.writeUInt32LE(size, 22);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function directoryEntry({ name, crc, size, at }: Member): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(0x800, 8);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(size, 20);
  entry.writeUInt32LE(size, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE(at, 42);
  return Buffer.concat([entry, name]);
}

function endRecord(count: number, length: number, at: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(at, 16);
  return end;
}

/** Writes files as one stored ZIP, one of them in memory at a time. */
export function writeZip(target: string, dir: string, files: string[]): void {
  const out = openSync(target, 'w');
  const members: Member[] = [];
  let at = 0;
  const put = (bytes: Buffer) => {
    writeSync(out, bytes);
    at += bytes.length;
  };
  for (const file of files) {
    const bytes = readFileSync(join(dir, file));
    const member = { name: Buffer.from(file), crc: crc32(bytes), size: bytes.length, at };
    members.push(member);
    put(localHeader(member));
    put(bytes);
  }
  const start = at;
  for (const member of members) put(directoryEntry(member));
  put(endRecord(members.length, at - start, start));
  closeSync(out);
}

/**
 * Packs what lies in sub-folders of `dir` into ZIPs in `into`; loose files are named as they are, so that each stays a
 * product or claim of its own. Returns the paths to give to the page.
 */
export function pack(dir: string, into: string, name: string): string[] {
  const files = filesBelow(dir);
  const given = files.filter((file) => !file.includes('/')).map((file) => join(dir, file));
  let batch: string[] = [];
  let bytes = 0;
  const flush = () => {
    if (!batch.length) return;
    const target = join(into, `${name}-${given.length}.zip`);
    writeZip(target, dir, batch);
    given.push(target);
    batch = [];
    bytes = 0;
  };
  for (const file of files.filter((one) => one.includes('/'))) {
    const { size } = statSync(join(dir, file));
    if (bytes + size > MAX_BYTES || batch.length >= MAX_MEMBERS) flush();
    batch.push(file);
    bytes += size;
  }
  flush();
  return given;
}
