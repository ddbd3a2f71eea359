/** Which claims wait for a person: the one rule behind every count of them. */
import type { Verdict } from './finding.ts';

const LOOK = new Set<string>(['file-declares-ai', 'several-signs', 'worth-checking'] satisfies Verdict[]);

/** Whether a verdict asks for a look. */
export const asksForLook = (verdict: string | null | undefined): boolean => LOOK.has(verdict ?? '');

/** What a count of claims needs to know of one. */
export interface Attended {
  verdict: string | null;
  state: 'waiting' | 'checking' | 'done' | 'failed';
  flagged: boolean;
  passed: boolean;
}

/** Still to be looked at: its verdict asks for a look, and nobody has flagged it or let it pass. */
export const isToLookAt = ({ verdict, flagged, passed }: Attended): boolean =>
  asksForLook(verdict) && !flagged && !passed;

/** Not checked to the end yet. */
export const isWaiting = ({ state }: Attended): boolean => state === 'waiting' || state === 'checking';
