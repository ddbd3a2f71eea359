/** Which of the AI labels that were read on single frames of a video are laid over it. */
import { type Finding, factOf, type Region } from '../claims/finding.ts';
import { LABELS_CHECK } from '../labels/index.ts';
import { LEXICON } from '../labels/lexicon/lexicon.ts';
import { type Span, secondIn } from './sparse/spans.ts';

/** One frame that was read. */
export interface ReadFrame {
  second: number;
  /** The frame as a place in the file (lib/images/held.ts). */
  place: string;
  /** Number of what it shows: frames that show the same (scenes.ts) share it. */
  scene: number;
  /** Longest side in pixels, in which the findings' regions are given. */
  side: number;
  /** What the label check says of it as a picture. */
  findings: readonly Finding[];
}

/** Frames of different scenes in which a label must stand, and seconds from the first to the last of them. */
const LEAST_FRAMES = 3;
const LEAST_SECONDS = 1;
/**
 * How far apart a label's middle may be read in two frames, as a share of the longest side. What is laid over a video stands still to the
 * pixel, and reading moves its box by a few; what is printed on the goods goes with them and with the camera's hand.
 */
const APART = 0.01;

/** Phrases that say AI by themselves. A product's bare name may be what a user of a platform is called. */
const PHRASES = new Set(LEXICON.filter(({ kind }) => kind === 'label').map(({ text }) => text));

interface Seen {
  frame: ReadFrame;
  finding: Finding;
  region: Region;
}

/** Freely read words that say AI, laid over the frame as labels are; or a maker's mark. */
function counts(finding: Finding): boolean {
  if (finding.code !== 'ai-label-visible') return false;
  if (factOf(finding, 'mark') === 'sparkle') return true;
  return (
    factOf(finding, 'setting') === 'overlay' &&
    factOf(finding, 'how') === 'read' &&
    PHRASES.has(String(factOf(finding, 'entry')))
  );
}

const nameOf = ({ finding }: Seen): string => String(factOf(finding, 'entry') ?? factOf(finding, 'mark'));

const scoreOf = ({ finding }: Seen): number =>
  Number(factOf(finding, 'recogniserScore') ?? factOf(finding, 'templateScore') ?? 0);

const middle = ({ frame: { side }, region: { x, y, width, height } }: Seen): [number, number] => [
  (x + width / 2) / side,
  (y + height / 2) / side,
];

const atOnePlace = (a: Seen, b: Seen): boolean => {
  const [[ax, ay], [bx, by]] = [middle(a), middle(b)];
  return Math.abs(ax - bx) <= APART && Math.abs(ay - by) <= APART;
};

/** Whether it was seen often and long enough, over pictures that differ, to stand over the video and not in what was filmed. */
function isLaidOver(group: readonly Seen[]): boolean {
  const seconds = group.map(({ frame }) => frame.second);
  const scenes = new Set(group.map(({ frame }) => frame.scene));
  return scenes.size >= LEAST_FRAMES && Math.max(...seconds) - Math.min(...seconds) >= LEAST_SECONDS;
}

const round = (seconds: number): number => Math.round(seconds * 10) / 10;

/** One finding per label that recurs at one place of the frame, from the frame that shows it best; never above moderate. */
export function labelsOverFilm(frames: readonly ReadFrame[]): Finding[] {
  const seen = frames.flatMap((frame) =>
    frame.findings.flatMap((finding): Seen[] => {
      const [region] = finding.region ?? [];
      return region && counts(finding) ? [{ frame, finding, region }] : [];
    }),
  );
  const best = new Map<string, Seen[]>();
  for (const one of seen) {
    const name = nameOf(one);
    const group = seen.filter((other) => nameOf(other) === name && atOnePlace(one, other));
    if (isLaidOver(group) && group.length > (best.get(name)?.length ?? 0)) best.set(name, group);
  }
  return [...best.values()].map((group) => {
    const shown = group.reduce((a, b) => (scoreOf(b) > scoreOf(a) ? b : a));
    const seconds = group.map(({ frame }) => frame.second);
    return {
      ...shown.finding,
      strength: 'moderate',
      facts: {
        ...shown.finding.facts,
        place: shown.frame.place,
        filmFrom: round(Math.min(...seconds)),
        filmTo: round(Math.max(...seconds)),
        filmFrames: new Set(group.map(({ frame }) => frame.second)).size,
      },
      check: { ...LABELS_CHECK },
    } as Finding;
  });
}

/** Frames that are read at first, and in all where one of those shows something. */
const FIRST = 3;
const ALL = 6;

/**
 * When to read: the first times lie spread over the whole, and so do all.
 * @param spans the seconds that can be drawn, rising
 */
export function timesToRead(spans: readonly Span[]): { first: number[]; rest: number[] } {
  const all = Array.from({ length: ALL }, (_, i) => secondIn(spans, (i + 0.5) / ALL));
  const step = ALL / FIRST;
  return {
    first: all.filter((_, i) => i % step === 0),
    rest: all.filter((_, i) => i % step !== 0),
  };
}
