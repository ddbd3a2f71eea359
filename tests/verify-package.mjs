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
 * consistent in itself may still have been rebuilt as a whole; only a hash or token from elsewhere tells, so without one
 * that is said.
 * Exit 0: everything fits. Exit 1: the names of the members that do not. Exit 2: no package there.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { crc32 } from 'node:zlib';

const OPTIONS = ['manifest', 'token', 'ca', 'anchor-ca'];
const option = (name) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? null : (process.argv[at + 1] ?? '');
};
const target = process.argv[2];
// An option without its value would be a check that silently is none.
const isHalf = OPTIONS.some((name) => /^(--.*)?$/.test(option(name) ?? 'not given'));
const given = process.argv.slice(3).filter((one) => one.startsWith('--'));
if (!target || target.startsWith('--') || isHalf || given.some((one) => !OPTIONS.includes(one.slice(2)))) {
  console.error(
    'usage: node verify-package.mjs PACKAGE.zip [--manifest SHA256] [--token FILE.tsr --ca CA.pem] [--anchor-ca CA.pem]',
  );
  process.exit(2);
}
const notes = [];
/** Text of a package as a terminal may show it: nothing that moves its cursor or turns its direction. */
const printable = (text) => String(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');

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
    // The product packs nothing: a packed member is blamed above, and not unpacked, whatever size it claims.
    if (data.length !== size || crc32(data) !== crc) blame(name, 'CRC or size does not fit');
    members.set(name, Buffer.from(data));
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

/** What file managers leave in a folder that somebody looked at. */
const LITTER = /(^|\/)(\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini|\.directory)$|^__MACOSX\//i;

function readFolder(given) {
  const inside = readdirSync(given).filter((name) => !LITTER.test(name));
  // Unpackers like to make a folder of the archive's name around it.
  const isWrapped = inside.length === 1 && lstatSync(join(given, inside[0])).isDirectory();
  const root = isWrapped ? join(given, inside[0]) : given;
  const members = new Map();
  const walk = (dir) => {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      const path = join(dir, entry.name);
      const name = relative(root, path).split(sep).join('/');
      if (LITTER.test(name)) notes.push(`${name} is a file manager's, and no part of the package`);
      else if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) members.set(name, readFileSync(path));
      else blame(name, 'is a link or a device, not a file');
    }
  };
  walk(root);
  return members;
}

/** The names that the product gives: nothing that two systems could take for different files, or put elsewhere. */
const NAME =
  /^(?:(?:manifest|index|derived|export-record)\.json|(?:index|report|CHECK)\.html|SHA256SUMS|HOW-TO-VERIFY\.txt|LIMITS\.txt|records\/[a-z]+\.json|anchors\/\d+\.tsr|(?:originals|reference|archive)\/\d+-[0-9a-f]{12}\.[a-z0-9]{1,5}|(?:derived|masked)\/\d+-[a-z]+\.[a-z0-9]{1,5}|answers\/\d+\.[a-z0-9]{1,5})$/;

function checkNames(members) {
  for (const name of members.keys()) if (!NAME.test(name)) blame(name, 'is no name that the product gives');
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
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text);
    // A name that stands twice, or a number that no other reader takes the same way, would be read differently elsewhere.
    if (text !== `${JSON.stringify(JSON.parse(canonical(value)), null, 1)}\n`)
      blame(name, 'is not written as the product writes it');
    return value;
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
    if (item.attached === false) {
      if (item.path !== '') blame('index.json', `number ${item.no} is listed as not attached, and is there`);
      else if (item.leftOut)
        notes.push(
          `number ${item.no}: the seller covered parts and left the original out; its hash is listed`,
        );
      else if (item.kind === 'original') notes.push(`number ${item.no} is listed and not attached`);
      continue;
    }
    if (item.leftOut) blame(item.path, 'is listed as left out, and is there');
    const bytes = members.get(item.path);
    if (!bytes) blame(item.path, 'stands in the index and is missing');
    else if (sha256(bytes) !== item.sha256 || bytes.length !== item.size)
      blame(item.path, 'is not the file that the index describes');
  }
  return index.items;
}

