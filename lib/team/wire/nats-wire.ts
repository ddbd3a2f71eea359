/** The line over NATS JetStream's WebSocket. The only file that knows the client, so that it is loaded only where a team exists. */
import {
  type ConsumerMessages,
  JetStreamApiError,
  type JetStreamClient,
  JetStreamError,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream';
import {
  AuthorizationError,
  type NatsConnection,
  PermissionViolationError,
  wsconnect,
} from '@nats-io/nats-core';
import { teamAddress } from './address.ts';
import { LEASE_MS, STREAMS, type StreamName, streamOf, subjectOf } from './subjects.ts';
import { type Following, StaleError, type Stored, type Wire, WireError } from './wire.ts';

/** What a seat shows the server. */
export interface ServerAccess {
  url: string;
  user: string;
  password: string;
}

/** Milliseconds to wait for the first answer: a phone's hotspot needs seconds. */
const CONNECT_MS = 8_000;
/** An answer to one request; three servers that elect a new leader need about three seconds. */
const ANSWER_MS = 6_000;
/** A reader that nobody asks any more is let go of after this many milliseconds. */
const READER_MS = 120_000;
/** Messages ahead, and a sign of life so often that a server that fell is noticed within seconds. */
const CONSUME = { max_messages: 200, expires: 15_000, idle_heartbeat: 2_500 };
/** How long the end of a connection is waited for. */
const GOODBYE_MS = 1_000;
/** A line that says nothing is asked for a sign every so often; two missing signs end it. */
const PING_MS = 20_000;

/** Codes of JetStream's API (nats-server `errors.json`). */
const WRONG_LAST = new Set([10071, 10164]);
const NO_STREAM = 10059;
const NO_ROOM = new Set([10023, 10028, 10047, 10077, 10122, 10053]);
const NOT_ENABLED = new Set([10039, 10076, 10035]);
/** Servers that are still finding each other: no leader yet, or not every peer known. Gone within seconds of a start. */
const FORMING = new Set([10004, 10005, 10006, 10007, 10008, 10009]);
/** How long servers that are still finding each other are asked again, and how often, in ms. */
const FORMING_MS = 20_000;
const FORMING_AGAIN_MS = 500;

/** Limits of a stream, in bytes; a shop's own server may be given others (deploy/team). */
export interface StreamLimits {
  replicas: 1 | 3;
  bytes: number;
}

const NANOS = 1e6;
const DAY_MS = 86_400_000;
/** Pieces of pictures are a copy on loan: what nobody asked for in this time is asked for again from the seat that has it. */
const BYTES_DAYS = 30;

function faultOf(error: unknown): Error {
  if (error instanceof WireError || error instanceof StaleError) return error;
  if (error instanceof JetStreamApiError) {
    if (WRONG_LAST.has(error.code)) return new StaleError(error.message);
    if (error.code === NO_STREAM) return new WireError('no-team', error.message);
    if (NO_ROOM.has(error.code) || /maximum|insufficient|exceed/i.test(error.message))
      return new WireError('full', error.message);
    if (NOT_ENABLED.has(error.code)) return new WireError('no-jetstream', error.message);
    return new WireError('lost', error.message);
  }
  const { name, message, cause } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof AuthorizationError || cause instanceof AuthorizationError)
    return new WireError('password', message);
  if (error instanceof PermissionViolationError || cause instanceof PermissionViolationError)
    return new WireError('permission', message);
  // The client says so when nobody answers for a stream's subject: the streams are gone, or have no leader just now.
  if (error instanceof JetStreamError || /NoResponders/.test(name)) return new WireError('lost', message);
  return new WireError('lost', `${name} ${message}`);
}

const isLost = (error: unknown): boolean => {
  const fault = faultOf(error);
  return fault instanceof WireError && fault.why === 'lost';
};

const checked = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw faultOf(error);
  }
};

