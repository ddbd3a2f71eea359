/** What a manifest store declares about AI and about editing, ingredients included. */
import { isAiAgent, meaningOf } from '../tables/source-types.ts';
import type { Action, Manifest, Store } from './store.ts';

export interface Says {
  generated: boolean;
  /** A model changed or added a part. */
  aiEdited: boolean;
  edited: boolean;
  /** Captured by a camera, according to the active manifest's first action. */
  captured: boolean;
}

/** C2PA conformance rubric: how a file began, and what does not change the picture. Everything else is an edit. */
const INCEPTION = new Set(['c2pa.created', 'c2pa.opened']);
const NOT_EDITORIAL = new Set([
  'c2pa.converted',
  'c2pa.published',
  'c2pa.repackaged',
  'c2pa.transcoded',
  'c2pa.resized.proportional',
  'c2pa.enhanced',
  'c2pa.edited.metadata',
  'c2pa.watermarked',
  'c2pa.watermarked.bound',
  'c2pa.watermarked.unbound',
  'c2pa.redacted',
  'c2pa.unknown',
]);

export const isEditorial = (action: string): boolean =>
  action !== '' && !INCEPTION.has(action) && !NOT_EDITORIAL.has(action);

const NONE: Says = { generated: false, aiEdited: false, edited: false, captured: false };

/** What is said of the active manifest with everything it was made from. */
export function declares(store: Store): Says {
  const active = store.manifests.at(-1);
  const byLabel = new Map(store.manifests.map((m) => [m.label, m]));
  return active ? ofManifest(active, byLabel, new Set()) : NONE;
}

function ofManifest(m: Manifest, all: Map<string, Manifest>, seen: Set<string>): Says {
  if (seen.has(m.label)) return NONE;
  seen.add(m.label);
  const out: Says = { ...NONE };
  const ai = m.actions.map((a) => aiOf(a, m.generator));
  out.edited = m.actions.some((a) => isEditorial(a.action));
  out.generated = m.actions.some((a, i) => ai[i] === 'generated' && !isEditorial(a.action));
  out.aiEdited = m.actions.some(
    (a, i) => ai[i] === 'composite' || (ai[i] === 'generated' && isEditorial(a.action)),
  );
  out.captured = m.actions.some((a) => a.action === 'c2pa.created' && meaningOf(a.sourceType) === 'captured');
  if (m.aiAssertion) out.generated = true;
  for (const i of m.ingredients) {
    const parent = i.relationship === 'parentOf';
    const inner = all.get(i.manifest);
    const from = inner ? ofManifest(inner, all, seen) : NONE;
    const stated = meaningOf(i.sourceType);
    const generated = from.generated || stated === 'generated';
    if (parent) {
      out.generated ||= generated;
      out.aiEdited ||= from.aiEdited || stated === 'composite';
      out.edited ||= from.edited;
    } else if (i.relationship === 'componentOf') {
      out.aiEdited ||= generated || from.aiEdited;
    }
  }
  return out;
}

/** AI meaning of one action: its source type, else its agent's name (or, for `created`, the claim generator's). */
function aiOf(a: Action, generator: string): 'generated' | 'composite' | 'none' {
  const meaning = meaningOf(a.sourceType);
  if (meaning === 'generated' || meaning === 'composite') return meaning;
  if (a.sourceType !== '') return 'none';
  const by = a.agent || (a.action === 'c2pa.created' ? generator : '');
  if (!isAiAgent(by) || NOT_EDITORIAL.has(a.action) || a.action === 'c2pa.opened') return 'none';
  return a.action === 'c2pa.created' ? 'generated' : 'composite';
}
