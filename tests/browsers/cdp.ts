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

export interface DevTools {
  targets(): Promise<Target[]>;
  closeTarget(targetId: string): Promise<void>;
  close(): void;
}

/**
 * Attaches to all present and future targets; `onRequest` is called for each request to the network with the target that made it.
 * @param endpoint `ws://127.0.0.1:port/devtools/browser/<id>`
 */
export async function openDevTools(
  endpoint: string,
  onRequest: (url: string, by: string) => void,
): Promise<DevTools> {
  const socket = new WebSocket(endpoint);
  await new Promise<void>((done, fail) => {
    socket.addEventListener('open', () => done());
    socket.addEventListener('error', () => fail(new Error('DevTools endpoint did not answer')));
  });
  const waiting = new Map<number, { done: (r: Record<string, unknown>) => void; fail: (e: Error) => void }>();
  const sessions = new Map<string, string>();
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
    void tell('Network.enable', {}, sessionId);
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
    } else if (message.method === 'Network.requestWillBeSent') {
      const url = (message.params?.request as { url: string } | undefined)?.url ?? '';
      // A service worker is attached twice (by the browser and by its page): one request has one id.
      const request = `${message.params?.requestId} ${url}`;
      if (!/^(https?|wss?):/.test(url) || seen.has(request)) return;
      seen.add(request);
      onRequest(url, `${sessions.get(message.sessionId ?? '') ?? 'unknown'} ${message.params?.documentURL}`);
    }
  });
  socket.addEventListener('close', () => {
    for (const one of waiting.values()) one.fail(new Error('DevTools connection closed'));
    waiting.clear();
  });
  await send('Target.setAutoAttach', AUTO_ATTACH);
  return {
    targets: async () => (await send('Target.getTargets')).targetInfos as Target[],
    closeTarget: async (targetId) => {
      await send('Target.closeTarget', { targetId });
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
