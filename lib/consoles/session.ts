/** One page of a console from load to leave: listens, reads again when the page changes, and emits what it read when that changed. */
import { orderOfKeyed } from '../claims/ids.ts';
import { mergePartials, toClaim } from '../claims/merge.ts';
import type { Claim } from '../claims/model.ts';
import { isoInZone } from '../claims/time.ts';
import { OWN_TAG } from './page/walk.ts';
import { siteConsole } from './platforms/site.ts';
import { contextFor, partialsOf, readPage } from './read-page.ts';
import { consoleForUrl, pageRuleFor } from './registry.ts';
import { isCountdownChange, RootObserver } from './session-observer.ts';
import { runSliced } from './sliced.ts';
import { withTaught } from './teach/apply.ts';
import { fitsTaught, type TaughtReader } from './teach/spec.ts';
import type { ConsoleDefinition, PageReading, PartialClaim } from './types.ts';

/** What the session emits after each reading that changed something. */
export interface SessionReading {
  definition: ConsoleDefinition;
  reading: PageReading;
  /** Claims ready for the background; each reading's `partial` belongs to the claim with the same place in `keys`. */
  claims: Claim[];
  /** Claim key per `reading.claims` entry. */
  keys: string[];
  url: string;
}

export interface SessionOptions {
  document: Document;
  address(): string;
  now(): number;
  /** False in a frame of another page. */
  mainFrame?: boolean;
  /** Called for every reading, also when nothing changed (badges may need a new place). */
  onRead(result: SessionReading): void;
}

/** A page that changes all the time is read at most this often. */
const PAUSE_MS = 250;
/** Pages of a console that are not known to show claims (chats, orders) are looked at more seldom. */
const ELSEWHERE_PAUSE_MS = 2_000;
/** A claim known by its order alone waits this long for its real number before it is reported. */
const ORDER_KEYED_WAIT_MS = 2_000;
/** Claims from answers that are remembered on one page. */
const MAX_TAPPED = 1_000;
/** How often a reading is started over because the page changed under it before it is done in one go. */
const MAX_RESTARTS = 3;

const DEADLINE_SLACK_MS = 120_000;

export class PageSession {
  private readonly options: SessionOptions;
  private readonly observer: RootObserver;
  private readonly tapped = new Map<string, PartialClaim>();
  private readonly deadlines = new Map<string, string>();
  private readonly startedAt: number;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private taught: TaughtReader[] = [];
  private changes = 0;
  private reading = false;
  private stopped = false;
  private off = false;
  /** Whether any claim was read here yet: until then a tab in the background is read like any other. */
  private reported = false;

  constructor(options: SessionOptions) {
    this.options = options;
    this.startedAt = options.now();
    this.observer = new RootObserver(options.document, (mutations) => this.onMutations(mutations));
  }

  /** Begins to watch and reads once. */
  start(): void {
    this.observer.watch();
    this.options.document.addEventListener('visibilitychange', this.onShown);
    this.schedule(0);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.options.document.removeEventListener('visibilitychange', this.onShown);
    this.observer.stop();
  }

  /** The console of the address the page is at now, with what the seller taught about this page. */
  definition(): ConsoleDefinition {
    const url = new URL(this.options.address());
    const base = consoleForUrl(url.href) ?? siteConsole(url);
    const taught = this.taught.find((reader) => reader.console === base.id && fitsTaught(reader, url));
    return taught ? withTaught(base, taught) : base;
  }

  /** Readers that the seller taught; those of other pages are kept for a change of route. */
  setTaught(readers: TaughtReader[]): void {
    if (!readers.length && !this.taught.length) return;
    this.taught = readers;
    this.schedule(0);
  }

  /** Reads nothing while the seller has switched the console off. */
  setOff(off: boolean): void {
    if (this.off === off) return;
    this.off = off;
    this.schedule(0);
  }

  /** An answer from the tap; checked here, since the page may say anything. */
  onAnswer(answer: { url: string; text: string }): void {
    if (this.stopped) return;
    const page = new URL(this.options.address());
    const found = partialsOf(this.definition(), { ...answer, at: this.options.now() }, page);
    for (const partial of found) this.remember(partial);
    if (found.length) this.schedule(0);
  }

  /** The page went to another address without a load. */
  onRoute(): void {
    this.schedule(0);
  }

