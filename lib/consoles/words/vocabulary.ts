/** Telling labels from other texts: the common words with a console's own additions. */
import type { ConsoleDefinition } from '../types.ts';
import { LANGUAGES, WEAK_ABROAD } from './languages.ts';
import { fold } from './text.ts';
import { LABEL_NAMES, type LabelName, NEVER, WEAK, WORDS } from './words.ts';

/** How a text begins with a label. `exact`: it is nothing else; `colon`: a colon follows; `spaced`: a space, `#` or the value itself. */
export interface LabelMatch {
  name: LabelName;
  word: string;
  form: 'exact' | 'colon' | 'spaced';
  weak: boolean;
}

export interface Vocabulary {
  match(text: string): LabelMatch | undefined;
  /** The label a whole text is, with no value behind it. */
  exact(text: string): LabelMatch | undefined;
}

const MAX_WORD = 36;

const weakWords = new Set([...WEAK, ...WEAK_ABROAD.split('|')]);

/** The lists of a language file entry. */
export const wordsOf = (texts: Partial<Record<LabelName, string>>): Partial<Record<LabelName, string[]>> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.split('|')]));

let common: { words: Map<string, LabelName>; starts: Set<string> } | undefined;

/** The words of every console, looked up when the first page is read and kept: each reading works with them. */
function commonWords(): NonNullable<typeof common> {
  if (common) return common;
  common = { words: new Map(), starts: new Set() };
  // The common words come last: where two languages share one, theirs is the meaning that was there first.
  for (const words of [...Object.values(LANGUAGES).map(wordsOf), WORDS]) {
    for (const name of LABEL_NAMES) {
      for (const word of words[name] ?? []) {
        common.words.set(word, name);
        common.starts.add(word.slice(0, 2));
      }
    }
  }
  return common;
}

const made = new WeakMap<ConsoleDefinition, Vocabulary>();
let plain: Vocabulary | undefined;

/** The words of one console, made once for it; without a console the common ones. */
export function vocabularyFor(definition?: ConsoleDefinition): Vocabulary {
  if (!definition?.dom?.labels && !definition?.dom?.notLabels) {
    plain ??= vocabularyOf();
    return plain;
  }
  const known = made.get(definition) ?? vocabularyOf(definition.dom.labels, definition.dom.notLabels);
  made.set(definition, known);
  return known;
}

/**
 * The common words with a console's own additions, ready for matching. `without` takes words away that mean something else on
 * that console.
 */
