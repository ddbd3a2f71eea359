/** How much the engine is doing, by what the jobs wait for and whether a seller waits for them. */
import type { JobRow } from '../store/rows.ts';
import { isForAnswer, WAITS_FOR } from './job-kinds.ts';

export class Load {
  /** Jobs under way that wait for the network. */
  fetching = 0;
  /** Jobs under way that keep a worker busy. */
  working = 0;
  /** Jobs under way whose answer a seller waits for. */
  answering = 0;
  /** When the last work for an answer ended, in milliseconds since epoch. */
  private answeredAt = 0;

  /** Counts a job in; the returned function counts it out again. */
  begin(job: JobRow): () => void {
    const waiting = WAITS_FOR[job.kind] === 'network' ? 'fetching' : 'working';
    const forAnswer = isForAnswer(job);
    this[waiting] += 1;
    if (forAnswer) this.answering += 1;
    return () => {
      if (forAnswer) {
        this.answering -= 1;
        this.answeredAt = Date.now();
      }
      this[waiting] -= 1;
    };
  }

  /**
   * Milliseconds until what follows behind may begin, as far as is known now; 0 or less: it may.
   * @param calm how long no answer may have been worked on before, in ms
   */
  noisyFor(calm: number): number {
    if (this.answering > 0) return calm;
    // A clock that was set back must not hold anything up.
    return Math.min(calm, this.answeredAt + calm - Date.now());
  }
}
