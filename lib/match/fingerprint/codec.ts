/** Fingerprints as bytes: versioned, bounded, little-endian. */
import { ProductError } from '../../base/errors.ts';
import { type Fingerprint, type LocalFeatures, SIGNATURE_WORDS, STORED_FEATURES } from './fingerprint.ts';
import { ANGLES } from './pattern.ts';

export class FingerprintError extends ProductError {
  override readonly name = 'FingerprintError';
  static {
    ProductError.register('FingerprintError', FingerprintError);
  }
}

/** 'CLf' and the layout version. */
const MAGIC = 0x01664c43;
const HEADER = 4 + 4 + 4 + 1 + 1 + 2 + 32 + 32;
const PER_FEATURE = SIGNATURE_WORDS * 4 + 4;
/** Steps of a feature's size. */
const OCTAVES = 64;

/** At most 6.1 KB: header, two hashes, 20 bytes a feature. The query part is not kept. */
export function encodeFingerprint(fp: Fingerprint): Uint8Array {
  const { count } = fp.stored;
  const bytes = new Uint8Array(HEADER + count * PER_FEATURE);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, fp.width, true);
  view.setUint32(8, fp.height, true);
  view.setUint8(12, Math.round(fp.quality * 255));
  view.setUint16(14, count, true);
  for (let i = 0; i < 8; i++) {
    view.setUint32(16 + i * 4, fp.blockHash[i]!, true);
    view.setUint32(48 + i * 4, fp.dctHash[i]!, true);
  }
  let p = HEADER;
  for (let i = 0; i < count * SIGNATURE_WORDS; i++, p += 4) view.setUint32(p, fp.stored.signature[i]!, true);
  for (const column of [fp.stored.angle, fp.stored.octave, fp.stored.x, fp.stored.y]) {
    bytes.set(column.subarray(0, count), p);
    p += count;
  }
  return bytes;
}

/** Throws `FingerprintError` on bytes of another layout, a wrong length, impossible counts, angles or sizes. */
export function decodeFingerprint(bytes: Uint8Array): Fingerprint {
  if (bytes.length < HEADER) throw new FingerprintError(`fingerprint of ${bytes.length} bytes is cut short`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new FingerprintError('not a fingerprint of this version');
  const count = view.getUint16(14, true);
  if (count > STORED_FEATURES || bytes.length !== HEADER + count * PER_FEATURE) {
    throw new FingerprintError(`fingerprint length ${bytes.length} does not fit ${count} features`);
  }
  const words = (at: number, n: number): Uint32Array =>
    Uint32Array.from({ length: n }, (_, i) => view.getUint32(at + i * 4, true));
  let p = HEADER + count * SIGNATURE_WORDS * 4;
  const column = (): Uint8Array => {
    const from = p;
    p += count;
    return bytes.slice(from, p);
  };
  const stored: LocalFeatures = {
    count,
    signature: words(HEADER, count * SIGNATURE_WORDS),
    angle: column(),
    octave: column(),
    x: column(),
    y: column(),
  };
  // A posting of the search index has six bits for each: more would spill into the number of its picture.
  if (stored.angle.some((angle) => angle >= ANGLES) || stored.octave.some((octave) => octave >= OCTAVES))
    throw new FingerprintError('fingerprint has a feature of an impossible angle or size');
  return {
    width: view.getUint32(4, true),
    height: view.getUint32(8, true),
    quality: view.getUint8(12) / 255,
    blockHash: words(16, 8),
    dctHash: words(48, 8),
    stored,
  };
}

/** `decodeFingerprint` for what was stored long ago or came from elsewhere: null where it is none. */
export function readFingerprint(bytes: Uint8Array): Fingerprint | null {
  try {
    return decodeFingerprint(bytes);
  } catch (error) {
    if (error instanceof FingerprintError) return null;
    throw error;
  }
}
