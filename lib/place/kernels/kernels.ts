/** The compiled loops of features and pairing (build/kernels/assembly/surface), in rooms of their own; plain code answers where there is no WebAssembly. */
import { bytesOfBase64 } from '../../base/base64.ts';
import { KernelRoom } from '../../pixels/kernels/kernels.ts';
import { type Calls, KERNELS } from './kernel-data.ts';

export interface SurfaceRoom {
  room: KernelRoom;
  calls: Calls;
}

let shared: SurfaceRoom | null | undefined;

/**
 * The room for calls that hold nothing in it once they return; null where WebAssembly or its SIMD is missing or forbidden. One for all pictures: its
 * up to 60 MB are had from the system once.
 */
export function surfaceRoom(): SurfaceRoom | null {
  if (shared !== undefined) return shared;
  try {
    const room = new KernelRoom(new WebAssembly.Module(bytesOfBase64(KERNELS)));
    shared = { room, calls: room.calls as unknown as Calls };
  } catch {
    shared = null;
  }
  return shared;
}
