import { JSDOM } from 'jsdom';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TextBox } from '../../../entrypoints/console.content/text-box.ts';

type Listener = (event: unknown) => void;
let listeners: Map<string, Listener>;
let box: TextBox;
let area: HTMLElement;

beforeEach(() => {
  const { window } = new JSDOM('<textarea id="a"></textarea>');
  vi.stubGlobal('HTMLElement', window.HTMLElement);
  listeners = new Map();
  const document = {
    addEventListener: (type: string, listener: Listener) => void listeners.set(type, listener),
    removeEventListener: () => undefined,
  };
  box = new TextBox(document as never, () => 42);
  area = window.document.querySelector('#a') as HTMLElement;
  sized(200, 60);
});

function sized(width: number, height: number): void {
  area.getBoundingClientRect = () => ({ width, height }) as DOMRect;
}

const act = (type: string, isTrusted: boolean) =>
  listeners.get(type)?.({ type, isTrusted, composedPath: () => [area] });

describe('the box that a text goes into', () => {
  it.each(['pointerdown', 'keydown'])('is the one of a trusted %s', (type) => {
    act(type, true);
    expect(box.lastFocus()).toBe(42);
  });

  it.each(['pointerdown', 'keydown', 'focusin', 'focus', 'click'])('is none of a %s by script', (type) => {
    act(type, false);
    expect(box.lastFocus()).toBeNull();
  });

  it('is none that got the focus without a hand', () => {
    act('focusin', true);
    expect(box.lastFocus()).toBeNull();
  });

  it.each([
    [1, 1],
    [200, 2],
    [3, 60],
    [0, 0],
  ])('is none of %i by %i pixels', (width, height) => {
    sized(width, height);
    act('pointerdown', true);
    expect(box.lastFocus()).toBeNull();
  });

  it('is none that shrank or went out of sight since', () => {
    act('pointerdown', true);
    sized(1, 1);
    expect([box.lastFocus(), box.insert('x')]).toEqual([null, 'no-box']);
    sized(200, 60);
    area.checkVisibility = () => false;
    expect(box.lastFocus()).toBeNull();
  });
});
