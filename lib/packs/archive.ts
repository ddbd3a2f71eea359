/** Opens the ZIP of a pack under limits: hostile archives cost nothing but the reason. */

import { unzipSync } from 'fflate';
import { ProductError } from '../base/errors.ts';

const MOST_ARCHIVE = 500_000_000;
const MOST_ENTRIES = 48;
const MOST_MODEL = 450_000_000;
const MOST_SMALL = 8_000_000;

/** What kind of thing is wrong with a pack; surfaces have words for each. */
export type PackFault =
  | 'not-a-pack'
  | 'manifest'
  | 'incomplete'
  | 'changed'
  | 'no-golden'
  | 'golden-differs'
  | 'model'
  | 'runtime';

/** A pack can't be used; the message says exactly why, in English, for the person who made the pack. */
export class PackError extends ProductError {
  override readonly name = 'PackError';
  static {
    ProductError.register('PackError', PackError);
  }
  readonly fault: PackFault;
  constructor(fault: PackFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** Files by name. Throws PackError: not a ZIP, too many or too large entries, names that are no pack's. */
export function openArchive(bytes: Uint8Array): Map<string, Uint8Array> {
  if (bytes.length > MOST_ARCHIVE) throw new PackError('not-a-pack', 'the file is larger than 500 MB');
  let entries = 0;
  let total = 0;
  const names = new Set<string>();
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter(entry) {
        entries++;
        total += entry.originalSize;
        if (entries > MOST_ENTRIES) throw new PackError('not-a-pack', `more than ${MOST_ENTRIES} entries`);
        if (total > MOST_ARCHIVE) throw new PackError('not-a-pack', 'unpacks to more than 500 MB');
        if (entry.name.endsWith('/')) return false;
        if (!/^(?:golden\/)?[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(entry.name)) {
          throw new PackError('not-a-pack', `entry with an unusable name: ${entry.name.slice(0, 60)}`);
        }
        if (names.has(entry.name)) throw new PackError('not-a-pack', `two entries named ${entry.name}`);
        names.add(entry.name);
        const most = entry.name.endsWith('.onnx') ? MOST_MODEL : MOST_SMALL;
        if (entry.originalSize > most) throw new PackError('not-a-pack', `${entry.name} is too large`);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof PackError) throw error;
    throw new PackError('not-a-pack', 'the file is not a readable ZIP archive');
  }
  return new Map(Object.entries(files));
}
