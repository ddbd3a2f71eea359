import type { Verdict } from '../../lib/claims/finding.ts';

export type VerdictLevel = Verdict | 'waiting' | 'checking' | 'failed';

/** The level's own shape, so that it is told without colour: rings for little, diamonds for something to see, a label for a file's own words. */
export function VerdictShape({ level }: { level: VerdictLevel }) {
  return (
    <svg
      className={level === 'checking' ? 'level-shape spin' : 'level-shape'}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {SHAPES[level]}
    </svg>
  );
}

const SHAPES: Record<VerdictLevel, React.ReactNode> = {
  'no-anomaly': <circle cx="8" cy="8" r="5.4" />,
  'not-enough-information': <circle cx="8" cy="8" r="5.4" strokeDasharray="2.2 3.4" />,
  'worth-checking': <path d="M8 1.9 14.1 8 8 14.1 1.9 8Z" />,
  'several-signs': (
    <>
      <path d="M6.2 3.2 11 8l-4.8 4.8L1.4 8Z" fill="currentColor" />
      <path d="m9.8 3.2 4.8 4.8-4.8 4.8" />
    </>
  ),
  'file-declares-ai': (
    <>
      <path d="M1.8 3.4h8.6L14.4 8l-4 4.6H1.8Z" fill="currentColor" />
      <path d="M4.6 6.6h4M4.6 9.4h2.6" stroke="var(--level-knock, #fff)" strokeWidth="1.5" />
    </>
  ),
  waiting: <path d="M3 8h.01M8 8h.01M13 8h.01" strokeWidth="2.6" />,
  checking: <path d="M13.4 8A5.4 5.4 0 1 1 8 2.6" />,
  failed: (
    <>
      <circle cx="8" cy="8" r="5.4" />
      <path d="m4.4 11.6 7.2-7.2" />
    </>
  ),
};
