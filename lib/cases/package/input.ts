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
  unmask: readonly Unmask[];
  /** The shop's own salt (store/logged/salt.ts): opens the logged hash of each field that is shown. */
  salt: Uint8Array;
  toolVersion: string;
  /** The only thing that may differ between two exports of one case. ISO instant and the seat's running number. */
  exportedAt: string;
  exportNo: number;
}
