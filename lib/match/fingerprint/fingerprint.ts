/** What is kept of a picture to find it again: global hashes and local features, without its pixels. */

import { shrinkPlane } from '../../pixels/kernels/shrink.ts';
import type { Picture } from '../../pixels/picture.ts';
import type { ColourPlanes, Plane } from '../../pixels/raster.ts';
import { closeUpOf } from './close-up.ts';
import { type Features, joinFeatures } from './features.ts';
import { type GlobalHashes, globalHashes, searchHash } from './global-hash.ts';
import { type Prepared, prepare } from './prepare.ts';

/** Local features of a stored picture: enough to be found by, few enough for 4 KB in memory. */
export const STORED_FEATURES = 300;
/** 128-bit part of a descriptor that is kept. */
export const SIGNATURE_WORDS = 4;

/** Columns of one set of local features; positions are shares of the picture in 1/255, sizes in quarter octaves of 1/512 of its side. */
export interface LocalFeatures {
  count: number;
  signature: Uint32Array;
  angle: Uint8Array;
  octave: Uint8Array;
  x: Uint8Array;
  y: Uint8Array;
}

export interface Fingerprint {
  width: number;
  height: number;
  blockHash: Uint32Array;
  dctHash: Uint32Array;
  /** 0..1 structure of the whole picture; low ones are hard to match, and say so. */
  quality: number;
  /** Features that an index keeps. */
  stored: LocalFeatures;
}

/** A fingerprint made from pixels just now: it can also be searched with, which a stored one cannot (it lacks the mirror image). */
export interface FreshFingerprint extends Fingerprint {
  query: {
    /** All features, as the picture is and mirrored. */
    plain: LocalFeatures;
    mirrored: LocalFeatures;
    /** The same of the picture seen from farther away. */
    closeUp: { plain: LocalFeatures; mirrored: LocalFeatures };
    /** Global hashes of the photographs inside a frame or on a screen: each may be a whole stored picture. */
    panels: Pick<GlobalHashes, 'dct' | 'quality'>[];
  };
}

function columns(features: Features, prepared: Prepared, limit: number, mirrored: boolean): LocalFeatures {
  const count = Math.min(limit, features.count);
  const out: LocalFeatures = {
    count,
    signature: new Uint32Array(count * SIGNATURE_WORDS),
    angle: new Uint8Array(count),
    octave: new Uint8Array(count),
    x: new Uint8Array(count),
    y: new Uint8Array(count),
  };
  const side = Math.max(prepared.width, prepared.height);
  const pick = strided(features.count, count);
  for (let o = 0; o < count; o++) {
    const i = pick(o);
    const from = mirrored ? features.mirrored : features.descriptor;
    for (let w = 0; w < SIGNATURE_WORDS; w++) out.signature[o * SIGNATURE_WORDS + w] = from[i * 8 + w]!;
    out.angle[o] = mirrored ? (96 - features.angle[i]!) % 64 : features.angle[i]!;
    out.octave[o] = Math.max(
      0,
      Math.min(63, Math.round(32 + 4 * Math.log2((features.size[i]! * 512) / side))),
    );
    const x = features.x[i]! / side;
    out.x[o] = Math.round(255 * (mirrored ? prepared.width / side - x : x));
    out.y[o] = Math.round((255 * features.y[i]!) / side);
  }
  return out;
}

/** Even choice over all pyramid levels, which follow one another in the columns. */
const strided =
  (from: number, to: number) =>
  (o: number): number =>
    to >= from ? o : Math.floor((o * from) / to);

/** What is kept of a picture, to be found by. */
export function storedFingerprint(prepared: Prepared): Fingerprint {
  const { width, height, data } = { ...prepared.planes, data: prepared.planes.y };
  const hashes = globalHashes({ width, height, data });
  return {
    width: prepared.width,
    height: prepared.height,
    blockHash: hashes.block,
    dctHash: hashes.dct,
    quality: hashes.quality,
    stored: columns(prepared.features, prepared, STORED_FEATURES, false),
  };
}

/** The picture's features and those of its panels, all in the picture's own pixels: a screen is searched with everything on it. */
function withPanels({ features, panels }: Prepared): Features {
  if (panels.length === 0) return features;
  const moved = panels.map(({ x, y, prepared }) => ({
    ...prepared.features,
    x: prepared.features.x.map((v) => v + x),
    y: prepared.features.y.map((v) => v + y),
  }));
  return joinFeatures(features, ...moved);
}

/** Side to which a panel is shrunk before it is hashed. */
const PANEL_SIDE = 256;

/** Hashes of the picture's own panel and of all further ones. */
function panelHashes({
  planes,
  scaleX,
  scaleY,
  panel,
  panels,
}: Prepared): FreshFingerprint['query']['panels'] {
  const grey = ({ width, height, y }: ColourPlanes): Plane => ({ width, height, data: y });
  const parts = panels.map(({ prepared }) => grey(prepared.planes));
  if (panel) {
    const x = Math.round(panel.x / scaleX);
    const y = Math.round(panel.y / scaleY);
    const width = Math.min(planes.width - x, Math.round(panel.width / scaleX));
    const height = Math.min(planes.height - y, Math.round(panel.height / scaleY));
    const [w, h] = [Math.min(PANEL_SIDE, width), Math.min(PANEL_SIDE, height)];
    parts.unshift(shrinkPlane(grey(planes), w, h, { x, y, width, height }));
  }
  return parts.map(searchHash);
}

export function fingerprintPrepared(prepared: Prepared): FreshFingerprint {
  const both = (features: Features) => ({
    plain: columns(features, prepared, features.count, false),
    mirrored: columns(features, prepared, features.count, true),
  });
  return {
    ...storedFingerprint(prepared),
    query: {
      ...both(withPanels(prepared)),
      closeUp: both(closeUpOf(prepared)),
      panels: panelHashes(prepared),
    },
  };
}

/** The fingerprint of any picture; one without features can still be stored, and is found by its hashes alone. */
export function fingerprint(picture: Picture): FreshFingerprint {
  return fingerprintPrepared(prepare(picture));
}
