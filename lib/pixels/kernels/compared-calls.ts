/** Calls of build/kernels/assembly/compared.ts; addresses as in kernels.ts. */
export interface ComparedCalls {
  halfFloats(src: number, width: number, height: number, out: number): void;
  misses(
    rows: number,
    wanted: number,
    weights: number,
    n: number,
    count: number,
    stride: number,
    out: number,
  ): void;
  select(values: number, n: number, k: number): number;
  agreeing(
    inside: number,
    width: number,
    height: number,
    value: number,
    textured: number,
    mapWidth: number,
    mapHeight: number,
    shift: number,
    least: number,
    out: number,
  ): number;
  difference(a: number, b: number, n: number, out: number): void;
  ninths(values: number, n: number): void;
  larger(fine: number, coarse: number, inside: number, width: number, height: number, out: number): void;
  lowest(values: number, width: number, height: number, rows: number, out: number): void;
  products(a: number, b: number, n: number, aa: number, bb: number, ab: number): void;
  textureLost(
    ones: number,
    a: number,
    b: number,
    aa: number,
    bb: number,
    ab: number,
    n: number,
    texture: number,
    out: number,
  ): void;
}
