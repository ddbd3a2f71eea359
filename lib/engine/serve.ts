/** The worker's end of the call table: one message in, one reply out, errors by name. */
import type { CallMessage, ReplyMessage } from './protocol.ts';
import { workerCalls } from './worker-calls.ts';

interface WorkerScope {
  onmessage: ((event: MessageEvent<CallMessage>) => void) | null;
  postMessage(message: ReplyMessage, transfer?: Transferable[]): void;
}

/** Starts answering calls in a dedicated worker's global scope. */
export function serve(scope: WorkerScope): void {
  scope.onmessage = async ({ data }) => {
    try {
      const call = workerCalls[data.method] as (args: unknown) => Promise<never>;
      scope.postMessage({ id: data.id, ok: true, answer: await call(data.args) });
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      scope.postMessage({ id: data.id, ok: false, name, message });
    }
  };
}
