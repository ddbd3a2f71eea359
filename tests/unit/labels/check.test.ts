/** Which of the step's parts run for which claim. */
import { describe, expect, it } from 'vitest';
import { checkLabels } from '../../../lib/labels/check.ts';
import type { CodeHit } from '../../../lib/labels/marks/codes.ts';
import type { ClaimNumbers } from '../../../lib/labels/marks/order-numbers.ts';
import type { LabelReader } from '../../../lib/labels/reader.ts';

const WAYBILL: CodeHit = {
  format: 'Code128',
  text: 'SF1234567890123',
  box: { x: 0, y: 0, width: 20, height: 9 },
};
const picture = { width: 100, height: 80, data: new Uint8ClampedArray(100 * 80 * 4).fill(200) };
const reader: LabelReader = {
  read: async () => ({ lines: [], labels: [], complete: true }),
  dispose: async () => {},
};

async function asked(numbers: ClaimNumbers) {
  let opened = 0;
  const codes = async () => {
    opened += 1;
    return { read: async () => [WAYBILL], dispose: () => {} };
  };
  const question = { photo: 'a'.repeat(64), picture, parts: 'edges', numbers } as const;
  return { step: await checkLabels({ reader, codes }, question), opened: () => opened };
}

describe('checkLabels', () => {
  it('looks for bar codes where the claim has a waybill number, and says which one it saw', async () => {
    const { step, opened } = await asked({ orderId: '240101', trackingNo: 'SF9999999999999' });
    expect(opened()).toBe(1);
    expect(step.findings.map(({ code }) => code)).toEqual(['order-number-differs']);
  });

  it.each([{}, { orderId: '240101123456789012345' }])(
    'looks for none for a claim with %o',
    async (numbers) => {
      const { step, opened } = await asked(numbers);
      expect(opened()).toBe(0);
      expect(step.codes).toEqual([]);
    },
  );
});
