/** What a file declares about its colours. */
export type Colour =
  | { kind: 'icc'; profile: Uint8Array }
  /** Code points of ITU-T H.273: colour primaries (table 2) and transfer characteristics (table 3). */
  | { kind: 'nclx'; primaries: number; transfer: number };

/** How declared colours become light: per channel a curve, then a matrix to linear sRGB. */
export interface Rendering {
  /** Linear light of each 8-bit value, one table a channel; 0..1, above 1 where the format holds more than white. */
  curves: [Float32Array, Float32Array, Float32Array];
  /** Row-major 3 x 3: linear light as declared → linear sRGB. */
  matrix: number[];
}
