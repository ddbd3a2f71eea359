import { describe, expect, it, vi } from 'vitest';
import { insertText, onPageAnswer, type Writer } from '../../../../lib/app/background/text-boxes.ts';
import type { BackgroundToConsole } from '../../../../lib/platform/messages.ts';

type Why = 'no-box' | 'too-long' | 'refused' | null;

/** A page whose box had the focus at a time (null: none, undefined: it never answers). */
function page(host: string, at: number | null | undefined, why: Why = null) {
  const written: string[] = [];
  const writer: Writer = {
    url: `https://${host}/page`,
    post(message: BackgroundToConsole) {
      if (at === undefined) return;
      if (message.type === 'which-box')
        queueMicrotask(() => onPageAnswer(writer, { type: 'box', id: message.id, at }));
      if (message.type === 'insert-text') {
        if (why === null) written.push(message.text);
        queueMicrotask(() => onPageAnswer(writer, { type: 'inserted', id: message.id, why }));
      }
    },
  };
  return { writer, written };
}

describe('a text for a console', () => {
  it('goes into the box that was focused last, and into no other', async () => {
    const pages = [page('a.example', 5), page('b.example', 9), page('c.example', null)];
    expect(
      await insertText(
        pages.map(({ writer }) => writer),
        'text',
      ),
    ).toEqual({ done: true, host: 'b.example' });
    expect(pages.map(({ written }) => written)).toEqual([[], ['text'], []]);
  });

  it('says why it did not go in', async () => {
    expect(await insertText([], 'text')).toEqual({ done: false, why: 'no-page' });
    expect(await insertText([page('a.example', null).writer], 'text')).toEqual({
      done: false,
      why: 'no-box',
    });
    expect(await insertText([page('a.example', 1, 'too-long').writer], 'text')).toEqual({
      done: false,
      why: 'too-long',
    });
  });

  it('does not wait for a page that is silent, and drops answers that nobody asked for', async () => {
    vi.useFakeTimers();
    const [silent, awake, stranger] = [
      page('s.example', undefined),
      page('a.example', 1),
      page('x.example', 99),
    ];
    const sum = insertText([silent.writer, awake.writer], 'text');
    onPageAnswer(stranger.writer, { type: 'box', id: 'guess', at: 100 });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await sum).toEqual({ done: true, host: 'a.example' });
    vi.useRealTimers();
  });
});
