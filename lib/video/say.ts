/** From what single frames were found to be to one finding per fact, with the time range in which it shows. */
import { type Finding, type FindingCode, factOf } from '../claims/finding.ts';
import { type Place, timeOf } from '../images/held.ts';
import { VIDEO_VERSION, videoCheck } from './check.ts';

/** A finding of matching about one frame. */
export interface FrameFinding {
  /** Running number and seconds of the frame. */
  n: number;
  second: number;
  place: Place;
  /** The frame of the source, where that is a video itself. */
  sourcePlace: Place | undefined;
  finding: Finding;
}

const CHECK = { name: videoCheck.id, version: VIDEO_VERSION };

/**
 * What a frame may say. A hand, a finger or glare in front of a filmed picture is no edit, so a copy with changed places is said
 * as a copy; cut-outs, re-renderings and other photos of the goods are not said of blurred and moving frames at all.
 */
const SAID_AS: { readonly [C in FindingCode]?: FindingCode } = {
  'copy-of-listing': 'copy-of-listing',
  'copy-of-listing-edited': 'copy-of-listing',
  'copy-of-other-product': 'copy-of-other-product',
  'copy-of-shipping-archive': 'copy-of-shipping-archive',
  'reused-across-claims': 'reused-across-claims',
  'same-flat-picture': 'same-flat-picture',
};

/** One frame may be chance; a video with fewer looked-at scenes than this speaks by one. */
const LEAST_FRAMES = 2;
/** Frames of one video found in another one, in the same order, before the videos themselves are called the same. */
const IN_ORDER = 3;

/**
 * A moving frame and another buyer's picture of the same goods are called one picture only where that is sure: two honest buyers of one
 * thing film the same thing.
 */
const SURE_BETWEEN_CLAIMS = 0.9;

const sureness = (finding: Finding): number => Number(factOf(finding, 'confidence') ?? 0);
const confidenceOf = ({ finding }: FrameFinding): number => sureness(finding);
const secondsOf = (place: Place): number => timeOf(place) ?? 0;
const round = (seconds: number): number => Math.round(seconds * 10) / 10;

/** The longest rising run of source times over rising own times. */
function longestInOrder(frames: readonly FrameFinding[]): FrameFinding[] {
  const best: FrameFinding[][] = [];
  for (const [i, frame] of frames.entries()) {
    let before: FrameFinding[] = [];
    for (let k = 0; k < i; k++) {
      const run = best[k]!;
      const last = run.at(-1)!;
      if (last.second < frame.second && secondsOf(last.sourcePlace!) < secondsOf(frame.sourcePlace!))
        if (run.length > before.length) before = run;
    }
    best.push([...before, frame]);
  }
  return best.reduce((a, b) => (b.length > a.length ? b : a), []);
}

function reusedVideo(frames: FrameFinding[]): Finding | null {
  const run = longestInOrder(frames.filter(({ sourcePlace }) => sourcePlace?.startsWith('time-')));
  const [first, last] = [run[0], run.at(-1)];
  if (run.length < IN_ORDER || !first || !last) return null;
  const shown = [...run].sort((a, b) => confidenceOf(b) - confidenceOf(a))[0]!;
  const sameBuyer = factOf(shown.finding, 'sameBuyer') as boolean | null | undefined;
  return {
    code: 'video-reused',
    strength: sameBuyer === false ? 'strong' : 'moderate',
    against: shown.finding.against,
    facts: {
      from: round(first.second),
      to: round(last.second),
      frames: run.length,
      sourceFrom: round(secondsOf(first.sourcePlace!)),
      sourceTo: round(secondsOf(last.sourcePlace!)),
      sameBuyer: sameBuyer ?? null,
      place: shown.place,
      sourcePlace: shown.sourcePlace!,
      transform: (factOf(shown.finding, 'transform') as number[] | undefined) ?? [],
    },
    check: CHECK,
  };
}

/**
 * One finding per code and source, from the frame that shows it best, never above moderate.
 * @param scenes how many differing frames were looked at
 */
