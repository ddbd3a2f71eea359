/** A long call in a worker and others beside it: those go first, and it goes on after them. */
import { describe, expect, it } from 'vitest';
import type { CallMessage } from '../../../../../lib/engine/pool/protocol.ts';
import { serve } from '../../../../../lib/engine/pool/serve.ts';
import { giveWay, goFirst } from '../../../../../lib/engine/pool/video/give-way.ts';

const task = (): Promise<void> => new Promise((done) => setTimeout(done));

describe('giveWay', () => {
  it('rests while another call is under way in its worker', async () => {
    const order: string[] = [];
    const others: (() => void)[] = [];
    let parts = 0;
    // It goes on until it is told, so that no turn of a busy machine ends it before the others have come.
    let enough = false;
    const scope = {
      onmessage: null as ((event: MessageEvent<CallMessage>) => void) | null,
      postMessage: ({ id }: { id: number }) => order.push(`answered ${id}`),
    };
    serve(scope, {
      frames: async () => {
        for (; !enough; parts += 1) await giveWay();
        return {} as never;
      },
      compare: () => new Promise((done) => others.push(() => done({} as never))),
    });
    const send = (id: number, method: 'frames' | 'compare', behind?: true): void =>
      scope.onmessage?.({ data: { id, method, args: {}, ...(behind && { behind }) } } as never);
    send(1, 'frames', true);
    while (parts < 2) await task();
    send(2, 'compare');
    send(3, 'compare');
    const heard = parts;
    for (let i = 0; i < 20; i++) await task();
    expect(parts).toBeLessThanOrEqual(heard + 1);
    others[0]?.();
    for (let i = 0; i < 20; i++) await task();
    expect(order).toEqual(['answered 2']);
    others[1]?.();
    while (order.length < 2) await task();
    enough = true;
    while (order.length < 3) await task();
    expect(order).toEqual(['answered 2', 'answered 3', 'answered 1']);
  });

  it('goes on after a while beside a call that never ends: that one may wait for it', async () => {
    const end = goFirst();
    await giveWay(5);
    end();
  });
});
