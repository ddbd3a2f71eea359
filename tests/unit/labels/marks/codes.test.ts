import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { type CodeReader, createCodeReader } from '../../../../lib/labels/marks/codes.ts';
import { judgeNumbers, maskNumber, numbersSeen } from '../../../../lib/labels/marks/order-numbers.ts';
import type { TextLine } from '../../../../lib/labels/reader.ts';
import { CATALOGUE } from '../../../../lib/verdict/catalogue.ts';
import { draw, textured } from '../draw.ts';
import { modelBytes } from '../node-reader.ts';

const WRITER = resolve(
  import.meta.dirname,
  '../../../../node_modules/zxing-wasm/dist/writer/zxing_writer.wasm',
);

let reader: CodeReader;
beforeAll(async () => {
  const bytes = readFileSync(WRITER);
  await prepareZXingModule({
    overrides: {
      wasmBinary: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    },
    fireImmediately: true,
  });
  reader = await createCodeReader(modelBytes('zxingWasm'));
});
afterAll(() => reader.dispose());

async function photoWith(text: string, format: 'QRCode' | 'EAN13' | 'Code128' | 'Code39' | 'ITF') {
  const { svg } = await writeBarcode(text, { format, scale: 4 });
  const inner = svg.replace(/<\?xml[^>]*>|<!DOCTYPE[^>]*>/g, '').replace('<svg ', '<svg x="120" y="90" ');
  return draw(textured(900, 600, `<rect x="90" y="60" width="640" height="440" fill="#fff"/>${inner}`), 80);
}

describe('createCodeReader', () => {
  it.each([
    ['Code128', 'SF1234567890123'],
    ['Code39', 'YT123456'],
    ['ITF', '78123456789012'],
  ] as const)('reads %s out of a photo', async (format, text) => {
    const [hit] = await reader.read(await photoWith(text, format));
    expect(hit).toMatchObject({ format, text });
    expect(hit!.box.width).toBeGreaterThan(20);
  });

  it('looks for no codes that hold no waybill number', async () => {
    expect(await reader.read(await photoWith('https://example.com/a?b=1', 'QRCode'))).toEqual([]);
    expect(await reader.read(await photoWith('4006381333931', 'EAN13'))).toEqual([]);
  });

  it('gives nothing where there is nothing', async () => {
    expect(await reader.read(await draw(textured(300, 200, '')))).toEqual([]);
  });
});

const line = (text: string): TextLine => ({
  text,
  box: { x: 1, y: 2, width: 30, height: 10 },
  score: 0.9,
  detected: 0.9,
  tiltDeg: 0,
  pass: 'whole',
});
const photo = 'f'.repeat(64);

describe('numbersSeen', () => {
  it('takes numbers behind a word that names them', () => {
    const seen = numbersSeen(
      [
        line('订单编号：240101-123456789012345'),
        line('快递单号 YT 8812 3456 78901'),
        line('净含量 500 12345678901'),
      ],
      [],
    );
    expect(seen.map((n) => [n.kind, n.value])).toEqual([
      ['order', '240101123456789012345'],
      ['waybill', 'YT8812345678901'],
    ]);
  });

  it('takes carrier-shaped line codes, not goods codes', () => {
    const box = { x: 0, y: 0, width: 9, height: 9 };
    const seen = numbersSeen(
      [],
      [
        { format: 'Code128', text: 'SF1234567890123', box },
        { format: 'EAN13', text: '4006381333931', box },
        { format: 'QRCode', text: 'SF1234567890123', box },
      ],
    );
    expect(seen.map((n) => n.value)).toEqual(['SF1234567890123']);
  });
});

describe('judgeNumbers', () => {
  const seen = numbersSeen([line('运单号: SF1234567890123')], []);

  it('says what differs, as context for read text', () => {
    const { findings } = judgeNumbers(photo, seen, { trackingNo: 'SF9999999999999' });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      code: 'order-number-differs',
      strength: 'context',
      facts: { read: 'SF1234567890123', expected: 'SF9999999999999', readMasked: 'SF*********0123' },
    });
  });

  it('weighs a code as the catalogue says, and never as a hard fact', () => {
    const box = { x: 0, y: 0, width: 10, height: 10 };
    const scanned = numbersSeen([], [{ format: 'Code128', text: 'SF1234567890123', box }]);
    const [found] = judgeNumbers(photo, scanned, { trackingNo: 'SF9999999999999' }).findings;
    expect(found?.strength).toBe(CATALOGUE['order-number-differs'].strengths[0]);
    expect(CATALOGUE['order-number-differs'].hard).toBe('never');
  });

  it.each(['SF1234567890123', 'SF 1234-5678 90123', 'SF1234567890128', 'SFI23456789OI23', '1234567890123'])(
    'takes %s for the same or a misreading',
    (trackingNo) => {
      expect(judgeNumbers(photo, seen, { trackingNo }).findings).toEqual([]);
    },
  );

  it('never compares an order number with a waybill number', () => {
    const { findings, check } = judgeNumbers(photo, seen, { orderId: '240101123456789012345' });
    expect(findings).toEqual([]);
    expect(check.result.state).toBe('nothing-found');
  });

  it('does not check a claim without numbers', () => {
    expect(judgeNumbers(photo, seen, {}).check.result.state).toBe('not-checked');
  });

  it('masks all of a short number', () => {
    expect(maskNumber('12345')).toBe('*****');
  });
});
