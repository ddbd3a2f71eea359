/** Which currency a page counts in where its host names no land: told by the script that its words are written in. */
import type { Run } from './walk.ts';

/** Letters that one language alone uses, and the currency of the land that speaks it. */
const SCRIPTS: [RegExp, string][] = [
  [/[\u3040-\u30ff]/, 'JPY'],
  [/[\uac00-\ud7af]/, 'KRW'],
  [/[\u0e00-\u0e7f]/, 'THB'],
  [/[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i, 'VND'],
  // Characters of the simplified script in the words of claims: 单 退款编号 订单 图片 凭证 买家.
  [/[单买卖编号凭证图数时货协态额类间费说过这还为发门关开实际]/, 'CNY'],
];
/** Share of a page's texts that must be written so; a quoted word or a name is not the page's language. */
const SHARE = 0.25;

/** ISO 4217 code, or an empty text where the script tells none (Latin letters, traditional characters, a mixture). */
export function currencyOfScript(runs: readonly Run[]): string {
  const worded = runs.filter(({ text }) => /\p{L}{2}/u.test(text));
  const found = SCRIPTS.filter(
    ([letters]) => worded.filter(({ text }) => letters.test(text)).length > worded.length * SHARE,
  );
  return found[0]?.[1] ?? '';
}
