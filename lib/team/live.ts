/** Keeps the connection: connects, sends, follows, and after a break begins again where it was, waiting longer each time. */
import { logOf } from '../base/log.ts';
import { watchKeys } from '../store/changes.ts';
import type { ClaimLensDb } from '../store/db.ts';
import { type MetaValue, readMeta, writeMeta } from '../store/meta.ts';
import { type Lines, withdrawExpired } from './shop.ts';
import { fetchWanted } from './sync/bytes.ts';
import { LibrarySender } from './sync/library.ts';
import { type Follower, follow } from './sync/receive.ts';
import { noticeRewind } from './sync/rewind.ts';
import { ForkedError, sendLog } from './sync/send-log.ts';
import { sendOutbox } from './sync/send-shared.ts';
import { RevokedError, Session } from './sync/session.ts';
import { WireError } from './wire/wire.ts';

const log = logOf('team');

/** First and longest pause between two tries, in milliseconds; each is doubled, and a random half is added so that seats come apart. */
const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
/** Pictures that were asked for are looked for again this often. */
const WANTED_MS = 2_000;
/** Tables whose changes are sent at once, and those of the library, which is looked through now and then. */
const SENT = ['ledger', 'teamOutbox', 'teamWants'] as const;
const LIBRARY = ['libraryImages', 'products'] as const;
/** So long no new product picture of other seats came: then open claims are compared again. */
const QUIET_MS = 30_000;
/** The status is written at most this often while much comes in. */
const STATUS_MS = 500;

type Status = MetaValue<'team-status'>;

export interface LiveOptions {
  lines: Lines;
  /** Takes a claim that another seat erased out of the local database, unless it is held here. */
  eraseClaim(claimKey: string): Promise<void>;
  /** Product pictures of other seats have come: open claims may be copies of them. */
  libraryGrew(): Promise<void>;
  /** First pause after a break; tests take a shorter one. */
  firstMs?: number;
  /** How long no new product picture must have come; tests take less. */
  quietMs?: number;
}

/** The team's line of one database. Ends when the team is left, or `stop` is called. */
export class Live {
  private readonly db: ClaimLensDb;
  private readonly options: LiveOptions;
  private stopped = false;
  private endRound: () => void = () => undefined;
  private written = 0;
  /** When the last new product picture of another seat came, by the page's own clock; null when claims were compared since. */
  private arrivedAt: number | null = null;

  constructor(db: ClaimLensDb, options: LiveOptions) {
    this.db = db;
    this.options = options;
  }

  stop(): void {
    this.stopped = true;
    this.endRound();
  }

  /** Runs until stopped, or the team is no more. */
  async run(): Promise<void> {
    const first = this.options.firstMs ?? FIRST_MS;
    let pause = first;
    while (!this.stopped && (await readMeta(this.db, 'team'))) {
      const began = Date.now();
      const ended = await this.round().catch((error: unknown) => this.faultOf(error));
      if (this.stopped || ended === 'over') return;
      // A line that held for a while begins with short pauses again.
      if (Date.now() - began > LONGEST_MS) pause = first;
      await this.wait(pause + Math.random() * (pause / 2));
      pause = Math.min(LONGEST_MS, pause * 2);
    }
  }

  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.endRound = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** What a break means; 'over' where trying again would change nothing. */
  private async faultOf(error: unknown): Promise<'over' | 'again'> {
    if (error instanceof RevokedError) {
      await this.say({ state: 'revoked', why: null });
      return 'over';
    }
    if (error instanceof ForkedError) {
      await this.say({ state: 'refused', why: 'forked' });
      return 'over';
    }
    const why = error instanceof WireError ? error.why : 'lost';
    if (!(error instanceof WireError)) log.error('the connection ended', error);
    await this.say({ state: why === 'lost' || why === 'address' ? 'waiting' : 'refused', why });
    return 'again';
  }