/** Asks again while the servers are still finding each other. Throws what `work` throws last, or at once where `isForming` says no. */
async function onceFormed<T>(
  work: () => Promise<T>,
  isForming = (error: unknown): boolean => error instanceof JetStreamApiError && FORMING.has(error.code),
): Promise<T> {
  const until = performance.now() + FORMING_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isForming(error) || performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, FORMING_AGAIN_MS));
    }
  }
}

async function connect({ url, user, password }: ServerAccess): Promise<NatsConnection> {
  const servers = teamAddress(url);
  try {
    return await wsconnect({
      servers,
      user,
      pass: password,
      timeout: CONNECT_MS,
      pingInterval: PING_MS,
      maxPingOut: 2,
      // A lost line is taken up by who follows it, from the last message that was applied.
      reconnect: false,
      // The servers' own addresses are not ours to follow.
      ignoreClusterUpdates: true,
    });
  } catch (error) {
    const fault = faultOf(error);
    if (fault instanceof WireError && fault.why !== 'lost') throw fault;
    throw new WireError('address', fault.message);
  }
}

/** At least 2.9: the first with consumers that need no name of their own. */
function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 9);
}

/** Connects to the team's server. Throws WireError. */
export async function openWire(access: ServerAccess, shop: string): Promise<Wire> {
  const line = await connect(access);
  const version = line.info?.version ?? '0';
  if (!isRecent(version)) {
    await line.close();
    throw new WireError('old', version);
  }
  const manager = await checked(jetstreamManager(line, { timeout: ANSWER_MS, checkAPI: false }));
  return new NatsWire(line, manager, shop);
}

/** Makes the streams of a new team. Throws WireError; streams that are there stay as they are. */
export async function makeStreams(
  access: ServerAccess,
  shop: string,
  { replicas, bytes }: StreamLimits,
): Promise<void> {
  const line = await connect(access);
  try {
    if (!isRecent(line.info?.version ?? '0')) throw new WireError('old', line.info?.version);
    // Its first question is whether there are streams at all; a server without them has nobody to answer,
    // and neither has a cluster without a leader yet, though it says that it keeps streams.
    const keepsStreams = line.info?.jetstream === true;
    const manager = await checked(
      onceFormed(
        () => jetstreamManager(line, { timeout: ANSWER_MS }),
        (error) => keepsStreams && !line.isClosed() && isLost(error),
      ),
    ).catch((error: unknown) => {
      throw error instanceof WireError && error.why === 'lost' ? new WireError('no-jetstream') : error;
    });
    for (const stream of STREAMS) {
      const latest = stream === 'log' ? {} : { max_msgs_per_subject: 1 };
      await checked(
        onceFormed(() =>
          manager.streams.add({
            name: streamOf(shop, stream),
            subjects: [`${subjectOf(shop, stream)}.>`],
            num_replicas: replicas,
            max_bytes: stream === 'lease' ? 1_000_000 : Math.floor(bytes / 3),
            // A full store says so; only borrowed pieces of pictures make room by themselves.
            discard: stream === 'bytes' || stream === 'lease' ? 'old' : 'new',
            max_age:
              stream === 'lease' ? LEASE_MS * NANOS : stream === 'bytes' ? BYTES_DAYS * DAY_MS * NANOS : 0,
            deny_delete: stream === 'log',
            deny_purge: stream === 'log',
            ...latest,
          }),
        ),
      );
    }
  } finally {
    await line.close();
  }
}

class NatsWire implements Wire {
  readonly closed: Promise<void>;
  private readonly line: NatsConnection;
  private readonly manager: JetStreamManager;
  private readonly js: JetStreamClient;
  private readonly shop: string;
  /** A refused act comes back on the connection itself, not as its answer. */
  private refused: WireError | null = null;

  constructor(line: NatsConnection, manager: JetStreamManager, shop: string) {
    this.line = line;
    this.manager = manager;
    this.shop = shop;
    this.js = jetstream(line, { timeout: ANSWER_MS });
    this.closed = line.closed().then(() => undefined);
    void this.watch();
  }

