/** What a failed job means: worth another try, and the reason that the seller is told. */
import { UnreadablePhotoError } from '../images/errors.ts';

/**
 * Whether a failure may lie in what the computer had left at the moment: a worker that died may have died of its neighbour's
 * memory, and a decoder that finds no memory says that it could not decode.
 */
export const isTriedAgain = (problem: string | null): boolean =>
  problem === 'worker-died' || problem === 'timed-out' || problem === 'cannot-decode';

/** Code of why a job cannot be done, for the finding that says so. */
export function whyNot(error: unknown): string {
  if (error instanceof UnreadablePhotoError) return error.problem;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return /Quota/.test(`${name} ${message}`) ? 'storage-full' : 'internal-error';
}
