/** How one picture of the demo is made, as plain data: the same recipe gives the same bytes. */
import type { Scene } from './render.ts';

/** Interleaved 8-bit pixels. */
export interface Raw {
  data: Buffer;
  width: number;
  height: number;
  channels: 3;
}

/** Left, top, width, height as shares of the picture, 0..1. */
export type Box = [number, number, number, number];

/** Photographs that ship in openly licensed packages (docs/credits.md). */
export type Photograph =
  | 'acanthus-mollis'
  | 'airplane-from-above'
  | 'allium-oreophilum'
  | 'black-canyon'
  | 'dust-bowl-home'
  | 'french-alpine-landscape'
  | 'locomotion-house-cat'
  | 'march-pastoral'
  | 'nagasaki-boats';

export type Source = { photograph: Photograph; crop?: Box } | { scene: Scene } | { file: string };

export type Step =
  /** Painted damage inside the box. */
  | { do: 'crack' | 'stain' | 'mould'; seed: number; at: Box }
  /** A soft-edged patch of another picture laid over the box. */
  | { do: 'paste'; from: Source; at: Box }
  | { do: 'crop'; box: Box }
  | { do: 'resize'; width: number }
  | { do: 'mirror' }
  | { do: 'rotate'; degrees: number }
  | { do: 'warm'; amount: number }
  /** Saved once more as JPEG on the way. */
  | { do: 'recompress'; quality: number }
  /** The picture inside a phone's screen: status bar, title, buttons. */
  | { do: 'phone-screen' };

export interface Finish {
  format: 'jpeg' | 'png' | 'webp';
  quality?: number;
  /** Camera: make, model and local capture time `YYYY:MM:DD HH:MM:SS` in +08:00. */
  camera?: { make: string; model: string; at: string };
  /** Written as EXIF Software. */
  software?: string;
  /** The XMP packet, whole. */
  xmp?: string;
  /** A PNG tEXt chunk. */
  text?: { keyword: string; value: string };
}

export interface Made {
  source: Source;
  steps: Step[];
  finish: Finish;
}

/** A file that is no picture, or not quite. */
export interface Broken {
  broken: 'truncated' | 'empty' | 'html' | 'huge';
  /** For `truncated`: the picture that is cut short. */
  of?: Made;
}

/** A file used as it lies there. */
export interface AsIs {
  asIs: string;
}

export type Recipe = Made | Broken | AsIs;
