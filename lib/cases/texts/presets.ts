/** What each place takes: characters by code point, pictures, bytes. The seller is stopped before the platform does it. */

export type PresetId = 'cn-200' | 'cn-500' | 'wx-pay' | 'sea-3' | 'card-pdf';

export interface Preset {
  id: PresetId;
  /** Longest text in code points; null where the place has no text field of its own. */
  maxText: number | null;
  maxPictures: number;
  /** Each picture must be smaller than this; null = read from the uploader. */
  maxPictureBytes: number | null;
  /** `sheet`: several pictures become one composite. `pdf`: one document. */
  form: 'pictures' | 'sheet' | 'pdf';
  maxTotalBytes: number | null;
  source: string;
  verifiedOn: string;
}

export const PRESETS: Readonly<Record<PresetId, Preset>> = {
  'cn-200': {
    id: 'cn-200',
    maxText: 200,
    maxPictures: 1,
    maxPictureBytes: 130_000,
    form: 'sheet',
    maxTotalBytes: 130_000,
    source: 'Taobao open platform, refund refusal: 2-200 characters, proof up to 130 000 bytes',
    verifiedOn: '2026-11-24',
  },
  'cn-500': {
    id: 'cn-500',
    maxText: 500,
    maxPictures: 9,
    maxPictureBytes: null,
    form: 'pictures',
    maxTotalBytes: null,
    source: 'WeChat Store and Kuaishou: evidence text up to 500 characters; nine pictures is our own figure',
    verifiedOn: '2026-11-24',
  },
  'wx-pay': {
    id: 'wx-pay',
    maxText: 200,
    maxPictures: 4,
    maxPictureBytes: null,
    form: 'pictures',
    maxTotalBytes: null,
    source: 'WeChat Pay complaints: reason up to 200 characters, up to 4 pictures',
    verifiedOn: '2026-11-24',
  },
  'sea-3': {
    id: 'sea-3',
    maxText: null,
    maxPictures: 3,
    maxPictureBytes: null,
    form: 'pictures',
    maxTotalBytes: null,
    source: 'Shopee dispute: up to 3 images',
    verifiedOn: '2026-11-24',
  },
  'card-pdf': {
    id: 'card-pdf',
    maxText: null,
    maxPictures: 0,
    maxPictureBytes: null,
    form: 'pdf',
    maxTotalBytes: 2_000_000,
    source: 'card disputes: Discover and Diners 3 MB in total; two megabytes is our own figure',
    verifiedOn: '2026-11-24',
  },
};

/** Length as the platforms count it: Unicode code points, an emoji with a modifier counting as each of its parts. */
export function countCharacters(text: string): number {
  let n = 0;
  for (const _ of text) n += 1;
  return n;
}

export interface TextFit {
  used: number;
  max: number | null;
  over: number;
}

/** How a text stands against a preset. */
export function measureText(preset: Preset, text: string): TextFit {
  const used = countCharacters(text);
  return {
    used,
    max: preset.maxText,
    over: preset.maxText === null ? 0 : Math.max(0, used - preset.maxText),
  };
}

/**
 * The text cut to the preset's length, with an ellipsis in its last place, never inside a visible character (a family
 * emoji, a letter with its accent). A text that fits comes back unchanged. Offered as a button, never done silently.
 */
export function cutText(preset: Preset, text: string): string {
  const max = preset.maxText;
  if (max === null || countCharacters(text) <= max) return text;
  let out = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(text)) {
    const size = countCharacters(segment);
    if (used + size > max - 1) break;
    out += segment;
    used += size;
  }
  return `${out}…`;
}
