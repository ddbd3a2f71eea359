/** The Gemini sparkle: a white four-pointed star near the bottom right corner, found by template with a position prior. */

import { resample, resampleGrey } from '../../pixels/kernels/resample.ts';
import type { Picture } from '../../pixels/picture.ts';
import type { Rect } from '../../pixels/resample.ts';

export interface SparkleHit {
  /** Star's bounding square in the photo's pixels. */
  box: Rect;
  /** Normalised cross-correlation with the drawn star at the photo's own resolution, −1..1. */
  score: number;
  /** The same for the best-fitting disc: a lamp or button scores higher here. */
  rival: number;
  /** Mean brightness of the star above its surroundings, 0..255 levels. */
  contrast: number;
  /** Opacity of white that would explain the star over its surroundings, per channel R, G, B, 0..1. */
  opacity: [number, number, number];
  /** Size as a share of the long side. */
  size: number;
}

/** The search runs at this long side; the mark is 48 px at 1024 and 96 px above, so 15 to 45 px here. */
const COARSE = 512;
const SIZES = Array.from({ length: 12 }, (_, i) => 14 * 1.11 ** i);
/** Published placement: 48 px with 32 px margin, 96 px with 64 px margin: distance to both edges = 2/3 of the size. */
const MARGIN = 2 / 3;
const MARGIN_SLACK = 0.16;
/** Window around the star, in star sizes: enough ground to make a plain bright corner score low. */
const WINDOW = 1.3;
/** Side of the window at which candidates are confirmed. */
const FINE = 64;
/** Side of the corner that is searched, at the search's scale: the largest star with its margin, slack and window needs 91. */
const CORNER = 96;
const COARSE_LEAST = 0.4;
const CANDIDATES = 4;
/** Read off genuine photos, where the best confirmed score stays below (docs/findings/labels.md). */
const LEAST = 0.58;
const ABOVE_RIVAL = 0.03;
const LEAST_CONTRAST = 6;
/** The mark is white at about half opacity (0.45 measured on an export), so all channels rise by the same share of what is left. */
const OPACITY = { least: 0.28, most: 0.62, spread: 0.15 };
/** A download of 2026 has it at 0.65; so white a star counts only where its shape leaves no doubt (genuine photos stay below 0.58). */
const CLEAR = { score: 0.8, most: 0.75 };

/** Coverage (0..1) of a star of `size` pixels centred in a `side`×`side` window: an astroid, four samples per axis. */
function starTemplate(size: number, side: number): Float32Array {
  const out = new Float32Array(side * side);
  const r = size / 2;
  const c = side / 2;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      let n = 0;
      for (let j = 0; j < 4; j++) {
        for (let i = 0; i < 4; i++) {
          const dx = Math.abs(x + (i + 0.5) / 4 - c) / r;
          const dy = Math.abs(y + (j + 0.5) / 4 - c) / r;
          if (dx ** (2 / 3) + dy ** (2 / 3) <= 1) n++;
        }
      }
      out[y * side + x] = n / 16;
    }
  }
  return out;
}

interface Template {
  size: number;
  side: number;
  star: Float32Array;
  /** Mean-free template with unit norm. */
  unit: Float32Array;
}

function template(size: number, side: number): Template {
  const star = starTemplate(size, side);
  const mean = star.reduce((s, v) => s + v, 0) / star.length;
  const norm = Math.sqrt(star.reduce((s, v) => s + (v - mean) ** 2, 0));
  return { size, side, star, unit: star.map((v) => (v - mean) / norm) };
}

const COARSE_TEMPLATES = SIZES.map((size) => template(size, Math.round(size * WINDOW)));
const FINE_TEMPLATE = template(FINE / WINDOW, FINE);

