/** A made-up case with everything in it, for the tests of cases. */

import type { Dossier } from '../../../lib/cases/dossier.ts';
import { contentHash, sha256Hex } from '../../../lib/claims/canonical.ts';
import type { Claim } from '../../../lib/claims/model.ts';
import { ledgerHash } from '../../../lib/store/ledger-chain.ts';
import { loggedClaim } from '../../../lib/store/logged/claim.ts';
import { rowHash } from '../../../lib/store/logged/row.ts';
import type { EvidenceRow, LedgerRow } from '../../../lib/store/rows.ts';
import { findingOf } from '../support/findings.ts';

const utf8 = new TextEncoder();
/** Bytes that stand for pictures; the package only carries them. */
export const PHOTO_1 = utf8.encode('first photo bytes');
export const PHOTO_2 = utf8.encode('second photo bytes');
export const LISTING = utf8.encode('listing picture bytes');
export const KEY = 'pinduoduo:9001';
export const SALT = new Uint8Array(32).fill(7);

export const BLOBS = new Map(
  [PHOTO_1, PHOTO_2, LISTING].map((bytes) => [sha256Hex(bytes), { bytes, mime: 'image/jpeg' }]),
);
export const bytesOf = async (sha256: string) => BLOBS.get(sha256) ?? null;

export const claim: Claim = {
  key: KEY,
  console: 'pinduoduo',
  shopId: 'shop-1',
  claimId: '9001',
  orderId: '261002-123456789012345',
  buyer: { id: 'u-778899', name: '王小明' },
  kind: 'refund-only',
  reason: '商品破损',
  description: '杯子碎了,电话13800138000,<script>alert(1)</script>',
  amount: { value: 1990, currency: 'CNY' },
  items: [{ itemId: 'p1', title: '陶瓷马克杯 & 杯盖' }],
  evidence: [
    { url: 'https://img.example/1.jpg', originalUrl: 'https://img.example/1.jpg', kind: 'photo', round: 1 },
  ],
  orderedAt: '2026-10-01T10:00:00+08:00',
  shippedAt: '2026-10-02T10:00:00+08:00',
  deliveredAt: '2026-10-04T10:00:00+08:00',
  appliedAt: '2026-10-04T12:00:00+08:00',
  deadlineAt: '2026-10-06T12:00:00+08:00',
  deadlineEffect: 'money-goes-out',
  trackingNo: 'SF1234567890123',
  stage: 'waits-for-seller',
  pageUrl: 'https://mms.pinduoduo.com/aftersales/detail?id=9001',
  readAt: '2026-10-04T04:10:00.000Z',
  reader: { console: 'pinduoduo', version: '1', how: 'json' },
};

export const check = { name: 'match', version: '1' };

function evidence(bytes: Uint8Array, round: number, seenAt: string): EvidenceRow {
  const sha256 = sha256Hex(bytes);
  const url = `https://img.example/${sha256.slice(0, 8)}.jpg`;
  return {
    v: 1,
    id: `${KEY}#${sha256.slice(0, 24)}`,
    claimKey: KEY,
    url,
    originalUrl: url,
    kind: 'photo',
    round,
    seenAt,
    state: 'kept',
    sha256,
    fetch: { usedUrl: url, at: seenAt, status: 200, headers: { etag: '"x"' }, how: 'original', tries: [] },
    name: null,
  };
}

/** What, about what, with which data, when. */
type Told = [what: string, subject: string, data?: Record<string, unknown>, at?: string];

/** A chain of one seat with entries of this claim and of others between them. */
export function chain(told: Told[]): LedgerRow[] {
  const rows: LedgerRow[] = [];
  for (const [i, [what, subject, data = {}, at = '2026-10-04T04:10:00.000Z']] of told.entries()) {
    const body = {
      v: 1 as const,
      seat: 'seat-1',
      n: i + 1,
      prev: rows[i - 1]?.hash ?? null,
      at,
      what,
      subject,
      data,
    };
    rows.push({ ...body, hash: ledgerHash(body) });
  }
  return rows;
}

const finding = findingOf('copy-of-listing-edited', {
  photo: sha256Hex(PHOTO_1),
  region: [{ x: 10, y: 20, width: 30, height: 40, area: 600 }],
  against: { kind: 'listing', sha256: sha256Hex(LISTING), product: '陶瓷马克杯', file: 'cup.jpg' },
  facts: { keptShare: 0.93 },
  check,
});

