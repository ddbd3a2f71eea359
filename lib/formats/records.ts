/** Telling plain objects from the other values that JSON, CBOR and storage hand over. */

/** Whether a value is an object with named members: not null, not a list. `V` is what the caller knows of the members. */
export const isRecord = <V = unknown>(value: unknown): value is Record<string, V> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