/** Correlation of the template with the window whose top left is (x, y); 0 for a flat window. */
function correlate(grey: Float32Array, stride: number, x: number, y: number, t: Template): number {
  let sum = 0;
  let squares = 0;
  let dot = 0;
  for (let j = 0; j < t.side; j++) {
    const row = (y + j) * stride + x;
    const line = j * t.side;
    for (let i = 0; i < t.side; i++) {
      const v = grey[row + i]!;
      sum += v;
      squares += v * v;
      dot += v * t.unit[line + i]!;
    }
  }
  const n = t.side * t.side;
  const variance = squares - (sum * sum) / n;
  return variance < n ? 0 : dot / Math.sqrt(variance);
}

interface Candidate {
  score: number;
  size: number;
  cx: number;
  cy: number;
}

/** The sparkle, if the bottom right corner holds one; null otherwise, which says nothing (a crop or the user's setting removes it). */
export function findSparkle(picture: Picture): SparkleHit | null {
  const scale = COARSE / Math.max(picture.width, picture.height);
  const width = Math.round(picture.width * scale);
  const height = Math.round(picture.height * scale);
  if (Math.min(width, height) < 64 || Math.min(picture.width, picture.height) < 200) return null;
  const left = Math.max(0, width - CORNER);
  const top = Math.max(0, height - CORNER);
  const x0 = (left * picture.width) / width;
  const y0 = (top * picture.height) / height;
  const corner = { x: x0, y: y0, width: picture.width - x0, height: picture.height - y0 };
  const grey = resampleGrey(picture, corner, width - left, height - top);
  const candidates: Candidate[] = [];
  for (const t of COARSE_TEMPLATES) {
    const centre = t.size * (MARGIN + 0.5);
    const slack = Math.ceil(t.size * MARGIN_SLACK) + 1;
    let best: Candidate | null = null;
    for (let dy = -slack; dy <= slack; dy++) {
      for (let dx = -slack; dx <= slack; dx++) {
        const cx = width - centre + dx;
        const cy = height - centre + dy;
        const x = Math.round(cx - t.side / 2);
        const y = Math.round(cy - t.side / 2);
        if (x < left || y < top || x + t.side > width || y + t.side > height) continue;
        const score = correlate(grey, width - left, x - left, y - top, t);
        if (!best || score > best.score)
          best = { score, size: t.size, cx: x + t.side / 2, cy: y + t.side / 2 };
      }
    }
    if (best && best.score >= COARSE_LEAST) candidates.push(best);
  }
  candidates.sort((a, b) => b.score - a.score);
  let found: SparkleHit | null = null;
  for (const c of candidates.slice(0, CANDIDATES)) {
    const hit = confirm(picture, c, scale);
    if (!found || hit.score > found.score) found = hit;
  }
  if (!found || found.score < LEAST || found.score < found.rival + ABOVE_RIVAL) return null;
  return found.contrast >= LEAST_CONTRAST && isHalfWhite(found) ? found : null;
}

function isHalfWhite({ opacity, score }: SparkleHit): boolean {
  const mean = (opacity[0] + opacity[1] + opacity[2]) / 3;
  const spread = Math.max(...opacity) - Math.min(...opacity);
  return (
    mean >= OPACITY.least &&
    mean <= (score >= CLEAR.score ? CLEAR.most : OPACITY.most) &&
    spread <= OPACITY.spread
  );
}

/** The candidate again, from the photo's own pixels, with small moves and sizes. */
function confirm(picture: Picture, candidate: Candidate, scale: number): SparkleHit {
  let best: SparkleHit | null = null;
  const base = candidate.size / scale;
  for (const grow of [0.92, 1, 1.08]) {
    const size = base * grow;
    const window = size * WINDOW;
    const step = size * 0.04;
    for (let j = -1; j <= 1; j++) {
      for (let i = -1; i <= 1; i++) {
        const cx = candidate.cx / scale + i * step;
        const cy = candidate.cy / scale + j * step;
        const rect = { x: cx - window / 2, y: cy - window / 2, width: window, height: window };
        const grey = resampleGrey(picture, rect, FINE, FINE);
        const { star: score, disc } = partialCorrelation(grey);
        if (best && score <= best.score) continue;
        const [inside, outside] = insideOutside(grey);
        best = {
          box: { x: cx - size / 2, y: cy - size / 2, width: size, height: size },
          score,
          rival: disc,
          contrast: inside - outside,
          opacity: opacityOf(picture, rect),
          size: size / Math.max(picture.width, picture.height),
        };
      }
    }
  }
  return best!;
}

