/** What a person does with a case. Every act is a row and an entry of the log, written together. */
import { contentHash, sha256Hex } from '../../claims/canonical.ts';
import type { Money } from '../../claims/model.ts';
import { toBase64 } from '../../formats/base64.ts';
import { sniff } from '../../images/sniff.ts';
import type { DecisionRow, NoteRow, PaymentRow, RequestRow } from '../../store/case-rows.ts';
import { shopDb } from '../../store/db.ts';
import { appendLedger } from '../../store/ledger.ts';
import { rowHash } from '../../store/logged/row.ts';
import { readMeta } from '../../store/meta.ts';

/** Longest texts that a person enters; more is cut. */
const LONGEST = 4_000;
const cut = (text: string): string => text.slice(0, LONGEST);
const now = (): string => new Date().toISOString();

/** Opens a case on a claim, or opens it again. */
export async function openCase(claimKey: string): Promise<void> {
  const db = shopDb();
  const at = now();
  await db.transaction('rw', [db.cases, db.ledger, db.meta], async () => {
    const known = await db.cases.get(claimKey);
    if (known?.state === 'open') return;
    await db.cases.put({
      v: 1,
      claimKey,
      openedAt: known?.openedAt ?? at,
      state: 'open',
      closedAt: null,
      legalHold: known?.legalHold ?? false,
      holdReason: known?.holdReason ?? '',
    });
    await appendLedger(db, [{ what: 'case-opened', subject: claimKey }], at);
  });
}

/** Closes a case: its retention starts to count. */
export async function closeCase(claimKey: string): Promise<void> {
  const db = shopDb();
  const at = now();
  await db.transaction('rw', [db.cases, db.ledger, db.meta], async () => {
    const known = await db.cases.get(claimKey);
    if (!known || known.state === 'closed') return;
    await db.cases.put({ ...known, state: 'closed', closedAt: at });
    await appendLedger(db, [{ what: 'case-closed', subject: claimKey }], at);
  });
}

/** Puts a case on legal hold, or releases it; retention and erasing by age leave it alone while it is on. */
export async function setLegalHold(claimKey: string, on: boolean, reason: string): Promise<void> {
  await openCase(claimKey);
  const db = shopDb();
  await db.transaction('rw', [db.cases, db.ledger, db.meta], async () => {
    const known = await db.cases.get(claimKey);
    if (!known) return;
    await db.cases.put({ ...known, legalHold: on, holdReason: cut(reason) });
    await appendLedger(
      db,
      [{ what: on ? 'hold-set' : 'hold-released', subject: claimKey, data: { reason: cut(reason) } }],
      now(),
    );
  });
}

/** Adds a note of the seller's own; it never leaves in a package. Empty notes are not kept. */
export async function addNote(claimKey: string, text: string): Promise<void> {
  const kept = cut(text).trim();
  if (kept === '') return;
  const db = shopDb();
  const at = now();
  await db.transaction('rw', [db.notes, db.ledger, db.meta], async () => {
    const id = contentHash([claimKey, at, kept]);
    const row: NoteRow = { v: 1, id, claimKey, at, text: kept };
    await db.notes.put(row);
    await appendLedger(db, [{ what: 'note-added', subject: claimKey, data: { id, row: rowHash(row) } }], at);
  });
}

/** Largest screenshot of an answer, in bytes. */
export const SHOT_MAX = 4_000_000;

/** Files a checker's own answer about a photo: what it said, when, and a screenshot. It goes into the package. */
export async function fileAnswer(
  claimKey: string,
  answer: { checker: string; url: string; photo: string; text: string; shot: File | null },
): Promise<void> {
  const { checker, url, photo, text, shot } = answer;
  const kept = cut(text).trim();
  if (kept === '' && !shot) return;
  const bytes = shot && shot.size <= SHOT_MAX ? new Uint8Array(await shot.arrayBuffer()) : null;
  const mime = bytes ? sniff(bytes).mime : '';
  const shotSha256 = bytes && sha256Hex(bytes);
  const db = shopDb();
  const at = now();
  await db.transaction('rw', [db.notes, db.ledger, db.meta], async () => {
    const id = contentHash([claimKey, at, kept, checker]);
    const row: NoteRow = {
      v: 1,
      id,
      claimKey,
      at,
      text: kept,
      answer: { checker, url, photo, shotSha256 },
      shot: bytes && { mime, base64: toBase64(bytes) },
    };
    await db.notes.put(row);
    await appendLedger(db, [{ what: 'note-added', subject: claimKey, data: { id, row: rowHash(row) } }], at);
  });
}

