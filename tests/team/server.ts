/** Real `nats-server` processes on loopback: one, or three as a cluster; each with a store of its own that tests can look into. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOrInstall } from '../browsers/install.ts';
import { TIMEOUT } from '../browsers/patience.ts';

export const ADMIN = { user: 'admin', password: 'admin-of-tests' };
export const SEAT = { user: 'seat', password: 'seat-of-tests' };

interface Node {
  name: string;
  ws: number;
  store: string;
  config: string;
  process: ChildProcess | null;
}

export interface TeamServer {
  nodes: readonly Node[];
  /** Addresses for seats, one a node. */
  urls: string[];
  /** Ends a node as a power cut would. */
  kill(n: number): Promise<void>;
  start(n: number): Promise<void>;
  /** The node that leads a stream, by the servers' own word; `stream` is the end of its name. */
  leader(stream: string): Promise<number>;
  /** All files of all stores, as bytes. */
  files(): Buffer[];
  close(): Promise<void>;
}

/** Path of nats-server, installing Debian's package as root; null where it cannot be had, which is said in one line. */
export function natsServer(): string | null {
  const found = findOrInstall('nats-server') ?? (process.getuid?.() === 0 ? '/usr/sbin/nats-server' : null);
  if (!found)
    console.log('team: nats-server is missing; install it (Debian: nats-server) for the tests of the team');
  return found;
}

/** Ports that nobody listens on just now. */
async function freePorts(n: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: n },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

async function until(check: () => Promise<boolean>, what: string): Promise<void> {
  for (const end = Date.now() + TIMEOUT; Date.now() < end; ) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no ${what} after ${TIMEOUT / 1_000} s`);
}

/** Whether the cluster's leader knows all `n` servers and hears from each: the page about its streams. */
const formed = async (port: number, n: number): Promise<boolean> => {
  interface Meta {
    meta_cluster?: { leader?: string; cluster_size?: number; replicas?: { current?: boolean }[] | null };
  }
  // Only the leader lists the others.
  const { meta_cluster: meta } = (await fetch(`http://127.0.0.1:${port}/jsz`).then(
    (answer) => answer.json(),
    () => ({}),
  )) as Meta;
  const others = meta?.replicas ?? [];
  return meta?.cluster_size === n && others.length === n - 1 && others.every(({ current }) => current);
};

/** Whether the cluster has a leader for its streams: the server's own health page. */
const healthy = async (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

/** The users of deploy/team, with the passwords of tests. */
const USERS = `
accounts {
  TEAM {
    jetstream: enabled
    users: [
      { user: ${ADMIN.user}, password: "${ADMIN.password}" }
      { user: ${SEAT.user}, password: "${SEAT.password}", permissions: {
        publish: { allow: [
          "claimlens.>", "$JS.API.INFO", "$JS.API.STREAM.INFO.*", "$JS.API.STREAM.MSG.GET.*",
          "$JS.API.STREAM.MSG.DELETE.*", "$JS.API.STREAM.PURGE.*",
          "$JS.API.CONSUMER.CREATE.>", "$JS.API.CONSUMER.INFO.>", "$JS.API.CONSUMER.DELETE.>", "$JS.API.CONSUMER.MSG.NEXT.>",
          "$JS.ACK.>", "$JS.FC.>"
        ] }
        subscribe: { allow: ["_INBOX.>"] }
      } }
    ]
  }
}
`;

/** Starts `n` servers (1 or 3). @param jetstream false: a server that keeps no streams */
export async function startTeamServer(
  n: 1 | 3 = 1,
  { jetstream = true, maxStore = '1G' } = {},
): Promise<TeamServer> {
  const exe = natsServer();
  if (!exe) throw new Error('nats-server is missing');
  const home = mkdtempSync(join(tmpdir(), 'claimlens-team-'));
  const ports = await freePorts(n * 4);
  const port = (i: number, which: 0 | 1 | 2 | 3): number => ports[i * 4 + which]!;
  const nodes: Node[] = [];
  const routes = Array.from({ length: n }, (_, i) => `nats://127.0.0.1:${port(i, 1)}`);
  for (let i = 0; i < n; i += 1) {
    const store = join(home, `n${i}`);
    const config = join(home, `n${i}.conf`);
    writeFileSync(
      config,
      `server_name: n${i}
host: 127.0.0.1
port: ${port(i, 0)}
http: "127.0.0.1:${port(i, 3)}"
max_payload: 1MB
${jetstream ? `jetstream { store_dir: "${store}", max_memory_store: 64M, max_file_store: ${maxStore} }` : ''}
websocket { host: 127.0.0.1, port: ${port(i, 2)}, no_tls: true }
${n > 1 ? `cluster { name: team, listen: "127.0.0.1:${port(i, 1)}", routes: [${routes.map((route) => `"${route}"`).join(', ')}] }` : ''}
${jetstream ? USERS : USERS.replace('jetstream: enabled', '')}`,
    );
    nodes.push({ name: `n${i}`, ws: port(i, 2), store, config, process: null });
  }
  const start = async (i: number): Promise<void> => {
    const node = nodes[i]!;
    node.process = spawn(exe, ['-c', node.config, '-l', `${node.config}.log`], { stdio: 'ignore' });
    await until(() => answers(node.ws), `nats-server ${node.name}`);
  };
  const kill = async (i: number): Promise<void> => {
    const { process: running } = nodes[i]!;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    await new Promise((resolve) => {
      running.once('exit', resolve);
      running.kill('SIGKILL');
    });
  };
  for (let i = 0; i < n; i += 1) await start(i);
  if (jetstream) await until(() => healthy(port(0, 3)), 'leader');
  if (jetstream && n > 1)
    await until(async () => {
      const known = await Promise.all(nodes.map((_, i) => formed(port(i, 3), n)));
      return known.includes(true);
    }, 'cluster');
  return {
    nodes,
    urls: nodes.map(({ ws }) => `ws://127.0.0.1:${ws}`),
    kill,
    start,
    leader: async (stream) => {
      const answer = await fetch(`http://127.0.0.1:${port(0, 3)}/jsz?streams=1`);
      interface Detail {
        name: string;
        cluster?: { leader?: string };
      }
      const { account_details: all = [] } = (await answer.json()) as {
        account_details?: { stream_detail?: Detail[] }[];
      };
      const found = all
        .flatMap(({ stream_detail: details = [] }) => details)
        .find(({ name }) => name.endsWith(stream));
      return Math.max(
        0,
        nodes.findIndex(({ name }) => name === found?.cluster?.leader),
      );
    },
    files: () =>
      readdirSync(home, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.endsWith('.conf') && !entry.name.endsWith('.log'))
        .map((entry) => readFileSync(join(entry.parentPath, entry.name))),
    close: async () => {
      for (let i = 0; i < n; i += 1) await kill(i);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
