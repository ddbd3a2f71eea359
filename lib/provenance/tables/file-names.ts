/** What file names of known shapes say. A name is set by whoever sends the file: it explains, it does not judge. */
import type { Fact } from '../../claims/finding.ts';

export interface NameMeaning {
  kind: string;
  /** What it points at. */
  class: 'chat-save' | 'screenshot' | 'screen-recording' | 'generator' | 'editor' | 'camera' | 'web';
  values: Record<string, Fact>;
}

/** 2001 to 2100 in ms: digits outside are no time. */
const plausible = (ms: number) => ms > 978_307_200_000 && ms < 4_102_444_800_000;
const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');

function msOf(digits: string | undefined, key: string): Record<string, Fact> {
  const ms = Number(digits);
  return digits && plausible(ms) ? { [key]: iso(ms) } : {};
}

/** Local date and time from digit groups, without a zone. */
function local(groups: (string | undefined)[], key: string): Record<string, Fact> {
  const [y, mo, d, h = '00', mi = '00', s = '00'] = groups;
  return y && mo && d ? { [key]: `${y}-${mo}-${d}T${h}:${mi}:${s}` } : {};
}

type Row = [RegExp, string, NameMeaning['class'], (m: RegExpExecArray) => Record<string, Fact>];

const none = () => ({});

const ROWS: readonly Row[] = [
  [/^(?:thumb)?mmexport(\d{13})/, 'wechat-save', 'chat-save', (m) => msOf(m[1], 'savedAt')],
  [/^mmexport[0-9a-f]{32}_(\d{13})/i, 'wechat-save', 'chat-save', (m) => msOf(m[1], 'savedAt')],
  [/^microMsg\.(\d{13})/, 'wechat-save', 'chat-save', (m) => msOf(m[1], 'savedAt')],
  [/^wx_camera_(\d{13})/, 'wechat-camera', 'camera', (m) => msOf(m[1], 'shotAt')],
  [
    /^微信图片_(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/,
    'wechat-desktop-save',
    'chat-save',
    (m) => local(m.slice(1, 7), 'savedLocal'),
  ],
  [
    /^Screenshot_(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-\d{1,3}_([\w.]{3,100})/,
    'screenshot',
    'screenshot',
    (m) => ({ ...local(m.slice(1, 7), 'takenLocal'), app: m[7]!.replace(/\.(jpe?g|png|webp)$/i, '') }),
  ],
  [
    /^Screenshot_(\d{4})(\d\d)(\d\d)[-_](\d\d)(\d\d)(\d\d)(?:_([\w.]{3,100}))?/,
    'screenshot',
    'screenshot',
    (m) => ({
      ...local(m.slice(1, 7), 'takenLocal'),
      ...(m[7] ? { app: m[7].replace(/\.(jpe?g|png|webp)$/i, '') } : {}),
    }),
  ],
  [/^Screenshot \d{4}-\d\d-\d\d at /i, 'screenshot', 'screenshot', none],
  [/^(?:截屏|屏幕截图|屏幕快照|截图)/, 'screenshot', 'screenshot', none],
  [/^RPReplay_Final\d{10}/, 'screen-recording', 'screen-recording', none],
  [
    /^(?:Screen_?Recording_|ScreenRecorder-|screen-)\d{4}-?\d\d-?\d\d[-_]/i,
    'screen-recording',
    'screen-recording',
    none,
  ],
  [/^Screen Recording \d{4}-\d\d-\d\d at /i, 'screen-recording', 'screen-recording', none],
  [/^(?:录屏|屏幕录制|螢幕錄影|螢幕錄製)/, 'screen-recording', 'screen-recording', none],
  [/^ChatGPT Image [A-Z][a-z]{2} \d{1,2}, \d{4}, \d\d_\d\d_\d\d [AP]M/, 'chatgpt-image', 'generator', none],
  [/^DALL[·.-]?E[ _]/i, 'dalle', 'generator', none],
  [/^Gemini_Generated_Image_([a-z0-9]{6})\1[a-z0-9]{4}/, 'gemini', 'generator', none],
  [/^jimeng-\d{4}-\d\d-\d\d-\d{3,5}-/, 'jimeng', 'generator', none],
  [/^ComfyUI_\d{5}_/, 'comfyui', 'generator', none],
  [/^\d{5}-\d{6,10}\.(?:png|jpe?g|webp)$/i, 'stable-diffusion-webui', 'generator', none],
  [/^retouch_(\d{13})\d{3}/, 'retouch', 'editor', (m) => msOf(m[1], 'savedAt')],
  [
    /^MEITU_(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)/,
    'meitu',
    'editor',
    (m) => local(m.slice(1, 7), 'savedLocal'),
  ],
  [/^IMG_E\d{4}\b/, 'ios-edited', 'editor', none],
  [
    /^PXL_(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)\d{3}/,
    'camera',
    'camera',
    (m) => ({ shotAt: `${m[1]}-${m[2]}-${m[3]}T${m[4]}:${m[5]}:${m[6]}Z` }),
  ],
  [
    /^IMG_?(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)/,
    'camera',
    'camera',
    (m) => local(m.slice(1, 7), 'shotLocal'),
  ],
  [/^O1CN01[\w]{6,24}_!!\d+/, 'alibaba-listing', 'web', none],
];

/** @param name file name without its folder. */
export function nameMeaning(name: string): NameMeaning | null {
  const text = name.slice(0, 300);
  for (const [pattern, kind, cls, values] of ROWS) {
    const m = pattern.exec(text);
    if (m) return { kind, class: cls, values: values(m) };
  }
  return null;
}