/** 1, x, y, x², xy, y² over the window, orthonormal: what a smooth ground or a soft blob looks like. */
const SMOOTH = orthonormal(
  [
    [0, 0],
    [1, 0],
    [0, 1],
    [2, 0],
    [1, 1],
    [0, 2],
  ].map(([px, py]) =>
    Float32Array.from({ length: FINE * FINE }, (_, i) => {
      const x = ((i % FINE) + 0.5) / FINE - 0.5;
      const y = (Math.floor(i / FINE) + 0.5) / FINE - 0.5;
      return x ** px! * y ** py!;
    }),
  ),
);
const STAR_ALONE = orthonormal([...SMOOTH, FINE_TEMPLATE.star.slice()])[SMOOTH.length]!;
/** Discs inside and around the star: a lamp or a button fits one of them better than it fits the star. */
const DISCS = [0.2, 0.27, 0.34, 0.42, 0.5].map((share) => {
  const r = (share * FINE) / WINDOW;
  const disc = Float32Array.from({ length: FINE * FINE }, (_, i) => {
    const d = Math.hypot((i % FINE) + 0.5 - FINE / 2, Math.floor(i / FINE) + 0.5 - FINE / 2);
    return Math.min(1, Math.max(0, r - d + 0.5));
  });
  return orthonormal([...SMOOTH, disc])[SMOOTH.length]!;
});

function dotOf(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Gram–Schmidt, in place. */
function orthonormal(list: Float32Array[]): Float32Array[] {
  for (const [k, v] of list.entries()) {
    for (const u of list.slice(0, k)) {
      const d = dotOf(v, u);
      for (let i = 0; i < v.length; i++) v[i]! -= d * u[i]!;
    }
    const norm = Math.sqrt(dotOf(v, v));
    for (let i = 0; i < v.length; i++) v[i]! /= norm;
  }
  return list;
}

/** Correlation of window and star after both lost what a quadratic surface explains. */
function partialCorrelation(grey: Float32Array): { star: number; disc: number } {
  let rest = dotOf(grey, grey);
  for (const u of SMOOTH) rest -= dotOf(grey, u) ** 2;
  if (rest < grey.length) return { star: 0, disc: 0 };
  const norm = Math.sqrt(rest);
  return {
    star: dotOf(grey, STAR_ALONE) / norm,
    disc: Math.max(...DISCS.map((disc) => dotOf(grey, disc))) / norm,
  };
}

/** Mean of one plane under the star and around it. */
function insideOutside(plane: Float32Array): [number, number] {
  let inside = 0;
  let outside = 0;
  let weight = 0;
  for (let i = 0; i < plane.length; i++) {
    const w = FINE_TEMPLATE.star[i]!;
    inside += plane[i]! * w;
    outside += plane[i]! * (1 - w);
    weight += w;
  }
  return [inside / weight, outside / (plane.length - weight)];
}

/** What a white overlay would need to be, channel by channel. */
function opacityOf(picture: Picture, window: Rect): [number, number, number] {
  const rgb = resample(picture, window, FINE, FINE);
  const n = FINE * FINE;
  const one = (channel: number): number => {
    const [inside, outside] = insideOutside(rgb.subarray(channel * n, (channel + 1) * n));
    return (inside - outside) / Math.max(1, 255 - outside);
  };
  return [one(0), one(1), one(2)];
}
