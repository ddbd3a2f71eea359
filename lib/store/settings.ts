/** The seller's settings: one row of `meta`, validated when read, defaults for what is missing. */
import * as v from 'valibot';
import type { ClaimLensDb } from './db.ts';
import { readMeta, writeMeta } from './meta.ts';

const days = (fallback: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650)), fallback);

export const Settings = v.object({
  locale: v.optional(v.picklist(['auto', 'zh-CN', 'zh-TW', 'en']), 'auto'),
  theme: v.optional(v.picklist(['auto', 'light', 'dark']), 'auto'),
  consoles: v.optional(v.record(v.string(), v.object({ on: v.boolean() })), {}),
  labels: v.optional(v.object({ on: v.boolean() }), { on: true }),
  /** merchant-domain.md §9: how long pixels of claims without findings, hashes, and disputed claims are kept. */
  retention: v.optional(
    v.object({ cleanPixelsDays: days(30), cleanHashesDays: days(180), disputedDays: days(180) }),
    { cleanPixelsDays: 30, cleanHashesDays: 180, disputedDays: 180 },
  ),
  /** Amount from which the province's prosecutors speak of a "fairly large" sum, in yuan (merchant-domain.md §6). */
  provincialFigure: v.optional(v.pipe(v.number(), v.minValue(3_000), v.maxValue(10_000)), 3_000),
  /** Time-stamp authority of the seller's choice; `url` is https, empty where none was chosen. */
  anchors: v.optional(v.object({ on: v.boolean(), url: v.pipe(v.string(), v.maxLength(500)) }), {
    on: false,
    url: '',
  }),
  /** A reminder when no backup is newer than so many days. */
  backupRemindDays: days(14),
  notices: v.optional(v.boolean(), false),
  firstRunDone: v.optional(v.boolean(), false),
});
export type Settings = v.InferOutput<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = v.parse(Settings, {});

/** The settings as stored; a damaged row falls back to the defaults rather than stopping the product. */
export async function readSettings(db: ClaimLensDb): Promise<Settings> {
  const parsed = v.safeParse(Settings, (await readMeta(db, 'settings')) ?? {});
  return parsed.success ? parsed.output : DEFAULT_SETTINGS;
}

/** Changes some settings. Throws valibot's ValiError when the result does not fit. */
export async function writeSettings(db: ClaimLensDb, patch: Partial<Settings>): Promise<Settings> {
  return db.transaction('rw', db.meta, async () => {
    const value = v.parse(Settings, { ...(await readSettings(db)), ...patch });
    await writeMeta(db, 'settings', value);
    return value;
  });
}
