/** What the traces of one file add up to: does it declare AI, does it declare editing. */
import { FILE_CHECKS } from './checks/registry.ts';
import type { Declaration } from './file-check.ts';
import type { AiDeclaration, EditDeclaration, Trace } from './types.ts';

/** By trace id, what its check says that it declares. */
const DECLARED = new Map<string, (values: never) => Declaration>(
  FILE_CHECKS.flatMap(({ traces = {} }) =>
    Object.entries(traces).flatMap(([id, declares]) =>
      declares ? [[id, declares as (values: never) => Declaration] as const] : [],
    ),
  ),
);

const declaration = (t: Trace): Declaration => DECLARED.get(t.id)?.(t.values as never) ?? {};

/** What one trace declares about AI. */
export const aiOf = (t: Trace): AiDeclaration => declaration(t).ai ?? 'none';

/** Does one trace declare that the picture was edited after it was taken? */
export const declaresEdit = (t: Trace): boolean => declaration(t).edit === 'declared';

/**
 * A credential that fits the bytes and begins with `c2pa.created` says that the file's history starts there: a program
 * named in plain metadata is then the one that made it, not one that changed it.
 */
const createdAndIntact = (t: Trace): boolean =>
  t.id === 'c2pa' && t.values.integrity === 'ok' && t.values.actions.includes('c2pa.created');

/** `generated` outweighs `edited`, both outweigh `possible`. A composite source type decides between the first two. */
export function summarise(traces: readonly Trace[]): { ai: AiDeclaration; edit: EditDeclaration } {
  const said = new Set(traces.map(aiOf));
  const ai =
    (['declared-generated', 'declared-edited', 'possible'] as const).find((level) => said.has(level)) ??
    'none';
  const suspected = traces.some((t) => declaration(t).edit === 'suspected');
  const created = traces.some(createdAndIntact);
  const edited = traces.some((t) => declaresEdit(t) && !(created && t.id === 'editor.software'));
  const edit = edited ? 'declared' : suspected ? 'suspected' : 'none';
  return { ai, edit };
}
