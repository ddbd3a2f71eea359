/**
 * Public checkers that makers of generators run for their own marks, as data. Invisible marks (SynthID) can't be read on this
 * machine; the maker's own answer can be filed with the case. Nothing is sent by the extension: a person opens the page.
 */
import type { Finding } from '../claims/finding.ts';

export interface Checker {
  id: string;
  name: string;
  /** Opened in a tab of its own by a click. */
  url: string;
  /** What it looks for, as its maker says. */
  marks: readonly string[];
  /** Types it takes, and the largest file in bytes where that is stated. */
  mimes: readonly string[];
  maxBytes: number | null;
  signIn: boolean;
  /** Names of the makers whose pictures it knows, in signers, agents, labels and file names. */
  makers: RegExp;
  source: string;
  /** When the source was read. */
  read: string;
}

/**
 * Large makers must offer such a tool to everybody free of charge (California SB 942, Business and Professions Code
 * § 22757.2; operative since 2026-08-02), so the list will grow.
 */
export const CHECKERS: readonly Checker[] = [
  {
    id: 'openai',
    name: 'OpenAI Verify',
    url: 'https://openai.com/verify',
    marks: ['C2PA', 'SynthID'],
    mimes: ['image/png', 'image/jpeg', 'image/webp'],
    maxBytes: null,
    signIn: false,
    makers: /open ?ai|chatgpt|dall[·\-. ]?e|gpt-?4o|gpt-image|\bsora\b/i,
    source: 'OpenAI announcement of 2026-05-19 and press of that week: images of ChatGPT, the API and Codex',
    read: '2026-11-29',
  },
  {
    id: 'google',
    name: 'Google Gemini',
    url: 'https://gemini.google.com/',
    marks: ['SynthID', 'C2PA'],
    mimes: ['image/png', 'image/jpeg', 'image/webp', 'image/heic', 'image/heif'],
    maxBytes: 100_000_000,
    signIn: true,
    makers: /google|gemini|imagen|nano banana|pixel studio/i,
    source:
      'Google support, Gemini Apps: "Verify AI-generated content" (answer 16722517): one picture, up to 100 MB',
    read: '2026-11-29',
  },
  {
    id: 'content-credentials',
    name: 'Content Credentials Verify',
    url: 'https://contentcredentials.org/verify',
    marks: ['C2PA'],
    mimes: ['image/png', 'image/jpeg', 'image/webp', 'image/heic', 'image/avif', 'image/tiff', 'image/gif'],
    maxBytes: null,
    signIn: false,
    makers:
      /adobe|firefly|photoshop|microsoft|designer|black forest|flux|truepic|leica|nikon|sony|canon|samsung/i,
    source: 'Content Authenticity Initiative: public inspector of content credentials',
    read: '2026-11-29',
  },
];

/** Findings that name a maker, or let one be suspected. */
const TELLING: ReadonlySet<string> = new Set([
  'ai-source-declared',
  'ai-label-implicit',
  'ai-label-visible',
  'generator-trace',
  'generator-file-name',
  'generator-size',
  'credential-signer',
  'credential-broken',
  'label-removed',
  'model-score',
]);
/** Those that suspect a generator without naming one: every checker of a generator is offered. */
const SUSPECTING: ReadonlySet<string> = new Set([
  'generator-size',
  'generator-file-name',
  'label-removed',
  'model-score',
]);

export interface Offer {
  photo: string;
  checkers: Checker[];
}

/** The checkers worth asking about each photo, from what was found about it. Photos without a reason are left out. */
export function offersOf(findings: readonly Finding[]): Offer[] {
  const byPhoto = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (!finding.photo || !TELLING.has(finding.code)) continue;
    byPhoto.set(finding.photo, [...(byPhoto.get(finding.photo) ?? []), finding]);
  }
  return [...byPhoto].flatMap(([photo, own]) => {
    const said = own
      .map((finding) => JSON.stringify(finding.facts))
      .join(' ')
      .slice(0, 100_000);
    const named = CHECKERS.filter((checker) => checker.makers.test(said));
    const suspected = own.some((finding) => SUSPECTING.has(finding.code));
    const checkers =
      named.length > 0 ? named : suspected ? CHECKERS.filter((c) => c.marks.includes('SynthID')) : [];
    return checkers.length > 0 ? [{ photo, checkers }] : [];
  });
}
