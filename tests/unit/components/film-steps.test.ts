import { describe, expect, it } from 'vitest';
import { stepFrom } from '../../../components/photo/film/film-steps.ts';

const frames = [0, 1.2, 2.4, 3.6].map((at) => ({ at, found: at === 1.2 || at === 3.6 }));

describe('going through the frames of a video', () => {
  it('begins at either end', () => {
    expect([stepFrom(frames, null, 1), stepFrom(frames, null, -1)]).toEqual([0, 3.6]);
    expect(stepFrom([], null, 1)).toBeNull();
  });

  it('goes one by one, also from where a player really stopped', () => {
    expect([stepFrom(frames, 1.2, 1), stepFrom(frames, 1.21, 1), stepFrom(frames, 1.19, -1)]).toEqual([
      2.4, 2.4, 0,
    ]);
    expect([stepFrom(frames, 3.6, 1), stepFrom(frames, 0, -1)]).toEqual([null, null]);
  });

  it('jumps to what a finding names', () => {
    expect([
      stepFrom(frames, 0, 1, true),
      stepFrom(frames, 1.2, 1, true),
      stepFrom(frames, 3.6, -1, true),
    ]).toEqual([1.2, 3.6, 1.2]);
  });
});
