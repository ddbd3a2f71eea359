/**
 * Who stands behind a producer code of an AIGC label: the 27-character code of TC260-PG-20252A, its check digit
 * (GB 32100-2015), and the few providers whose code has been seen in real files or published.
 */

export interface Provider {
  /** Unified social credit code, or the bare name that stands in the label. */
  subject: string;
  vendor: string;
  /** `seen`: stood in real files that we or several independent readers have; `reported`: one published reading. */
  confidence: 'seen' | 'reported';
}

export const PROVIDERS: readonly Provider[] = [
  { subject: '91110102MACQD9K640', vendor: 'ByteDance (Doubao)', confidence: 'seen' },
  { subject: '9144030008867405X2', vendor: 'ByteDance (Jimeng)', confidence: 'seen' },
  { subject: '91440101MA9Y9T4H7A', vendor: 'Alibaba (Qwen)', confidence: 'reported' },
  { subject: '91330106MA2CFLDG4R', vendor: 'Alibaba (Tongyi Wanxiang)', confidence: 'reported' },
  { subject: '91110108335469089C', vendor: 'Kuaishou (Kling)', confidence: 'reported' },
  { subject: '91440300708461136T', vendor: 'Tencent (Yuanbao)', confidence: 'reported' },
  { subject: '91110000802100433B', vendor: 'Baidu', confidence: 'reported' },
  { subject: '91110105MACJ6K1C8A', vendor: 'LiblibAI', confidence: 'reported' },
  { subject: '91340100MAEB4N8H76', vendor: 'RunningHub', confidence: 'reported' },
  { subject: '91110108MACC4D63XF', vendor: 'Shengshu (Vidu)', confidence: 'reported' },
  { subject: '91440300MA5G49LC9K', vendor: 'Honor', confidence: 'reported' },
  { subject: 'doubao', vendor: 'ByteDance (Doubao)', confidence: 'reported' },
  { subject: 'kling', vendor: 'Kuaishou (Kling)', confidence: 'reported' },
  { subject: 'minimax', vendor: 'MiniMax', confidence: 'reported' },
  { subject: 'picwish', vendor: 'PicWish', confidence: 'reported' },
  { subject: 'runninghub', vendor: 'RunningHub', confidence: 'reported' },
];

const BY_SUBJECT = new Map(PROVIDERS.map((p) => [p.subject.toUpperCase(), p]));

/** The provider of a credit code or of a bare name; undefined where the table has none. */
export const providerOf = (subject: string): Provider | undefined => BY_SUBJECT.get(subject.toUpperCase());

/** Public register of organisations in which a person can look a credit code up by hand; the product never opens it. */
export const CREDIT_REGISTER = 'https://www.gsxt.gov.cn/';

export interface ProviderCode {
  code: string;
  /** 1 = organisation; others are persons or not defined. */
  subjectType: string;
  /** 1 = bound by the unified social credit code. */
  binding: string;
  /** Characters 5 to 22. For a person the bound number is personal: masked. */
  subject: string;
  /** Check digit right; null where the subject is not a credit code. */
  checkDigit: boolean | null;
  /** Administrative division (first six digits of a credit code's region), empty for persons. */
  region: string;
  service: 'generation' | 'distribution' | 'not-set' | 'other';
  /** Model or app number chosen by the provider; empty when not set. */
  own: string;
}

/** Parses a 27-character code; null for anything else. Upper case as the guide demands; lower case is accepted. */
export function parseProviderCode(text: string): ProviderCode | null {
  const code = text.trim().toUpperCase();
  if (!/^00[0-9A-Z]{25}$/.test(code)) return null;
  const subject = code.slice(4, 22);
  const organisation = code[2] === '1';
  const creditCode = organisation && code[3] === '1';
  const tail = code.slice(22);
  return {
    code: organisation ? code : code.slice(0, 4) + mask(subject) + tail,
    subjectType: code[2]!,
    binding: code[3]!,
    subject: organisation ? subject : mask(subject),
    checkDigit: creditCode ? creditCheckDigit(subject) : null,
    region: creditCode && /^\d{6}$/.test(subject.slice(2, 8)) ? subject.slice(2, 8) : '',
    service:
      tail === '00000'
        ? 'not-set'
        : tail[0] === '1'
          ? 'generation'
          : tail[0] === '2'
            ? 'distribution'
            : 'other',
    own: tail === '00000' ? '' : tail.slice(1),
  };
}

const mask = (s: string) => `${s.slice(0, 2)}${'*'.repeat(s.length - 4)}${s.slice(-2)}`;

/** Characters of a credit code in the order of their values (no I, O, S, V, Z): GB 32100-2015 table 3. */
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100-2015, 4.2: weights 3^i mod 31 over the first 17 characters; the 18th makes the sum 0 mod 31. */
export function creditCheckDigit(code: string): boolean {
  if (code.length !== 18) return false;
  let sum = 0;
  let weight = 1;
  for (let i = 0; i < 17; i++) {
    const value = CREDIT_ALPHABET.indexOf(code[i]!);
    if (value < 0) return false;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31] === code[17];
}
