/** The compiled loops of features and pairing (build/kernels/assembly/surface), in rooms of their own; plain code answers where there is no WebAssembly. */
import { KernelRoom } from '../../pixels/kernels/kernels.ts';
import { KERNELS } from './kernel-data.ts';

/** Addresses are byte offsets into the room's memory; what each call does stands in build/kernels/assembly/surface. */
export interface SurfaceCalls {
  blur(
    src: number,
    width: number,
    height: number,
    weights: number,
    radius: number,
    middle: number,
    line: number,
    out: number,
  ): void;
  less(a: number, b: number, n: number, out: number): void;
  extrema(
    below: number,
    at: number,
    above: number,
    width: number,
    height: number,
    border: number,
    threshold: number,
    room: number,
    out: number,
  ): number;
  turns(
    plane: number,
    width: number,
    height: number,
    cx: number,
    cy: number,
    radius: number,
    k: number,
    bins: number,
    table: number,
    out: number,
  ): void;
  cells(
    plane: number,
    width: number,
    height: number,
    cx: number,
    cy: number,
    radius: number,
    cos: number,
    sin: number,
    turn: number,
    table: number,
    out: number,
  ): void;
  nearest(a: number, n: number, b: number, m: number, places: number, rows: number, columns: number): void;
}

export interface SurfaceRoom {
  room: KernelRoom;
  calls: SurfaceCalls;
}

let compiled: WebAssembly.Module | null | undefined;

/** A fresh room, given back with its last reference; null where WebAssembly or its SIMD is missing or forbidden. */
export function surfaceRoom(): SurfaceRoom | null {
  try {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNELS), (c) => c.charCodeAt(0)));
    if (!compiled) return null;
    const room = new KernelRoom(compiled);
    return { room, calls: room.calls as unknown as SurfaceCalls };
  } catch {
    compiled = null;
    return null;
  }
}
