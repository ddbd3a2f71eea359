/** Why no frame of a video can be looked at. */
import { ProductError } from '../base/errors.ts';

/**
 * `container`: a kind of file that is not opened (AVI, FLV). `protected`: encrypted against copying. `codec`: this browser has no decoder for it (most often HEVC). `no-decoder`: the browser
 * decodes no video for extensions. `not-kept`: the bytes that it takes are not among those that are kept.
 */
export type VideoProblem =
  | 'container'
  | 'protected'
  | 'codec'
  | 'no-decoder'
  | 'no-picture'
  | 'damaged'
  | 'too-large'
  | 'not-kept';

export class VideoError extends ProductError {
  override readonly name = 'VideoError';
  static {
    ProductError.register('VideoError', VideoError);
  }
  readonly problem: VideoProblem;

  constructor(problem: VideoProblem, detail = '') {
    super(detail ? `${problem}: ${detail}` : problem);
    this.problem = problem;
  }
}
