/** Rules of law that a case may name: data with dates, source and the day they were last looked at. Not legal advice. */

export type Tier =
  | 'civil'
  | 'administrative'
  | 'criminal'
  | 'competition'
  | 'platform'
  | 'labels'
  | 'privacy';

/** Texts stand in the locale files under `cases.law.rules.<id>`: title, fits, consequence. */
export interface LawRule {
  id: string;
  tier: Tier;
  article: string;
  /** First and last day (Beijing) on which an act falls under it; null = no end known. */
  effectiveFrom: string;
  effectiveTo: string | null;
  source: string;
  verifiedOn: string;
}

/** Grows with every change of a row, so that a package can name the table it used. */
export const LAW_TABLE_VERSION = '2026-11-24';

const STATUTES = 'just-laws (2026-07), LawRefBook';
const LABELLING = 'cac.gov.cn (2025-03-14)';

export const LAW_TABLE: readonly LawRule[] = [
  rule('civil-fraud', 'civil', '《民法典》第148条、第157条', '2021-01-01', null, STATUTES),
  rule('civil-enrichment', 'civil', '《民法典》第985条', '2021-01-01', null, STATUTES),
  rule(
    'public-security-2012',
    'administrative',
    '《治安管理处罚法》（2012年文本）第49条',
    '2013-01-01',
    '2025-12-31',
    STATUTES,
  ),
  rule(
    'public-security-2025',
    'administrative',
    '《治安管理处罚法》（2025年修订）第58条',
    '2026-01-01',
    null,
    STATUTES,
  ),
  rule('criminal-266', 'criminal', '《刑法》第266条；法释〔2011〕7号第1条', '2011-04-08', null, STATUTES),
  rule('criminal-network', 'criminal', '法发〔2016〕32号', '2016-12-20', null, '法发〔2016〕32号'),
  rule(
    'competition-2025',
    'competition',
    '《反不正当竞争法》（2025年修订）第13条、第29条',
    '2025-10-15',
    null,
    STATUTES,
  ),
  rule('order-116', 'platform', '《网络交易平台规则监督管理办法》第27条', '2026-02-01', null, 'samr.gov.cn'),
  rule('labelling', 'labels', '《人工智能生成合成内容标识办法》第9条、第10条', '2025-09-01', null, LABELLING),
  rule('pipl', 'privacy', '《个人信息保护法》第6条、第19条、第47条', '2021-11-01', null, STATUTES),
];

function rule(
  id: string,
  tier: Tier,
  article: string,
  effectiveFrom: string,
  effectiveTo: string | null,
  source: string,
): LawRule {
  return { id, tier, article, effectiveFrom, effectiveTo, source, verifiedOn: '2026-11-24' };
}

/**
 * Criminal Law 266 with 法释〔2011〕7号 art. 1: "fairly large" starts between 3 000 and 10 000 yuan as each province
 * fixes it. 法发〔2016〕32号 sets 3 000 for the whole country where the police treat the matter as network fraud. In fen.
 */
export const PROVINCIAL_FIGURE = { least: 300_000, most: 1_000_000, usual: 300_000 } as const;
export const NETWORK_FIGURE = 300_000;
