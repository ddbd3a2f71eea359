/** Pictures are drawn on kept surfaces and read back into kept memory: the pixels are theirs alone, and each browser is asked as it answers fastest. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

type Module = typeof import('../../../lib/images/surface.ts');

/** Stands for a bitmap: one value a pixel. */
const bitmap = (value: number) => ({ value }) as unknown as ImageBitmap;

interface Reading {
  surface: [number, number];
  height: number;
}

const readings: Reading[] = [];
let made = 0;

/** A canvas that keeps a value for each pixel; what was drawn before stays where nothing is drawn over it. */
class Canvas {
  readonly values: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.values = new Uint8ClampedArray(width * height);
    made++;
  }
  getContext() {
    const { values, width: own } = this;
    const paint = (value: number, w: number, h: number): void => {
      for (let y = 0; y < h; y++) values.fill(value, y * own, y * own + w);
    };
    return {
      canvas: this,
      fillStyle: '',
      imageSmoothingQuality: '',
      fillRect: (_x: number, _y: number, w: number, h: number) => paint(255, w, h),
      drawImage: ({ value }: { value: number }, _x: number, _y: number, w: number, h: number) =>
        paint(value, w, h),
      getImageData: (_x: number, from: number, w: number, h: number) => {
        readings.push({ surface: [own, this.height], height: h });
        const data = new Uint8ClampedArray(4 * w * h);
        for (let y = 0; y < h; y++)
          for (let x = 0; x < w; x++)
            data.fill(values[(from + y) * own + x]!, 4 * (y * w + x), 4 * (y * w + x) + 4);
        return { data };
      },
    };
  }
}

async function loaded(userAgent: string): Promise<Module> {
  vi.resetModules();
  vi.stubGlobal('navigator', { userAgent });
  vi.stubGlobal('OffscreenCanvas', Canvas);
  return import('../../../lib/images/surface.ts');
}

const CHROMIUM = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

beforeEach(() => {
  readings.length = 0;
  made = 0;
});
afterEach(() => vi.unstubAllGlobals());

describe.each([
  ['Chromium', CHROMIUM],
  ['Firefox', FIREFOX],
])('a drawn picture in %s', (_, userAgent) => {
  it('holds its own pixels alone, in new memory and in memory that was given back', async () => {
    const { drawn, giveBack } = await loaded(userAgent);
    giveBack(drawn(bitmap(9), 900, 700));
    for (const [value, width, height] of [
      [40, 800, 600],
      [80, 640, 700],
      [120, 20, 10],
    ] as const) {
      const picture = drawn(bitmap(value), width, height);
      expect(picture.data).toHaveLength(4 * width * height);
      expect(picture.data.every((one) => one === value)).toBe(true);
      giveBack(picture);
      expect(picture.data).toHaveLength(0);
    }
  });

  it('keeps its pixels when the next one is drawn', async () => {
    const { drawn, giveBack } = await loaded(userAgent);
    giveBack(drawn(bitmap(9), 900, 700));
    const first = drawn(bitmap(40), 800, 600);
    drawn(bitmap(80), 800, 600);
    expect(first.data.every((one) => one === 40)).toBe(true);
  });
});

it('is drawn on a surface of its size and read in one go in Firefox, which copies the whole surface for each reading', async () => {
  const { drawn, giveBack } = await loaded(FIREFOX);
  for (let i = 0; i < 3; i++) giveBack(drawn(bitmap(i), 900, 700));
  expect(readings).toEqual(Array(3).fill({ surface: [900, 700], height: 700 }));
  expect(made).toBe(1);
});

it('is read in strips into memory that is there already in Chromium, on one surface for all sizes', async () => {
  const { drawn, giveBack } = await loaded(CHROMIUM);
  giveBack(drawn(bitmap(1), 900, 700));
  readings.length = 0;
  drawn(bitmap(2), 800, 600);
  expect(readings.length).toBeGreaterThan(1);
  expect(readings.reduce((sum, { height }) => sum + height, 0)).toBe(600);
  expect(made).toBe(1);
});
