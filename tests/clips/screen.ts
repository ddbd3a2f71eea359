/**
 * A listing picture on a screen, filmed by hand: the screen's own pixels (red, green and blue beside each other, which the camera's
 * grid turns into moiré), the brightness bands of its lamp, glare, keystone and shake.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import sharp from 'sharp';
import { handHeld } from './camera.ts';
import { AVC, ffmpeg } from './ffmpeg.ts';

const FPS = 10;
const SECONDS = 4;
/** The filmed screen, and the clip, in pixels. */
const SCREEN = { width: 1080, height: 1440 };
const CLIP = { width: 540, height: 720 };

/** A tile of three columns of screen pixels: each lets one colour through and the others at a part. */
const tile = (): Buffer => {
  const through = [
    [255, 150, 150],
    [150, 255, 150],
    [150, 150, 255],
  ];
  const rows = [1, 1, 0.72].map((dim) => through.map((rgb) => rgb.map((part) => Math.round(part * dim))));
  return Buffer.from(rows.flat(2));
};

/** The screen as it lights: an app's page with the picture on it. */
async function drawScreen(listing: string, to: string): Promise<void> {
  const { width, height } = SCREEN;
  const picture = await sharp(listing)
    .rotate()
    .resize(Math.round(width * 0.84), Math.round(height * 0.7), { fit: 'inside' })
    .toBuffer();
  const page = await sharp({ create: { width, height, channels: 3, background: '#16181c' } })
    .composite([
      {
        input: {
          create: {
            width: Math.round(width * 0.9),
            height: Math.round(height * 0.86),
            channels: 3,
            background: '#fdfdfd',
          },
        },
      },
      { input: picture },
    ])
    .png()
    .toBuffer();
  await sharp(page)
    .composite([{ input: tile(), raw: { width: 3, height: 3, channels: 3 }, tile: true, blend: 'multiply' }])
    .png()
    .toFile(to);
}

/** A band of more light that moves down the screen, and a soft reflection that stays. */
const lightOf = (what: 'band' | 'glare'): Buffer => {
  const { width, height } = CLIP;
  const band = `<linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#fff" stop-opacity="0"/><stop offset=".5" stop-color="#fff" stop-opacity=".16"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient><rect width="${width}" height="200" fill="url(#g)"/>`;
  const glare = `<radialGradient id="g"><stop offset="0" stop-color="#fff" stop-opacity=".7"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient><ellipse cx="${width * 0.7}" cy="${height * 0.3}" rx="90" ry="130" fill="url(#g)"/>`;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${what === 'band' ? 200 : height}">${what === 'band' ? band : glare}</svg>`,
  );
};

/** Films `listing` from a screen into `to`. */
export async function filmScreen(listing: string, to: string, seed: number, codec = AVC): Promise<void> {
  mkdirSync(dirname(to), { recursive: true });
  const [screen, band, glare] = ['screen', 'band', 'glare'].map((part) => `${to}.${part}.png`) as [
    string,
    string,
    string,
  ];
  await drawScreen(listing, screen);
  await sharp(lightOf('band')).png().toFile(band);
  await sharp(lightOf('glare')).png().toFile(glare);
  const frames = SECONDS * FPS;
  const move = handHeld(
    { zoom: [0.96, 0.78], pan: 0.05, shake: 0.006, turn: 5, tilt: 0.03 },
    frames,
    seed * 17 + 3,
  );
  const still = (file: string): string[] => [
    '-loop',
    '1',
    '-framerate',
    String(FPS),
    '-t',
    String(SECONDS),
    '-i',
    file,
  ];
  const graph = [
    `[0:v]setsar=1,${move},scale=${CLIP.width}:${CLIP.height}:flags=bilinear,format=yuv420p[s]`,
    `[s][1:v]overlay=0:'mod(n*47+${seed * 13},${CLIP.height + 200})-200'[b]`,
    `[b][2:v]overlay=0:0[g]`,
    `[g]eq=brightness='0.05*sin(2*PI*n/3.7)':saturation=0.9:eval=frame,noise=alls=8:allf=t,format=yuv420p[out]`,
  ].join(';');
  ffmpeg(
    ...still(screen),
    ...still(band),
    ...still(glare),
    '-filter_complex',
    graph,
    '-map',
    '[out]',
    '-t',
    String(SECONDS),
    ...codec,
    to,
  );
  for (const file of [screen, band, glare]) rmSync(file);
}
