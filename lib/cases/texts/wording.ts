/** Words that must not stand in anything that a buyer, a platform or the police may read. */

/** zh in both scripts; English as whole words. "100%" also with a space and in full width. */
const FORBIDDEN: readonly RegExp[] = [
  /造假|骗子|騙子|诈骗者|詐騙者|实锤|實錘/,
  /[1\uff11][0\uff10][0\uff10]\s*[%\uff05]/,
  /\bfak(e|es|ed|ing|ery)\b/i,
  /\bprov(e|es|ed|en)\b/i,
  /\bfraud(s|ster|sters|ulent|ulently)?\b/i,
  /\bscam(s|mer|mers|med)?\b/i,
];

/** What a text to the buyer must not contain besides: doubt, AI, threats, law. */
const NOT_TO_BUYERS: readonly RegExp[] = [
  /怀疑|懷疑|质疑|真实性|真實性|属实|屬實/,
  /\bAI\b|人工智能|人工智慧|生成/i,
  /法律|法规|起诉|起訴|报警|報警|警察|公安|律师|律師|后果|後果|黑名单/,
  /\b(doubt|suspicious|suspect|genuine|authentic|law|legal|lawyer|police|court|sue|consequences)\b/i,
];

/** The forbidden words found, as they stand in the text. */
export function forbiddenWords(text: string, reader: 'anyone' | 'buyer' = 'anyone'): string[] {
  const rules = reader === 'buyer' ? [...FORBIDDEN, ...NOT_TO_BUYERS] : FORBIDDEN;
  return rules.flatMap((rule) => text.match(rule)?.[0] ?? []);
}
