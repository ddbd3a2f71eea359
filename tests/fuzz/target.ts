/** What is fuzzed: one reader with its seeds, and the errors that its contract allows. */

export interface Target {
  name: string;
  /** Valid inputs to start from; computed once. */
  seeds(): Promise<Uint8Array[]>;
  /** Reads one input. Anything thrown that is not allowed is a crash. */
  read(bytes: Uint8Array, random: () => number): unknown;
  /** Names of errors that the contract promises for bad input. */
  allowed: string[];
  /** Whether inputs are JSON, which is then also changed value by value. */
  json?: true;
  /** Whether inputs are video containers, whose structure is then also broken part by part. */
  boxes?: true;
}

const utf8 = new TextEncoder();

/** Text as bytes. */
export const bytesOf = (text: string): Uint8Array => utf8.encode(text);

/** Bytes as text; what is no UTF-8 becomes replacement characters. */
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A crash: the error's name is not among the allowed ones. */
export async function failureOf(
  target: Target,
  bytes: Uint8Array,
  random: () => number,
): Promise<string | null> {
  try {
    await target.read(bytes, random);
    return null;
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return target.allowed.includes(name) ? null : `${name}: ${message}`.slice(0, 300);
  }
}
