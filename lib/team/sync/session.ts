/** One seat's state in its team while the connection is up: secrets, roll, keys of claims. */
import * as v from 'valibot';
import { logOf } from '../../base/log.ts';
import { fromBase64, toBase64 } from '../../formats/base64.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { type MetaValue, readMeta, writeMeta } from '../../store/meta.ts';
import { keepTeamImagesOf } from '../../store/team/images.ts';
import {
  EnvelopeError,
  headOf,
  type Letter,
  openForShop,
  type Signer,
  sealForShop,
} from '../crypto/envelope.ts';
import { SealError } from '../crypto/seal.ts';
import { nameOf, newSecret, type ShopSecrets } from '../crypto/secrets.ts';
import { withEpoch } from '../members/epochs.ts';
import { type Founder, type Member, type Roll, speakers, withRecord } from '../members/roll.ts';
import { KeyBody, SeatBody } from '../records/bodies.ts';
import { LIBRARY_MOST } from '../records/library-scope.ts';
import { OF_LIBRARY, partsOf, type StreamName, subjectOf } from '../wire/subjects.ts';
import { StaleError, type Stored, type Wire } from '../wire/wire.ts';

const log = logOf('team');

/** Tries of a write that other seats were faster with. */
const TRIES = 12;

export type TeamConfig = MetaValue<'team'>;

/** This seat was taken off the roll. */
export class RevokedError extends Error {
  override readonly name = 'RevokedError';
}

export const secretsOf = ({ shop, root, epochs }: TeamConfig): ShopSecrets => ({
  shop,
  root,
  epochs: new Map(epochs.map(({ epoch, secret }) => [epoch, secret])),
});

export class Session {
  readonly db: ClaimLensDb;
  readonly wire: Wire;
  readonly founder: Founder;
  readonly signer: Signer;
  secrets: ShopSecrets;
  roll: Roll = new Map();
  /** Messages that were not accepted, by reason. */
  readonly refused: Record<string, number> = {};
  /** The server's copy of this seat's ledger was held against the own one. */
  logChecked = false;
  /** Seats whose ledger does not continue. */
  readonly broken = new Set<string>();
  /** Pictures of each seat's library that are known here, counted once; and how many there may be. */
  readonly librarySizes = new Map<string, number>();
  libraryMost = LIBRARY_MOST;
  /** Another seat's picture was added that this seat's claims were not compared with. */
  noteArrival: () => void = () => undefined;
  /** Takes a claim out of the local database, unless it is held. */
  readonly eraseClaim: (claimKey: string) => Promise<void>;
  private readonly config: TeamConfig;

  constructor(
    db: ClaimLensDb,
    wire: Wire,
    config: TeamConfig,
    eraseClaim: (claimKey: string) => Promise<void> = async () => undefined,
  ) {
    this.eraseClaim = eraseClaim;
    this.db = db;
    this.wire = wire;
    this.config = config;
    this.founder = config.founder;
    this.signer = { seat: config.seat, signing: config.keys.signing };
    this.secrets = secretsOf(config);
  }

  get seat(): string {
    return this.config.seat;
  }

  get isFounder(): boolean {
    return this.seat === this.founder.seat;
  }

  /** Subject of a thing in this shop. */
  subject(stream: StreamName, ...parts: string[]): string {
    return subjectOf(this.secrets.shop, stream, ...parts);
  }

  name(kind: string, id: string): string {
    return nameOf(this.secrets.root, kind, id);
  }

  refuse(why: string, subject: string): void {
    this.refused[why] = (this.refused[why] ?? 0) + 1;
    log.warn(`a message was refused (${why}): ${subject.split('.').slice(2, 4).join('.')}`);
  }

