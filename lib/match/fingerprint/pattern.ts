/** The 256 point pairs that a descriptor compares, turned to 64 angles, plain and mirrored. */

export const DESCRIPTOR_WORDS = 8;
export const ANGLES = 64;
/** Farthest reach of a turned test point from the corner, in pixels of its pyramid level. */
export const PATTERN_REACH = 15;

/** Small seeded generator (mulberry32), so that the pattern is the same everywhere and for ever. */
export function seeded(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Point pairs [x0, y0, x1, y1] drawn as in BRIEF G-II (Calonder 2010): both ends Gaussian around the corner, patch 31 px. */
function drawPairs(): Float32Array {
  const random = seeded(20101031);
  const gauss = (): number => {
    const u = Math.max(1e-9, random());
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random());
  };
  const pairs = new Float32Array(256 * 4);
  for (let i = 0; i < 256; ) {
    const p = [gauss() * 6.2, gauss() * 6.2, gauss() * 6.2, gauss() * 6.2];
    const far = Math.hypot(p[0]!, p[1]!) > 14 || Math.hypot(p[2]!, p[3]!) > 14;
    if (far || Math.hypot(p[0]! - p[2]!, p[1]! - p[3]!) < 4) continue;
    pairs.set(p, i * 4);
    i++;
  }
  return pairs;
}

function turned(pairs: Float32Array, mirrored: boolean): Int8Array {
  const out = new Int8Array(ANGLES * 1024);
  for (let a = 0; a < ANGLES; a++) {
    const angle = (a / ANGLES) * 2 * Math.PI;
    const c = Math.cos(angle);
    const s = Math.sin(angle);
    for (let i = 0; i < 512; i++) {
      const x = pairs[i * 2]!;
      const y = pairs[i * 2 + 1]!;
      const tx = Math.round(c * x - s * y);
      out[a * 1024 + i * 2] = mirrored ? -tx : tx;
      out[a * 1024 + i * 2 + 1] = Math.round(s * x + c * y);
    }
  }
  return out;
}

const pairs = drawPairs();
/** Offsets for the picture as it is: [angle][pair][x0, y0, x1, y1]. */
export const PLAIN = turned(pairs, false);
/** Offsets that read, in the picture as it is, what its mirror image would show at the given angle. */
export const MIRRORED = turned(pairs, true);

/** A feature's orientation in the mirror image. */
export const mirrorAngle = (angle: number): number => (ANGLES + ANGLES / 2 - angle) % ANGLES;
