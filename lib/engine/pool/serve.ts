/** The worker's end of the call table: one message in, one reply out, errors of their own class. */
import { toMessage } from '../../base/errors.ts';
import type { CallMessage, Method, ReplyMessage, WorkerCalls } from './protocol.ts';
import { goFirst } from './video/give-way.ts';

/** The calls that one kind of worker answers. */
export type CallTable = {
  [M in Method]?: (args: WorkerCalls[M]['args']) => Promise<WorkerCalls[M]['answer']>;
};

interface WorkerScope {
  onmessage: ((event: MessageEvent<CallMessage>) => void) | null;
  postMessage(message: ReplyMessage, transfer?: Transferable[]): void;
}

/** Starts answering calls in a dedicated worker's global scope. */
export function serve(scope: WorkerScope, calls: CallTable): void {
  scope.onmessage = async ({ data }) => {
    const ended = data.behind ? null : goFirst();
    try {
      const call = calls[data.method] as ((args: unknown) => Promise<never>) | undefined;
      if (!call) throw new Error(`this worker does not answer ${data.method}`);
      scope.postMessage({ id: data.id, ok: true, answer: await call(data.args) });
    } catch (error) {
      scope.postMessage({ id: data.id, ok: false, error: toMessage(error) });
    } finally {
      ended?.();
    }
  };
}
