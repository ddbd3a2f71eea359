#!/usr/bin/env node
/**
 * Checks an evidence package without any code of the product: plain Node, nothing installed.
 *
 *   node tests/verify-package.mjs PACKAGE.zip     (or the folder it was unpacked to)
 *
 * Re-hashes every member, checks the manifest, the index, the export record and the chain of the activity log.
 * Exit 0: everything fits. Exit 1: the names of the members that do not. Exit 2: no package there.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';

const target = process.argv[2];
if (!target) {
  console.error('usage: node verify-package.mjs PACKAGE.zip');
  process.exit(2);
}

const bad = new Map();
const blame = (name, why) => bad.set(name, bad.get(name) ?? why);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Members by name, from a ZIP's central directory; every local header must agree with it. */
function readZip(zip) {
  const members = new Map();
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error('not a ZIP, or cut off');
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  const directoryAt = at;
  let expected = 0;
  for (let i = 0; i < count; i += 1) {
    if (zip.readUInt32LE(at) !== 0x02014b50) throw new Error('central directory damaged');
    const method = zip.readUInt16LE(at + 10);
    const crc = zip.readUInt32LE(at + 16);
    const packed = zip.readUInt32LE(at + 20);
    const size = zip.readUInt32LE(at + 24);
    const nameLength = zip.readUInt16LE(at + 28);
    const skip = nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    const local = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const localName = zip.toString('utf8', local + 30, local + 30 + zip.readUInt16LE(local + 26));
    const dataAt = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const headerFits =
      zip.readUInt32LE(local) === 0x04034b50 &&
      localName === name &&
      zip.subarray(local + 4, local + 28).equals(zip.subarray(at + 6, at + 30));
    if (!headerFits || local !== expected) blame(name, 'its ZIP header does not fit the directory');
    expected = dataAt + packed;
    const data = zip.subarray(dataAt, dataAt + packed);
    let bytes = data;
    try {
      if (method === 8) bytes = inflateRawSync(data, { maxOutputLength: size + 1 });
    } catch {
      blame(name, 'cannot be unpacked');
    }
    if (bytes.length !== size || crc32(bytes) !== crc) blame(name, 'CRC or size does not fit');
    members.set(name, Buffer.from(bytes));
    at += 46 + skip;
  }
  if (expected !== directoryAt || at !== end || end + 22 !== zip.length)
    blame('(archive)', 'there are bytes that belong to no member');
  return members;
}

function readFolder(root) {
  const members = new Map();
  const walk = (dir) => {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) walk(path);
      else members.set(relative(root, path).split(sep).join('/'), readFileSync(path));
    }
  };
  walk(root);
  return members;
}

/** JSON with sorted keys and no spaces, as the log's hashes are taken over it. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object')
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
      .join(',')}}`;
  return JSON.stringify(value);
}

function parse(members, name) {
  const bytes = members.get(name);
  if (!bytes) {
    blame(name, 'is missing');
    return null;
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    blame(name, 'is not JSON');
    return null;
  }
}

function checkRecord(members) {
  const record = parse(members, 'export-record.json');
  if (!record) return;
  const text = members.get('export-record.json').toString('utf8');
  const blank = text.replace(String(record.recordSha256), '0'.repeat(64));
  if (sha256(Buffer.from(blank)) !== record.recordSha256)
    blame('export-record.json', 'its own hash does not fit');
  else {
    if (sha256(members.get('manifest.json') ?? '') !== record.manifestSha256)
      blame('manifest.json', 'its hash is not the one in export-record.json');
    if (sha256(members.get('SHA256SUMS') ?? '') !== record.sumsSha256)
      blame('SHA256SUMS', 'its hash is not the one in export-record.json');
  }
}

function checkManifest(members) {
  const manifest = bad.has('manifest.json') ? null : parse(members, 'manifest.json');
  if (!manifest) return;
  const named = new Set(manifest.outside);
  for (const file of manifest.files) {
    named.add(file.path);
    const bytes = members.get(file.path);
    if (!bytes) blame(file.path, 'is missing');
    else if (sha256(bytes) !== file.sha256 || bytes.length !== file.size)
      blame(file.path, 'its hash is not the one in manifest.json');
  }
  for (const name of members.keys()) if (!named.has(name)) blame(name, 'is not named in manifest.json');
}

function checkSums(members) {
  if (bad.has('SHA256SUMS') || !members.has('SHA256SUMS')) return;
  for (const line of members.get('SHA256SUMS').toString('utf8').trimEnd().split('\n')) {
    const [, hash, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (!name) blame('SHA256SUMS', `unreadable line: ${line}`);
    else if (!members.has(name)) blame(name, 'is missing');
    else if (sha256(members.get(name)) !== hash) blame(name, 'its hash is not the one in SHA256SUMS');
  }
}

function checkIndex(members) {
  const index = bad.has('index.json') ? null : parse(members, 'index.json');
  if (!index) return 0;
  if (index.schema !== 'claimlens-index/1') blame('index.json', 'unknown kind of index');
  for (const [i, item] of index.items.entries()) {
    if (item.no !== i + 1) blame('index.json', `number ${item.no} stands in place ${i + 1}`);
    for (const part of ['name', 'source', 'shows', 'fixedAt', 'sha256'])
      if (!item[part]) blame('index.json', `number ${item.no} has no ${part}`);
    if (item.attached === false) continue;
    const bytes = members.get(item.path);
    if (!bytes) blame(item.path, 'stands in the index and is missing');
    else if (sha256(bytes) !== item.sha256 || bytes.length !== item.size)
      blame(item.path, 'is not the file that the index describes');
  }
  return index.items.length;
}

function checkChain(members) {
  const name = 'records/chain.json';
  const excerpts = bad.has(name) ? null : parse(members, name);
  if (!excerpts) return 0;
  let full = 0;
  for (const { seat, entries } of excerpts) {
    let before = null;
    for (const entry of entries) {
      if (before && entry.n !== before.n + 1) blame(name, `seat ${seat}: gap before entry ${entry.n}`);
      if ('what' in entry) {
        full += 1;
        const { hash, ...body } = entry;
        if (sha256(canonical(body)) !== hash)
          blame(name, `seat ${seat}: entry ${entry.n} does not fit its hash`);
        if (before && entry.prev !== before.hash) blame(name, `seat ${seat}: entry ${entry.n} is not linked`);
      }
      before = entry;
    }
  }
  return full;
}

let members;
try {
  members = statSync(target).isDirectory() ? readFolder(target) : readZip(readFileSync(target));
} catch (error) {
  // A header that is damaged so far that the archive cannot be read at all.
  if (bad.size === 0) {
    console.error(`${target}: ${error.message}`);
    process.exit(error.code === 'ENOENT' ? 2 : 1);
  }
  members = new Map();
}
checkRecord(members);
checkManifest(members);
checkSums(members);
const items = checkIndex(members);
const entries = checkChain(members);

if (bad.size > 0) {
  for (const [name, why] of bad) console.error(`${name}: ${why}`);
  console.error(`${bad.size} of ${members.size} members do not fit`);
  process.exit(1);
}
console.log(
  `${members.size} members, ${items} numbered items, ${entries} log entries: every hash, link and number fits`,
);
