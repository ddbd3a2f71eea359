/** What a check says of itself: the codes it may give, how each of them weighs, and the facts that belong to it. */
import * as v from 'valibot';
import type { Fact, Strength } from './finding.ts';

/**
 * What kind of evidence a finding is. Two findings speak independently only when they come from two families:
 * two pixel detectors looking at one re-saved photo err together.
 */
export type Family = 'declaration' | 'reuse' | 'set' | 'order-time' | 'pixels' | 'context' | 'quality';

/** The reason-code families that packages and reports number findings by (`DECL-1`, `REUSE-SELF-1`, …). */
export type ReasonFamily =
  | 'DECL'
  | 'META'
  | 'REUSE-SELF'
  | 'REUSE-CLAIM'
  | 'SET'
  | 'ORDER'
  | 'PROD'
  | 'TEXT'
  | 'PIX'
  | 'MODEL'
  | 'CTX'
  | 'QUAL';

/**
 * Whether a finding is a hard fact: a declared label, byte-equal or aligned reuse, or a contradiction with order data.
 * `strong`: from strength strong upwards. `contradiction`: only at full strength, because the milder form has everyday
 * explanations (a buyer who attaches the listing picture to point at it; one photo for two broken orders; a label that
 * only says "possibly"). `never`: a measurement, a hint, or context.
 */
export type Hardness = 'strong' | 'contradiction' | 'never';

/** What a code weighs. */
export interface CatalogueEntry {
  /** Every strength the code may be given, the usual one first; a finding of another strength is not stored. */
  strengths: readonly [Strength, ...Strength[]];
  family: Family;
  reason: ReasonFamily;
  hard: Hardness;
  /** One honest edit (a drawn circle, a beauty filter) explains all of these at once, so they count as one family. */
  explainedByEdit?: true;
  /** A weak finding that is still worth a look on its own. */
  speaksAlone?: true;
  /** The file itself says that a model made or changed it, when the finding has full strength. */
  declaresAi?: true;
}

/** A code as its check declares it: what it weighs, and the schema of its facts. */
export interface CodeSpec<Facts = unknown> extends CatalogueEntry {
  facts: v.GenericSchema<unknown, Facts>;
}

/** A check as the registry (`lib/verdict/registry.ts`) sees it; rooms add how they run it. */
export interface CheckSpec {
  /** Name in stored checks and findings; its text is `findings.checks.<id>`. */
  id: string;
  /** The codes it declares. A code is declared by one check; others may give it, too. */
  codes: Readonly<Record<string, CodeSpec>>;
  /** Codes that another check declares and this one may give as well. */
  gives?: readonly string[];
  /** Page of docs/findings/ that explains it, without `.md`. */
  page: 'labels' | 'matching' | 'provenance' | 'verdict';
}

/** The facts by code of a table of codes: what a check's file merges into `FactsOf`. */
export type FactsIn<Codes extends Record<string, CodeSpec>> = {
  [C in keyof Codes]: v.InferOutput<Codes[C]['facts']>;
};

/** Declares one code; only there so that its facts keep their type. */
export const code = <const Schema extends v.GenericSchema>(
  spec: CatalogueEntry & { facts: Schema },
): CatalogueEntry & { facts: Schema } => spec;

/** Any plain JSON value. */
export const FactSchema: v.GenericSchema<Fact> = v.lazy(() =>
  v.union([
    v.string(),
    v.pipe(v.number(), v.finite()),
    v.boolean(),
    v.null(),
    v.array(FactSchema),
    v.record(v.string(), FactSchema),
  ]),
);

const PROOF = {
  /** Id of the trace. */
  trace: v.string(),
  /** Where in the file, e.g. `jpeg:APP1-XMP`; byte offset and length there, -1 and 0 where it has none. */
  place: v.string(),
  offset: v.number(),
  length: v.number(),
  /** The value as it stands there, and its first bytes in hex. */
  raw: v.string(),
  hex: v.string(),
  /** Command line of a public tool that shows it. */
  command: v.string(),
};

export type Proof = v.InferOutput<v.ObjectSchema<typeof PROOF, undefined>>;

/**
 * Facts of a finding about a trace in a file: the named ones that texts and rules use, the proof, and the trace's own
 * values, which are kept as plain JSON for whoever reads the evidence and are reached by no name here.
 */
export const traceFacts = <const E extends v.ObjectEntries>(
  entries: E,
): v.GenericSchema<unknown, v.InferOutput<v.ObjectSchema<E, undefined>> & Proof> =>
  v.objectWithRest({ ...PROOF, ...entries }, FactSchema) as never;
