/** What a team needs of its server, and what can go wrong. `nats-wire.ts` is the real one; tests have one in memory. */
import type { StreamName } from './subjects.ts';

/** A message as the server keeps it. */
export interface Stored {
  subject: string;
  /** Place in its stream, by which everything is ordered: clocks of seats may differ. */
  seq: number;
  bytes: Uint8Array;
  /** Messages of this stream that are still to come, as far as the server knows. */
  pending: number;
}

/** Messages that come in until `stop` is called or the connection is lost. */
export interface Following extends AsyncIterable<Stored> {
  /** Nothing was there when it began. */
  isEmpty: boolean;
  stop(): void;
}

export interface Wire {
  /**
   * Publishes and waits until the servers keep it. Returns the sequence.
   * @param options.id the same id again within two minutes is kept once
   * @param options.expect sequence of the subject's last message, 0 for none; otherwise throws StaleError
   * @throws WireError
   */
  send(subject: string, bytes: Uint8Array, options?: { id?: string; expect?: number }): Promise<number>;
  /** The subject's last message; null when there is none. */
  last(stream: StreamName, subject: string): Promise<Stored | null>;
  /** All messages of a subject's branch, in order. For branches of a few dozen. */
  all(stream: StreamName, under: string): Promise<Stored[]>;
  /** From the message behind `after` on, old ones first, then as they come. */
  follow(stream: StreamName, after: number): Promise<Following>;
  /** The message at a sequence; null when there is none (any more). */
  at(stream: StreamName, seq: number): Promise<Stored | null>;
  /** Overwrites and deletes what the server keeps of a subject or its branches (`now`, `bytes` and `lease` only). */
  erase(stream: StreamName, subject: string): Promise<void>;
  /** Resolves when the connection is lost for good. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** A write that another seat was faster with. */
export class StaleError extends Error {
  override readonly name = 'StaleError';
}

/**
 * Why the server cannot be used. `address`: no answer there, or a certificate that the browser refuses (browsers do not tell
 * which). `password`: it refuses the name or password. `permission`: it refuses this act. `old`: it is older than 2.9.
 * `no-jetstream`: it keeps no streams. `no-team`: the team's streams are not there. `full`: it has no room. `lost`: the connection broke.
 * `host`: an address that is not allowed.
 */
export const WIRE_FAULTS = [
  'address',
  'password',
  'permission',
  'old',
  'no-jetstream',
  'no-team',
  'full',
  'lost',
  'host',
] as const;
export type WireFault = (typeof WIRE_FAULTS)[number];

export class WireError extends Error {
  override readonly name = 'WireError';
  readonly why: WireFault;
  constructor(why: WireFault, detail = '') {
    super(detail ? `${why}: ${detail}` : why);
    this.why = why;
  }
}
