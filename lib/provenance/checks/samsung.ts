/** What a Samsung trailer says: a Galaxy AI edit, a pass through the gallery's editor, the capture time in UTC. */
import type { FileCheck } from '../file-check.ts';
import { isObject, type Json, objectAt, parseJson, scalar } from '../formats/json.ts';
import type { SefBlock } from '../formats/sef.ts';
import type { Reading } from '../reading.ts';
import { trace, value } from '../trace.ts';

const PEG_INFO = 0x0d91;
const RE_EDIT = 0x0ba1;

function read(r: Reading): void {
  for (const block of r.sef) {
    if (block.type === PEG_INFO || block.name === 'PEg_Info') generative(r, block);
    if (block.type === RE_EDIT || block.name === 'PhotoEditor_Re_Edit_Data') editor(r, block);
  }
}

const at = (b: SefBlock) => ({
  place: `${b.place}-${b.name.slice(0, 40)}`,
  offset: b.offset,
  length: b.length,
  raw: b.text,
});

function jsonOf(b: SefBlock): { [key: string]: Json } {
  const start = b.text.indexOf('{');
  const json = start < 0 ? undefined : parseJson(objectAt(b.text, start));
  return isObject(json) ? json : {};
}

/** genAIType 0 is a picture that the AI functions did not touch. */
function generative(r: Reading, b: SefBlock): boolean {
  const type = Number(scalar(jsonOf(b).genAIType) || Number.NaN);
  if (!Number.isFinite(type) || type === 0) return false;
  trace(r, 'samsung.genai', at(b), { genAIType: type });
  return true;
}

function editor(r: Reading, b: SefBlock) {
  const json = jsonOf(b);
  generative(r, b);
  const clip = typeof json.clipInfoValue === 'string' ? parseJson(json.clipInfoValue) : json.clipInfoValue;
  const share = (key: string) => (isObject(clip) && typeof clip[key] === 'number' ? clip[key] : 1);
  const crop = share('mWidth') < 1 || share('mHeight') < 1;
  trace(r, 'samsung.editor', at(b), {
    crop,
    ...(crop ? { keptWidth: share('mWidth'), keptHeight: share('mHeight') } : {}),
    scaledByAi: json.isScaleAI === true,
    original: value(scalar(json.originalPath)),
  });
}

declare module '../types.ts' {
  interface TraceValues {
    'samsung.genai': { genAIType: number };
    'samsung.editor': {
      crop: boolean;
      keptWidth?: number;
      keptHeight?: number;
      scaledByAi: boolean;
      original: string;
    };
  }
}

export const samsung: FileCheck = {
  id: 'samsung',
  traces: {
    'samsung.genai': () => ({ ai: 'declared-edited', edit: 'declared' }),
    'samsung.editor': () => ({ edit: 'declared' }),
  },
  read,
};