  private remember(partial: PartialClaim): void {
    const key = partial.claimId ?? `order ${partial.orderId}`;
    const known = this.tapped.get(key);
    this.tapped.delete(key);
    this.tapped.set(key, known ? mergePartials(partial, known) : partial);
    if (this.tapped.size > MAX_TAPPED) {
      const [oldest] = this.tapped.keys();
      if (oldest !== undefined) this.tapped.delete(oldest);
    }
  }

  private onMutations(mutations: MutationRecord[]): void {
    if (!mutations.some((mutation) => !isOwn(mutation) && !isCountdownChange(mutation))) return;
    this.changes += 1;
    // A tab that nobody looks at is read again when it is looked at.
    if (this.options.document.hidden && this.reported) return;
    this.schedule(this.pause());
  }

  private pause(): number {
    if (this.timer !== undefined) return PAUSE_MS;
    const definition = this.definition();
    const known = definition.unknownSite || pageRuleFor(definition, new URL(this.options.address()));
    return known ? PAUSE_MS : ELSEWHERE_PAUSE_MS;
  }

  private readonly onShown = (): void => {
    if (!this.options.document.hidden) this.schedule(0);
  };

  private schedule(delay: number): void {
    if (this.stopped || this.off) return;
    if (this.timer !== undefined && delay > 0) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.read();
    }, delay);
  }

  private async read(): Promise<void> {
    if (this.stopped || this.off) return;
    if (this.reading) return this.schedule(PAUSE_MS);
    this.reading = true;
    try {
      this.observer.watchNewRoots();
      await this.readUntilSteady();
    } finally {
      this.reading = false;
    }
  }

  private async readUntilSteady(): Promise<void> {
    for (let attempt = 0; !this.stopped; attempt++) {
      const { changes } = this;
      const address = this.options.address();
      const definition = this.definition();
      const url = new URL(address);
      const now = this.options.now();
      const context = contextFor(definition, url, now);
      const page = pageRuleFor(definition, url)?.kind ?? ('unknown' as const);
      const input = {
        root: this.options.document,
        definition,
        page,
        context,
        tapped: [...this.tapped.values()],
      };
      const inOneGo = attempt >= MAX_RESTARTS;
      const reading = await runSliced(readPage(input), inOneGo ? Number.POSITIVE_INFINITY : undefined);
      if (this.stopped) return;
      // What was read while rows were being exchanged may mix two claims.
      if (!inOneGo && (this.changes !== changes || this.options.address() !== address)) continue;
      this.emit(definition, reading, address, now);
      return;
    }
  }

  private emit(definition: ConsoleDefinition, reading: PageReading, address: string, now: number): void {
    const known = pageRuleFor(definition, new URL(address)) !== undefined;
    const nothing = !known && reading.claims.length === 0;
    // On a site that the seller granted for its claims, finding none is worth saying: it is where teaching begins.
    if (nothing && !(definition.unknownSite && this.options.mainFrame)) return;
    if (nothing) reading.missing = ['claimId'];
    const meta = {
      console: definition.id,
      version: definition.version,
      pageUrl: address,
      readAt: isoInZone(now, contextFor(definition, new URL(address), now).zone),
    };
    const claims: Claim[] = [];
    const keys: string[] = [];
    const early = now - this.startedAt < ORDER_KEYED_WAIT_MS;
    for (const entry of reading.claims) {
      const claim = toClaim(entry.partial, { ...meta, how: entry.how });
      keys.push(claim?.key ?? '');
      if (!claim) continue;
      if (early && orderOfKeyed(claim.claimId)) {
        this.schedule(ORDER_KEYED_WAIT_MS);
        continue;
      }
      claims.push(this.steadyDeadline(claim));
    }
    this.reported ||= claims.length > 0;
    this.options.onRead({ definition, reading, claims, keys, url: address });
  }

  /** A countdown that drops its seconds gives a slightly different end each time: the first one reported stays. */
  private steadyDeadline(claim: Claim): Claim {
    if (!claim.deadlineAt) return claim;
    const known = this.deadlines.get(claim.key);
    if (known && Math.abs(Date.parse(known) - Date.parse(claim.deadlineAt)) < DEADLINE_SLACK_MS) {
      return { ...claim, deadlineAt: known };
    }
    this.deadlines.set(claim.key, claim.deadlineAt);
    return claim;
  }
}

/** Changes that our own marks make. */
function isOwn(mutation: MutationRecord): boolean {
  const nodes = [...mutation.addedNodes, ...mutation.removedNodes];
  return nodes.length > 0 && nodes.every((node) => node.nodeName.toLowerCase() === OWN_TAG);
}
