/** Every tag of a stored file, for people to read; nothing is judged by it (lib/provenance reads what counts). */
import type { ExpandedTags } from 'exifreader';
import { shopDb } from '../../store/db.ts';

export interface FileTag {
  group: string;
  name: string;
  value: string;
}

/** Tags shown and characters of each: a hostile file may carry millions. */
const MAX_TAGS = 600;
const MAX_VALUE = 300;

/** Binary blobs that are no reading matter. */
const HIDDEN = new Set(['Thumbnail', 'thumbnail', 'MakerNote', 'image', '_raw', 'ApplicationNotes']);

function textOf(tag: unknown): string {
  if (tag === null || tag === undefined) return '';
  if (typeof tag !== 'object') return String(tag);
  const { description, value } = tag as { description?: unknown; value?: unknown };
  const text = description ?? value;
  return typeof text === 'object' ? JSON.stringify(text) : String(text ?? '');
}

/**
 * Lists the tags of stored bytes through ExifReader, loaded on use. Null when the bytes are not kept.
 * Rejects with the reader's error when it cannot read the file at all.
 */
export async function fileTags(sha256: string): Promise<FileTag[] | null> {
  const row = await shopDb().blobs.get(sha256);
  // A reader of whole files would take parts for a damaged one.
  if (!row || row.parts) return null;
  const { load } = await import('exifreader');
  const { buffer, byteOffset, byteLength } = row.bytes;
  const groups: ExpandedTags = load((buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength), {
    expanded: true,
  });
  const tags = Object.entries(groups).flatMap(([group, members]) =>
    Object.entries((members ?? {}) as Record<string, unknown>)
      .filter(([name]) => !HIDDEN.has(name) && !HIDDEN.has(group))
      .map(([name, tag]) => ({ group, name: name.slice(0, 80), value: textOf(tag).slice(0, MAX_VALUE) })),
  );
  return tags.slice(0, MAX_TAGS);
}