  /**
   * Reads epochs and roll from the server. Throws RevokedError when this seat is no longer of the team. A record that is not to be
   * believed is left out.
   */
  async readRoll(): Promise<void> {
    // Newest first: an epoch opens the one before it.
    const epochs = await this.wire.all('now', this.subject('now', 'epoch'));
    for (const stored of epochs.reverse()) await this.takeEpoch(stored);
    const records = await this.wire.all('now', this.subject('now', 'seat'));
    let roll: Roll = await this.keptRoll();
    // A record may rest on one that comes later in the stream; a second look finds it.
    for (let look = 0; look < 2; look += 1)
      for (const { subject, bytes, seq } of records) {
        try {
          roll = await withRecord(roll, this.founder, this.secrets, subject, bytes, seq);
        } catch (error) {
          if (!(error instanceof EnvelopeError)) throw error;
          if (look > 0) this.refuse(error.why, subject);
        }
      }
    this.roll = roll;
    await writeMeta(this.db, 'team-roll', [...roll.values()]);
    await keepTeamImagesOf(
      this.db,
      new Set([...roll].flatMap(([seat, { body }]) => (body.state === 'active' ? [seat] : []))),
    );
    const own = roll.get(this.seat)?.body.state;
    if (own === 'revoked' || own === 'left') throw new RevokedError();
  }

  /** The roll as it was last heard: keys that were seen once never change. */
  private async keptRoll(): Promise<Roll> {
    const kept = (await readMeta(this.db, 'team-roll')) ?? [];
    return new Map(
      kept.flatMap(({ body, place, seq }) => {
        const parsed = v.safeParse(SeatBody, body);
        const member: Member | null = parsed.success ? { body: parsed.output, place, seq } : null;
        return member ? [[member.body.seat, member] as const] : [];
      }),
    );
  }

  private async takeEpoch({ subject, bytes }: Stored): Promise<void> {
    try {
      this.secrets = await withEpoch(
        this.secrets,
        this.founder,
        { seat: this.seat, keys: this.config.keys },
        subject,
        bytes,
      );
    } catch (error) {
      if (!(error instanceof EnvelopeError || error instanceof SealError)) throw error;
      this.refuse(error instanceof EnvelopeError ? error.why : 'sealed', subject);
      return;
    }
    // The founder's word, and no box for this seat in it: it is no longer of the team.
    if (!this.secrets.epochs.has(Number(subject.split('.').at(-1)))) throw new RevokedError();
    const known = await readMeta(this.db, 'team');
    if (!known || known.epochs.length >= this.secrets.epochs.size) return;
    const epochs = [...this.secrets.epochs].map(([epoch, secret]) => ({
      epoch,
      secret: secret as Uint8Array<ArrayBuffer>,
    }));
    await writeMeta(this.db, 'team', { ...known, epochs });
  }

  /** The claim whose key a subject is sealed with: the name behind its kind. */
  private claimNameOf(stream: StreamName, subject: string): string | null {
    const [kind, name] = partsOf(this.secrets.shop, stream, subject);
    if (stream === 'bytes' && kind === OF_LIBRARY) return null;
    if (stream === 'bytes' || stream === 'lease') return kind ?? null;
    return kind && /^(claim|photo|state|pair|want)$/.test(kind) ? (name ?? null) : null;
  }

  /** Opens a message of the team. Throws EnvelopeError; null when it is about a claim whose key is gone. */
  async open(stream: StreamName, { subject, bytes, seq }: Stored): Promise<Letter | null> {
    const claimName = this.claimNameOf(stream, subject);
    const claimKey = claimName === null ? null : await this.keyNamed(claimName);
    if (claimName !== null && claimKey === null) return null;
    return openForShop(this.secrets, speakers(this.roll, stream, seq), claimKey, subject, bytes);
  }

  /** Seals a body for a subject and sends it, if nobody was faster. Throws StaleError, WireError. */
  async send(
    stream: StreamName,
    subject: string,
    claimKey: Uint8Array | null,
    letter: Pick<Letter, 'kind' | 'place' | 'body'>,
    options: { id?: string; expect?: number } = {},
  ): Promise<number> {
    const bytes = await sealForShop(this.secrets, this.signer, claimKey, subject, letter);
    const seq = await this.wire.send(subject, bytes, options);
    if (stream === 'now') await this.saw(subject, letter.place, seq);
    return seq;
  }

  /** Remembers how far a subject has come. */
  async saw(subject: string, place: number, seq: number, hash = ''): Promise<void> {
    const known = await this.db.teamPlaces.get(subject);
    if (known && known.place > place) return;
    await this.db.teamPlaces.put({ v: 1, id: subject, place, seq, hash: hash || (known?.hash ?? '') });
  }

