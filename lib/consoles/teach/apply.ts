/** A taught reader as a console definition: its words join the vocabulary, its places stand in where no words are found. */

import { FIELDS } from '../../claims/partial.ts';
import { queryAll, textOf } from '../page/walk.ts';
import { idIn } from '../reader/fields.ts';
import type { ConsoleDefinition } from '../types.ts';
import { fold } from '../words/text.ts';
import type { LabelName } from '../words/words.ts';
import { ALIKE, follow, kindsOf, likeness } from './place.ts';
import type { TaughtReader } from './spec.ts';

/** Most elements of one kind that are looked at for rows. */
const MAX_ROWS = 2_000;

function rowsOf(reader: TaughtReader, root: Document): Element[] {
  const { row } = reader;
  if (!row) return [];
  const shape = new RegExp(reader.claimShape);
  const idPath = reader.fields.find((field) => field.name === 'claimId')?.path;
  return queryAll(root, row.tag)
    .slice(0, MAX_ROWS)
    .filter((element) => {
      if (likeness(row.children, kindsOf(element)) < ALIKE) return false;
      const place = idPath && follow(element, idPath);
      return place !== undefined && idIn(textOf(place), shape) !== undefined;
    });
}

/** The definition with what was taught; the base's own knowledge stays where nothing was taught. */
export function withTaught(base: ConsoleDefinition, reader: TaughtReader): ConsoleDefinition {
  const labels: Partial<Record<LabelName, string[]>> = { ...base.dom?.labels };
  for (const { name, label } of reader.fields) if (label) labels[name] = [...(labels[name] ?? []), label];
  const paths = new Map(reader.fields.map((field) => [field.name, field.path]));
  // The number in the address stays known: it tells that a page still shows another claim.
  const known = base.pages.find((rule) => rule.kind === reader.page);
  const host = reader.host.replaceAll('.', '\\.');
  const path = reader.path
    .split('/')
    .map((part) => (part === '*' ? '[^/?#]+' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  const names = new Set<string>(
    reader.fields.map((field) => (field.name === 'product' ? 'items' : field.name)),
  );
  const taught = FIELDS.filter((field) => names.has(field));
  return {
    ...base,
    version: `${base.version}+taught.${reader.version}`,
    pages: [{ ...known, kind: reader.page, pattern: new RegExp(`^${host}${path}(?:[?#]|$)`) }, ...base.pages],
    ids: {
      claim: new RegExp(reader.claimShape),
      order: reader.orderShape ? new RegExp(reader.orderShape) : base.ids.order,
    },
    dom: {
      ...base.dom,
      labels,
      taught: {
        words: Object.fromEntries(
          reader.fields.flatMap(({ name, label }) => (label ? [[name, fold(label)]] : [])),
        ),
        names: reader.fields.map((field) => field.name),
        at: reader.taughtAt,
        rows: (root) => rowsOf(reader, root),
        parts(row, name) {
          const steps = paths.get(name);
          const element = steps && follow(reader.page === 'detail' ? row.ownerDocument.body : row, steps);
          return element ? [element] : [];
        },
      },
    },
    expects: {
      ...base.expects,
      [reader.page]: base.unknownSite ? taught : base.expects[reader.page],
    },
  };
}
