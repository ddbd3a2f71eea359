/** A worker made of a function: answers, hangs or dies as the test wants. */
import type { CallMessage, ReplyMessage } from '../../../lib/engine/pool/protocol.ts';

export type Behaviour = (call: CallMessage, worker: FakeWorker) => void;

export class FakeWorker {
  onmessage: ((event: { data: ReplyMessage }) => void) | null = null;
  onerror: (() => void) | null = null;
  onmessageerror: (() => void) | null = null;
  terminated = false;
  readonly calls: CallMessage[] = [];
  private readonly behave: Behaviour;

  constructor(behave: Behaviour) {
    this.behave = behave;
  }

  postMessage(call: CallMessage): void {
    this.calls.push(call);
    this.behave(call, this);
  }

  /** Sends a reply as a task of its own, as a real worker does; a dead worker says nothing. */
  reply(data: ReplyMessage, afterMs = 0): void {
    setTimeout(() => {
      if (!this.terminated) this.onmessage?.({ data });
    }, afterMs);
  }

  terminate(): void {
    this.terminated = true;
  }
}