/** Records a request for evidence that the seller copied to send it: what was asked, with which code, until when. */
export async function recordRequest(
  claimKey: string,
  request: Pick<RequestRow, 'template' | 'code' | 'text' | 'dueAt'>,
): Promise<void> {
  const db = shopDb();
  const at = now();
  await db.transaction('rw', [db.requests, db.ledger, db.meta], async () => {
    const id = contentHash([claimKey, at, request.code]);
    const row: RequestRow = {
      v: 1,
      id,
      claimKey,
      at,
      ...request,
      text: cut(request.text),
      answeredAt: null,
    };
    await db.requests.put(row);
    await appendLedger(
      db,
      [
        {
          what: 'evidence-requested',
          subject: claimKey,
          data: { id, code: request.code, dueAt: request.dueAt, row: rowHash(row) },
        },
      ],
      at,
    );
  });
}

/** Records that the buyer answered a request. */
export async function markAnswered(id: string): Promise<void> {
  const db = shopDb();
  const at = now();
  await db.transaction('rw', [db.requests, db.ledger, db.meta], async () => {
    const row = await db.requests.get(id);
    if (!row || row.answeredAt) return;
    await db.requests.put({ ...row, answeredAt: at });
    await appendLedger(db, [{ what: 'request-answered', subject: row.claimKey, data: { id } }], at);
  });
}

/** Records what a person decided; the newest decision counts, the older ones stay. */
export async function decide(
  claimKey: string,
  decision: Pick<DecisionRow, 'what' | 'reason' | 'reviewedByPerson'> &
    Partial<Pick<DecisionRow, 'verdictInstead' | 'photo' | 'against'>>,
): Promise<void> {
  const db = shopDb();
  const at = now();
  await db.transaction('rw', [db.decisions, db.verdicts, db.ledger, db.meta], async () => {
    const shown = (await db.verdicts.get(claimKey))?.verdict ?? '';
    const id = contentHash([claimKey, at, decision.what]);
    // In a team, what this decision was made in knowledge of: only decisions made apart can be in conflict.
    const inTeam = (await readMeta(db, 'team')) !== null;
    const before = inTeam ? await db.decisions.where('claimKey').equals(claimKey).primaryKeys() : [];
    const row: DecisionRow = {
      v: 1,
      id,
      claimKey,
      at,
      what: decision.what,
      reviewedByPerson: decision.reviewedByPerson,
      reason: cut(decision.reason),
      verdictShown: shown,
      verdictInstead: decision.verdictInstead ?? null,
      photo: decision.photo ?? null,
      against: decision.against ?? null,
      ...(inTeam && { settles: before }),
    };
    await db.decisions.put(row);
    await appendLedger(
      db,
      [
        {
          what: 'decided',
          subject: claimKey,
          data: {
            id,
            decision: decision.what,
            shown,
            instead: decision.verdictInstead ?? null,
            row: rowHash(row),
          },
        },
      ],
      at,
    );
  });
}

/** Records money that moved, as the seller knows it from their own books. */
export async function addPayment(
  claimKey: string,
  payment: { at: string; amount: Money; direction: PaymentRow['direction']; by: PaymentRow['by'] },
): Promise<void> {
  const db = shopDb();
  const row = { claimKey, source: 'seller' as const, ...payment };
  await db.transaction('rw', [db.payments, db.ledger, db.meta], async () => {
    await db.payments.put({ v: 1, id: contentHash(row), ...row });
    await appendLedger(
      db,
      [{ what: `money-${payment.direction}`, subject: claimKey, data: { ...payment, row: rowHash(row) } }],
      now(),
    );
  });
}

/** Keeps the parts of a picture that exports cover; an empty list takes the mask away. */
export async function setMask(
  claimKey: string,
  sha256: string,
  boxes: { x: number; y: number; width: number; height: number }[],
): Promise<void> {
  const db = shopDb();
  const at = now();
  await db.transaction('rw', [db.masks, db.ledger, db.meta], async () => {
    if (boxes.length === 0) await db.masks.delete(sha256);
    else await db.masks.put({ v: 1, sha256, boxes, at });
    await appendLedger(
      db,
      [{ what: 'mask-set', subject: claimKey, data: { sha256, boxes: boxes.length } }],
      at,
    );
  });
}
