/** Export notes of ByteDance's apps: JSON in UserComment, ImageDescription, JPEG or GIF comment. AI only where it says so. */
import type { FileCheck } from '../file-check.ts';
import { isObject, type Json, objectAt, parseJson } from '../formats/json.ts';
import type { Reading } from '../reading.ts';
import { textAt, trace, value } from '../trace.ts';
import type { TraceValues } from '../types.ts';

const PRODUCTS =
  /^(retouch|lv|aweme|doubao|dreamina|jimeng|capcut|videocut|xingtu|xinghui|faceu|beauty_me|hypic)$/i;

function read(r: Reading): void {
  for (const t of r.texts) {
    if (
      !/"(product|source_type|aigc_info|aigc_label_type|aigc_type|exportType)"/.test(t.text.slice(0, 20_000))
    )
      continue;
    const start = t.text.indexOf('{');
    const json = start < 0 ? undefined : parseJson(objectAt(t.text, start));
    if (!isObject(json)) continue;
    const flat = flatten(json);
    const product = textOf(flat.get('product'));
    const source = textOf(flat.get('source_type'));
    const labelType = numberOf(flat.get('aigc_label_type'));
    const aigcType = numberOf(flat.get('aigc_type'));
    const exportType = textOf(flat.get('exportType') ?? flat.get('export_type'));
    const known = PRODUCTS.test(product) || /^douyin_|^tiktok_/.test(source);
    if (!known && labelType === null && aigcType === null) continue;
    const ai =
      labelType === 1 ||
      labelType === 2 ||
      aigcType === 1 ||
      (/^dreamina$/i.test(product) && exportType === 'generation');
    const values: TraceValues['bytedance.export'] = { product: value(product), ai };
    if (source) values.sourceType = value(source);
    if (exportType) values.exportType = value(exportType);
    if (labelType !== null) values.aigcLabelType = labelType;
    if (aigcType !== null) values.aigcType = aigcType;
    trace(r, 'bytedance.export', textAt(t), values);
  }
}

/** Keys of the note and of the objects in it, the first of each name; nested JSON texts are left alone. */
function flatten(json: { [key: string]: Json }): Map<string, Json> {
  const out = new Map<string, Json>();
  const queue: { [key: string]: Json }[] = [json];
  for (let next = queue.shift(); next && out.size < 300; next = queue.shift()) {
    for (const [k, v] of Object.entries(next)) {
      if (isObject(v)) queue.push(v);
      else if (!out.has(k)) out.set(k, v);
    }
  }
  return out;
}

const textOf = (v: Json | undefined): string => (typeof v === 'string' ? v : '');

function numberOf(v: Json | undefined): number | null {
  if (typeof v === 'number') return v;
  return typeof v === 'string' && /^\d{1,3}$/.test(v) ? Number(v) : null;
}

declare module '../types.ts' {
  interface TraceValues {
    'bytedance.export': {
      product: string;
      /** The note itself says that a model made the picture. */
      ai: boolean;
      sourceType?: string;
      exportType?: string;
      aigcLabelType?: number;
      aigcType?: number;
    };
  }
}

export const bytedance: FileCheck = {
  id: 'bytedance',
  traces: {
    'bytedance.export': ({ ai }) => (ai ? { ai: 'declared-generated' } : { edit: 'declared' }),
  },
  read,
};
