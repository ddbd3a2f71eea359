/** Everything that is known of one case, gathered by the caller from the database: what timeline, texts and package are made of. */
import type {
  ArchiveFileRow,
  CaseRow,
  DecisionRow,
  NoteRow,
  PaymentRow,
  RequestRow,
} from '../store/case-rows.ts';
import type {
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
  /** This seat's whole chain, or the stretch of it that spans the case. */
  ledger: LedgerRow[];
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
