/** A local seller console and its picture hosts, over HTTPS under their real names (a driver maps the names to this port). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { cast, type Trouble } from './cast.ts';
import { serveConsole } from './console.ts';
import { servePicture } from './picture-host.ts';
import { CONSOLE_HOST, type Demo, enrol, HOSTS } from './records.ts';

export interface ServedRequest {
  method: string;
  url: string;
  /** True when the request brought cookies, which a picture request must not. */
  cookies: boolean;
}

export interface DemoServer extends Demo {
  port: number;
  /** Milliseconds since epoch; countdowns run from it. */
  startedAt: number;
  /** For the drivers: every host that this server plays. */
  hosts: Record<string, number>;
  listUrl: string;
  detailUrl(claimId: string): string;
  requests: ServedRequest[];
  /** Makes one picture address (with or without query) fail from now on; `null` mends it. */
  misbehave(url: string, trouble: Trouble | null): void;
  close(): Promise<void>;
}

export interface DemoOptions {
  /** How many claims; 24 is one of every kind. */
  claims?: number;
  /** A demo made elsewhere, instead of the usual cast. */
  demo?: Demo;
  port?: number;
}

/** Starts the console on 127.0.0.1; without `port` on a free one. */
export async function startDemo(options: DemoOptions = {}): Promise<DemoServer> {
  const startedAt = Date.now();
  const demo = options.demo ?? enrol(cast(options.claims ?? 24, startedAt));
  const trouble = new Map<string, Trouble | null>();
  const requests: ServedRequest[] = [];
  const names = [CONSOLE_HOST, ...HOSTS].map((value) => ({ type: 2 as const, value }));
  const pems = await generate([{ name: 'commonName', value: CONSOLE_HOST }], {
    // Made in a moment; an RSA key takes most of a second of each session's start.
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: names }],
  });
  const server = createServer({ key: pems.private, cert: pems.cert });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const host = (request.headers.host ?? '').split(':')[0] ?? '';
    const url = new URL(request.url ?? '/', `https://${host}`);
    requests.push({
      method: request.method ?? 'GET',
      url: url.href,
      cookies: request.headers.cookie !== undefined,
    });
    if (host === CONSOLE_HOST) await serveConsole(demo, startedAt, url, request, response);
    else await servePicture(demo, trouble.get(host + url.pathname), url, response);
  };
  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error('demo server:', error);
      response.destroy();
    });
  });
  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    ...demo,
    port,
    startedAt,
    hosts: Object.fromEntries(HOSTS.map((host) => [host, port])),
    listUrl: `https://${CONSOLE_HOST}/aftersales/aftersale_list?msfrom=mms_sidenav`,
    detailUrl: (claimId) => {
      const claim = demo.claims.find((c) => c.claimId === claimId);
      return `https://${CONSOLE_HOST}/aftersales-ssr/detail?id=${claimId}&orderSn=${claim?.orderId ?? ''}`;
    },
    requests,
    misbehave: (url, what) => {
      const { host, pathname } = new URL(url);
      trouble.set(host + pathname, what);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

if (import.meta.main) {
  const server = await startDemo({ claims: Number(process.argv[2] ?? 24), port: 8443 });
  console.log(`demo console on 127.0.0.1:${server.port}, ${server.claims.length} claims`);
}