/** Writers wait for their turn: entries may stand this much out of order. */
const SLACK_MS = 15 * 60_000;

function checkChain(members, claim) {
  const name = 'records/chain.json';
  const excerpts = bad.has(name) ? null : parse(members, name);
  const full = [];
  const seats = new Set();
  for (const { seat, entries } of excerpts ?? []) {
    if (seats.has(seat)) blame(name, `seat ${seat} has two chains`);
    seats.add(seat);
    if (entries[0] && 'what' in entries[0] && (entries[0].n === 1) !== (entries[0].prev === null))
      blame(name, `seat ${seat}: its first entry is not linked`);
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
        latest = entry.what === 'clock-went-back' ? at : Math.max(latest, at);
      }
      before = entry;
    }
  }
  checkNumbers(name, excerpts ?? [], full, claim);
  return full;
}

/** The running numbers of the case's own entries: one that is missing was left out, unless a tombstone says that it was emptied. */
function checkNumbers(file, excerpts, full, claim) {
  const names = new Set([claim]);
  for (const name of names)
    for (const { what, subject, data } of full)
      if (what === 'claims-joined' && subject === name) names.add(String(data.from));
  for (const { seat, entries, stones = [] } of excerpts) {
    const gone = stones
      .filter(({ hash, ...body }) => sha256(canonical(body)) === hash)
      .flatMap(({ data }) => data.emptied?.[seat] ?? []);
    const isGone = (n) => gone.some(([first, last]) => first <= n && n <= last);
    for (const name of names) {
      let next = 1;
      let from = 0;
      for (const entry of entries) {
        if (!('what' in entry) || entry.subject.split('#')[0] !== name || entry.data.nth === undefined)
          continue;
        const emptied = entries.filter(
          (one) => !('what' in one) && one.n > from && one.n < entry.n && isGone(one.n),
        );
        const missing = entry.data.nth - next;
        if (missing < 0 || missing > emptied.length)
          blame(file, `seat ${seat}: an entry of the case is missing before entry ${entry.n}`);
        next = entry.data.nth + 1;
        from = entry.n;
      }
    }
  }
}

const KEPT = new Set(['evidence-kept', 'evidence-attached', 'evidence-repaired']);
const isAt = (a, b) => Date.parse(a) === Date.parse(b);

/** Photos are those that the log kept, at the time it kept them, and none that it kept is left out. */
function checkPhotos(manifest, items, log) {
  const kept = log.filter(({ what }) => KEPT.has(what));
  for (const { path, kind, sha256: hash, capturedAt } of manifest.files) {
    // What stands among the originals is one, whatever else is said of it.
    if (kind !== 'original' && !path.startsWith('originals/')) continue;
    const mine = kept.filter(({ data }) => data.sha256 === hash);
    if (mine.length === 0) blame(path, 'the log never kept a photo of this hash');
    else if (!mine.some(({ at }) => Math.abs(Date.parse(at) - Date.parse(capturedAt)) <= SLACK_MS))
      blame(path, 'the log kept it at another time than manifest.json says');
  }
  for (const { kind, attached, sha256: hash, path } of items)
    if (kind === 'original' && attached !== false && !kept.some(({ data }) => data.sha256 === hash))
      blame(path, 'the log never kept a photo of this hash');
  // What the seller left out keeps its hash, and it is the one of the log: else anything could be handed in later.
  const plain = (list) => canonical(list.map(({ no, sha256: hash }) => ({ no, hash })));
  const leftOut = manifest.leftOut ?? [];
  if (plain(leftOut) !== plain(items.filter((item) => item.leftOut)))
    blame('index.json', 'lists other originals as left out than manifest.json');
  for (const { no, kind, sha256: hash } of leftOut)
    if (kind === 'original' && !kept.some(({ data }) => data.sha256 === hash))
      blame('manifest.json', `number ${no} was left out, and the log never kept a photo of its hash`);
  const listed = new Set(items.map((item) => item.sha256));
  // What follows the claim's key stays when claims are joined.
  const tail = (subject) => subject.slice(subject.lastIndexOf('#') + 1);
  const dropped = new Set(
    log.filter(({ what }) => what === 'evidence-withdrawn').map(({ subject }) => tail(subject)),
  );
  for (const { subject, data } of kept)
    if (!listed.has(data.sha256) && !dropped.has(tail(subject)))
      blame('index.json', `photo ${data.sha256} was kept and is not listed`);
}

