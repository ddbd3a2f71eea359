/** Everything that is known of one case, gathered by the caller from the database: what timeline, texts and package are made of. */
import { utcInstant } from '../claims/instants.ts';
import type {
  ArchiveFileRow,
  CaseRow,
  DecisionRow,
  NoteRow,
  PaymentRow,
  RequestRow,
} from '../store/case-rows.ts';
import type {
  AnchorRow,
  CheckRow,
  ClaimRow,
  EvidenceRow,
  FindingRow,
  FlagRow,
  LedgerRow,
  LibraryImageRow,
  ReadingRow,
  VerdictRow,
} from '../store/rows.ts';
import type { VerdictChange } from '../store/verdict-changes.ts';

export interface Dossier {
  claim: ClaimRow;
  readings: ReadingRow[];
  evidence: EvidenceRow[];
  findings: FindingRow[];
  checks: CheckRow[];
  verdict: VerdictRow | null;
  flag: FlagRow | null;
  case: CaseRow | null;
  notes: NoteRow[];
  requests: RequestRow[];
  decisions: DecisionRow[];
  payments: PaymentRow[];
  /** Saved images that the case refers to, with the title of their product. */
  references: { image: LibraryImageRow; productTitle: string }[];
  archive: ArchiveFileRow[];
  /** Every change of the verdict, oldest first. */
  verdicts: VerdictChange[];
  /** This seat's whole chain, or the stretch of it that spans the case. */
  ledger: LedgerRow[];
  /** Stretches of the log with an authority's answer, by their end; empty where the log is left out. */
  anchors: AnchorRow[];
}

/** The newest decision of a kind; null when there is none. */
export function lastDecision(dossier: Dossier, ...what: DecisionRow['what'][]): DecisionRow | null {
  return (
    dossier.decisions
      .filter((row) => what.length === 0 || what.includes(row.what))
      .sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? 1 : -1))[0] ?? null
  );
}

/** True when a person took any decision on the case after looking at it. */
export const wasReviewed = (dossier: Dossier): boolean =>
  dossier.decisions.some((row) => row.reviewedByPerson);

/** The same case with all its rows in a fixed order, so that what is made of it does not depend on how rows were read. */
export function ordered(dossier: Dossier): Dossier {
  const by = <T>(rows: readonly T[], key: (row: T) => string): T[] =>
    rows
      .map((row) => ({ row, key: key(row) }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
      .map(({ row }) => row);
  return {
    ...dossier,
    readings: by(dossier.readings, (r) => `${utcInstant(r.at)} ${r.id}`),
    evidence: by(
      dossier.evidence,
      (r) => `${String(r.round).padStart(4, '0')} ${utcInstant(r.seenAt)} ${r.id}`,
    ),
    findings: by(dossier.findings, (r) => r.id),
    checks: by(dossier.checks, (r) => r.id),
    notes: by(dossier.notes, (r) => `${utcInstant(r.at)} ${r.id}`),
    requests: by(dossier.requests, (r) => `${utcInstant(r.at)} ${r.id}`),
    decisions: by(dossier.decisions, (r) => `${utcInstant(r.at)} ${r.id}`),
    payments: by(dossier.payments, (r) => `${utcInstant(r.at)} ${r.id}`),
    references: by(dossier.references, ({ image }) => `${utcInstant(image.addedAt)} ${image.id}`),
    archive: by(dossier.archive, (r) => r.id),
  };
}
