/** Draws goods on a table by ray marching: the home photos and product shots that no openly licensed package has. */
import type { Raw } from './recipe.ts';

export interface Scene {
  shape: 'mug' | 'vase' | 'bowl' | 'jar' | 'box';
  /** sRGB 0..1 of the glaze. */
  colour: [number, number, number];
  /** Speckles, wood grain and sensor noise; every item and every photo has its own. */
  seed: number;
  /** Degrees around and above the table. */
  azimuth: number;
  elevation: number;
  /** Camera distance; 4 fills the frame. */
  distance: number;
  ground: 'studio' | 'wood' | 'cloth';
  /** Real damage, part of the object itself. */
  damage?: 'chip' | 'crack';
}

type Vec = [number, number, number];

const SIZE = 480;
const FAR = 12;
const STEPS = 90;
const TABLE = -0.9;
const LIGHT = normalise([0.5, 0.9, 0.45]);

/** RGB pixels of the scene, 480 × 480. Takes about half a second. */
export function render(scene: Scene): Raw {
  const data = Buffer.alloc(SIZE * SIZE * 3);
  const a = (scene.azimuth * Math.PI) / 180;
  const e = (scene.elevation * Math.PI) / 180;
  const eye: Vec = [
    scene.distance * Math.cos(e) * Math.sin(a),
    scene.distance * Math.sin(e) - 0.1,
    scene.distance * Math.cos(e) * Math.cos(a),
  ];
  const forward = normalise([-eye[0], -0.15 - eye[1], -eye[2]]);
  const right = normalise(cross(forward, [0, 1, 0]));
  const up = cross(right, forward);
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      const u = (x / SIZE - 0.5) * 0.9;
      const v = (0.5 - y / SIZE) * 0.9;
      const ray = normalise([
        forward[0] + right[0] * u + up[0] * v,
        forward[1] + right[1] * u + up[1] * v,
        forward[2] + right[2] * u + up[2] * v,
      ]);
      const light = trace(scene, eye, ray);
      const grain = (hash(x, y, scene.seed + 17) - 0.5) * 0.035;
      for (let c = 0; c < 3; c++) {
        const value = Math.max(0, (light[c] as number) + grain) ** (1 / 2.2);
        data[(y * SIZE + x) * 3 + c] = Math.min(255, value * 255);
      }
    }
  return { data, width: SIZE, height: SIZE, channels: 3 };
}

function trace(scene: Scene, eye: Vec, ray: Vec): Vec {
  let t = 0.5;
  for (let i = 0; i < STEPS && t < FAR; i++) {
    const p = along(eye, ray, t);
    const d = Math.min(goods(scene, p), p[1] - TABLE);
    if (d < 0.0015) return shade(scene, p, ray);
    t += d * 0.85;
  }
  return scene.ground === 'studio' ? [0.86, 0.87, 0.88] : [0.33, 0.31, 0.28];
}

function shade(scene: Scene, p: Vec, ray: Vec): Vec {
  const onTable = p[1] - TABLE < 0.004;
  const n: Vec = onTable ? [0, 1, 0] : normal(scene, p);
  const base = onTable ? table(scene, p) : glaze(scene, p);
  const sun = Math.max(0, dot(n, LIGHT)) * shadow(scene, p, n);
  const sky = 0.55 + 0.35 * n[1];
  const half = normalise([LIGHT[0] - ray[0], LIGHT[1] - ray[1], LIGHT[2] - ray[2]]);
  const shine = onTable ? 0 : Math.max(0, dot(n, half)) ** 60 * 0.5 * sun;
  const fog = onTable ? Math.min(1, Math.hypot(p[0], p[2]) / 7) : 0;
  const back = scene.ground === 'studio' ? 0.86 : 0.3;
  return base.map((c) => (c * (0.75 * sun + 0.45 * sky) + shine) * (1 - fog) + back * fog) as Vec;
}

/** Signed distance to the goods, object units (the body is about 1.6 high). */
function goods(scene: Scene, p: Vec): number {
  const r = Math.hypot(p[0], p[2]);
  let d: number;
  if (scene.shape === 'mug') {
    d = shell(tube(r, p[1], 0.62, 0.78), tube(r, p[1] - 0.14, 0.55, 0.8));
    const handle = Math.hypot(Math.hypot(p[0] - 0.68, p[1]) - 0.36, p[2]) - 0.075;
    d = Math.min(d, Math.max(handle, 0.6 - r));
  } else if (scene.shape === 'vase') {
    const body = 0.36 + 0.2 * Math.sin((p[1] + 0.9) * 2.1) + 0.05 * Math.cos(p[1] * 5);
    d = shell(Math.max(r - body, Math.abs(p[1]) - 0.88) * 0.75, Math.max(r - body + 0.06, -p[1] - 0.7));
  } else if (scene.shape === 'bowl') {
    const ball = Math.hypot(r, p[1] - 0.2);
    d = Math.max(Math.abs(ball - 1.02) - 0.04, p[1] + 0.05, TABLE + 0.02 - p[1]);
    d = Math.min(d, tube(r, p[1] - TABLE - 0.06, 0.42, 0.08));
  } else if (scene.shape === 'jar') {
    d = tube(r, p[1] + 0.2, 0.58, 0.68);
    d = Math.min(d, tube(r, p[1] - 0.56, 0.5, 0.1), Math.hypot(r, p[1] - 0.76) - 0.13);
  } else {
    const q = [Math.abs(p[0]) - 0.8, Math.abs(p[1] + 0.3) - 0.55, Math.abs(p[2]) - 0.6];
    d = Math.hypot(...q.map((c) => Math.max(c, 0))) + Math.min(Math.max(...q), 0) - 0.03;
  }
  if (scene.damage === 'chip') {
    const edge = scene.shape === 'bowl' ? 1.0 : 0.62;
    const bite = Math.hypot(
      p[0] - edge * 0.5,
      p[1] - (scene.shape === 'bowl' ? -0.05 : 0.76),
      p[2] - edge * 0.86,
    );
    d = Math.max(d, 0.2 + 0.05 * noise(p[0] * 9, p[1] * 9, p[2] * 9) - bite);
  }
  return d;
}