  private async watch(): Promise<void> {
    for await (const status of this.line.status()) {
      if (status.type !== 'error') continue;
      const fault = faultOf(status.error);
      if (fault instanceof WireError && fault.why === 'permission') this.refused = fault;
    }
  }

  private async act<T>(work: Promise<T>): Promise<T> {
    this.refused = null;
    try {
      return await work;
    } catch (error) {
      throw this.refused ?? faultOf(error);
    }
  }

  async send(subject: string, bytes: Uint8Array, options: { id?: string; expect?: number } = {}) {
    const { id, expect } = options;
    const ack = await this.act(
      this.js.publish(subject, bytes, {
        timeout: ANSWER_MS,
        ...(id !== undefined && { msgID: id }),
        ...(expect !== undefined && { expect: { lastSubjectSequence: expect } }),
      }),
    );
    return ack.seq;
  }

  async last(stream: StreamName, subject: string): Promise<Stored | null> {
    const name = streamOf(this.shop, stream);
    const found = await this.act(this.manager.streams.getMessage(name, { last_by_subj: subject }));
    return found && { subject: found.subject, seq: found.seq, bytes: found.data, pending: 0 };
  }

  async all(stream: StreamName, under: string): Promise<Stored[]> {
    const name = streamOf(this.shop, stream);
    const out: Stored[] = [];
    for (let seq = 1; ; ) {
      const query = { seq, next_by_subj: `${under}.>` };
      const found = await this.act(this.manager.streams.getMessage(name, query));
      if (!found) return out;
      out.push({ subject: found.subject, seq: found.seq, bytes: found.data, pending: 0 });
      seq = found.seq + 1;
    }
  }

  async follow(stream: StreamName, after: number): Promise<Following> {
    const name = streamOf(this.shop, stream);
    const { config } = await this.act(this.manager.streams.info(name));
    // With as many copies as the stream: a reader with one alone may be put on the very server that has fallen.
    const { name: reader, num_pending } = await this.act(
      this.manager.consumers.add(name, {
        deliver_policy: 'by_start_sequence',
        opt_start_seq: after + 1,
        ack_policy: 'none',
        num_replicas: config.num_replicas,
        mem_storage: true,
        inactive_threshold: READER_MS * NANOS,
      }),
    );
    const consumer = await this.act(this.js.consumers.get(name, reader));
    const messages = await this.act(consumer.consume(CONSUME));
    void this.endWith(messages);
    return {
      isEmpty: num_pending === 0,
      stop: () => messages.stop(),
      async *[Symbol.asyncIterator]() {
        for await (const { subject, seq, data, info } of messages)
          yield { subject, seq, bytes: data, pending: info.pending };
      },
    };
  }

  /** A reader that is gone (all its servers fell) ends the connection: it is begun again from the last message that was applied. */
  private async endWith(messages: ConsumerMessages): Promise<void> {
    for await (const { type } of messages.status())
      if (type === 'consumer_not_found' || type === 'consumer_deleted' || type === 'stream_not_found')
        await this.line.close();
  }

  async at(stream: StreamName, seq: number): Promise<Stored | null> {
    const name = streamOf(this.shop, stream);
    const found = await this.act(this.manager.streams.getMessage(name, { seq }));
    return found && { subject: found.subject, seq: found.seq, bytes: found.data, pending: 0 };
  }

  async erase(stream: StreamName, subject: string): Promise<void> {
    const name = streamOf(this.shop, stream);
    const last = await this.last(stream, subject);
    // Overwritten first: a purge alone frees the place and leaves the bytes until it is used again.
    if (last) await this.act(this.manager.streams.deleteMessage(name, last.seq, true));
    await this.act(this.manager.streams.purge(name, { filter: `${subject}.>` }));
  }

  /** On a dead line the goodbye is answered by nobody: a browser waits for it up to minutes, and whoever closes must not. */
  async close(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, GOODBYE_MS);
    });
    await Promise.race([this.line.close(), late]);
    clearTimeout(timer);
  }
}
