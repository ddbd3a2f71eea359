/**
 * The claims of the browser tests of videos: a listing's picture filmed in every format, genuine videos, files that cannot be looked at, and
 * what is lent between claims.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SAMPLES } from '../samples.ts';
import { ffmpeg, runFfmpeg } from './ffmpeg.ts';
import { filmGenuine } from './genuine.ts';
import { filmScreen } from './screen.ts';

const PACKAGES = join(SAMPLES, 'photos/packages');
const GOODS = 'Bravo-Apple-Juice';

/** A camera that moves slowly over a picture, with sensor noise. */
const filmed = (picture: string, seconds: number, to: string, codec: string[], more = ''): void =>
  ffmpeg(
    ...['-loop', '1', '-framerate', '10', '-t', String(seconds), '-i', picture],
    '-vf',
    "scale=960:1280,zoompan=z='1+0.004*in':x='2*in':d=1:s=480x640:fps=10,noise=alls=5:allf=t,setsar=1,format=yuv420p" +
      more,
    ...codec,
    to,
  );

const fast = ['-c:v', 'libx264', '-preset', 'ultrafast'];

const placesIn =
  (base: string) =>
  (path: string): string => {
    mkdirSync(dirname(join(base, path)), { recursive: true });
    return join(base, path);
  };

const other = (n: number): string => join(PACKAGES, GOODS, `${n}.jpg`);

/** Puts below `base`/photos a photo, a video of some seconds that was filmed from it, and that video cut and coded again. */
export function filmLent(base: string, seconds = 5): void {
  const at = placesIn(base);
  copyFileSync(other(5), at('photos/lender/photo.jpg'));
  filmed(other(5), seconds, at('photos/lent/clip.mp4'), fast);
  runFfmpeg(
    '-ss',
    '1',
    '-i',
    at('photos/lent/clip.mp4'),
    '-crf',
    '30',
    ...fast,
    at('photos/lent-again/clip.mp4'),
  );
}

/** Puts the listing into `base`/library and a video of each claim into `base`/photos, in a folder named by what it is. */
export async function filmClaims(base: string): Promise<void> {
  const at = placesIn(base);
  const listing = join(PACKAGES, GOODS, 'listing.jpg');
  copyFileSync(listing, at(`library/${GOODS}/listing.jpg`));
  filmed(listing, 3, at('photos/avc/clip.mp4'), fast);
  filmed(listing, 3, at('photos/vp8/clip.webm'), [
    '-c:v',
    'libvpx',
    '-deadline',
    'realtime',
    '-cpu-used',
    '8',
  ]);
  filmed(listing, 3, at('photos/hevc/clip.mp4'), [
    '-c:v',
    'libx265',
    '-preset',
    'ultrafast',
    '-x265-params',
    'log-level=error',
  ]);
  filmed(listing, 3, at('photos/vp9/clip.webm'), [
    '-c:v',
    'libvpx-vp9',
    '-deadline',
    'realtime',
    '-cpu-used',
    '8',
  ]);
  // Stored on its side, as phones do, with the turn in the container.
  filmed(listing, 3, at('work/side.mov'), fast, ',transpose=2');
  runFfmpeg(
    '-i',
    at('work/side.mov'),
    '-c',
    'copy',
    '-metadata:s:v',
    'rotate=90',
    at('photos/turned/clip.mov'),
  );
  filmed(
    listing,
    4,
    at('photos/uneven/clip.mp4'),
    [...fast, '-vsync', 'vfr'],
    ",select='lt(mod(n\\,7)\\,2)'",
  );
  await filmScreen(listing, at('photos/screen/clip.mp4'), 4);
  filmGenuine([other(3), other(4)], at('photos/by-hand/clip.mp4'), 9);
  const parts = [1, 2].map((n) => {
    const part = at(`work/${n}.mp4`);
    filmed(join(PACKAGES, GOODS, `${n}.jpg`), 2, part, fast);
    return `file '${part}'\n`;
  });
  writeFileSync(at('work/list.txt'), parts.join(''));
  runFfmpeg(
    '-f',
    'concat',
    '-safe',
    '0',
    '-i',
    join(base, 'work/list.txt'),
    '-c',
    'copy',
    at('photos/genuine/clip.mp4'),
  );
  runFfmpeg(
    '-i',
    join(base, 'photos/avc/clip.mp4'),
    '-c',
    'copy',
    '-movflags',
    '+faststart',
    at('work/fast.mp4'),
  );
  const fastStart = readFileSync(join(base, 'work/fast.mp4'));
  writeFileSync(at('photos/cut-off/clip.mp4'), fastStart.subarray(0, Math.floor(fastStart.length * 0.6)));
  const pictures = fastStart.indexOf('mdat', 0, 'latin1') - 4;
  writeFileSync(at('photos/head-only/clip.mp4'), fastStart.subarray(0, pictures));
  const swollen = Buffer.from(fastStart);
  swollen.writeUInt32BE(1_000_000_000, swollen.indexOf('stsc', 0, 'latin1') + 16);
  writeFileSync(at('photos/swollen/clip.mp4'), swollen);
  writeFileSync(at('photos/empty/clip.mp4'), Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomiso2', 'latin1'));
}
