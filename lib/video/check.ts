/** What is said of a video: which of its frames are copies, and what only a video can show. */
import * as v from 'valibot';
import { type CheckSpec, code, type FactsIn } from '../claims/check.ts';

const span = {
  /** Seconds from the start of the video, and how many looked-at frames lie between. */
  from: v.number(),
  to: v.number(),
  frames: v.number(),
};

const codes = {
  'video-is-still': code({
    // A phone on a stand films a still thing, too: alone this says nothing.
    strengths: ['context'],
    family: 'context',
    reason: 'CTX',
    hard: 'never',
    facts: v.strictObject({ ...span, seconds: v.number() }),
  }),
  'video-reused': code({
    strengths: ['strong', 'moderate'],
    family: 'reuse',
    reason: 'REUSE-CLAIM',
    hard: 'never',
    facts: v.strictObject({
      ...span,
      /** The same seconds in the other video. */
      sourceFrom: v.number(),
      sourceTo: v.number(),
      sameBuyer: v.nullable(v.boolean()),
      /** The frame of this video that is shown, and the other one's (lib/images/held.ts). */
      place: v.string(),
      sourcePlace: v.string(),
      transform: v.array(v.number()),
    }),
  }),
  'photo-from-video': code({
    // Buyers take stills from their own videos: a fact about the photo, and no sign.
    strengths: ['context'],
    family: 'context',
    reason: 'CTX',
    hard: 'never',
    facts: v.strictObject({
      /** Second of the frame in the video, and the frame as a place in it. */
      at: v.number(),
      sourcePlace: v.string(),
      transform: v.array(v.number()),
    }),
  }),
};

declare module '../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

export const VIDEO_VERSION = '1';

/** The frames of a video, checked as photos are. */
export const videoCheck: CheckSpec = {
  id: 'video',
  codes,
  gives: [
    'copy-of-listing',
    'copy-of-other-product',
    'copy-of-shipping-archive',
    'reused-across-claims',
    'same-flat-picture',
  ],
  page: 'matching',
};
