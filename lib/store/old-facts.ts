/**
 * Findings as they were stored before schema 4, whose producers used several names for one fact, brought to the one name
 * of today. Does nothing to a finding that has them already, so rows of old backups go through it, too.
 */
type Facts = Record<string, unknown>;

/** A stored finding of whatever version. */
interface Stored {
  code: string;
  facts: Facts;
}

const HOUR_MS = 3_600_000;

const text = (...values: unknown[]): string | undefined =>
  values.find((value): value is string => typeof value === 'string' && value !== '');

const SAME_BUYER: Record<string, boolean> = { same: true, other: false };

/** Comparisons with another picture: the count of regions is the finding's own list. */
const compared = ({ regions: _, buyer, ...facts }: Facts): Facts =>
  buyer === undefined ? facts : { ...facts, sameBuyer: SAME_BUYER[String(buyer)] ?? null };

const times = ({ marginHours, ...facts }: Facts): Facts => ({
  ...facts,
  capturedAt: text(facts.capturedAt, facts.utc, facts.local, facts.earliest),
  ...(typeof marginHours === 'number' ? { gapMs: Math.round(marginHours * 10) * (HOUR_MS / 10) } : {}),
  ...(facts.clocksDisagree === true ? { clock: 'disagree' } : {}),
});

const BY_CODE: Record<string, (facts: Facts) => Facts> = {
  'copy-of-listing': compared,
  'copy-of-listing-edited': compared,
  'copy-of-other-product': compared,
  'copy-of-shipping-archive': compared,
  'follows-picture-rerendered': compared,
  'same-goods-other-photo': compared,
  'reused-across-claims': compared,
  'reused-edited': compared,
  'before-after-in-claim': compared,
  'shares-part': ({ identicalFiles, ...facts }) =>
    identicalFiles === undefined
      ? { share: 'part', ...compared(facts) }
      : { ...facts, share: 'same-file', n: identicalFiles },
  'ai-label-implicit': (facts) => ({
    ...facts,
    producer: text(facts.vendor, facts.producer, facts.serviceProvider),
    producerCode: text(facts.producerCode, facts.producer),
    propagator: text(facts.propagatorVendor, facts.propagator),
    propagatorCode: text(facts.propagatorCode, facts.propagator),
    contentId: text(facts.producerId, facts.propagatorId, facts.contentId),
  }),
  'ai-source-declared': (facts) => ({
    ...facts,
    declares: text(facts.declares)?.replace(/^declared-/, ''),
    tool: text(facts.tool, facts.value, facts.generator),
  }),
  'camera-credential-valid': (facts) => ({ ...facts, device: text(facts.device, facts.signer) ?? '' }),
  'captured-before-order': times,
  'captured-before-delivery': times,
  'captured-after-claim': times,
  'capture-time-fits': times,
  'editor-trace': ({ savedDaysLater, ...facts }) => ({
    ...facts,
    at: text(facts.at, facts.signedAt),
    ...(typeof savedDaysLater === 'number' ? { savedDaysLater } : {}),
  }),
  screenshot: ({ why, ...facts }) =>
    why === undefined
      ? { ...facts, sign: text(facts.sign, facts.platform, facts.kind) }
      : { ...facts, shape: why },
  'saved-from-web': (facts) => ({ ...facts, sign: text(facts.sign, facts.kind) ?? '' }),
  'generator-file-name': (facts) => ({
    ...facts,
    tool: text(facts.tool, facts.kind) ?? '',
    fileName: text(facts.fileName, facts.raw) ?? '',
  }),
  'label-removed': ({ why, ...facts }) => ({ ...facts, sign: text(facts.sign, why) }),
  'model-score': ({ pack, transform, ...facts }) => ({
    ...facts,
    packTitles: facts.packTitles ?? { en: text(pack) ?? '' },
    input: facts.input ?? transform,
  }),
  'photo-unreadable': (facts) => ('parts' in facts ? { ...facts, why: 'parts' } : facts),
};

/** The finding with its facts under their names of today. */
export function withCurrentFacts<F extends Stored>(finding: F): F {
  // An erased claim's number used to be blanked here; the finding's `against` has it.
  const { claim: _, ...own } = finding.facts;
  const facts = Object.hasOwn(BY_CODE, finding.code) ? BY_CODE[finding.code]?.(own) : own;
  const kept = Object.entries(facts ?? own).filter(([, value]) => value !== undefined);
  return { ...finding, facts: Object.fromEntries(kept) };
}
