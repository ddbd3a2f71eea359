/**
 * `npm run bench:team [-- --seats 50 --claims 2000 --seconds 60]`: simulated seats against three real servers on loopback. Each seat
 * sends what a claim costs the line (bodies and sizes of the product's own messages, sealed and signed by the product's own code), as
 * fast as it can for a bounded time; the figures are then set against a day. Prints latencies, what a late seat waits for, bytes, disk.
 */
import { parseArgs } from 'node:util';
import { toBase64 } from '../../lib/formats/base64.ts';
import { sealForShop } from '../../lib/team/crypto/envelope.ts';
import { newSeatKeys } from '../../lib/team/crypto/seat-key.ts';
import { nameOf, newSecret, type ShopSecrets } from '../../lib/team/crypto/secrets.ts';
import { makeStreams, openWire } from '../../lib/team/wire/nats-wire.ts';
import { STREAMS, subjectOf } from '../../lib/team/wire/subjects.ts';
import type { Wire } from '../../lib/team/wire/wire.ts';
import { ADMIN, SEAT, startTeamServer } from './server.ts';

const { values } = parseArgs({
  options: {
    seats: { type: 'string', default: '50' },
    claims: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '60' },
    nodes: { type: 'string', default: '3' },
  },
});
const SEATS = Math.min(200, Number(values.seats));
const CLAIMS_A_DAY = Number(values.claims);
const SECONDS = Math.min(240, Number(values.seconds));
const NODES = values.nodes === '1' ? 1 : 3;

/** What a claim of two photos makes: its record, its key, its photos' fingerprints and previews, its ledger entries, a flag on one in ten. */
const PHOTOS = 2;
const PRINT_BYTES = 6_000;
const PREVIEW_BYTES = 9_000;
/** Entries of one claim's life in the ledger, sent together. */
const ENTRIES = 12;
const WORK_HOURS = 10;

const SHOP = '00112233445566aa';
const secrets: ShopSecrets = { shop: SHOP, root: newSecret(), epochs: new Map([[1, newSecret()]]) };
const noise = (n: number): string => {
  const bytes = new Uint8Array(n);
  for (let at = 0; at < n; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(n, at + 65_536)));
  return toBase64(bytes);
};
const PRINT = noise(PRINT_BYTES);
const PREVIEW = noise(PREVIEW_BYTES);
const CLAIM = {
  claim: {
    description: '破'.repeat(120),
    items: [{ title: '青花瓷碗'.repeat(6) }],
    evidence: Array(PHOTOS).fill('x'.repeat(180)),
  },
};
const HASH = 'a'.repeat(64);

const sent = { messages: 0, bytes: 0, claims: 0 };
const waits: number[] = [];
let over = false;

async function put(
  wire: Wire,
  signer: { seat: string; signing: Uint8Array },
  key: Uint8Array | null,
  subject: string,
  kind: string,
  body: unknown,
  expect?: number,
): Promise<number> {
  const bytes = await sealForShop(secrets, signer, key, subject, { kind, place: 1, body });
  const began = performance.now();
  const seq = await wire.send(subject, bytes, expect === undefined ? {} : { expect });
  waits.push(performance.now() - began);
  sent.messages += 1;
  sent.bytes += bytes.length;
  return seq;
}

