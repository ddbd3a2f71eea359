/** Handing a text over to the seller: to the clipboard, or into the console's own box where one was clicked into. */

import { insertIntoConsole } from '../../lib/app/claims/insert-text.ts';
import { logOf } from '../../lib/base/log.ts';
import { t } from '../../lib/i18n/index.ts';

const log = logOf('claims');

/**
 * Copies the text, or puts it into the console's box and falls back to copying; then records it where it is a request.
 * Resolves to what the seller is told: where the text went, or what did not work. Nothing is ever sent.
 */
export async function deliverText(
  how: 'copy' | 'insert',
  claimKey: string,
  text: string,
  record: () => Promise<void>,
  isRequest: boolean,
): Promise<string> {
  const inserted = how === 'insert' ? await insertIntoConsole(claimKey, text) : null;
  if (!inserted?.done) {
    try {
      await navigator.clipboard.writeText(text);
    } catch (error) {
      log.error('copying a text failed', error);
      return t('cases.ui.text.copyFailed');
    }
  }
  try {
    await record();
  } catch (error) {
    log.error('recording a request failed', error);
    return t('surfaces.fresh.recordFailed');
  }
  if (inserted?.done) return t('cases.ui.insert.done', { host: inserted.host });
  const copied = t(isRequest ? 'cases.ui.text.copiedRecorded' : 'cases.ui.text.copied');
  return inserted ? `${t(`cases.ui.insert.not.${inserted.why}`)} ${copied}` : copied;
}