export function vocabularyOf(
  own: Partial<Record<LabelName, string[]>> = {},
  without: string[] = [],
): Vocabulary {
  const common = commonWords();
  const words = new Map(common.words);
  const starts = new Set(common.starts);
  const banned = new Set([...NEVER, ...without.map(fold)]);
  for (const name of LABEL_NAMES) {
    for (const word of own[name] ?? []) {
      const folded = fold(word);
      words.set(folded, name);
      starts.add(folded.slice(0, 2));
    }
  }
  for (const word of banned) words.delete(word);
  function match(text: string): LabelMatch | undefined {
    const known = matchWord(text);
    return known && known.form !== 'spaced' ? known : (ownedPictures(text) ?? elsewhere(text) ?? known);
  }
  function matchWord(text: string): LabelMatch | undefined {
    const folded = fold(text.slice(0, 200));
    if (!starts.has(folded.slice(0, 2)) || banned.has(folded)) return undefined;
    for (let length = Math.min(MAX_WORD, folded.length); length >= 2; length--) {
      const name = words.get(folded.slice(0, length));
      if (!name) continue;
      const word = folded.slice(0, length);
      const rest = folded.slice(length);
      const weak = weakWords.has(word);
      if (/^[\s:：*?]*$/.test(rest)) return { name, word, form: 'exact', weak };
      if (/^\s*[:]/.test(rest)) return { name, word, form: 'colon', weak };
      if (/^(?:\s|\d|[¥$€£₫#(])/.test(rest) || word.endsWith('#'))
        return { name, word, form: 'spaced', weak };
    }
    return undefined;
  }
  return {
    match,
    exact(text) {
      if (text.length > MAX_WORD + 4) return undefined;
      const found = match(text);
      return found?.form === 'exact' ? found : undefined;
    },
  };
}

const PICTURES =
  '凭证|憑證|举证|舉證|证据|證據|图片|圖片|照片|视频|影片|附件|evidence|proofs?|photos?|pictures?|images?|videos?|attachments?|files?';
const WHOSE = {
  evidence: '买家|買家|用户|用戶|消费者|消費者|顾客|顧客|客户(?!服)|客戶(?!服)|申请人|buyer|customer',
  otherEvidence:
    '商家|卖家|賣家|店铺|我方|本店|平台|官方|小二|客服|系统|物流|快递|快遞|签收|揽收|配送|仓库|质检|打包|发货|拒绝|驳回|示例|样例|参考|seller|merchant|shop|store|platform|your|courier|carrier|delivery|packing|warehouse|sample|example',
  product: '商品|宝贝|产品|主图|product|item|listing',
} as const;
/** `商家上传的凭证`, `Photos from the buyer`: whose pictures a heading announces, where no word of the list says it. */
const OWNED = Object.entries(WHOSE).map(
  ([name, who]) =>
    [
      name as keyof typeof WHOSE,
      new RegExp(
        `^(?:(?:${who})(?:'s|s)?[ ]?(?:.{0,4}(?:上传|上傳|提交|提供|补充|補充|反馈)?(?:的)?|uploaded|submitted)?[ ]?(?:${PICTURES})(?:图片|照片|截图)?|(?:${PICTURES}) (?:from|by|of) (?:the )?(?:${who}))$`,
        'i',
      ),
    ] as const,
);

/** A heading that names whose pictures follow; undefined for every other text. */
function ownedPictures(text: string): LabelMatch | undefined {
  if (text.length > 60) return undefined;
  const folded = fold(text);
  const [, head = '', rest = ''] =
    /^([^:([]{2,30}?)\s*(?:[([][^)\]]*[)\]])?\s*[*?]*(:.*)?$/.exec(folded) ?? [];
  const name = head && OWNED.find(([, pattern]) => pattern.test(head))?.[0];
  if (!name) return undefined;
  const form = rest.length > 1 ? 'colon' : 'exact';
  return { name, word: head, form, weak: false };
}

/** `该买家的其他售后`, `Previous orders of this customer`, `商家处理意见`: a part about other claims, or about what others did. */
const ELSEWHERE = [
  /^(?:智能|ai|系统|系統|机器)(?:审核|判责|判断|建议|分析|识别|推荐|处理|審核|建議)(?:结果|意见|建议|结论)?$/,
  /^(?:相似|类似|参考|历史|典型|相似历史)(?:案例|判例|纠纷|售后)(?:参考|推荐)?$/,
  /^(?:similar|sample|reference|example) (?:cases?|claims?|disputes?|photos?)$|^(?:ai|automatic|suggested) (?:review|suggestions?|analysis|decision|check|result)s?$/,
  /^(?:该|此|本|同一|同)?(?:买家|用户|客户|消费者|顾客|買家|用戶|订单|訂單)?(?:的|下)?(?:其他|其它|历史|近期|往期|过往|以往|更多|关联|相关|歷史|過往|關聯|相關)(?:的)?(?:订单|售后单?|退款单?|退货单?|申请|纠纷|工单|投诉|訂單|售後|退貨|申請)(?:记录|列表|信息|記錄|資訊)?$/,
  /^(?:商家|卖家|平台|小二|官方|客服|仲裁|我方|賣家)(?:端)?(?:的)?(?:处理|回复|答复|反馈|意见|判定|审核|仲裁|裁决|拒绝|處理|回覆|審核)(?:结果|意见|说明|内容|记录|详情|信息|結果|說明)?$/,
  /^(?:(?:this |the )?(?:buyer|customer)(?:'s|s)? )?(?:other|related|linked|previous|past|earlier|recent) (?:orders?|returns?|claims?|cases?|requests?|refunds?|purchases?|disputes?|tickets?)(?: (?:of|by|from) (?:this |the )?(?:buyer|customer))?$/,
];

/** A heading over what is not the claim's own; undefined for every other text. */
function elsewhere(text: string): LabelMatch | undefined {
  if (text.length > 60) return undefined;
  const word = fold(text).replace(/[\s:]*(?:[([]\d{0,4}[)\]])?[\s:]*$/, '');
  return ELSEWHERE.some((pattern) => pattern.test(word))
    ? { name: 'elsewhere', word, form: 'exact', weak: false }
    : undefined;
}

/** What follows the label in a text that begins with it, in the page's own characters. */
export function afterLabel(text: string, word: string): string {
  for (let end = 1; end <= text.length; end++) {
    if (fold(text.slice(0, end)) === word)
      return text
        .slice(end)
        .replace(/^\s*[:：]?\s*/, '')
        .trim();
  }
  return '';
}
