import type { Locale } from '../../i18n/locale.ts';
import type { Dossier } from '../dossier.ts';
import type { Unmask } from './claim-record.ts';
import type { Derived } from './report.ts';

export interface PackageInput {
  dossier: Dossier;
  locale: Locale;
  /** Stored bytes by hash with their sniffed type; null when they are gone. */
  bytesOf: (sha256: string) => Promise<{ bytes: Uint8Array; mime: string } | null>;
  /** Previews, comparisons and masked copies; paths are given here. */
  derived: readonly Omit<Derived, 'path'>[];
  /**
   * Hashes of pictures of which the seller covered parts: their originals are left out, whatever else they are in the case, unless
   * `unmask` names `originals`. `derived` must show them covered.
   */
  covered: ReadonlySet<string>;
  unmask: readonly Unmask[];
  /** The shop's own salts (store/logged/salt.ts): one of them opens the logged hash of each field that is shown. */
  salts: readonly Uint8Array[];
  toolVersion: string;
  /** The only thing that may differ between two exports of one case. ISO instant and the seat's running number. */
  exportedAt: string;
  exportNo: number;
}
