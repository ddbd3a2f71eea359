/** The finding that a paper about a case begins with. */
import { type Finding, strengthRank } from '../claims/finding.ts';
import type { FindingRow } from '../store/rows.ts';
import type { Dossier } from './dossier.ts';

/** What only the case knows for the words of a finding: the title of the product it names. */
export const productOf = (dossier: Dossier, finding: Finding): { product?: string } => {
  const title = dossier.references.find(
    ({ image }) => image.sha256 === finding.against?.sha256,
  )?.productTitle;
  return title ? { product: title } : {};
};

/** Strongest first, of one strength the one with a picture to show; null where nothing speaks against the claim. */
export function leadingFinding(dossier: Dossier): FindingRow | null {
  const because = new Set(dossier.verdict?.because ?? []);
  const about = ({ finding }: FindingRow) =>
    finding.strength !== 'context' && finding.strength !== 'supports-claim';
  const pictured = ({ against, region }: Finding) =>
    Number(Boolean(against)) + Number(Boolean(region?.length));
  return (
    [...dossier.findings]
      .filter(about)
      .sort(
        (a, b) =>
          strengthRank(a.finding.strength) - strengthRank(b.finding.strength) ||
          pictured(b.finding) - pictured(a.finding) ||
          Number(because.has(b.id)) - Number(because.has(a.id)) ||
          (a.id < b.id ? -1 : 1),
      )[0] ?? null
  );
}
