/** What a seat is told of servers that are too old, or whose certificate nobody vouches for. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { generate } from 'selfsigned';
import { afterEach, expect, it } from 'vitest';
import { makeStreams, openWire } from '../../../../lib/team/wire/nats-wire.ts';
import { WireError } from '../../../../lib/team/wire/wire.ts';

const SHOP = '00112233445566aa';
const LIMITS = { replicas: 1 as const, bytes: 3e8 };
const why = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof WireError ? error.why : String(error)),
  );

let server: Server | undefined;
const sockets = new Set<Duplex>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server?.close();
});

/** One frame of a server (RFC 6455), of less than 64 KB. */
function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.from([0x82, 126, body.length >> 8, body.length & 255]);
  return Buffer.concat([head, body]);
}

/** Kinds of the frames in what a client sent; 8 ends the line. */
function framesIn(data: Buffer): number[] {
  const kinds: number[] = [];
  for (let at = 0; at + 1 < data.length; ) {
    kinds.push(data[at]! & 15);
    const short = data[at + 1]! & 127;
    // Two bytes of head, two more for a longer one, and four of the mask.
    at += short === 126 ? 8 + data.readUInt16BE(at + 2) : 6 + short;
  }
  return kinds;
}

/** Answers as a NATS server of some version does, as far as to the first sign of life. */
function greet(one: Server, version: string): void {
  one.on('upgrade', ({ headers }, socket: Duplex) => {
    sockets.add(socket);
    const accept = createHash('sha1')
      .update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    const info = {
      server_id: 'x',
      version,
      proto: 1,
      headers: true,
      max_payload: 1_048_576,
      jetstream: true,
    };
    socket.write(frame(`INFO ${JSON.stringify(info)}\r\n`));
    socket.on('data', (data: Buffer) => {
      for (const kind of framesIn(data)) {
        if (kind === 8) socket.end();
        else socket.write(frame('PONG\r\n'));
      }
    });
    socket.on('error', () => undefined);
  });
}

const listening = (one: Server): Promise<number> =>
  new Promise((resolve) => one.listen(0, '127.0.0.1', () => resolve((one.address() as AddressInfo).port)));

it.each(['2.8.4', '1.4.1'])('a server of version "%s" is too old', async (version) => {
  server = createServer();
  greet(server, version);
  const access = { url: `ws://127.0.0.1:${await listening(server)}`, user: 'seat', password: 'p' };
  expect(await why(openWire(access, SHOP))).toBe('old');
  expect(await why(makeStreams(access, SHOP, LIMITS))).toBe('old');
});

it('a server whose certificate is not trusted is no answer at this address', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
  server = createTlsServer({ key, cert });
  greet(server, '2.9.10');
  const access = { url: `wss://localhost:${await listening(server)}`, user: 'seat', password: 'p' };
  expect(await why(openWire(access, SHOP))).toBe('address');
});

it('nobody at an address is said the same', async () => {
  server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server?.close(resolve));
  expect(await why(openWire({ url: `ws://127.0.0.1:${port}`, user: 'seat', password: 'p' }, SHOP))).toBe(
    'address',
  );
});
