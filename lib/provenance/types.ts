/** What the provenance layer gives back: traces with their place in the file, and the findings drawn from them. */
import type { Check, Fact, Finding } from '../claims/finding.ts';

/** One thing that stands in the file. */
export interface Trace {
  /** Dotted id, e.g. `aigc.label`, `c2pa`, `gen.params`, `editor.software`, `time.capture` (samples/provenance vocabulary). */
  id: string;
  /** Place in the file in words, e.g. `jpeg:APP1-XMP`, `png:tEXt-AIGC`. */
  place: string;
  /** Byte offset and length of the raw value in the file; -1 where it has none (file name). */
  offset: number;
  length: number;
  /** The raw value as text (cut to a bounded length) and its values by name. */
  raw: string;
  values: Record<string, Fact>;
  /** First bytes at `offset` in hex; empty where the value does not stand in the file as it is. */
  hex?: string;
}

export type AiDeclaration = 'declared-generated' | 'declared-edited' | 'possible' | 'none';
export type EditDeclaration = 'declared' | 'suspected' | 'none';

/** Everything a file says about itself. Pure data, storable. */
export interface FileReport {
  mime: string;
  bytes: number;
  ai: AiDeclaration;
  edit: EditDeclaration;
  traces: Trace[];
  /** Parts that could not be read, with the reason; never hides the others. */
  unreadable: { place: string; why: string }[];
}

/** What the claim knows that a file can be compared with. All ISO instants. */
export interface ProvenanceContext {
  fileName?: string;
  /** Now, given by the caller: checks have no clock of their own. */
  now: string;
  orderedAt?: string;
  shippedAt?: string;
  deliveredAt?: string;
  appliedAt?: string;
  /** Console whose delivery of the file is known to re-encode (consoles.md §5.4). */
  console?: string;
}

export interface ProvenanceAnswer {
  report: FileReport;
  findings: Finding[];
  checks: Check[];
}
