/** The pictures that a file holds beside the one that is shown: alike ones say nothing, what differs is a finding. */
import type { Finding, FindingOf } from '../../claims/finding.ts';
import { decodeCheck } from '../../images/checks.ts';
import { type Decoded, decode, decodeFrames } from '../../images/decode.ts';
import type { Held, Place } from '../../images/held.ts';
import { fingerprint } from '../../match/index.ts';
import type { Picture } from '../../pixels/picture.ts';
import { compareThumbnail } from '../../provenance/index.ts';
import type { Inspection } from './protocol.ts';

/** Enough to be told apart and found by; the working copy of matching has this side too. */
const SIDE = 1_024;
/** Frames are told apart small: an animation has dozens. */
const FRAME_SIDE = 256;
/** Different pictures of one file that are searched for. */
const MOST_SEARCHED = 3;

/** Different pictures that are counted. */
const MOST_DIFFERING = 8;

const CHECK = { name: decodeCheck.id, version: '1' };

export interface OtherPictures {
  others: Inspection['others'];
  findings: Finding[];
}

const isFrame = (place: Place): boolean => place.startsWith('frame-');
const indexOf = (place: Place): number => Number(place.slice('frame-'.length));

/**
 * Looks at every further picture of a file. Pictures that cannot be decoded count as unseen.
 * @param search whether those that differ are to be searched for
 */
export async function lookAtOthers(
  bytes: Uint8Array,
  held: Held,
  main: Decoded,
  search: boolean,
): Promise<OtherPictures> {
  const differing: Place[] = [];
  // A frame repeats others more often than not: each drawing counts once.
  const distinct: Picture[] = [main.picture];
  let looked = 0;
  const meet = (picture: Picture, place: Place): void => {
    looked += 1;
    // In a video every frame is another one: enough is known.
    if (differing.length >= MOST_DIFFERING || distinct.some((known) => alike(picture, known))) return;
    distinct.push(picture);
    differing.push(place);
  };
  const frames = held.others.filter(isFrame).map(indexOf);
  try {
    if (frames.length)
      await decodeFrames(bytes, frames, FRAME_SIDE, (picture, i) => meet(picture, `frame-${i}`));
  } catch {
    // The frames behind a broken one are counted as unseen.
  }
  for (const place of held.others) {
    if (isFrame(place)) continue;
    try {
      meet((await decode(bytes, SIDE, { place })).picture, place);
    } catch {
      // Likewise.
    }
  }
  const unseen = held.unseen + held.others.length - looked;
  const others: Inspection['others'] = [];
  if (search) {
    for (const place of differing.slice(0, MOST_SEARCHED)) {
      const { picture } = await decode(bytes, SIDE, { place });
      others.push({ place, query: fingerprint(picture) });
    }
  }
  return { others, findings: sayOthers(held, differing, unseen) };
}

/** Whether two pictures show the same, as far as small grey copies tell; the two shots of a stereo pair do not. */
function alike(one: Picture, other: Picture): boolean {
  const { result } = compareThumbnail(one, other);
  // A blank one shows nothing that could be another thing.
  return result === 'same' || result === 'flat';
}

/** As a person counts them: frames from 1, other pictures after the one that is shown. */
const numberOf = (held: Held, place: Place): number =>
  isFrame(place) ? indexOf(place) + 1 : held.others.indexOf(place) + 2;

/** What is said of the other pictures: those that differ, and how many were not looked at. */
export function sayOthers(held: Held, differing: Place[], unseen: number): Finding[] {
  const out: Finding[] = [];
  const animated = held.frames > 1;
  const [place] = differing;
  if (place !== undefined) {
    const finding: FindingOf<'holds-other-picture'> = {
      code: 'holds-other-picture',
      strength: 'context',
      facts: {
        kind: animated ? 'frames' : 'pictures',
        place,
        places: differing,
        numbers: differing.map((one) => numberOf(held, one)),
        frames: held.frames,
      },
      check: CHECK,
    };
    out.push(finding);
  }
  if (unseen > 0)
    out.push({
      code: 'photo-seen-in-part',
      strength: 'context',
      facts: { why: animated ? 'one-frame' : 'other-pictures', unseen, frames: held.frames },
      check: CHECK,
    });
  return out;
}

/** Says that a part of the picture is missing in the file; null when all of it is there. */
export const cutShort = ({ seenShare, endsEarly }: Decoded): Finding | null =>
  endsEarly
    ? {
        code: 'photo-seen-in-part',
        strength: 'context',
        facts: { why: 'cut-short', percent: Math.max(1, Math.floor(seenShare * 100)) },
        check: CHECK,
      }
    : null;
