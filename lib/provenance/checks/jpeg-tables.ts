/** Adobe's own JPEG quantisation tables: the file was last saved by Adobe software, even when nothing else says so. */

import type { FileCheck } from '../file-check.ts';
import type { Reading } from '../reading.ts';
import { ADOBE_TABLES } from '../tables/adobe-tables.ts';
import { trace } from '../trace.ts';

const hex = (table: readonly number[]) => table.map((v) => v.toString(16).padStart(2, '0')).join('');

function read(r: Reading): void {
  const { jpeg } = r.w;
  const luma = jpeg?.tables.get(jpeg.components[0]?.table ?? 0);
  const chroma = jpeg?.tables.get(jpeg.components[1]?.table ?? 1);
  if (!jpeg || !luma || !chroma || luma.some((v) => v > 255)) return;
  const lumaHex = hex(luma);
  const chromaHex = hex(chroma);
  const known = ADOBE_TABLES.find((t) => t.luma === lumaHex && t.chroma === chromaHex);
  if (!known) return;
  trace(
    r,
    'jpeg.adobe-tables',
    { place: 'jpeg:DQT', offset: -1, length: 0, raw: lumaHex },
    {
      quality: known.quality,
      sampling: jpeg.components.map((c) => `${c.h}x${c.v}`).join(','),
    },
  );
}

declare module '../types.ts' {
  interface TraceValues {
    'jpeg.adobe-tables': { quality: string; sampling: string };
  }
}

export const jpegTables: FileCheck = { id: 'jpeg-tables', traces: { 'jpeg.adobe-tables': null }, read };