  private async say(part: Partial<Status>): Promise<void> {
    const { db } = this;
    // Two words at once must not undo each other.
    await db.transaction('rw', db.meta, async () => {
      if (!(await readMeta(db, 'team'))) return;
      const none: Status = { state: 'connecting', why: null, pending: 0, refused: {}, broken: [], at: '' };
      const known = (await readMeta(db, 'team-status')) ?? none;
      await writeMeta(db, 'team-status', { ...known, ...part, at: new Date().toISOString() });
    });
  }

  /** One line from its beginning to its end. Throws why it ended. */
  private async round(): Promise<'over' | 'again'> {
    const config = await readMeta(this.db, 'team');
    if (!config) return 'over';
    await this.say({ state: 'connecting', why: null });
    const wire = await this.options.lines.open(config, config.shop);
    const followers: Follower[] = [];
    let unwatch = (): void => undefined;
    let timer: ReturnType<typeof setInterval> | undefined;
    try {
      const session = new Session(this.db, wire, config, this.options.eraseClaim);
      session.noteArrival = () => {
        this.arrivedAt = performance.now();
      };
      await session.readRoll();
      await noticeRewind(session);
      await withdrawExpired(session, new Date());
      // Own entries first: what waits in the outbox is known before others' words come in.
      await sendLog(session);
      const pending = { now: 0, log: 0, lease: 0 };
      const progress = (stream: keyof typeof pending, left: number): void => {
        pending[stream] = left;
        void this.progress(session, pending.now + pending.log).catch(log.failed('saying the status'));
      };
      for (const stream of ['now', 'log', 'lease'] as const)
        followers.push(await follow(session, stream, progress as never));
      await this.say({ state: 'online', why: null });
      const broken = new Promise<never>((_, fail) => {
        const library = new LibrarySender(session);
        const send = this.sender(session, library, fail);
        unwatch = watchKeys(this.db, [...SENT, ...LIBRARY], (changed) => {
          if (LIBRARY.some((table) => changed.has(table))) library.touch();
          if (SENT.some((table) => changed.has(table))) send();
        });
        timer = setInterval(send, WANTED_MS);
        send();
        for (const { done } of followers) done.catch(fail);
        void wire.closed.then(() => fail(new WireError('lost')));
      });
      const stop = new Promise<'over'>((resolve) => {
        this.endRound = () => resolve('over');
      });
      return await Promise.race([broken, stop]);
    } finally {
      unwatch();
      clearInterval(timer);
      for (const { stop } of followers) stop();
      await wire.close();
    }
  }

  /** Once a stream of new pictures has ended: each comparison takes them all. */
  private async tellArrivals(): Promise<void> {
    if (this.arrivedAt === null || performance.now() - this.arrivedAt < (this.options.quietMs ?? QUIET_MS))
      return;
    this.arrivedAt = null;
    await this.options.libraryGrew();
  }

  private async progress(session: Session, pending: number): Promise<void> {
    const now = Date.now();
    if (pending > 0 && now - this.written < STATUS_MS) return;
    this.written = now;
    await this.say({ pending, refused: { ...session.refused }, broken: [...session.broken] });
  }

  /** Sends what there is, one run at a time; asked for again while it runs, it runs once more. */
  private sender(session: Session, library: LibrarySender, fail: (error: unknown) => void): () => void {
    let running = false;
    let again = false;
    const run = async (): Promise<void> => {
      if (!(await readMeta(this.db, 'team'))) throw new WireError('lost', 'left');
      await sendLog(session);
      await sendOutbox(session);
      await fetchWanted(session);
      await this.tellArrivals();
      if (await library.sendPiece(performance.now())) again = true;
    };
    const start = (): void => {
      if (running) {
        again = true;
        return;
      }
      running = true;
      run().then(
        () => {
          running = false;
          if (again) {
            again = false;
            start();
          }
        },
        (error: unknown) => fail(error),
      );
    };
    return start;
  }
}
