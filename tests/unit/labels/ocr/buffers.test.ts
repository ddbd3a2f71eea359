import { describe, expect, it } from 'vitest';
import { withBuffer } from '../../../../lib/labels/ocr/buffers.ts';

describe('arrays for tensors', () => {
  it('are used again, at the length asked for', () => {
    const first = withBuffer(1000, (data) => data);
    const second = withBuffer(600, (data) => data);
    expect(first).toHaveLength(1000);
    expect(second).toHaveLength(600);
    expect(second.buffer).toBe(first.buffer);
  });

  it('are nobody else’s while they are used', () => {
    withBuffer(500, (outer) => {
      const inner = withBuffer(500, (data) => data);
      expect(inner.buffer).not.toBe(outer.buffer);
    });
  });

  it('come back when the use of them failed', () => {
    let used: ArrayBufferLike | undefined;
    const failing = () =>
      withBuffer(5000, (data) => {
        used = data.buffer;
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect(withBuffer(5000, (data) => data.buffer)).toBe(used);
  });
});
