import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logOf } from '../../../lib/base/log.ts';

const lines: unknown[][] = [];

beforeEach(() => {
  lines.length = 0;
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockImplementation((...args) => void lines.push(args));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('logOf', () => {
  it('names the component and passes the error on whole', () => {
    const error = new Error('no room');
    logOf('engine').error('taking a job failed', error);
    expect(lines).toEqual([['claimlens engine: taking a job failed', error]]);
  });

  it('writes what repeats once a minute, and another error of the same place at once', () => {
    const log = logOf('library');
    log.error('importing', new Error('first'));
    log.error('importing', new Error('first'));
    log.error('importing', new Error('second'));
    expect(lines).toHaveLength(2);
    vi.advanceTimersByTime(60_001);
    log.error('importing', new Error('first'));
    expect(lines).toHaveLength(3);
  });

  it('makes a rejection handler', async () => {
    await Promise.reject(new Error('gone')).catch(logOf('cases').failed('erasing'));
    expect(lines).toEqual([['claimlens cases: erasing failed', expect.any(Error)]]);
  });
});
