/** Putting a text into a console's own box: the pages are asked which box was clicked into last, and one of them writes. */

import type { BackgroundToConsole, ConsoleToBackground } from '../../platform/messages.ts';
import type { Inserted } from '../claims/insert-text.ts';

/** An open page, or a frame of one, that may write. */
export interface Writer {
  url: string;
  post(message: BackgroundToConsole): void;
}

type Answer = Extract<ConsoleToBackground, { type: 'box' | 'inserted' }>;

/** How long pages have to answer; one that is busy for longer is not the one the seller works in. */
const WAIT_MS = 2_000;

/** Questions that are still open, by their number. */
const open = new Map<string, (writer: Writer, answer: Answer) => void>();

/** Asks several writers one thing and collects the answers of one type until all have answered or the time is up. */
function ask<T extends Answer['type']>(
  writers: readonly Writer[],
  type: T,
  make: (id: string) => BackgroundToConsole,
): Promise<{ writer: Writer; answer: Extract<Answer, { type: T }> }[]> {
  const id = crypto.randomUUID();
  const answers: { writer: Writer; answer: Extract<Answer, { type: T }> }[] = [];
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      open.delete(id);
      resolve(answers);
    };
    const timer = setTimeout(end, WAIT_MS);
    open.set(id, (writer, answer) => {
      if (answer.type !== type || !writers.includes(writer)) return;
      answers.push({ writer, answer: answer as Extract<Answer, { type: T }> });
      if (answers.length === writers.length) end();
    });
    for (const writer of writers) writer.post(make(id));
  });
}

/** A page's answer to a question of `insertText`; one that nobody asked is dropped. */
export const onPageAnswer = (writer: Writer, answer: Answer): void => open.get(answer.id)?.(writer, answer);

/**
 * Writes a text into the box that was focused last among these pages. Only ever called because the seller pressed a button;
 * nothing is sent, and the page's own buttons are not touched.
 */
export async function insertText(writers: readonly Writer[], text: string): Promise<Inserted> {
  if (writers.length === 0) return { done: false, why: 'no-page' };
  const boxes = await ask(writers, 'box', (id) => ({ type: 'which-box', id }));
  const [last] = boxes
    .filter(({ answer }) => answer.at !== null)
    .sort((a, b) => (b.answer.at ?? 0) - (a.answer.at ?? 0));
  if (!last) return { done: false, why: 'no-box' };
  const [inserted] = await ask([last.writer], 'inserted', (id) => ({ type: 'insert-text', id, text }));
  if (!inserted) return { done: false, why: 'refused' };
  const { why } = inserted.answer;
  return why === null
    ? { done: true, host: URL.parse(last.writer.url)?.hostname ?? '' }
    : { done: false, why };
}
