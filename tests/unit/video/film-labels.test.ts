/** A label over a video is one that stands at one place of differing frames; whatever moves with the goods, or a bare name, is none. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../lib/claims/finding.ts';
import { validFinding } from '../../../lib/verdict/validate.ts';
import { labelsOverFilm, type ReadFrame, timesToRead } from '../../../lib/video/film-labels.ts';

const FACTS = {
  mark: 'text',
  text: 'AI生成',
  line: 'AI生成',
  entry: 'AI生成',
  entrySource: 's',
  how: 'read',
  edits: 0,
  recogniserScore: 0.95,
  position: 'bottom-right',
  which: 'bottom-right AI生成',
  heightShare: 0.05,
  setting: 'overlay',
  tiltDeg: 0,
  neighbourLines: 0,
  inkSpread: 0,
};

const SPARKLE = {
  mark: 'sparkle',
  which: 'sparkle',
  text: '✦',
  producer: 'Google Gemini',
  templateScore: 0.8,
  opacity: 0.5,
  position: 'bottom-right',
  heightShare: 0.05,
};

interface Look {
  x?: number;
  scene?: number;
  facts?: Record<string, unknown>;
}

const frame = (second: number, { x = 800, scene = second, facts = {} }: Look = {}): ReadFrame => ({
  second,
  place: `time-${second * 1_000}`,
  scene,
  side: 1_024,
  findings: [
    {
      code: 'ai-label-visible',
      strength: 'strong',
      photo: 'video',
      region: [{ x, y: 700, width: 100, height: 28, area: 2_800 }],
      facts: facts.mark === 'sparkle' ? facts : { ...FACTS, ...facts },
      check: { name: 'labels', version: '1' },
    } as Finding,
  ],
});

const three = (look: Look = {}): ReadFrame[] => [1, 3, 5].map((second) => frame(second, look));

describe('labelsOverFilm', () => {
  it('says a label once, with its time range, from the frame that shows it best, and never as strong', () => {
    const frames = [frame(1), frame(3, { x: 804, facts: { recogniserScore: 0.99 } }), frame(5, { x: 797 })];
    const [said, ...more] = labelsOverFilm(frames);
    expect(more).toEqual([]);
    expect(validFinding(said!)).toMatchObject({
      strength: 'moderate',
      facts: { place: 'time-3000', filmFrom: 1, filmTo: 5, filmFrames: 3 },
    });
  });

  it('takes a mark as it takes words', () => {
    expect(labelsOverFilm(three({ facts: SPARKLE }))).toMatchObject([{ facts: { mark: 'sparkle' } }]);
  });

  it.each<[string, ReadFrame[]]>([
    ['in two frames only', three().slice(0, 2)],
    ['that goes with the goods', [frame(1), frame(3, { x: 830 }), frame(5, { x: 770 })]],
    ['over one picture that is held', three({ scene: 1 })],
    ['within a second', [0, 0.3, 0.6].map((second) => frame(second))],
    ['that is printed', three({ facts: { setting: 'printed' } })],
    ['away from the edges', three({ facts: { setting: 'unsure' } })],
    ['that only the lexicon fits', three({ facts: { how: 'fitted' } })],
    ["that is a product's bare name", three({ facts: { entry: '通义', text: '通义' } })],
    [
      'that says something else each time',
      [frame(1), frame(3, { facts: { entry: '由AI生成' } }), frame(5, { facts: { entry: 'AI合成' } })],
    ],
  ])('says nothing of a label %s', (_, frames) => expect(labelsOverFilm(frames)).toEqual([]));
});

describe('timesToRead', () => {
  it('lies spread over the video from the first few on', () => {
    const { first, rest } = timesToRead([{ from: 0, to: 12 }]);
    expect(first).toEqual([1, 5, 9]);
    expect(rest).toEqual([3, 7, 11]);
  });

  it('keeps to the seconds that can be drawn', () => {
    const spans = [
      { from: 0, to: 6 },
      { from: 60, to: 66 },
    ];
    expect(timesToRead(spans)).toEqual({ first: [1, 5, 63], rest: [3, 61, 65] });
  });
});
