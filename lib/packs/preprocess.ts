/** A picture into a pack's input tensors, exactly as its manifest says. */

import { fillTensor } from '../labels/ocr/tensor.ts';
import { resample } from '../pixels/kernels/resample.ts';
import type { Picture } from '../pixels/picture.ts';
import type { Rect } from '../pixels/resample.ts';
import type { PackManifest } from './manifest.ts';

export interface PackInput {
  data: Float32Array;
  dims: readonly number[];
  /** The part of the picture this input shows, picture pixels. */
  rect: Rect;
}

/** Inputs per picture; a mosaic of tiles beyond it would take minutes. */
const MOST_INPUTS = 64;
/** Side of one input after resizing. */
const MOST_SIDE = 2_048;

type Input = PackManifest['input'];

/** Size after the manifest's resize, before any crop. */
export function resizedSize(
  { resize }: Input,
  width: number,
  height: number,
): { width: number; height: number } {
  const { fit, size } = resize;
  if (fit === 'none') return { width, height };
  if (fit === 'stretch') return { width: size, height: size };
  const by = fit === 'short-side' ? Math.min(width, height) : Math.max(width, height);
  return {
    width: Math.max(1, Math.round((width * size) / by)),
    height: Math.max(1, Math.round((height * size) / by)),
  };
}

/** Top-left corners of the crops inside a `width`×`height` picture. */
function cropPlaces(crop: NonNullable<Input['crop']>, width: number, height: number): [number, number][] {
  const { how, size } = crop;
  const right = Math.max(0, width - size);
  const bottom = Math.max(0, height - size);
  const centre: [number, number] = [Math.round(right / 2), Math.round(bottom / 2)];
  if (how === 'centre') return [centre];
  if (how === 'five') return [centre, [0, 0], [right, 0], [0, bottom], [right, bottom]];
  const stride = crop.stride ?? size;
  const along = (room: number): number[] => {
    const steps = Math.ceil(room / stride);
    return Array.from({ length: steps + 1 }, (_, i) => Math.min(room, i * stride));
  };
  return along(bottom).flatMap((y) => along(right).map((x): [number, number] => [x, y]));
}

/** All inputs of one picture: one without a crop, otherwise one per crop. Throws a RangeError when there would be too many or too large ones. */
export function packInputs(picture: Picture, input: Input): PackInput[] {
  const full = resizedSize(input, picture.width, picture.height);
  const multiple = input.multipleOf ?? 1;
  const upTo = (n: number): number => Math.max(multiple, Math.round(n / multiple) * multiple);
  if (!input.crop) {
    return [oneInput(picture, input, { x: 0, y: 0, ...full }, full, upTo(full.width), upTo(full.height))];
  }
  const { size } = input.crop;
  const places = cropPlaces(input.crop, full.width, full.height);
  if (places.length > MOST_INPUTS) throw new RangeError(`${places.length} tiles, at most ${MOST_INPUTS}`);
  return places.map(([x, y]) =>
    oneInput(picture, input, { x, y, width: size, height: size }, full, upTo(size), upTo(size)),
  );
}

function oneInput(
  picture: Picture,
  input: Input,
  crop: Rect,
  full: { width: number; height: number },
  width: number,
  height: number,
): PackInput {
  if (Math.max(width, height) > MOST_SIDE) throw new RangeError(`input of ${width}×${height} pixels`);
  const across = picture.width / full.width;
  const down = picture.height / full.height;
  const rect = {
    x: crop.x * across,
    y: crop.y * down,
    width: crop.width * across,
    height: crop.height * down,
  };
  const planes = resample(picture, rect, width, height, input.resize.filter);
  const n = width * height;
  const data = new Float32Array(3 * n);
  fillTensor(planes, width, height, input, data, width);
  if (input.layout === 'NCHW') return { data, dims: [1, 3, height, width], rect };
  const last = new Float32Array(3 * n);
  for (let i = 0; i < n; i++) for (let c = 0; c < 3; c++) last[i * 3 + c] = data[c * n + i]!;
  return { data: last, dims: [1, height, width, 3], rect };
}
