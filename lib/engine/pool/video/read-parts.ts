/** What a large video says about itself, as far as it stands in the parts that are kept. */
import { firstPart, sparseFile } from '../../../images/parts.ts';
import { readFile } from '../../../provenance/index.ts';
import type { FileReport } from '../../../provenance/types.ts';
import type { KeptParts } from '../../../store/rows.ts';
import { outlineOf } from '../../../video/sparse/outline.ts';

/** Reads the boxes that are wholly kept; of other containers the first part. */
export async function readParts(bytes: Uint8Array, parts: KeptParts, name?: string): Promise<FileReport> {
  const sparse = sparseFile(bytes, parts);
  const outline = sparse && (await outlineOf(sparse));
  return readFile(outline?.bytes ?? firstPart(bytes, parts), name, { size: parts.total ?? bytes.length });
}
