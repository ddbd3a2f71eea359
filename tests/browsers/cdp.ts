/** A second, plain DevTools connection to a running Chromium: sees every target (offscreen page, workers), which Playwright does not show. */

export interface Target {
  targetId: string;
  type: string;
  url: string;
}

interface Message {
  id?: number;
  method?: string;
  sessionId?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { message: string };
}

export interface Watch {
  request(url: string, by: string): void;
  trouble(text: string, by: string): void;
}

export interface DevTools {
  targets(): Promise<Target[]>;
  closeTarget(targetId: string): Promise<void>;
  /** Runs an expression in at most `most` live targets of a type (null: of any) at matching addresses; resolves to how many took it. */
  runIn(type: string | null, address: RegExp, expression: string, most: number): Promise<number>;
  /** Has what nothing holds any more taken away in every live target at a matching address; resolves to how many did so. */
  collectGarbage(address: RegExp): Promise<number>;
  close(): void;
}

/**
 * Attaches to all present and future targets; `watch` is told of each request to the network and of each warning,
 * error and uncaught exception, with the target it came from.
 * @param endpoint `ws://127.0.0.1:port/devtools/browser/<id>`
 */
export async function openDevTools(endpoint: string, watch: Watch): Promise<DevTools> {
  const socket = new WebSocket(endpoint);
  await new Promise<void>((done, fail) => {
    socket.addEventListener('open', () => done());
    socket.addEventListener('error', () => fail(new Error('DevTools endpoint did not answer')));
  });
  const waiting = new Map<number, { done: (r: Record<string, unknown>) => void; fail: (e: Error) => void }>();
  const sessions = new Map<string, string>();
  const addresses = new Map<string, string>();
  const targets = new Map<string, string>();
  const seen = new Set<string>();
  let last = 0;

  const send = (method: string, params: object = {}, sessionId?: string) =>
    new Promise<Record<string, unknown>>((done, fail) => {
      last += 1;
      waiting.set(last, { done, fail });
      socket.send(JSON.stringify({ id: last, method, params, sessionId }));
    });
  /** A target may be gone before its answer: that is no news to anybody here. */
  const tell = (method: string, params: object, sessionId: string) =>
    send(method, params, sessionId).catch(() => ({}));

  const attach = (target: Target, sessionId: string) => {
    sessions.set(sessionId, target.type);
    addresses.set(sessionId, target.url);
    targets.set(sessionId, target.targetId);
    void tell('Network.enable', {}, sessionId);
    void tell('Runtime.enable', {}, sessionId);
    void tell('Target.setAutoAttach', AUTO_ATTACH, sessionId);
    void tell('Runtime.runIfWaitingForDebugger', {}, sessionId);
  };

  socket.addEventListener('message', (event) => {
    const message = JSON.parse(String(event.data)) as Message;
    if (message.id !== undefined) {
      const one = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) one?.fail(new Error(message.error.message));
      else one?.done(message.result ?? {});
    } else if (message.method === 'Target.attachedToTarget') {
      attach(message.params?.targetInfo as Target, message.params?.sessionId as string);
    } else if (message.method === 'Target.targetInfoChanged') {
      const info = message.params?.targetInfo as Target;
      for (const [session, id] of targets) {
        if (id !== info.targetId) continue;
        addresses.set(session, info.url);
        // An offscreen document is known as something else until it has its address.
        sessions.set(session, info.type);
      }
    } else if (
      message.method === 'Runtime.consoleAPICalled' ||
      message.method === 'Runtime.exceptionThrown'
    ) {
      const text = troubleIn(message.params ?? {});
      const session = message.sessionId ?? '';
      if (text) watch.trouble(text, `${sessions.get(session)} ${addresses.get(session)}`);
    } else if (message.method === 'Network.requestWillBeSent') {
      const url = (message.params?.request as { url: string } | undefined)?.url ?? '';
      // A service worker is attached twice (by the browser and by its page): one request has one id.
      const request = `${message.params?.requestId} ${url}`;
      if (!/^(https?|wss?):/.test(url) || seen.has(request)) return;
      seen.add(request);
      watch.request(
        url,
        `${sessions.get(message.sessionId ?? '') ?? 'unknown'} ${message.params?.documentURL}`,
      );
    }
  });
  socket.addEventListener('close', () => {
    for (const one of waiting.values()) one.fail(new Error('DevTools connection closed'));
    waiting.clear();
  });
  await send('Target.setDiscoverTargets', { discover: true });
  await send('Target.setAutoAttach', AUTO_ATTACH);
  return {
    targets: async () => (await send('Target.getTargets')).targetInfos as Target[],
    closeTarget: async (targetId) => {
      await send('Target.closeTarget', { targetId });
    },
    runIn: async (type, address, expression, most) => {
      let taken = 0;
      for (const [session, kind] of [...sessions].reverse()) {
        if (taken >= most || (type !== null && kind !== type) || !address.test(addresses.get(session) ?? ''))
          continue;
        const sent = await send('Runtime.evaluate', { expression }, session).catch(() => null);
        if (sent) taken += 1;
      }
      return taken;
    },
    collectGarbage: async (address) => {
      const asked = [...sessions.keys()]
        .filter((session) => address.test(addresses.get(session) ?? ''))
        .map((session) =>
          send('HeapProfiler.collectGarbage', {}, session).then(
            () => 1,
            () => 0,
          ),
        );
      return (await Promise.all(asked)).reduce((sum: number, one) => sum + one, 0);
    },
    close: () => socket.close(),
  };
}

/** Paused at start, so that the very first request of a new document or worker is seen too. */
const AUTO_ATTACH = {
  autoAttach: true,
  waitForDebuggerOnStart: true,
  flatten: true,
  filter: [...['browser', 'browser_ui', 'tab'].map((type) => ({ type, exclude: true })), {}],
};

interface RemoteValue {
  value?: unknown;
  description?: string;
}

/** The text of a warning, an error or an exception; undefined for plain logging. */
function troubleIn(params: Record<string, unknown>): string | undefined {
  const thrown = params.exceptionDetails as { text: string; exception?: RemoteValue } | undefined;
  if (thrown) return `uncaught: ${thrown.exception?.description ?? thrown.text}`;
  if (params.type !== 'error' && params.type !== 'warning' && params.type !== 'assert') return undefined;
  const values = params.args as RemoteValue[];
  return `${params.type}: ${values.map((one) => String(one.value ?? one.description ?? '')).join(' ')}`;
}
