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
    work: number,
    out: number,
  ): void;
  extrema(
    a: number,
    b: number,
    c: number,
    d: number,
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
    work: number,
    out: number,
  ): void;
  nearest(
    a: number,
    from: number,
    to: number,
    b: number,
    m: number,
    places: number,
    rows: number,
    columns: number,
  ): void;
}

export interface SurfaceRoom {
  room: KernelRoom;
  calls: SurfaceCalls;
}

let shared: SurfaceRoom | null | undefined;

/**
 * The room for calls that hold nothing in it once they return; null where WebAssembly or its SIMD is missing or forbidden. One for all pictures: its
 * up to 60 MB are had from the system once.
 */
export function surfaceRoom(): SurfaceRoom | null {
  if (shared !== undefined) return shared;
  try {
    const room = new KernelRoom(
      new WebAssembly.Module(Uint8Array.from(atob(KERNELS), (c) => c.charCodeAt(0))),
    );
    shared = { room, calls: room.calls as unknown as SurfaceCalls };
  } catch {
    shared = null;
  }
  return shared;
}
