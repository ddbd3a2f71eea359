/** What a claim is about, from the words of its reason: what an appeal has to answer depends on it. */

export const REASONS = [
  'damaged',
  'spoiled',
  'defective',
  'wrong-item',
  'missing-parts',
  'not-received',
  'other',
] as const;
export type ClaimReason = (typeof REASONS)[number];

/**
 * Words of the reason menus of Chinese, English and South-East Asian consoles, the more telling first: "少件" stands before
 * "破损", since a parcel may be both. English words stand at a word's beginning.
 */
const WORDS: readonly [ClaimReason, RegExp][] = [
  [
    'not-received',
    /未收到|沒收到|没收到|未送达|丢件|\b(not? (been )?received|never (arrived|received)|non-?receipt|not arrived|lost)\b/i,
  ],
  ['missing-parts', /少件|漏发|漏發|缺件|少发|少發|数量不|數量不|\b(missing|incomplete|fewer)\b/i],
  [
    'wrong-item',
    /发错|發錯|错发|錯發|不符|描述|货不对|貨不對|假货|假冒|\b(wrong|different|not as described|counterfeit)\b/i,
  ],
  [
    'spoiled',
    /变质|變質|腐|霉|发臭|發臭|死亡|死蟹|化冻|化凍|过期|過期|\b(spoil|rotten|mou?ld|expired|dead|stale)/i,
  ],
  [
    'damaged',
    /破损|破損|损坏|損壞|碎|裂|破|刮|划痕|變形|变形|污渍|汙漬|\b(damag|broken|crack|shatter|scratch|stain|torn|dent)/i,
  ],
  [
    'defective',
    /质量|質量|品質|瑕疵|故障|无法使用|無法使用|不能用|坏|壞|\b(defect|fault|quality|not work|doesn'?t work|malfunction)/i,
  ],
];

/**
 * The kinds of reason that a text names: some menus name two at once ("商品破损/少件"). `defective` is what stands alone: its
 * words are part of the others'. `other` when the words do not tell.
 */
export function claimReasons(...texts: (string | undefined)[]): ClaimReason[] {
  const text = texts.filter(Boolean).join(' ');
  const named = WORDS.flatMap(([reason, words]) => (words.test(text) ? [reason] : []));
  const telling = named.filter((reason) => reason !== 'defective');
  return telling.length > 0 ? telling : named.length > 0 ? named : ['other'];
}
