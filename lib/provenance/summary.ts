/** What the traces of one file add up to: does it declare AI, does it declare editing. */
import type { Fact } from '../claims/finding.ts';
import { isRecord } from '../formats/records.ts';
import type { AiDeclaration, EditDeclaration, Trace } from './types.ts';

const isTrue = (says: Fact | undefined, key: string): boolean => isRecord(says) && says[key] === true;

/** What one trace declares about AI. */
export function aiOf(t: Trace): AiDeclaration {
  switch (t.id) {
    case 'aigc.label':
      return t.values.label === '1' ? 'declared-generated' : 'possible';
    case 'aigc.label-unreadable':
      return 'possible';
    case 'c2pa':
      if (isTrue(t.values.says, 'generated')) return 'declared-generated';
      return isTrue(t.values.says, 'aiEdited') ? 'declared-edited' : 'none';
    case 'iptc.digitalSourceType':
      if (t.values.meaning === 'generated') return 'declared-generated';
      return t.values.meaning === 'composite' ? 'declared-edited' : 'none';
    case 'vendor.credit':
      return t.values.says === 'generated' ? 'declared-generated' : 'declared-edited';
    case 'samsung.genai':
      return 'declared-edited';
    case 'iptc.ai':
      return t.values.property === 'AISystemUsed' ? 'declared-generated' : 'possible';
    case 'gen.params':
    case 'gen.grok-signature':
      return 'declared-generated';
    case 'bytedance.export':
      return t.values.ai === true ? 'declared-generated' : 'none';
    default:
      return 'none';
  }
}

/** Does one trace declare that the picture was edited after it was taken? */
export function declaresEdit(t: Trace): boolean {
  if (t.id === 'c2pa') return isTrue(t.values.says, 'edited');
  if (t.id === 'bytedance.export') return t.values.ai !== true;
  if (t.id === 'xmp.history') return Number(t.values.changes) > 0;
  if (t.id === 'iptc.digitalSourceType')
    return t.values.meaning === 'composite' || t.values.meaning === 'edited';
  if (t.id === 'vendor.credit') return t.values.says === 'edited';
  return [
    'editor.software',
    'editor.raw-settings',
    'editor.save-for-web',
    'samsung.genai',
    'samsung.editor',
  ].includes(t.id);
}

/**
 * A credential that fits the bytes and begins with `c2pa.created` says that the file's history starts there: a program
 * named in plain metadata is then the one that made it, not one that changed it.
 */
function createdAndIntact(t: Trace): boolean {
  const actions = t.values.actions;
  return (
    t.id === 'c2pa' &&
    t.values.integrity === 'ok' &&
    Array.isArray(actions) &&
    actions.includes('c2pa.created')
  );
}

/** `generated` outweighs `edited`, both outweigh `possible`. A composite source type decides between the first two. */
export function summarise(traces: readonly Trace[]): { ai: AiDeclaration; edit: EditDeclaration } {
  const said = new Set(traces.map(aiOf));
  const ai =
    (['declared-generated', 'declared-edited', 'possible'] as const).find((level) => said.has(level)) ??
    'none';
  const suspected = traces.some(
    (t) => t.id.endsWith('thumbnail-mismatch') || t.id.endsWith('thumbnail-edited'),
  );
  const created = traces.some(createdAndIntact);
  const edited = traces.some((t) => declaresEdit(t) && !(created && t.id === 'editor.software'));
  const edit = edited ? 'declared' : suspected ? 'suspected' : 'none';
  return { ai, edit };
}
