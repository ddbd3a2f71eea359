/** Every message that crosses a border inside the extension, typed per direction and validated on arrival. */
import * as v from 'valibot';

const Key = v.pipe(v.string(), v.maxLength(200));
const Short = v.pipe(v.string(), v.maxLength(120));

const Address = v.pipe(v.string(), v.maxLength(4_096), v.startsWith('https://'));

/** Most pictures without an owner that one reading tells. */
export const MAX_UNOWNED = 60;

/** Most claims that one page reading may carry; a page that sends more is lying or broken. */
export const MAX_CLAIMS_PER_READING = 500;

/** Content script → background. `claims` are checked one by one against the claim model by the receiver. */
export const ConsoleToBackground = v.variant('type', [
  v.object({
    type: v.literal('reading'),
    /** Number by which the background says that it was kept; given by the line. */
    id: v.optional(Short),
    url: v.pipe(v.string(), v.maxLength(4_096)),
    console: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
    page: Short,
    how: v.pipe(v.array(Short), v.maxLength(8)),
    seen: v.pipe(v.number(), v.integer(), v.minValue(0)),
    read: v.pipe(v.number(), v.integer(), v.minValue(0)),
    missing: v.pipe(v.array(Short), v.maxLength(60)),
    version: Short,
    claims: v.pipe(v.array(v.unknown()), v.maxLength(MAX_CLAIMS_PER_READING)),
    /** Pictures whose owner or claim the page does not establish, with the keys they may belong to. */
    unowned: v.optional(
      v.pipe(
        v.array(
          v.object({
            url: Address,
            originalUrl: Address,
            kind: v.picklist(['photo', 'video']),
            claims: v.pipe(v.array(Key), v.maxLength(50)),
          }),
        ),
        v.maxLength(MAX_UNOWNED),
      ),
      [],
    ),
    /** When the seller mended the reader of this page, where they did. */
    mendedAt: v.optional(v.pipe(v.string(), v.isoTimestamp())),
    /** Per claim key the addresses of pictures that the page shows to be somebody else's. */
    refused: v.optional(v.record(Key, v.pipe(v.array(Address), v.maxLength(MAX_UNOWNED))), {}),
  }),
  v.object({ type: v.literal('open-claim'), key: Key }),
  /** The seller points at a claim's badge: asks for the pair to show beside it. */
  v.object({ type: v.literal('show-pair'), key: Key }),
  v.object({ type: v.literal('taught'), reader: v.unknown() }),
  /** The page's shape with every text and id replaced, asked for by a surface. */
  v.object({ type: v.literal('page-shape'), report: v.pipe(v.string(), v.maxLength(250_000)) }),
  /** Answer to `which-box`: when a box that takes text had the focus last, in ms since epoch; null when there is none. */
  v.object({ type: v.literal('box'), id: Short, at: v.nullable(v.number()) }),
  /** Answer to `insert-text`: null when the text went in. */
  v.object({
    type: v.literal('inserted'),
    id: Short,
    why: v.nullable(v.picklist(['no-box', 'too-long', 'refused'])),
  }),
  v.object({
    type: v.literal('page-bytes'),
    evidenceId: v.pipe(v.string(), v.maxLength(300)),
    /** Base64 of the bytes the page's own context could read; null when it could not. */
    base64: v.nullable(v.pipe(v.string(), v.maxLength(45_000_000))),
    how: v.picklist(['page', 'pixels-only']),
  }),
]);
export type ConsoleToBackground = v.InferOutput<typeof ConsoleToBackground>;

export interface BadgePhoto {
  url: string;
  mark: 'none' | 'checking' | 'found' | 'clean' | 'not-checked';
}

export interface Badge {
  key: string;
  verdict: string | null;
  /** Code of the finding that the verdict rests on first, and the order of the claim it names. */
  reason: { code: string; order?: string } | null;
  signs: number;
  state: 'waiting' | 'checking' | 'done' | 'failed';
  flagged: boolean;
  /** Looked at and let pass. */
  passed: boolean;
  photos: BadgePhoto[];
}

/** One picture of a pair, small, as JSON can carry it. */
export interface PairPicture {
  /** The preview's bytes, base64. */
  base64: string;
  /** Size of the whole picture in its own pixels. */
  width: number;
  height: number;
  /** The place to show, in the picture's own pixels; null shows the whole. */
  box: { x: number; y: number; width: number; height: number } | null;
}

/** Background → content script. */
export type BackgroundToConsole =
  | { type: 'badges'; claims: Badge[] }
  /** Answer to a `reading`: whether its claims are in the database. */
  | { type: 'kept'; id: string; done: boolean }
  /** Answer to `show-pair`; `kind` says what the second picture is. */
  | {
      type: 'pair';
      key: string;
      photo: PairPicture | null;
      source: PairPicture | null;
      kind: string | null;
    }
  | { type: 'locale'; locale: string; off: boolean }
  | { type: 'fetch-in-page'; evidenceId: string; url: string }
  | { type: 'teach' }
  | { type: 'which-box'; id: string }
  | { type: 'insert-text'; id: string; text: string }
  | { type: 'taught'; readers: unknown[] }
  | { type: 'page-shape' };

/** Surfaces and engine → background. */
export const SurfaceToBackground = v.variant('type', [
  v.object({ type: v.literal('wake-engine') }),
  v.object({ type: v.literal('engine-idle') }),
  v.object({ type: v.literal('may-fetch'), hostname: v.pipe(v.string(), v.maxLength(253)) }),
  v.object({ type: v.literal('consoles-changed') }),
  v.object({ type: v.literal('settings-changed') }),
  v.object({ type: v.literal('open-side-panel'), tabId: v.optional(v.number()) }),
  v.object({ type: v.literal('teach'), tabId: v.number() }),
  v.object({ type: v.literal('insert-text'), key: Key, text: v.pipe(v.string(), v.maxLength(20_000)) }),
  v.object({ type: v.literal('page-shape'), tabId: v.number() }),
  v.object({
    type: v.literal('fetch-in-page'),
    evidenceId: v.pipe(v.string(), v.maxLength(300)),
    url: v.string(),
  }),
]);
export type SurfaceToBackground = v.InferOutput<typeof SurfaceToBackground>;

export const CONSOLE_PORT = 'claimlens-console';