const tube = (r: number, y: number, radius: number, half: number) => {
  const q0 = r - radius;
  const q1 = Math.abs(y) - half;
  return Math.hypot(Math.max(q0, 0), Math.max(q1, 0)) + Math.min(Math.max(q0, q1), 0) - 0.02;
};
const shell = (outer: number, inner: number) => Math.max(outer, -inner);

function glaze(scene: Scene, p: Vec): Vec {
  const s = scene.seed * 0.37;
  const cloud = noise(p[0] * 2 + s, p[1] * 2, p[2] * 2) * 0.25 + 0.82;
  const speck = noise(p[0] * 26 + s, p[1] * 26, p[2] * 26) > 0.86 ? 0.45 : 1;
  const band = scene.shape === 'box' && Math.abs(p[0]) < 0.16 ? 1.3 : 1;
  const line = Math.abs(p[0] - 0.16 * noise(1, p[1] * 5 + s, 3) - 0.1) < 0.012 && p[1] > -0.35 && p[2] > 0;
  const dark = scene.damage === 'crack' && line ? 0.15 : 1;
  return scene.colour.map((c) => c * c * cloud * speck * band * dark) as Vec;
}

function table(scene: Scene, p: Vec): Vec {
  const s = scene.seed * 1.7;
  if (scene.ground === 'studio') return [0.85, 0.86, 0.87];
  if (scene.ground === 'wood') {
    const ring = noise(p[0] * 1.3 + s, 0, p[2] * 9) + 0.4 * noise(p[0] * 7 + s, 1, p[2] * 40);
    const plank = Math.abs(((p[2] * 1.1 + s) % 1) - 0.5) > 0.485 ? 0.4 : 1;
    return [0.42, 0.25, 0.13].map((c) => c * (0.55 + 0.6 * ring) * plank) as Vec;
  }
  const weave = (Math.sin(p[0] * 60) + Math.sin(p[2] * 60)) * 0.06 + noise(p[0] * 3 + s, 2, p[2] * 3) * 0.25;
  return [0.5, 0.52, 0.56].map((c) => c * (0.8 + weave)) as Vec;
}

function shadow(scene: Scene, p: Vec, n: Vec): number {
  let clear = 1;
  let t = 0.05;
  for (let i = 0; i < 24 && t < 3; i++) {
    const d = goods(scene, along(along(p, n, 0.01), LIGHT, t));
    if (d < 0.002) return 0.12;
    clear = Math.min(clear, (7 * d) / t);
    t += Math.max(d, 0.04);
  }
  return 0.12 + 0.88 * clear;
}

function normal(scene: Scene, p: Vec): Vec {
  const h = 0.002;
  const d = goods(scene, p);
  return normalise([
    goods(scene, [p[0] + h, p[1], p[2]]) - d,
    goods(scene, [p[0], p[1] + h, p[2]]) - d,
    goods(scene, [p[0], p[1], p[2] + h]) - d,
  ]);
}

/** Trilinear value noise in [0, 1]. */
function noise(x: number, y: number, z: number): number {
  const [i, j, k] = [Math.floor(x), Math.floor(y), Math.floor(z)];
  const [fx, fy, fz] = [ease(x - i), ease(y - j), ease(z - k)];
  const row = (dj: number, dk: number) => mix(hash(i, j + dj, k + dk), hash(i + 1, j + dj, k + dk), fx);
  return mix(mix(row(0, 0), row(1, 0), fy), mix(row(0, 1), row(1, 1), fy), fz);
}

function hash(x: number, y: number, z: number): number {
  let h = Math.imul(x | 0, 374_761_393) ^ Math.imul(y | 0, 668_265_263) ^ Math.imul(z | 0, 2_147_483_647);
  h = Math.imul(h ^ (h >>> 13), 1_274_126_177);
  return ((h ^ (h >>> 16)) >>> 0) / 4_294_967_296;
}

const ease = (t: number) => t * t * (3 - 2 * t);
const mix = (a: number, b: number, t: number) => a + (b - a) * t;
const along = (p: Vec, d: Vec, t: number): Vec => [p[0] + d[0] * t, p[1] + d[1] * t, p[2] + d[2] * t];
const dot = (a: Vec, b: Vec) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
function cross(a: Vec, b: Vec): Vec {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
function normalise(v: Vec): Vec {
  const l = Math.hypot(v[0], v[1], v[2]) || 1;
  return [v[0] / l, v[1] / l, v[2] / l];
}
