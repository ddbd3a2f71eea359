/** What the provenance layer gives back: traces with their place in the file, and the findings drawn from them. */
import type { Check, Finding } from '../claims/finding.ts';

/**
 * The values of every trace by name. Empty here: the file of a check adds its traces by declaration merging
 * (docs/adding-a-check.md).
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the checks
export interface TraceValues {}
export type TraceId = keyof TraceValues;

/** One thing that stands in the file. */
export interface TraceOf<I extends TraceId> {
  /** Dotted id, e.g. `aigc.label`, `c2pa`, `gen.params`, `editor.software`, `time.capture` (samples/provenance vocabulary). */
  id: I;
  /** Place in the file in words, e.g. `jpeg:APP1-XMP`, `png:tEXt-AIGC`. */
  place: string;
  /** Byte offset and length of the raw value in the file; -1 where it has none (file name). */
  offset: number;
  length: number;
  /** The raw value as text (cut to a bounded length) and its values by name. */
  raw: string;
  values: TraceValues[I];
  /** First bytes at `offset` in hex; empty where the value does not stand in the file as it is. */
  hex?: string;
}

/** A trace of any id; `id` tells which values it has. */
export type Trace = { [I in TraceId]: TraceOf<I> }[TraceId];

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
  /** Only parts of the file are kept: what is not there may stand in the others. */
  inPart?: true;
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
