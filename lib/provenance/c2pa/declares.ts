/** What a manifest store declares about AI and about editing, ingredients included. */
import { isAiAgent, meaningOf } from '../tables/source-types.ts';
import { type Action, GENERATED_CONTENT, type Manifest, type Store } from './store.ts';

export interface Says {
  generated: boolean;
  /** A model changed or added a part. */
  aiEdited: boolean;
  edited: boolean;
  /** Captured by a camera, according to the active manifest's first action. */
  captured: boolean;
  /** A disclosure names a model, and nothing says what the model did: a camera's denoising carries one just as well. */
  aiInvolved?: true;
}

/**
 * Actions that change what the picture shows (C2PA 2.2, table of actions; grouping of the conformance rubric). A list of
 * edits, never "everything else": soft bindings, watermarks, orientation, publishing and the actions that vendors name
 * themselves say nothing about the picture.
 */
const EDITORIAL = new Set([
  'c2pa.addedText',
  'c2pa.adjustedColor',
  'c2pa.color_adjustments',
  'c2pa.cropped',
  'c2pa.deleted',
  'c2pa.drawing',
  'c2pa.edited',
  'c2pa.filtered',
  'c2pa.placed',
  'c2pa.removed',
  'c2pa.resized',
  'c2pa.trimmed',
  'c2pa.upscaled',
]);

/** Actions that bring something new in by themselves: a trained source type there speaks of that part. */
const PASSIVE =
  /^c2pa\.(created|opened|converted|published|repackaged|transcoded|resized\.proportional|edited\.metadata|watermarked.*|redacted|soft.?binding|orientation|unknown)$/;

export const isEditorial = (action: string): boolean => EDITORIAL.has(action);

const NONE: Says = { generated: false, aiEdited: false, edited: false, captured: false };

/** What is said of the active manifest with everything it was made from. */
export function declares(store: Store): Says {
  const active = store.manifests.at(-1);
  const byLabel = new Map(store.manifests.map((m) => [m.label, m]));
  return active ? ofManifest(active, byLabel, new Set(), new Map()) : NONE;
}

/**
 * @param above the manifests that led here: a store may loop.
 * @param known what is said of those already read.
 */
function ofManifest(
  m: Manifest,
  all: Map<string, Manifest>,
  above: Set<string>,
  known: Map<string, Says>,
): Says {
  const before = known.get(m.label);
  if (before) return before;
  if (above.has(m.label)) return NONE;
  above.add(m.label);
  const out: Says = { ...NONE };
  const ai = m.actions.map((a) => aiOf(a, m.generator));
  out.edited = m.actions.some((a) => isEditorial(a.action));
  out.generated = m.actions.some((a, i) => ai[i] === 'generated' && PASSIVE.test(a.action));
  out.aiEdited = m.actions.some(
    (a, i) => ai[i] === 'composite' || (ai[i] === 'generated' && !PASSIVE.test(a.action)),
  );
  out.captured = m.actions.some((a) => a.action === 'c2pa.created' && meaningOf(a.sourceType) === 'captured');
  if (m.aiAssertion === GENERATED_CONTENT) out.generated = true;
  else if (m.aiAssertion) out.aiInvolved = true;
  for (const i of m.ingredients) {
    const inner = all.get(i.manifest);
    const from = inner ? ofManifest(inner, all, above, known) : NONE;
    const stated = meaningOf(i.sourceType);
    const generated = from.generated || stated === 'generated';
    if (from.aiInvolved && i.relationship !== 'inputTo') out.aiInvolved = true;
    if (i.relationship === 'parentOf' || isWhole(m)) {
      out.generated ||= generated;
      out.aiEdited ||= from.aiEdited || stated === 'composite';
      out.edited ||= from.edited;
    } else if (i.relationship === 'componentOf') {
      out.aiEdited ||= generated || from.aiEdited;
    }
  }
  above.delete(m.label);
  known.set(m.label, out);
  return out;
}

/** Nothing was opened, placed, made or changed and there is one component: the component is the picture. */
function isWhole(m: Manifest): boolean {
  const [only] = m.ingredients;
  return (
    m.ingredients.length === 1 &&
    only?.relationship === 'componentOf' &&
    m.actions.every((a) => !/^c2pa\.(created|opened)$/.test(a.action) && !isEditorial(a.action))
  );
}

/** AI meaning of one action: its source type, else its agent's name (or, for `created`, the claim generator's). */
function aiOf(a: Action, generator: string): 'generated' | 'composite' | 'none' {
  const meaning = meaningOf(a.sourceType);
  if (meaning === 'generated' || meaning === 'composite') return meaning;
  if (a.sourceType !== '') return 'none';
  const by = a.agent || (a.action === 'c2pa.created' ? generator : '');
  if (!isAiAgent(by) || (PASSIVE.test(a.action) && a.action !== 'c2pa.created')) return 'none';
  return a.action === 'c2pa.created' ? 'generated' : 'composite';
}
