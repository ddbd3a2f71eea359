#!/usr/bin/env node
/**
 * Checks an evidence package without any code of the product: plain Node, nothing installed.
 *
 *   node tests/verify-package.mjs PACKAGE.zip     (or the folder it was unpacked to)
 *       [--manifest SHA256]           the hash of manifest.json as it was noted elsewhere
 *       [--token TOKEN.tsr --ca CA.pem]   a timestamp token for manifest.json, checked with openssl
 *       [--anchor-ca CA.pem]          certificate of the time-stamp authority of the anchors in the package
 *
 * Re-hashes every member, checks every field of the ZIP's headers, the manifest, the index, the export record, the chain of
 * the activity log, and that photos, claim, decisions, payments, requests, times and verdict are those of the log. What is
 * consistent in itself may still have been made anew as a whole; only a hash or token from elsewhere tells, so without one
 * that is said.
 * Exit 0: everything fits. Exit 1: the names of the members that do not. Exit 2: no package there.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';

const option = (name) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? null : (process.argv[at + 1] ?? null);
};
const target = process.argv[2];
if (!target || target.startsWith('--')) {
  console.error(
    'usage: node verify-package.mjs PACKAGE.zip [--manifest SHA256] [--token FILE.tsr --ca CA.pem] [--anchor-ca CA.pem]',
  );
  process.exit(2);
}
const notes = [];

const bad = new Map();
const blame = (name, why) => bad.set(name, bad.get(name) ?? why);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The one DOS time of all members; null for a folder. */
let zipTime = null;

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
  let last = null;
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
    // The writer uses one form: version 2.0, UTF-8 names, stored, no extras, comments or attributes, one time for all.
    const headerFits =
      zip.readUInt32LE(local) === 0x04034b50 &&
      localName === name &&
      zip.subarray(local + 4, local + 30).equals(zip.subarray(at + 6, at + 32)) &&
      zip.readUInt16LE(at + 4) === 20 &&
      zip.readUInt16LE(at + 6) === 20 &&
      zip.readUInt16LE(at + 8) === 0x0800 &&
      method === 0 &&
      packed === size &&
      zip.subarray(at + 30, at + 42).every((byte) => byte === 0);
    if (!headerFits || local !== expected) blame(name, 'its ZIP header does not fit the directory');
    const time = zip.readUInt32LE(at + 12);
    zipTime ??= time;
    if (time !== zipTime) blame(name, 'its ZIP header carries another time than the others');
    if (members.has(name)) blame(name, 'stands in the archive twice');
    if (last !== null && name <= last) blame(name, 'is out of order in the archive');
    last = name;
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
  if (
    zip.readUInt32LE(end + 4) !== 0 ||
    zip.readUInt16LE(end + 8) !== count ||
    zip.readUInt32LE(end + 12) !== at - directoryAt ||
    zip.readUInt16LE(end + 20) !== 0
  )
    blame('(archive)', 'its end record does not fit');
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
  if (!manifest) return null;
  const outside = ['SHA256SUMS', 'export-record.json', 'manifest.json'];
  if (canonical([...manifest.outside].sort()) !== canonical(outside))
    blame('manifest.json', 'leaves other files out than its own three');
  const named = new Set(outside);
  for (const file of manifest.files) {
    if (named.has(file.path)) blame(file.path, 'is named twice in manifest.json');
    named.add(file.path);
    const bytes = members.get(file.path);
    if (!bytes) blame(file.path, 'is missing');
    else if (sha256(bytes) !== file.sha256 || bytes.length !== file.size)
      blame(file.path, 'its hash is not the one in manifest.json');
  }
  for (const name of members.keys())
    if (!named.has(name)) blame(name, 'was added: manifest.json does not name it');
  return manifest;
}

