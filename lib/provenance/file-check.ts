/** What a check of a file is: one object in one file of `checks/`, from which reading, judging and summing up follow. */
import type { CheckSpec, CodeSpec } from '../claims/check.ts';
import type { Finding } from '../claims/finding.ts';
import type { Case } from './proof.ts';
import type { Reading } from './reading.ts';
import type { AiDeclaration, EditDeclaration, TraceId, TraceValues } from './types.ts';

/** What a trace declares about the picture; nothing when left out. */
export interface Declaration {
  ai?: AiDeclaration;
  edit?: EditDeclaration;
}

export interface FileCheck {
  /** Name in stored checks and findings; its text is `findings.checks.<id>`. */
  id: string;
  /** The codes it declares; none for a check that only writes traces for others. */
  codes?: Readonly<Record<string, CodeSpec>>;
  /** Codes that another check declares and this one may give as well. */
  gives?: CheckSpec['gives'];
  /** The traces it writes, each with what it declares; null where it declares nothing. */
  traces?: { readonly [I in TraceId]?: ((values: TraceValues[I]) => Declaration) | null };
  /** Looks at the opened file and writes traces. Checks run in the registry's order and see what earlier ones wrote. */
  read?(r: Reading): void;
  /** From the traces of the whole file, and what the claim knows, to findings. */
  judge?(c: Case): Finding[];
  /** Why it could not look (a key of `findings.notChecked`); asked only when it found nothing. Null: it looked. */
  limits?(c: Case): string | null;
  /** Gives no line in the list of checks: a hint whose absence says nothing. */
  unlisted?: true;
}
