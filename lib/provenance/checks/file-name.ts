/** The file's name, where its shape is known. */

import type { Reading } from '../reading.ts';
import { nameMeaning } from '../tables/file-names.ts';
import { trace } from '../trace.ts';

export function checkFileName(r: Reading): void {
  if (!r.name) return;
  const base = r.name.split(/[/\\]/).at(-1) ?? '';
  const meaning = nameMeaning(base);
  if (!meaning) return;
  trace(
    r,
    'filename',
    { place: 'file-name', offset: -1, length: 0, raw: base },
    {
      kind: meaning.kind,
      class: meaning.class,
      ...meaning.values,
    },
  );
}
