/** Why a picture could not be had or read. Codes are stable; the words for people stand in the locale files. */
import { ProductError } from '../base/errors.ts';

export type PhotoProblem =
  | 'empty'
  | 'not-an-image'
  | 'too-many-bytes'
  | 'too-many-pixels'
  | 'cannot-decode'
  | 'format-not-read'
  | 'timed-out'
  | 'worker-died';

export type FetchProblem =
  | 'host-not-granted'
  | 'not-https'
  | 'private-address'
  | 'not-found'
  | 'refused'
  | 'too-many-requests'
  | 'server-error'
  | 'network'
  | 'timed-out'
  | 'too-many-bytes'
  | 'not-an-image'
  | 'empty'
  | 'no-room'
  | 'cut-short';

/** The bytes are there but are no readable picture. */
export class UnreadablePhotoError extends ProductError {
  override readonly name = 'UnreadablePhotoError';
  static {
    ProductError.register('UnreadablePhotoError', UnreadablePhotoError);
  }
  readonly problem: PhotoProblem;
  constructor(problem: PhotoProblem, detail = '') {
    super(detail ? `${problem}: ${detail}` : problem);
    this.problem = problem;
  }
}

/** The bytes could not be had. `retryAfterMs` is set where the host named a time. */
export class UnavailablePhotoError extends ProductError {
  override readonly name = 'UnavailablePhotoError';
  static {
    ProductError.register('UnavailablePhotoError', UnavailablePhotoError);
  }
  readonly problem: FetchProblem;
  readonly status: number;
  readonly retryAfterMs: number | null;
  constructor(problem: FetchProblem, status = 0, retryAfterMs: number | null = null) {
    super(status ? `${problem} (${status})` : problem);
    this.problem = problem;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}
