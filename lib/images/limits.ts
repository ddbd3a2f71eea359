/** Every limit on what comes from outside, with its reason. Files come from people who gain by breaking the check. */

/** Largest photo kept: 40 MB is beyond any phone photo and any console's own upload limit. */
export const MAX_PHOTO_BYTES = 40_000_000;

/** Largest video kept as a whole: five minutes of a phone’s 1080p as chats shrink it. It is held in memory while it is fetched and looked into. */
export const MAX_VIDEO_BYTES = 120_000_000;

/** Of a larger one so much is kept from its beginning and from its end: ten seconds of a phone’s 1080p each, and the tables that stand at either end. */
export const VIDEO_PART_BYTES = 16_000_000;

/** Most pixels that are decoded: 120 megapixels covers 108-megapixel phones; a 300-megapixel file is a bomb. */
export const MAX_PIXELS = 120_000_000;

/** Longest side in pixels that a decoder is asked for; browsers' canvases end at 16 384 or 32 767. */
export const MAX_SIDE = 30_000;

/** Longest side of the working copy: beyond it nothing is gained for matching, and memory is 4 bytes a pixel. */
export const WORKING_SIDE = 2_048;

/** Pictures longer than this (long edge / short edge) are looked at in overlapping windows: shrunk as a whole nothing is left of them. */
export const LONG_RATIO = 3;

/** Most pixels of a working copy: 100 MB, which only strips of more than 1:35 at full width would pass. */
export const LONG_PIXELS = 26_000_000;

/**
 * Most pixels of a photo that is shown to a model pack in its own size: a pack's resizing is part of its answer, so no smaller
 * copy will do, and the photo, its recompressed copy and the canvas between them are 4 bytes a pixel each.
 */
export const PACK_MAX_PIXELS = 26_000_000;

/** Longest side of the preview kept for lists. */
export const PREVIEW_SIDE = 320;

/** One try at one photo, and the longest silence of a host that sends a video; a CDN that needs longer is asked again later. */
export const FETCH_TIMEOUT_MS = 20_000;

/** One piece of a video: the largest at 1.6 megabits a second. */
export const VIDEO_TIMEOUT_MS = 600_000;

/** All of a worker's own work on one photo, whatever else the computer does; a decoder that needs longer is stuck, and its worker is replaced. */
export const PHOTO_TIMEOUT_MS = 45_000;

/** At most this many addresses are asked for one picture (consoles.md §5.1: each try is seen by the CDN). */
export const MAX_TRIES = 3;