function checkSums(members, manifest) {
  if (bad.has('SHA256SUMS') || !members.has('SHA256SUMS')) return;
  const summed = new Set();
  for (const line of members.get('SHA256SUMS').toString('utf8').trimEnd().split('\n')) {
    const [, hash, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (name) summed.add(name);
    if (!name) blame('SHA256SUMS', `unreadable line: ${line}`);
    else if (!members.has(name)) blame(name, 'is missing');
    else if (sha256(members.get(name)) !== hash) blame(name, 'its hash is not the one in SHA256SUMS');
  }
  for (const { path } of manifest?.files ?? []) if (!summed.has(path)) blame(path, 'is not in SHA256SUMS');
}

function checkIndex(members) {
  const index = bad.has('index.json') ? null : parse(members, 'index.json');
  if (!index) return [];
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
  return index.items;
}

/** Writers wait for their turn: entries may stand this much out of order. */
const SLACK_MS = 15 * 60_000;

function checkChain(members) {
  const name = 'records/chain.json';
  const excerpts = bad.has(name) ? null : parse(members, name);
  const full = [];
  for (const { seat, entries } of excerpts ?? []) {
    let before = null;
    let latest = Number.NEGATIVE_INFINITY;
    for (const entry of entries) {
      if (before && entry.n !== before.n + 1) blame(name, `seat ${seat}: gap before entry ${entry.n}`);
      if ('what' in entry) {
        full.push(entry);
        const { hash, ...body } = entry;
        if (sha256(canonical(body)) !== hash || entry.seat !== seat)
          blame(name, `seat ${seat}: entry ${entry.n} does not fit its hash`);
        if (before && entry.prev !== before.hash) blame(name, `seat ${seat}: entry ${entry.n} is not linked`);
        const at = Date.parse(entry.at);
        if (at < latest - SLACK_MS && entry.what !== 'clock-went-back')
          blame(name, `seat ${seat}: time runs back at entry ${entry.n}`);
        latest = Math.max(latest, at);
      }
      before = entry;
    }
  }
  return full;
}

const KEPT = new Set(['evidence-kept', 'evidence-attached', 'evidence-repaired']);
const isAt = (a, b) => Date.parse(a) === Date.parse(b);

/** Photos are those that the log kept, at the time it kept them, and none that it kept is left out. */
function checkPhotos(manifest, items, log) {
  const kept = log.filter(({ what }) => KEPT.has(what));
  for (const { path, kind, sha256: hash, capturedAt } of manifest.files) {
    if (kind !== 'original') continue;
    const mine = kept.filter(({ data }) => data.sha256 === hash);
    if (mine.length === 0) blame(path, 'the log never kept a photo of this hash');
    else if (!mine.some(({ at }) => Math.abs(Date.parse(at) - Date.parse(capturedAt)) <= SLACK_MS))
      blame(path, 'the log kept it at another time than manifest.json says');
  }
  const listed = new Set(items.map((item) => item.sha256));
  const dropped = new Set(
    log.filter(({ what }) => what === 'evidence-withdrawn').map(({ subject }) => subject),
  );
  for (const { subject, data } of kept)
    if (!listed.has(data.sha256) && !dropped.has(subject))
      blame('index.json', `photo ${data.sha256} was kept and is not listed`);
}

/** The first field that is not what an entry holds; null when all fit, 'old' for an entry without hashes of fields. */
function misfit(shown, salts, entry) {
  const { fields } = entry.data;
  if (!fields) return 'old';
  for (const [name, hash] of Object.entries(fields))
    if (salts[name] && sha256(`${salts[name]}\n${canonical(shown[name] ?? null)}`) !== hash) return name;
  return Object.keys(salts).find((name) => !fields[name]) ?? null;
}

function checkClaim(claim, log) {
  const name = 'records/claim.json';
  const versions = log.filter(({ what }) => what === 'claim-seen' || what === 'claim-changed');
  const newest = versions.at(-1);
  if (!newest) return blame(name, 'the log does not know this claim');
  const field = misfit(claim.claim, claim.salts ?? {}, newest);
  if (field === 'old')
    notes.push('the claim was logged by an older version: its fields are not bound one by one');
  else if (field) blame(name, `${field} is not what the log holds`);
  if (!versions.some(({ what, at }) => what === 'claim-seen' && isAt(at, claim.firstSeenAt)))
    blame(name, 'the log first saw the claim at another time');
  for (const version of claim.versions) {
    const mine = versions.filter(({ at }) => isAt(at, version.at));
    const answers = mine.map((entry) => misfit(version.claim, version.salts ?? {}, entry));
    if (mine.length === 0) blame(name, `version of ${version.at}: not logged`);
    else if (!answers.some((one) => one === null || one === 'old'))
      blame(name, `version of ${version.at}: ${answers[0]} is not what the log holds`);
  }
  // The one time in the ZIP's headers is the claim's, in Beijing's time.
  const seen = new Date(Date.parse(claim.firstSeenAt) + 8 * 3_600_000);
  const dos =
    (((seen.getUTCFullYear() - 1980) << 9) | ((seen.getUTCMonth() + 1) << 5) | seen.getUTCDate()) * 65_536 +
    ((seen.getUTCHours() << 11) | (seen.getUTCMinutes() << 5) | (seen.getUTCSeconds() >> 1));
  if (zipTime !== null && dos !== zipTime)
    blame('(archive)', 'its headers carry another time than the claim');
}

/** Rows that a person entered are bound by their hash, and none that was logged is left out. */
function checkRows(name, rows, log, ...whats) {
  const mine = log.filter(({ what }) => whats.includes(what));
  const hashes = rows.map(({ v: _v, answeredAt: _answered, ...rest }) => sha256(canonical(rest)));
  const old = mine.filter(({ data }) => data.row === undefined).length;
  if (old > 0) notes.push(`${name}: ${old} entries of an older version hold no hash of their row`);
  for (const [i, hash] of hashes.entries())
    if (old === 0 && !mine.some(({ data }) => data.row === hash))
      blame(name, `${whats[0]} of ${rows[i].at} is not what the log holds`);
  for (const { data, n } of mine)
    if (data.row !== undefined && !hashes.includes(data.row))
      blame(name, `what entry ${n} logged is not there`);
}

function checkRecords(members, manifest, items, log) {
  checkPhotos(manifest, items, log);
  const claim = parse(members, 'records/claim.json');
  const requests = parse(members, 'records/requests.json');
  const findings = parse(members, 'records/findings.json');
  if (!claim || !requests || !findings) return;
  checkClaim(claim, log);
  checkRows('records/claim.json', claim.decisions, log, 'decided');
  checkRows('records/claim.json', claim.payments, log, 'money-paid', 'money-recovered');
  checkRows('records/requests.json', requests, log, 'evidence-requested');
  const answers = log.filter(({ what }) => what === 'request-answered');
  for (const { answeredAt } of requests)
    if (answeredAt && !answers.some(({ at }) => isAt(at, answeredAt)))
      blame('records/requests.json', `answer of ${answeredAt}: not logged`);
  const judged = log.filter(({ what }) => what === 'verdict-changed').at(-1);
  const joined = judged && log.some(({ what, n }) => what === 'claims-joined' && n > judged.n);
  if (judged && findings.verdict && !joined && findings.verdict.verdict !== judged.data.to)
    blame('records/findings.json', 'the verdict is not the one in the log');
}

/** Whether openssl accepts a token for these bytes. */
function opensslAccepts(token, data, ca) {
  const dir = mkdtempSync(join(tmpdir(), 'verify-'));
  try {
    writeFileSync(join(dir, 'token.tsr'), token);
    writeFileSync(join(dir, 'data'), data);
    const run = (...more) =>
      spawnSync(
        'openssl',
        ['ts', '-verify', '-data', join(dir, 'data'), '-in', join(dir, 'token.tsr'), ...more, '-CAfile', ca],
        { encoding: 'utf8' },
      );
    // A whole answer, or the bare token inside it.
    return run().status === 0 || run('-token_in').status === 0;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** What stands against making the whole package anew: a hash or token that others keep. */
function checkOutside(members) {
  const manifest = members.get('manifest.json') ?? Buffer.alloc(0);
  const hash = option('manifest');
  const token = option('token');
  const ca = option('ca');
  if (hash && sha256(manifest) !== hash.toLowerCase())
    blame('manifest.json', 'its hash is not the one that was noted elsewhere');
  if (token && (!ca || !opensslAccepts(readFileSync(token), manifest, ca)))
    blame('manifest.json', ca ? 'the timestamp token is not for it' : '--token needs --ca');
  if (!hash && !token)
    notes.push(
      'nothing from outside was given (--manifest, --token): that the whole was not made anew cannot be told',
    );
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
const manifest = checkManifest(members);
checkSums(members, manifest);
const items = checkIndex(members);
const log = checkChain(members);
if (manifest && bad.size === 0) checkRecords(members, manifest, items, log);
checkOutside(members);

if (bad.size > 0) {
  for (const [name, why] of bad) console.error(`${name}: ${why}`);
  console.error(`${bad.size} of ${members.size} members do not fit`);
  process.exit(1);
}
for (const note of notes) console.log(`note: ${note}`);
console.log(
  `${members.size} members, ${items.length} numbered items, ${log.length} log entries: every hash, link and number fits`,
);
