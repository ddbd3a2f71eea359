import { describe, expect, it } from 'vitest';
import { dispatch, type Handlers } from '../../../lib/base/dispatch.ts';

type Ask = { type: 'add'; by: number } | { type: 'clear' };

describe('dispatch', () => {
  const handlers: Handlers<Ask, number, number> = { add: ({ by }, total) => total + by, clear: () => 0 };

  it('calls the handler of the type with the message and the context', () => {
    expect(dispatch(handlers, { type: 'add', by: 3 }, 4)).toBe(7);
    expect(dispatch(handlers, { type: 'clear' }, 4)).toBe(0);
  });

  it('does not compile with a type left out', () => {
    // @ts-expect-error: `clear` has no handler
    const short: Handlers<Ask, number, number> = { add: () => 1 };
    expect(Object.keys(short)).toEqual(['add']);
  });
});
