/** Spreadsheets with product pictures: read, understood and shown before anything starts. */

import type { Sheet } from './sheet/model.ts';
import { readText } from './sheet/read.ts';

export { addressesIn } from './sheet/addresses.ts';
export { type BesideFile, besideOf } from './sheet/beside.ts';
export { guessMapping, mappingOf } from './sheet/columns.ts';
export * from './sheet/model.ts';
export { picturesOf } from './sheet/pictures-of.ts';
export { readSheetFile, readSheets } from './sheet/read.ts';

/** Reads a list in text of any encoding. Throws SheetError. */
export function readCsv(bytes: Uint8Array): Sheet {
  const { sheets, best } = readText(bytes, '');
  return sheets[best]!;
}