  /**
   * Changes a subject's value by compare-and-set: reads it, asks `change` for what it is to be, and tries again when another seat was
   * faster. `change` gets null where nothing is there, or nothing that can be believed, and answers null to leave it. `before` is
   * called with another seat's value that has not been received here yet, before it is written over: the stream will not bring it any
   * more. Returns the sequence; null when nothing was written.
   */
  async change(
    subject: string,
    claimKey: Uint8Array | null,
    kind: string,
    change: (body: unknown) => unknown,
    stream: StreamName = 'now',
    before: (body: unknown) => Promise<unknown> = async () => undefined,
  ): Promise<number | null> {
    for (let tried = 0; ; tried += 1) {
      const last = await this.wire.last(stream, subject);
      let letter: Letter | null = null;
      if (last) {
        try {
          letter = await this.open(stream, last);
        } catch (error) {
          if (!(error instanceof EnvelopeError) || error.why === 'newer') throw error;
          if (tried === 0 && (error.why === 'epoch' || error.why === 'seat')) {
            await this.readRoll();
            continue;
          }
          // What stands there is nobody's: it is written over.
          this.refuse(error.why, subject);
        }
      }
      const body = letter?.body ?? null;
      const wanted = change(body);
      if (wanted === null) return null;
      const known = (await this.db.teamPlaces.get(subject))?.place ?? 0;
      if (letter && letter.seat !== this.seat && letter.place > known) await before(letter.body);
      const place = Math.max(letter?.place ?? 0, known) + 1;
      try {
        return await this.send(
          stream,
          subject,
          claimKey,
          { kind, place, body: wanted },
          { expect: last?.seq ?? 0 },
        );
      } catch (error) {
        if (!(error instanceof StaleError) || tried === TRIES) throw error;
      }
    }
  }

  /** A claim's key by its name on the server; null when there is none (any more). */
  async keyNamed(name: string): Promise<Uint8Array | null> {
    const kept = await this.db.teamKeys.get(name);
    if (kept) return kept.key;
    const subject = this.subject('now', 'key', name);
    const last = await this.wire.last('now', subject);
    if (!last) return null;
    const letter = await openForShop(
      this.secrets,
      speakers(this.roll, 'now', last.seq),
      null,
      subject,
      last.bytes,
    );
    const parsed = v.safeParse(KeyBody, letter.body);
    const key = parsed.success ? fromBase64(parsed.output.key) : null;
    if (letter.kind !== 'key' || key?.length !== 32) throw new EnvelopeError('form');
    await this.db.teamKeys.put({ v: 1, name, claimKey: '', key });
    return key;
  }

  /** Puts a claim's key where there is none. Throws StaleError where there is one. */
  async sendKey(name: string, key: Uint8Array): Promise<void> {
    const subject = this.subject('now', 'key', name);
    const place = ((await this.db.teamPlaces.get(subject))?.place ?? 0) + 1;
    await this.send(
      'now',
      subject,
      null,
      { kind: 'key', place, body: { key: toBase64(key) } },
      { expect: 0 },
    );
  }

  /** A claim's name and key; made when nobody has made one. */
  async keyOf(claimKey: string): Promise<{ name: string; key: Uint8Array }> {
    const name = this.name('claim', claimKey);
    for (;;) {
      const known = await this.keyNamed(name);
      if (known) {
        await this.db.teamKeys.where('name').equals(name).modify({ claimKey });
        return { name, key: known };
      }
      const key = newSecret();
      try {
        await this.sendKey(name, key);
        await this.db.teamKeys.put({ v: 1, name, claimKey, key });
        return { name, key };
      } catch (error) {
        // Another seat made it a moment ago: theirs counts.
        if (!(error instanceof StaleError)) throw error;
      }
    }
  }
}

/** Place of a message; 0 for one that is none of ours. */
export function placeOf(bytes: Uint8Array): number {
  try {
    return headOf(bytes).place;
  } catch {
    return 0;
  }
}
