/**
 * How long tests wait before they say that something never came. A busy machine takes its time, and a longer wait costs nothing
 * where all is well: only a fault ends later. tests/lint/waits.test.ts keeps tests from shorter ones of their own.
 */

/** For one thing that a page should show, or one answer of a browser or a server, in ms. */
export const TIMEOUT = 180_000;
/** For work on many photos or files, in ms. */
export const LONG_TIMEOUT = 900_000;