export function sampleDossier(): Dossier {
  const second: Claim = {
    ...claim,
    reason: '商品与描述不符',
    evidence: [...claim.evidence, { ...claim.evidence[0]!, round: 2 }],
  };
  const dossier: Dossier = {
    claim: {
      v: 1,
      key: KEY,
      claim: second,
      console: 'pinduoduo',
      shopId: 'shop-1',
      buyerKey: 'pinduoduo:shop-1:u-778899',
      firstSeenAt: '2026-10-04T04:10:00.000Z',
      lastReadAt: '2026-10-05T04:10:00.000Z',
      appliedAt: '2026-10-04T12:00:00+08:00',
      deadlineAt: '2026-10-06T12:00:00+08:00',
      touchedAt: 1,
    },
    readings: [
      { v: 1, id: 'r1', claimKey: KEY, claim, at: '2026-10-04T04:10:00.000Z' },
      { v: 1, id: 'r2', claimKey: KEY, claim: second, at: '2026-10-05T04:10:00.000Z' },
    ],
    evidence: [
      evidence(PHOTO_1, 1, '2026-10-04T04:10:00.000Z'),
      evidence(PHOTO_2, 2, '2026-10-05T04:10:00.000Z'),
    ],
    findings: [
      {
        v: 1,
        id: contentHash(finding),
        claimKey: KEY,
        sha256: sha256Hex(PHOTO_1),
        code: finding.code,
        finding,
        at: '2026-10-04T04:11:00.000Z',
      },
    ],
    checks: [
      {
        v: 1,
        id: 'c1',
        claimKey: KEY,
        sha256: sha256Hex(PHOTO_2),
        check: { ...check, result: { state: 'not-checked', reason: 'time-limit' } },
        ms: 1,
        at: '2026-10-04T04:11:00.000Z',
      },
    ],
    verdict: {
      v: 1,
      claimKey: KEY,
      verdict: 'several-signs',
      because: [contentHash(finding)],
      photos: { total: 2, checked: 1, notChecked: 1 },
      at: '2026-10-04T04:12:00.000Z',
    },
    verdicts: [
      {
        at: '2026-10-04T04:11:00.000Z',
        from: null,
        to: 'not-enough-information',
        findings: [],
        codes: [],
      },
      {
        at: '2026-10-04T04:12:00.000Z',
        from: 'not-enough-information',
        to: 'several-signs',
        findings: [contentHash(finding)],
        codes: [finding.code],
      },
    ],
    flag: { v: 1, claimKey: KEY, on: true, note: '', at: '2026-10-04T04:13:00.000Z' },
    case: {
      v: 1,
      claimKey: KEY,
      openedAt: '2026-10-04T04:14:00.000Z',
      state: 'open',
      closedAt: null,
      legalHold: false,
      holdReason: '',
    },
    notes: [{ v: 1, id: 'n1', claimKey: KEY, at: '2026-10-04T04:15:00.000Z', text: 'asked the warehouse' }],
    requests: [
      {
        v: 1,
        id: 'q1',
        claimKey: KEY,
        at: '2026-10-04T04:20:00.000Z',
        template: 'T1',
        code: 'ACD347',
        text: '请补充',
        dueAt: '2026-10-05T04:20:00.000Z',
        answeredAt: null,
      },
    ],
    decisions: [
      {
        v: 1,
        id: 'd1',
        claimKey: KEY,
        at: '2026-10-05T05:00:00.000Z',
        what: 'contest',
        reviewedByPerson: true,
        reason: '图片与商品图一致',
        verdictShown: 'several-signs',
        verdictInstead: null,
        photo: null,
        against: null,
      },
    ],
    payments: [],
    references: [
      {
        image: {
          v: 1,
          id: 'p1#x',
          productKey: 'pinduoduo:p1',
          sha256: sha256Hex(LISTING),
          name: 'cup.jpg',
          url: null,
          addedAt: '2026-09-01T00:00:00.000Z',
          state: 'ready',
          why: null,
        },
        productTitle: '陶瓷马克杯',
      },
    ],
    anchors: [],
    archive: [
      {
        v: 1,
        id: 'packing#day1/SF1234567890123.mp4',
        folder: 'packing',
        path: 'day1/SF1234567890123.mp4',
        size: 10,
        modified: 1,
        kind: 'video',
        sha256: 'ab'.repeat(32),
        hashedAt: '2026-10-02T03:00:00.000Z',
        numbers: ['SF1234567890123'],
        numbersFrom: 'name',
        still: null,
        indexedAt: '2026-10-02T03:00:00.000Z',
        missingSince: '2026-10-05T03:00:00.000Z',
      },
    ],
    ledger: [],
  };
  return { ...dossier, ledger: logOf(dossier) };
}

/** The log as the product writes it for these rows, with entries of other claims between. */
export function logOf(dossier: Dossier): LedgerRow[] {
  const told: Required<Told>[] = [];
  const add = (what: string, subject: string, data: Record<string, unknown>, at: string) =>
    told.push([what, subject, data, at]);
  const [first, second] = dossier.readings;
  add('claim-seen', KEY, loggedClaim(first!.claim, SALT), first!.at);
  add('claim-changed', KEY, loggedClaim(second!.claim, SALT), second!.at);
  for (const row of dossier.evidence) {
    add('evidence-seen', row.id, {}, row.seenAt);
    add('evidence-kept', row.id, { sha256: row.sha256 }, row.fetch!.at);
  }
  for (const { at, from, to, findings, codes } of dossier.verdicts)
    add('verdict-changed', KEY, { from, to, findings, codes }, at);
  for (const row of dossier.notes) add('note-added', KEY, { id: row.id, row: rowHash(row) }, row.at);
  for (const row of dossier.requests)
    add('evidence-requested', KEY, { id: row.id, row: rowHash(row) }, row.at);
  for (const row of dossier.decisions) add('decided', KEY, { id: row.id, row: rowHash(row) }, row.at);
  for (const row of dossier.payments) add(`money-${row.direction}`, KEY, { row: rowHash(row) }, row.at);
  told.sort((a, b) => Date.parse(a[3]) - Date.parse(b[3]));
  const at = told[0]![3];
  return chain([
    ['claim-seen', 'pinduoduo:1', {}, at],
    ...told.slice(0, 3),
    ['claim-seen', 'pinduoduo:2', {}, told[2]![3]],
    ...told.slice(3),
    ['claim-seen', 'pinduoduo:3', {}, told.at(-1)![3]],
  ]);
}
