/** What the matching bench knows of one photo after it was compared. */
import type { RegionScore } from './truth.ts';

export interface Outcome {
  name: string;
  source: string;
  kind: string;
  level: string;
  score: number;
  confidence: number;
  right: boolean;
  rank?: number;
  blockhash: number;
  phash: number;
  inliers: number;
  regions?: RegionScore;
}

export interface Outcomes {
  positives: Outcome[];
  negatives: Outcome[];
  /** Processor time per step, ms. */
  times: Record<string, number[]>;
}