const MASKED = new Set(['buyer', 'reason', 'description']);

/** The first field that is not what an entry holds; null when all fit, 'old' for an entry without hashes of fields. */
function misfit(shown, salts, entry) {
  const { fields } = entry.data;
  if (!fields) return 'old';
  // Only what a buyer wrote, and who they are, is ever masked; all else comes with its proof.
  for (const name of Object.keys(fields))
    if (!salts[name] && !(MASKED.has(name) && /\*|""/.test(JSON.stringify(shown[name] ?? 0)))) return name;
  for (const [name, hash] of Object.entries(fields))
    if (salts[name] && sha256(`${salts[name]}\n${canonical(shown[name] ?? null)}`) !== hash) return name;
  return Object.keys(salts).find((name) => !fields[name]) ?? null;
}

/** Each seat's newest entry: clocks of two machines are not held against each other. */
const newestOfSeats = (entries) => [...new Map(entries.map((one) => [one.seat, one])).values()];

function checkClaim(claim, log) {
  const name = 'records/claim.json';
  const versions = log.filter(({ what }) => what === 'claim-seen' || what === 'claim-changed');
  if (versions.length === 0) return blame(name, 'the log does not know this claim');
  const fields = newestOfSeats(versions).map((entry) => misfit(claim.claim, claim.salts ?? {}, entry));
  const field = fields.includes(null) ? null : fields.includes('old') ? 'old' : fields[0];
  if (field === 'old')
    notes.push('the claim was logged by an older version: its fields are not bound one by one');
  else if (field) blame(name, `${field} is not what the log holds`);
  if (!versions.some(({ what, at }) => what === 'claim-seen' && isAt(at, claim.firstSeenAt)))
    blame(name, 'the log first saw the claim at another time');
  // A photo that was withdrawn or put back makes a version with the fields of the one before.
  const moved = log.filter(({ what }) => what === 'evidence-withdrawn' || what === 'evidence-restored');
  for (const version of claim.versions) {
    const logged = versions.filter(({ at }) => isAt(at, version.at));
    const mine =
      logged.length === 0 && moved.some(({ at }) => isAt(at, version.at))
        ? newestOfSeats(versions.filter(({ at }) => Date.parse(at) < Date.parse(version.at)))
        : logged;
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

/** DER nodes of some content, with their bytes. */
function der(content) {
  const list = [];
  for (let at = 0; at + 2 <= content.length; ) {
    let length = content[at + 1];
    let start = at + 2;
    if (length >= 0x80) {
      const count = length & 0x7f;
      length = content.subarray(start, start + count).reduce((sum, byte) => sum * 256 + byte, 0);
      start += count;
    }
    list.push({ tag: content[at], content: content.subarray(start, start + length) });
    at = start + length;
  }
  return list;
}

/** What a token is about and its time, unverified: TimeStampResp or ContentInfo down to TSTInfo. */
function tokenOf(bytes) {
  const of = (node) => der(node?.content ?? Buffer.alloc(0));
  const outer = of(der(bytes)[0]);
  const info = outer[0]?.tag === 0x30 ? of(outer[1]) : outer;
  const content = of(of(of(of(info[1])[0])[2])[1])[0]?.content;
  const fields = content && of(der(content)[0]);
  const imprint = of(fields?.[2])[1]?.content.toString('hex');
  return imprint ? { imprint, genTime: fields[4]?.content.toString('latin1') } : null;
}

/** Time stamps: each entry leads to the digest that an authority signed. */
function checkAnchors(members, log) {
  const name = 'records/anchors.json';
  if (!members.has(name)) return;
  const ca = option('anchor-ca');
  const node = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
  const covered = new Set();
  for (const { digest, seat, token, proofs } of parse(members, name) ?? []) {
    for (const { n, path } of proofs) {
      const entry = log.find((one) => one.seat === seat && one.n === n);
      let at = entry && node(Buffer.of(0), Buffer.from(entry.hash, 'hex'));
      for (const [side, other] of at ? path : [])
        at =
          side === 'left'
            ? node(Buffer.of(1), Buffer.from(other, 'hex'), at)
            : node(Buffer.of(1), at, Buffer.from(other, 'hex'));
      if (!at || at.toString('hex') !== digest)
        blame(name, `entry ${n} is not the one that was time-stamped`);
      else covered.add(`${seat} ${n}`);
    }
    const bytes = members.get(token);
    const said = bytes ? tokenOf(bytes) : null;
    if (said?.imprint !== digest) blame(token, 'is not a token for the entries of records/anchors.json');
    else if (ca && !opensslAccepts(bytes, Buffer.from(digest, 'hex'), ca, true))
      blame(token, 'openssl does not accept it with --anchor-ca');
    else
      notes.push(
        `${proofs.length} log entries existed at the latest on ${said.genTime} (${token}${
          ca ? ', verified with --anchor-ca' : '; its signature was not checked: give --anchor-ca'
        })`,
      );
  }
  if (covered.size < log.length)
    notes.push(`${log.length - covered.size} log entries are covered by no time stamp`);
}

function checkRecords(members, manifest, items, log) {
  checkAnchors(members, log);
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
  const judged = newestOfSeats(log.filter(({ what }) => what === 'verdict-changed'));
  const isFit = ({ seat, n, data }) =>
    data.to === findings.verdict?.verdict ||
    log.some((one) => one.what === 'claims-joined' && one.seat === seat && one.n > n);
  if (judged.length > 0 && findings.verdict && !judged.some(isFit))
    blame('records/findings.json', 'the verdict is not the one in the log');
}

/** Whether openssl accepts a token for these bytes, or for this digest. */
function opensslAccepts(token, data, ca, isDigest = false) {
  const dir = mkdtempSync(join(tmpdir(), 'verify-'));
  try {
    writeFileSync(join(dir, 'token.tsr'), token);
    writeFileSync(join(dir, 'data'), data);
    const about = isDigest ? ['-digest', data.toString('hex')] : ['-data', join(dir, 'data')];
    const run = (...more) =>
      spawnSync(
        'openssl',
        ['ts', '-verify', ...about, '-in', join(dir, 'token.tsr'), ...more, '-CAfile', ca],
        { encoding: 'utf8' },
      );
    // A whole answer, or the bare token inside it.
    return run().status === 0 || run('-token_in').status === 0;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** What stands against rebuilding the whole package: a hash or token that others keep. */
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
      'nothing from outside was given (--manifest, --token): that the whole was not rebuilt cannot be told',
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
let items = [];
let log = [];
try {
  checkNames(members);
  checkRecord(members);
  const manifest = checkManifest(members);
  checkSums(members, manifest);
  items = checkIndex(members);
  log = checkChain(members, manifest?.claim);
  if (manifest && bad.size === 0) checkRecords(members, manifest, items, log);
  checkOutside(members);
} catch (error) {
  // Records of a shape that the product never writes.
  blame('(package)', `its records cannot be read: ${error.message}`);
}

if (bad.size > 0) {
  for (const [name, why] of bad) console.error(`${printable(name)}: ${printable(why)}`);
  console.error(`${bad.size} of ${members.size} members do not fit`);
  process.exit(1);
}
for (const note of notes) console.log(`note: ${printable(note)}`);
console.log(
  `${members.size} members, ${items.length} numbered items, ${log.length} log entries: every hash, link and number fits`,
);