export function sayFrames(frames: readonly FrameFinding[], scenes: number): Finding[] {
  const groups = new Map<string, FrameFinding[]>();
  for (const frame of frames) {
    const code = SAID_AS[frame.finding.code];
    const { against } = frame.finding;
    if (!code || !against) continue;
    if (code === 'reused-across-claims' && confidenceOf(frame) < SURE_BETWEEN_CLAIMS) continue;
    const key = [code, against.sha256, against.claim ?? '', against.product ?? ''].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), frame]);
  }
  const out: Finding[] = [];
  for (const group of groups.values()) {
    const numbers = new Set(group.map(({ n }) => n));
    if (numbers.size < Math.min(LEAST_FRAMES, scenes)) continue;
    const video = group[0]?.finding.code === 'reused-across-claims' ? reusedVideo(group) : null;
    if (video) {
      out.push(video);
      continue;
    }
    const shown = [...group].sort((a, b) => confidenceOf(b) - confidenceOf(a))[0]!;
    const times = group.map(({ second }) => second);
    out.push({
      ...shown.finding,
      code: SAID_AS[shown.finding.code]!,
      strength: shown.finding.strength === 'context' ? 'context' : 'moderate',
      facts: {
        ...shown.finding.facts,
        place: shown.place,
        ...(shown.sourcePlace ? { sourcePlace: shown.sourcePlace } : {}),
        filmFrom: round(Math.min(...times)),
        filmTo: round(Math.max(...times)),
        filmFrames: numbers.size,
      },
      check: CHECK,
    } as Finding);
  }
  return out;
}

/** Says that a photo of a claim is a still of a video of the same claim. `transform` maps photo pixels to the frame's. */
export const stillFromVideo = (
  photo: string,
  video: string,
  transform: number[],
  sourcePlace: Place,
): Finding => ({
  code: 'photo-from-video',
  strength: 'context',
  photo,
  against: { kind: 'same-claim', sha256: video },
  facts: { at: round(secondsOf(sourcePlace)), sourcePlace, transform },
  check: CHECK,
});

/** Whether a finding may be said of a photo whose source is a moving frame: what differs from one is no edit. */
const SAID_OF_FRAMES: ReadonlySet<FindingCode> = new Set([
  'reused-across-claims',
  'copy-of-shipping-archive',
]);

/** The findings about sources that are videos, as weak as a moving frame makes them; all others as they are. */
export function cautious(findings: readonly Finding[], framesOf: ReadonlyMap<string, Place>): Finding[] {
  return findings.flatMap((finding) => {
    const sourcePlace = framesOf.get(finding.against?.sha256 ?? '');
    if (!sourcePlace) return [finding];
    if (!SAID_OF_FRAMES.has(finding.code)) return [];
    if (finding.code === 'reused-across-claims' && sureness(finding) < SURE_BETWEEN_CLAIMS) return [];
    return [{ ...finding, strength: 'moderate', facts: { ...finding.facts, sourcePlace } } as Finding];
  });
}

/**
 * The findings about stills of the seller's packing videos, as weak as a moving frame makes them: the buyer's own photo shows the same goods, and
 * what differs from one frame may stand in the next. Only a sure copy is said at all.
 */
export function cautiousOfPacking(findings: readonly Finding[], stills: ReadonlySet<string>): Finding[] {
  return findings.flatMap((finding) => {
    if (finding.against?.kind !== 'archive' || !stills.has(finding.against.sha256)) return [finding];
    const isSure = finding.code === 'copy-of-shipping-archive' && sureness(finding) >= SURE_BETWEEN_CLAIMS;
    return isSure ? [{ ...finding, strength: 'moderate' } as Finding] : [];
  });
}

/** Shorter clips hold still by chance, in seconds. */
const LEAST_STILL = 2;

/** Says that the whole video shows one unmoving picture; nothing otherwise. */
export function stillFinding(reading: {
  video: { from: number; to: number } | null;
  still: boolean;
  looked: number;
}): Finding[] {
  const { video, still, looked } = reading;
  if (!video || !still || video.to - video.from < LEAST_STILL) return [];
  return [
    {
      code: 'video-is-still',
      strength: 'context',
      facts: {
        from: round(video.from),
        to: round(video.to),
        frames: looked,
        seconds: round(video.to - video.from),
      },
      check: CHECK,
    },
  ];
}
