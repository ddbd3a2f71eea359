/** Evening the light: what must stand out, and what must not be made up. */
import { describe, expect, it } from 'vitest';
import { evened, evenPlanes } from '../../../../lib/labels/ocr/even.ts';
import type { Picture } from '../../../../lib/pixels/picture.ts';

const WIDTH = 200;
const HEIGHT = 120;

function picture(tone: (x: number, y: number) => [number, number, number]): Picture {
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4).fill(255);
  for (let y = 0; y < HEIGHT; y++) for (let x = 0; x < WIDTH; x++) data.set(tone(x, y), (y * WIDTH + x) * 4);
  return { width: WIDTH, height: HEIGHT, data };
}

const strip = { x: 0, y: 80, width: WIDTH, height: 40 };
const at = ({ width, data }: Picture, x: number, y: number): number => data[(y * width + x) * 4]!;
/** Strokes of three pixels, six apart. */
const stroke = (x: number): boolean => x % 6 < 3;

describe('evened', () => {
  it('lifts faint white strokes from a nearly white ground, whatever its slope', () => {
    const faint = picture((x) => {
      const ground = 235 + Math.floor(x / 20);
      return stroke(x) ? [252, 252, 252] : [ground, ground, ground];
    });
    const even = evened(faint, strip);
    expect([even.width, even.height]).toEqual([WIDTH, 40]);
    for (const x of [31, 91, 151]) expect(at(even, x, 20) - at(even, x + 3, 20)).toBeGreaterThan(60);
  });

  it('sees white on bright yellow, which differ in one channel alone', () => {
    const yellow = picture((x) => (stroke(x) ? [255, 255, 250] : [255, 255, 205]));
    const even = evened(yellow, strip);
    expect(at(even, 91, 20) - at(even, 94, 20)).toBeGreaterThan(80);
  });

  it('leaves a flat ground flat and the noise of a JPEG faint', () => {
    expect(
      new Set(
        evened(
          picture(() => [250, 249, 251]),
          strip,
        ).data,
      ),
    ).toEqual(new Set([128, 255]));
    const noisy = evened(
      picture((x, y) => [250 + ((x * 7 + y * 13) % 3), 251, 252]),
      strip,
    );
    for (let x = 0; x < WIDTH; x++) expect(Math.abs(at(noisy, x, 20) - 128)).toBeLessThan(15);
  });

  it('takes the mean over what lies inside the strip, at its borders too', () => {
    const slope = evened(
      picture((x, y) => [x, x, y]),
      { x: 0, y: 0, width: WIDTH, height: HEIGHT },
    );
    expect(at(slope, 0, 0)).toBeLessThan(128);
    expect(at(slope, WIDTH - 1, HEIGHT - 1)).toBeGreaterThan(128);
  });
});

describe('evenPlanes', () => {
  it('does to planes what evened does to a picture', () => {
    const photo = picture((x, y) => (stroke(x) ? [250, 252, 251] : [200 + (y % 9), 220, 190 + (x % 17)]));
    const even = evened(photo, strip);
    const n = strip.width * strip.height;
    const planes = new Float32Array(3 * n);
    for (let i = 0; i < n; i++)
      for (const c of [0, 1, 2]) planes[c * n + i] = photo.data[(strip.y * WIDTH + i) * 4 + c]!;
    evenPlanes(planes, strip.width, strip.height, Math.min(WIDTH, HEIGHT));
    let most = 0;
    for (let i = 0; i < n; i++)
      for (const c of [0, 1, 2]) most = Math.max(most, Math.abs(planes[c * n + i]! - even.data[i * 4 + c]!));
    expect(most).toBeLessThan(0.51);
  });
});
