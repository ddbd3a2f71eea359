/** Paths of dropped files and archive members as the library keeps them. */
import { sha256Hex } from '../claims/canonical.ts';

/** Longest path kept, and longest part of one. */
const LONGEST_PATH = 400;
const LONGEST_PART = 120;

/** A text of at most `most` characters; two that differ only behind the cut stay two. */
export const shortened = (text: string, most: number): string =>
  text.length <= most
    ? text
    : `${text.slice(0, most - 9)}~${sha256Hex(new TextEncoder().encode(text)).slice(0, 8)}`;

/**
 * Path parts cleaned of drive letters, leading slashes, `..` and control characters, letters with their accents as one sign (Macs
 * write them as two); never used as a path on disk.
 */
export function cleanPath(path: string): string {
  const parts = path
    .normalize('NFC')
    .replace(/\\/g, '/')
    .replace(/\p{Cc}/gu, '')
    .replace(/^[a-z]:(?=\/)/i, '')
    .split('/')
    .filter((part) => part && part !== '.' && part !== '..');
  const whole = parts.join('/');
  if (whole.length <= LONGEST_PATH) return whole;
  // The ending tells what the file is.
  const name = parts.pop() ?? '';
  const ending = /\.[^.]{1,5}$/.exec(name)?.[0] ?? '';
  const file = shortened(name.slice(0, name.length - ending.length), LONGEST_PART) + ending;
  const folders = shortened(
    parts.map((part) => shortened(part, LONGEST_PART)).join('/'),
    LONGEST_PATH - LONGEST_PART - 10,
  );
  return folders ? `${folders}/${file}` : file;
}
