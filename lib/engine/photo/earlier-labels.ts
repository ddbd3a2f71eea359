/** Labels that earlier versions of a photo carried, as far as this shop's own evidence knows them. */
import type { EarlierLabel } from '../../labels/index.ts';
import type { ClaimLensDb } from '../../store/db.ts';

/** Inverse of a row-major 3 × 3 matrix; null when it has none. */
export function inverse(m: readonly number[]): number[] | null {
  const [a, b, c, d, e, f, g, h, i] = m as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  if (!Number.isFinite(det) || Math.abs(det) < 1e-12) return null;
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ].map((value) => value / det);
}

/** For every photo that this one was found to be derived from: the labels read on it, mapped into this photo's own pixels. */
export async function earlierLabels(
  db: ClaimLensDb,
  claimKey: string,
  sha256: string,
): Promise<EarlierLabel[]> {
  const out: EarlierLabel[] = [];
  for (const { finding } of await db.findings
    .where('[claimKey+sha256]')
    .equals([claimKey, sha256])
    .toArray()) {
    const { against, facts } = finding;
    if (
      !against ||
      (against.kind !== 'claim' && against.kind !== 'same-claim') ||
      !Array.isArray(facts.transform)
    )
      continue;
    const toThis = inverse(facts.transform.map(Number));
    if (!toThis) continue;
    for (const { finding: label } of await db.findings.where('sha256').equals(against.sha256).toArray()) {
      const region = label.region?.[0];
      if (label.code !== 'ai-label-visible' || !region) continue;
      out.push({
        sha256: against.sha256,
        claim: against.claim,
        text: String(label.facts.text ?? ''),
        region,
        toThis,
      });
    }
  }
  return out;
}
