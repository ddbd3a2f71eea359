/** Why a file cannot be used, in words. */
import { has, t } from '../../i18n/index.ts';

export function problemText(problem: string): string {
  const key = `surfaces.drop.problems.${problem}`;
  return has(key) ? t(key) : t('surfaces.drop.problems.unknown', { problem });
}
