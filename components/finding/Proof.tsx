import type { Fact } from '../../lib/claims/finding.ts';
import { t } from '../../lib/i18n/index.ts';
import { timeOf } from '../../lib/images/held.ts';

const text = (fact: Fact | undefined): string => (typeof fact === 'string' ? fact : '');

/** Longest quote shown; the whole is in the evidence package. */
const QUOTED = 400;

/** Where in the file a finding's trace stands, the quoted bytes, and how anybody can see them without this product. */
export function Proof({ facts, heading: Heading }: { facts: Record<string, Fact>; heading: 'h4' | 'h5' }) {
  const place = text(facts.place);
  const raw = text(facts.raw);
  const command = text(facts.command);
  // A time in a video is said in the finding's own words.
  if (!place || timeOf(place) !== undefined) return null;
  return (
    <>
      <Heading>{t('findings.proof.title')}</Heading>
      <dl className="proof">
        <dt>{t('findings.proof.place')}</dt>
        <dd className="mono">{place}</dd>
        {raw && (
          <>
            <dt>{t('findings.proof.raw')}</dt>
            <dd className="mono">{raw.length > QUOTED ? `${raw.slice(0, QUOTED)}…` : raw}</dd>
          </>
        )}
        {command && (
          <>
            <dt>{t('findings.proof.command')}</dt>
            <dd className="mono">{command}</dd>
          </>
        )}
      </dl>
    </>
  );
}
