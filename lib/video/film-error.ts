/** Why no frame of a video can be looked at. */
import { ProductError } from '../base/errors.ts';

/** `codec`: this browser has no decoder for it (most often HEVC). `no-decoder`: the browser decodes no video for extensions. */
export type FilmProblem = 'codec' | 'no-decoder' | 'no-picture' | 'damaged' | 'too-large';

export class FilmError extends ProductError {
  override readonly name = 'FilmError';
  static {
    ProductError.register('FilmError', FilmError);
  }
  readonly problem: FilmProblem;

  constructor(problem: FilmProblem, detail = '') {
    super(detail ? `${problem}: ${detail}` : problem);
    this.problem = problem;
  }
}