async function seat(n: number, url: string): Promise<void> {
  const wire = await openWire({ url, ...SEAT }, SHOP);
  const { signing } = await newSeatKeys();
  const signer = { seat: `seat-${n}`, signing };
  const at = (...parts: string[]) => subjectOf(SHOP, 'now', ...parts);
  const log = subjectOf(SHOP, 'log', nameOf(secrets.root, 'seat', signer.seat));
  let last = 0;
  for (let i = 0; !over; i += 1) {
    const name = nameOf(secrets.root, 'claim', `${n} ${i}`);
    const key = newSecret();
    await put(wire, signer, null, at('key', name), 'key', { key: toBase64(key) }, 0);
    await put(wire, signer, key, at('claim', name), 'claim', CLAIM, 0);
    for (let p = 0; p < PHOTOS; p += 1)
      await put(
        wire,
        signer,
        key,
        at('photo', name, nameOf(secrets.root, 'photo', `${n} ${i} ${p}`)),
        'photo',
        { print: PRINT, preview: PREVIEW, url: 'x'.repeat(300) },
        0,
      );
    const entry = {
      n: i,
      hash: HASH,
      prev: HASH,
      at: '2026-11-30T08:00:00.000Z',
      claim: name,
      inside: 'x'.repeat(420),
    };
    last = await put(wire, signer, null, log, 'log', { entries: Array(ENTRIES).fill(entry) }, last);
    if (i % 10 === 0)
      await put(
        wire,
        signer,
        key,
        at('state', name),
        'state',
        { flag: { on: true, note: '看'.repeat(20) } },
        0,
      );
    sent.claims += 1;
  }
  await wire.close();
}

const share = (list: readonly number[], of: number): number =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * of))] ?? 0;

const server = await startTeamServer(NODES, { maxStore: '12G' });
try {
  await makeStreams({ url: server.urls[0]!, ...ADMIN }, SHOP, { replicas: NODES, bytes: 9e9 });
  const timer = setTimeout(() => {
    over = true;
  }, SECONDS * 1_000);
  const began = performance.now();
  await Promise.all(Array.from({ length: SEATS }, (_, n) => seat(n, server.urls[n % NODES]!)));
  clearTimeout(timer);
  const seconds = (performance.now() - began) / 1_000;
  const rate = sent.claims / seconds;
  const needed = (SEATS * CLAIMS_A_DAY) / (WORK_HOURS * 3_600);

  const late = await openWire({ url: server.urls[0]!, ...SEAT }, SHOP);
  const catchUp: string[] = [];
  for (const stream of STREAMS) {
    if (stream !== 'now' && stream !== 'log') continue;
    const from = performance.now();
    let n = 0;
    let bytes = 0;
    const following = await late.follow(stream, 0);
    for await (const message of following) {
      n += 1;
      bytes += message.bytes.length;
      if (message.pending === 0) break;
    }
    following.stop();
    const ms = performance.now() - from;
    catchUp.push(
      `${stream}: ${n} messages, ${(bytes / 1e6).toFixed(1)} MB in ${(ms / 1e3).toFixed(1)} s (${Math.round((n / ms) * 1e3)} a second)`,
    );
  }
  await late.close();
  const disk = server.files().reduce((sum, file) => sum + file.length, 0);
  const perClaim = sent.bytes / sent.claims;
  const diskPerClaim = disk / NODES / sent.claims;
  const year = diskPerClaim * SEATS * CLAIMS_A_DAY * 300;
  console.log(`seats ${SEATS}, servers ${NODES}, ${seconds.toFixed(0)} s
sent      ${sent.claims} claims, ${sent.messages} messages, ${(sent.bytes / 1e6).toFixed(1)} MB: ${rate.toFixed(1)} claims a second
needed    ${needed.toFixed(1)} claims a second for ${SEATS} seats x ${CLAIMS_A_DAY} claims in ${WORK_HOURS} h: ${(rate / needed).toFixed(1)} times that
publish   ${share(waits, 0.5).toFixed(0)} ms median, ${share(waits, 0.95).toFixed(0)} ms for 95 %, ${share(waits, 1).toFixed(0)} ms longest, at full speed
catch-up  ${catchUp.join('; ')}
a claim   ${(perClaim / 1e3).toFixed(1)} KB on the line
a seat    ${((perClaim * CLAIMS_A_DAY) / 1e6).toFixed(0)} MB sent and ${((perClaim * CLAIMS_A_DAY * (SEATS - 1)) / 1e9).toFixed(2)} GB read a day
disk      ${(diskPerClaim / 1e3).toFixed(1)} KB a claim and server; ${(year / 1e9).toFixed(0)} GB a server in a year of 300 days without pictures' bytes`);
} finally {
  await server.close();
}
