/** A comparison to be kept or sent: one picture with caption and hashes, or a short GIF that flickers between the two. */
import { linesOf } from '../../../cases/texts/lines.ts';
import type { Finding } from '../../../claims/finding.ts';
import { writeGif } from '../../../formats/gif-write.ts';
import type { Box } from '../../../pixels/box.ts';
import { warp } from '../../../pixels/warp.ts';
import { shopDb } from '../../../store/db.ts';
import { outlineRegions } from '../../cases/outline-regions.ts';
import type { PicturePair } from '../picture-pair.ts';
import { type ComparisonFrame, comparisonFrame, paneMap } from './frame.ts';

type Context = OffscreenCanvasRenderingContext2D;

export interface ComparisonJob {
  pair: Pick<PicturePair, 'photo' | 'source'>;
  /** Row-major homography, photo pixels → source pixels, both as shown. */
  transform: readonly number[];
  finding: Finding;
  words: {
    /** What was found, in a sentence. */
    says: string;
    photo: string;
    source: string;
    /** Small print: hashes, date, program. */
    lines: string[];
  };
}

/** Longest side of one pane, in drawn pixels. */
const PANE = 640;
const GIF_PANE = 480;
const INSET = 150;
const MARGIN = 24;
const WORD = 34;
/** Slow enough for everyone (WCAG 2.3.1 allows three flashes a second). */
const BEAT_MS = 900;
/** Largest source that is read pixel by pixel, as its longest side. */
const LONGEST = 4_096;
const FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const INK = '#1c2430';
const SOFT = '#4a5563';
const COVER = '#3a3f45';

function contextOf(width: number, height: number): Context {
  const context = new OffscreenCanvas(Math.max(1, width), Math.max(1, height)).getContext('2d');
  if (!context) throw new Error('no drawing surface');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  return context;
}

/** Parts that the seller covered: they are covered in whatever leaves the program. */
async function coversOf(sha256: string | undefined): Promise<readonly Box[]> {
  return (sha256 && (await shopDb().masks.get(sha256))?.boxes) || [];
}

