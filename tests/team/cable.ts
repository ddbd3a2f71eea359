/** A cable between a seat and the team's servers that can be pulled, or go dead without anybody being told. */
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Leads to the first server that answers. */
export class Cable {
  private readonly ports: readonly number[];
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private server: Server | null = null;
  private state: 'whole' | 'pulled' | 'mute' = 'whole';

  /** @param urls the servers' addresses on this machine */
  constructor(urls: readonly string[]) {
    this.ports = urls.map((url) => Number(new URL(url).port));
  }

  /** The address for the seat. */
  async plug(): Promise<string> {
    this.server = createServer((seat) => {
      if (this.state === 'pulled') seat.destroy();
      // Taken and never answered: the seat waits, as on a dead line.
      else if (this.state === 'mute') seat.on('error', () => undefined).resume();
      else this.lead(seat, 0);
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    return `ws://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  private lead(seat: Socket, n: number): void {
    const port = this.ports[n];
    if (port === undefined) {
      seat.destroy();
      return;
    }
    const node = connect(port, '127.0.0.1');
    const pair = [seat, node] as const;
    let open = false;
    node.on('connect', () => {
      open = true;
      seat.pipe(node).pipe(seat);
    });
    node.on('error', () => (open ? seat.destroy() : this.lead(seat, n + 1)));
    node.on('close', () => {
      this.pairs.delete(pair);
      if (open) seat.destroy();
    });
    seat.on('error', () => node.destroy());
    seat.on('close', () => node.destroy());
    this.pairs.add(pair);
  }

  /** Ends all connections; new ones are refused until it is put back. */
  pull(): void {
    this.state = 'pulled';
    for (const pair of this.pairs) for (const socket of pair) socket.destroy();
    this.pairs.clear();
  }

  /** Nothing passes any more, in either direction, and no connection ends. */
  mute(): void {
    this.state = 'mute';
    for (const [seat, node] of this.pairs) {
      seat.unpipe(node);
      node.unpipe(seat);
      // What arrives is lost.
      seat.resume();
      node.resume();
    }
  }

  /** As new. Connections from before a `mute` stay dead: what they lost cannot be mended. */
  putBack(): void {
    this.state = 'whole';
  }

  async close(): Promise<void> {
    this.pull();
    await new Promise((resolve) => this.server?.close(resolve));
  }
}
