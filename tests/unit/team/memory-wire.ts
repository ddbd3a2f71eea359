/** A server in memory: streams with sequences, newest value per subject, compare-and-set, and a hand on what it keeps. */
import type { StreamName } from '../../../lib/team/wire/subjects.ts';
import {
  type Following,
  StaleError,
  type Stored,
  type Wire,
  WireError,
} from '../../../lib/team/wire/wire.ts';

type Message = Omit<Stored, 'pending'>;

export class MemoryServer {
  readonly streams: Record<StreamName, Message[]> = { log: [], now: [], bytes: [], lease: [] };
  private readonly ends: Record<StreamName, number> = { log: 0, now: 0, bytes: 0, lease: 0 };
  private readonly waiting = new Set<() => void>();
  /** Sends fail with this while it is set. */
  fault: WireError | null = null;
  sends = 0;

  private streamOf(subject: string): StreamName {
    return subject.split('.')[2] as StreamName;
  }

  /** Puts a message there without asking anybody: what a hostile server can do. */
  plant(subject: string, bytes: Uint8Array): number {
    const stream = this.streamOf(subject);
    this.ends[stream] += 1;
    const seq = this.ends[stream];
    if (stream !== 'log') this.drop(stream, (message) => message.subject === subject);
    this.streams[stream].push({ subject, seq, bytes: bytes.slice() });
    for (const wake of this.waiting) wake();
    return seq;
  }

  drop(stream: StreamName, which: (message: Message) => boolean): void {
    this.streams[stream] = this.streams[stream].filter((message) => !which(message));
  }

  /** An older copy put back over what came since. */
  copy(): () => void {
    const streams = Object.entries(this.streams).map(([name, all]) => [name, [...all]] as const);
    const ends = { ...this.ends };
    return () => {
      for (const [name, all] of streams) this.streams[name as StreamName] = [...all];
      Object.assign(this.ends, ends);
    };
  }

  lastOf(subject: string): Message | undefined {
    return this.streams[this.streamOf(subject)].findLast((message) => message.subject === subject);
  }

  /** Every byte that it keeps, as one text. */
  get disk(): string {
    return Object.values(this.streams)
      .flat()
      .map(({ subject, bytes }) => `${subject}\n${Buffer.from(bytes).toString('latin1')}`)
      .join('\n');
  }

  line(): Wire {
    let end: () => void = () => undefined;
    let open = true;
    const closed = new Promise<void>((resolve) => {
      end = resolve;
    });
    const self = this;
    return {
      closed,
      async send(subject, bytes, { expect } = {}) {
        self.sends += 1;
        if (!open) throw new WireError('lost');
        if (self.fault) throw self.fault;
        if (expect !== undefined && (self.lastOf(subject)?.seq ?? 0) !== expect) throw new StaleError();
        return self.plant(subject, bytes);
      },
      async last(_, subject) {
        if (!open) throw new WireError('lost');
        const found = self.lastOf(subject);
        return found ? { ...found, pending: 0 } : null;
      },
      async all(stream, under) {
        return self.streams[stream]
          .filter(({ subject }) => subject.startsWith(`${under}.`))
          .map((message) => ({ ...message, pending: 0 }));
      },
      async follow(stream, after) {
        let at = after;
        let stopped = false;
        let wake: () => void = () => undefined;
        const mine = () => self.streams[stream].filter(({ seq }) => seq > at);
        const following: Following = {
          isEmpty: mine().length === 0,
          stop: () => {
            stopped = true;
            wake();
          },
          async *[Symbol.asyncIterator]() {
            while (!stopped && open) {
              const left = mine();
              const next = left[0];
              if (next) {
                at = next.seq;
                yield { ...next, pending: left.length - 1 };
              } else {
                await new Promise<void>((resolve) => {
                  wake = resolve;
                  self.waiting.add(resolve);
                });
              }
            }
          },
        };
        void closed.then(() => wake());
        return following;
      },
      async at(stream, wanted) {
        const found = self.streams[stream].find(({ seq }) => seq === wanted);
        return found ? { ...found, pending: 0 } : null;
      },
      async erase(stream, subject) {
        self.drop(stream, (one) => one.subject === subject || one.subject.startsWith(`${subject}.`));
      },
      async close() {
        open = false;
        end();
        for (const go of self.waiting) go();
      },
    };
  }
}