/** A picture as shown, with its covered parts filled, drawn at `scale`. */
function drawn(bitmap: ImageBitmap, covers: readonly Box[], scale: number): Context {
  const context = contextOf(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
  context.drawImage(bitmap, 0, 0, context.canvas.width, context.canvas.height);
  context.fillStyle = COVER;
  for (const { x, y, width, height } of covers)
    context.fillRect(x * scale, y * scale, width * scale, height * scale);
  return context;
}

interface Panes {
  frame: ComparisonFrame;
  photo: OffscreenCanvas;
  source: OffscreenCanvas;
  /** Both whole, small. */
  wholePhoto: OffscreenCanvas;
  wholeSource: OffscreenCanvas;
  photoSize: { width: number; height: number };
}

async function panesOf({ pair, transform, finding }: ComparisonJob, side: number): Promise<Panes> {
  const [photo, source] = await Promise.all([createImageBitmap(pair.photo), createImageBitmap(pair.source)]);
  try {
    const inside = !finding.against || finding.against.kind === 'thumbnail';
    const [photoCovers, ownSourceCovers] = await Promise.all([
      coversOf(finding.photo),
      inside ? [] : coversOf(finding.against?.sha256),
    ]);
    const frame = comparisonFrame(photo, finding.region ?? [], side);
    const { map, shrink } = paneMap(frame, [...transform]);
    const most = Math.min(shrink, LONGEST / Math.max(source.width, source.height));
    const k = most / shrink;
    const small = drawn(source, ownSourceCovers, most);
    const scaled = [...map.slice(0, 6).map((value) => value * k), ...map.slice(6)];
    const pixels = small.getImageData(0, 0, small.canvas.width, small.canvas.height);
    const warped = warp(pixels, scaled, frame.width, frame.height);
    const sourcePane = contextOf(frame.width, frame.height);
    sourcePane.putImageData(
      new ImageData(warped.data as Uint8ClampedArray<ArrayBuffer>, frame.width, frame.height),
      0,
      0,
    );
    const photoPane = contextOf(frame.width, frame.height);
    photoPane.setTransform(frame.scale, 0, 0, frame.scale, -frame.x * frame.scale, -frame.y * frame.scale);
    photoPane.drawImage(photo, 0, 0);
    photoPane.fillStyle = COVER;
    for (const { x, y, width, height } of photoCovers) photoPane.fillRect(x, y, width, height);
    // The preview inside a file shows what the photo showed: what is covered there is covered here.
    if (inside && photoCovers.length) {
      sourcePane.setTransform(frame.scale, 0, 0, frame.scale, -frame.x * frame.scale, -frame.y * frame.scale);
      sourcePane.fillStyle = COVER;
      for (const { x, y, width, height } of photoCovers) sourcePane.fillRect(x, y, width, height);
    }
    const whole = (bitmap: ImageBitmap, covers: readonly Box[]): OffscreenCanvas =>
      drawn(bitmap, covers, INSET / Math.max(bitmap.width, bitmap.height)).canvas;
    const previewCovers = inside
      ? photoCovers.map((box) => ({
          x: (box.x * source.width) / photo.width,
          y: (box.y * source.height) / photo.height,
          width: (box.width * source.width) / photo.width,
          height: (box.height * source.height) / photo.height,
        }))
      : ownSourceCovers;
    return {
      frame,
      photo: photoPane.canvas,
      source: sourcePane.canvas,
      wholePhoto: whole(photo, photoCovers),
      wholeSource: whole(source, previewCovers),
      photoSize: { width: photo.width, height: photo.height },
    };
  } finally {
    photo.close();
    source.close();
  }
}

function text(
  context: Context,
  words: string,
  x: number,
  y: number,
  size: number,
  colour: string,
  weight = 400,
): void {
  context.font = `${weight} ${size}px ${FONT}`;
  context.fillStyle = colour;
  context.textBaseline = 'top';
  context.fillText(words, x, y);
}

/** One PNG: sentence, both pictures side by side at the changed place, both whole below, hashes and date. */
export async function comparisonPicture(job: ComparisonJob): Promise<Blob> {
  const { frame, photo, source, wholePhoto, wholeSource, photoSize } = await panesOf(job, PANE);
  const { words, finding } = job;
  const width = Math.max(720, 2 * frame.width + 3 * MARGIN);
  const measure = contextOf(8, 8);
  const wrapped = (line: string, size: number, weight: number): string[] => {
    measure.font = `${weight} ${size}px ${FONT}`;
    return linesOf(line, width - 2 * MARGIN, (part) => measure.measureText(part).width);
  };
  const says = wrapped(words.says, 22, 600);
  const small = words.lines.flatMap((line) => wrapped(line, 15, 400));
  const top = MARGIN + says.length * 32 + 12;
  const panesEnd = top + WORD + frame.height;
  const insetsEnd = panesEnd + MARGIN + Math.max(wholePhoto.height, wholeSource.height);
  const context = contextOf(width, insetsEnd + 16 + small.length * 23 + MARGIN);
  for (const [i, line] of says.entries()) text(context, line, MARGIN, MARGIN + i * 32, 22, INK, 600);
  const right = MARGIN * 2 + frame.width;
  text(context, words.photo, MARGIN, top + 6, 17, SOFT, 600);
  text(context, words.source, right, top + 6, 17, SOFT, 600);
  context.drawImage(photo, MARGIN, top + WORD);
  context.drawImage(source, right, top + WORD);
  context.save();
  context.beginPath();
  context.rect(MARGIN, top + WORD, frame.width, frame.height);
  context.clip();
  context.translate(MARGIN - frame.x * frame.scale, top + WORD - frame.y * frame.scale);
  outlineRegions(context, finding.region ?? [], frame.scale);
  context.restore();
  const insets = panesEnd + MARGIN;
  context.drawImage(wholePhoto, MARGIN, insets);
  context.drawImage(wholeSource, right, insets);
  const k = wholePhoto.width / photoSize.width;
  context.lineWidth = 3;
  context.strokeStyle = INK;
  context.strokeRect(
    MARGIN + frame.x * k,
    insets + frame.y * k,
    (frame.width / frame.scale) * k,
    (frame.height / frame.scale) * k,
  );
  for (const [i, line] of small.entries()) text(context, line, MARGIN, insetsEnd + 16 + i * 23, 15, SOFT);
  return context.canvas.convertToBlob({ type: 'image/png' });
}

/** A GIF of two frames, photo and source over each other at the changed place, each with its name below. */
export async function comparisonGif(job: ComparisonJob): Promise<Blob> {
  const { frame, photo, source } = await panesOf(job, GIF_PANE);
  const width = Math.max(240, frame.width);
  const height = frame.height + WORD;
  const frames = (
    [
      [photo, job.words.photo],
      [source, job.words.source],
    ] as const
  ).map(([pane, words]) => {
    const context = contextOf(width, height);
    context.drawImage(pane, (width - frame.width) >> 1, 0);
    text(context, words, 10, frame.height + 8, 16, INK, 600);
    return { data: context.getImageData(0, 0, width, height).data, delayMs: BEAT_MS };
  });
  return new Blob([writeGif(width, height, frames) as BlobPart], { type: 'image/gif' });
}
