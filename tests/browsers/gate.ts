/** A local proxy between a test browser and the world: maps named hosts to local ports and refuses all others, writing both down. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { SeenConnection } from './types.ts';

export interface Gate {
  port: number;
  connections: SeenConnection[];
  close(): Promise<void>;
}

/** The port for `host`, by exact name first and by `*.domain` next; undefined when no rule names it. */
export function portFor(host: string, hosts: Record<string, number>): number | undefined {
  if (hosts[host] !== undefined) return hosts[host];
  for (const [pattern, port] of Object.entries(hosts)) {
    if (pattern.startsWith('*.') && host.endsWith(pattern.slice(1))) return port;
  }
  return undefined;
}

/** Starts a gate on a free port of 127.0.0.1. Only HTTPS tunnels (`CONNECT host:443`) pass; plain HTTP is answered 403. */
export async function openGate(hosts: Record<string, number>): Promise<Gate> {
  const connections: SeenConnection[] = [];
  const open = new Set<Socket>();
  const server: Server = createServer((request, response) => {
    connections.push({ host: hostOf(request.url ?? ''), allowed: false });
    response.writeHead(403).end();
  });
  server.on('connect', (request, client: Socket) => {
    const host = (request.url ?? '').split(':')[0] ?? '';
    const port = portFor(host, hosts);
    connections.push({ host, allowed: port !== undefined });
    track(open, client);
    if (port === undefined) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client);
      client.pipe(upstream);
    });
    track(open, upstream);
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    connections,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

/** A reset by the other side is an everyday event of a tunnel: its `close` handler does what is needed. */
function track(open: Set<Socket>, socket: Socket): void {
  open.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => open.delete(socket));
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}
