/**
 * Clips as honest buyers film them: a hand-held camera that goes over several *different* real photos of one thing, with sensor noise,
 * lamp flicker and cross-fades where the camera would turn. The library holds other photos of the same thing.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SAMPLES } from '../samples.ts';
import { handHeld } from './camera.ts';
import { AVC, ffmpeg } from './ffmpeg.ts';

const FPS = 10;
/** Seconds a photo is shown, and of the cross-fade to the next. */
const SHOWN = 2.4;
const FADE = 0.4;
const SIZE = { width: 540, height: 720 };

export interface Subject {
  name: string;
  /** What the seller has of it. */
  listings: string[];
  /** What the clip goes over. */
  photos: string[];
}

const jpegs = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.jpg'))
    .sort()
    .map((file) => join(folder, file));

/** Every object of the samples that was photographed several times: 31. */
export function subjects(): Subject[] {
  const of = (kind: string, isListing: (file: string) => boolean): Subject[] =>
    readdirSync(join(SAMPLES, 'photos', kind))
      .sort()
      .map((name) => {
        const files = jpegs(join(SAMPLES, 'photos', kind, name));
        return {
          name,
          listings: files.filter((file) => isListing(file)),
          photos: files.filter((file) => !isListing(file)),
        };
      });
  return [
    ...of('same-object', (file) => /[/\\][01]\.jpg$/.test(file)),
    ...of('packages', (file) => file.endsWith('listing.jpg')),
  ];
}

/** Films the photos one after the other into `to`. */
export function filmGenuine(photos: readonly string[], to: string, seed: number, codec = AVC): void {
  mkdirSync(dirname(to), { recursive: true });
  const frames = Math.round(SHOWN * FPS);
  const { width, height } = SIZE;
  const inputs = photos.flatMap((photo) => [
    '-loop',
    '1',
    '-framerate',
    String(FPS),
    '-t',
    String(SHOWN),
    '-i',
    photo,
  ]);
  const moved = photos.map((_, i) => {
    const wide = (seed + i) % 3 === 0;
    const zoom: [number, number] = wide ? [0.92, 0.8] : [0.62, 0.8];
    const move = handHeld({ zoom, pan: 0.08, shake: 0.008, turn: 4, tilt: 0.02 }, frames, seed * 31 + i);
    const cover = `scale=${width * 1.5}:${height * 1.5}:force_original_aspect_ratio=increase,crop=${width * 1.5}:${height * 1.5}`;
    return `[${i}:v]${cover},setsar=1,${move},scale=${width}:${height},fps=${FPS},format=yuv420p[p${i}]`;
  });
  const fades = photos.slice(1).map((_, i) => {
    const offset = ((i + 1) * (SHOWN - FADE)).toFixed(2);
    const before = i === 0 ? '[p0]' : `[f${i - 1}]`;
    return `${before}[p${i + 1}]xfade=duration=${FADE}:offset=${offset}[f${i}]`;
  });
  const last = photos.length > 1 ? `[f${photos.length - 2}]` : '[p0]';
  const light = `eq=brightness='0.03*sin(2*PI*t*1.3+${seed})':contrast=1.03:eval=frame,noise=alls=${5 + (seed % 5)}:allf=t`;
  const graph = [...moved, ...fades, `${last}${light},format=yuv420p[out]`].join(';');
  ffmpeg(...inputs, '-filter_complex', graph, '-map', '[out]', ...codec, to);
}
