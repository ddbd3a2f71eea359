/** Planes of pixel values into the number layout a network was trained on. */
import type { Plane } from '../../pixels/kernels/resample.ts';

export interface Normalisation {
  /** Order of the channels in the tensor. */
  channels: 'RGB' | 'BGR';
  /** Multiplies the 0..255 value before mean and std. */
  scale: number;
  /** Per channel, in the tensor's own channel order. */
  mean: readonly [number, number, number];
  std: readonly [number, number, number];
}

/** PaddleOCR feeds BGR and keeps ImageNet's numbers in array order: deploy/cpp_infer and det_mv3_db.yml of PaddleOCR. */
export const DETECTOR_INPUT: Normalisation = {
  channels: 'BGR',
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

/** v / 127.5 − 1 on BGR: PaddleOCR's RecResizeImg. */
export const RECOGNISER_INPUT: Normalisation = {
  channels: 'BGR',
  scale: 1 / 255,
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5],
};

/** What becomes of each colour: the tensor's planes in its own order. */
export const planesOf = (how: Normalisation): Plane[] =>
  ([0, 1, 2] as const).map((channel) => ({
    colour: how.channels === 'RGB' ? channel : ((2 - channel) as 0 | 1 | 2),
    gain: how.scale / how.std[channel]!,
    shift: how.mean[channel]! / how.std[channel]!,
  }));

/**
 * Writes R, G, B planes (`width`×`height`, 0..255) normalised into planar `into`, whose rows are `stride` wide.
 * What lies right of `width` keeps its value (zero in a fresh array: the recogniser's padding).
 */
export function fillTensor(
  planes: Float32Array,
  width: number,
  height: number,
  how: Normalisation,
  into: Float32Array,
  stride: number,
): void {
  for (const [channel, { colour, gain, shift }] of planesOf(how).entries()) {
    for (let y = 0; y < height; y++) {
      const from = (colour * height + y) * width;
      const to = (channel * height + y) * stride;
      for (let x = 0; x < width; x++) into[to + x] = planes[from + x]! * gain - shift;
    }
  }
}
