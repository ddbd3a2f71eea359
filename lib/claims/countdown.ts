/** Countdown texts (consoles.md §7.4): how long is left, and what the words beside it say happens at zero. */
import type { DeadlineEffect } from './model.ts';
import { withoutTimes } from './times/forms.ts';

export interface Countdown {
  /** Seconds left; 0 when the text says that the time is over. */
  seconds: number;
  /** Seconds of the smallest unit the text shows: the true value may be that much larger. */
  unit: number;
  effect: DeadlineEffect;
}

const DAY = 86_400;

const DAYS = '天|日|일|วัน|d(?:ays?)?|d[ií]as?|ngày|hari|jours?|tage?n?|giorn[io]|дн(?:я|ей|\\.)?|день|д\\.?';
const HOURS =
  '个?小时|小時|時間|时|時|시간|ชั่วโมง|ชม\\.?|h(?:ours?|rs?|oras?|eures?)?|giờ|jam|stunden?|std\\.?|or[ae]|час(?:а|ов)?|ч\\.?';
const MINUTES = '分钟|分鐘|分|분|นาที|m(?:in(?:ute|uto)?[sn]?\\.?)?|phút|menit|minut[ie]|мин(?:ут[аы]?)?\\.?';
const SECONDS =
  '秒钟?|秒鐘|초|วินาที|s(?:ec(?:ond|onde)?s?|ek(?:unden?)?)?\\.?|giây|detik|сек(?:унд[аы]?)?\\.?';
const part = (units: string): string =>
  String.raw`(?:(\d{1,3})\s*(?:${units})(?!\p{Script=Latin}|\p{Script=Cyrillic}))?`;
const AND = String.raw`(?:[\s,]|(?<=\s)(?:and|und|et|e|y|и)(?=\s))*`;
const CLOCK = new RegExp(
  String.raw`(?:(\d{1,3})\s*(?:${DAYS})${AND})?(?<!\d)(\d{1,3}):(\d{2}):(\d{2})(?!\d)`,
  'giu',
);
const UNITS = new RegExp(
  String.raw`(?<![\d.:])${[DAYS, HOURS, MINUTES, SECONDS].map(part).join(AND)}`,
  'giu',
);
/** Words for time that is over, and for how long it has been. */
const OVER =
  /已超时|已逾期|已过期|已超期|已超時|已過期|逾期未处理|超时未处理|\boverdue\b(?! in\b)|\bexpired\b|\bpast due\b|\btime(?:'s| is)? up\b/i;
const OVER_FOR = /(?:超时|逾期|超时间|超期|超時|過期|late(?: by)?|overdue(?: by| for)?)\s*[:：]?\s*$/i;
const STILL =
  /剩|还有|還有|倒计时|倒計時|后|後|\bleft\b|remain|\bin\b|until|残り|남음|còn|เหลือ|restant|rest(?:e|am|an)\b|осталось/i;

/** What makes a number of hours the length of a period (`within 48 hours of delivery`) or of what is past, not time that is left. */
const BEFORE_PERIOD =
  /(?:\bwithin|\bafter|\bfrom|\bevery|\bper|\bup to|\bmax\.?|\bafter the|innerhalb von|dans les|entro|dentro de|в течение|trong(?: vòng)?|dalam|ภายใน|签收后|收货后|申请后|发起后|下单后|付款后|发货后|拒绝后|后的?|後的?|超过|不少于|不超过|最多|最长|每|hace|há|il y a|vor)\s*(?:the )?$/i;
const BEHIND_PERIOD =
  /^\s*(?:内|內|以内|以內|之内|之內|以上|以下|\bafter\b|\bfrom\b|\bof\b|\bsince\b|이내|以降)/i;
const BEHIND_PAST =
  /^\s*(?:之?前(?![往后])|以前|\bago\b|\bearlier\b|\blate\b|\boverdue\b|trước|lalu|yang lalu|назад|전|ที่แล้ว|fa\b|atrás)/i;
/** A larger unit that is not counted here, right before: what is left is more than the rest says. */
const LARGER =
  /\d\s*(?:(?:周|週|星期|礼拜|个?月|個月|年|个?工作日|주|개월|สัปดาห์|週間|ヶ月)|[\p{Script=Latin}\p{Script=Cyrillic}]{1,12}\.?)\s*,?\s*(?:(?:and|und|et|e|y|и)\s+)?$/iu;
/** A time of day: something ends then. */
const BEFORE_CLOCK =
  /(?:\bby|\bat|\bbefore|\buntil|\btill|\bbis|\bavant|\bantes de(?: las)?|\bentro le|截至|截止到?|截止时间|至|于|到|今天|今日|明天|明日|当日|下午|上午|晚上|到期)\s*[:：]?\s*$/i;
const BEHIND_CLOCK = /^\s*(?:之?前|以前|截止|到期|[ap]\.?m\b|uhr|GMT|UTC|[A-Z]{2,4}T\b)/i;

/** First fitting line wins: what the money does is more important than that something is late. */
const EFFECTS: [DeadlineEffect, RegExp][] = [
  [
    'money-goes-out',
    /自动(?:同意|退款|打款|确认|通过|达成)|系统将?(?:自动)?退款|默认同意|auto(?:matically)?[- ]?(?:refund|approv|accept|agree)/i,
  ],
  [
    'closes-for-seller',
    /(?:售后|申请|自动|退款|系统将?)关闭|自动(?:撤销|取消)|auto(?:matically)?[- ]?(?:clos|cancel)/i,
  ],
  ['platform-decides', /平台(?:将|会|主动)?.{0,6}(?:介入|处理|发起|判)|客服介入|platform|step in/i],
  ['penalty', /逾期|超时|overdue|late response/i],
];

/** What a text says happens when the clock reaches zero. */
export function effectOf(text: string): DeadlineEffect {
  return EFFECTS.find(([, words]) => words.test(text))?.[0] ?? 'unknown';
}

/** Seconds and the smallest unit shown, of what a clock (`1天 01:23:45`) or units (`1天3小时`) count. */
interface Left {
  seconds: number;
  unit: number;
  /** How many units the text shows: one alone may be the length of a period. */
  shown: number;
  start: number;
  end: number;
}

function countedIn(text: string): Left | 'unsure' | undefined {
  for (const match of text.matchAll(CLOCK)) {
    const [all, days = '0', hours, minutes, seconds] = match;
    const end = match.index + all.length;
    if (Number(minutes) > 59 || Number(seconds) > 59) return 'unsure';
    if (BEFORE_CLOCK.test(text.slice(0, match.index)) || BEHIND_CLOCK.test(text.slice(end))) return 'unsure';
    const sum = Number(days) * DAY + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    return { seconds: sum, unit: 1, shown: 4, start: match.index, end };
  }
  for (const match of text.matchAll(UNITS)) {
    const [all, ...told] = match;
    const [days, hours, minutes, seconds] = told;
    const shown = told.filter((value) => value !== undefined).length;
    if (!shown) continue;
    return {
      seconds:
        Number(days ?? 0) * DAY +
        Number(hours ?? 0) * 3600 +
        Number(minutes ?? 0) * 60 +
        Number(seconds ?? 0),
      unit: seconds ? 1 : minutes ? 60 : hours ? 3600 : DAY,
      shown,
      start: match.index,
      end: match.index + all.trimEnd().length,
    };
  }
  return undefined;
}

/**
 * The time left that a text states; undefined when it states none, or none that is sure: the length of a period (`48小时内`,
 * `within 2 days`), what is past (`3小时前`), a time of day (`by 18:30:00`), a number behind a unit that is not counted (`2 weeks 3 days`).
 */
export function parseCountdown(text: string): Countdown | undefined {
  const plain = withoutTimes(text.slice(0, 300).normalize('NFKC').replace(/\s+/g, ' '));
  const effect = effectOf(plain);
  const over = { seconds: 0, unit: 1, effect };
  const left = countedIn(plain);
  if (left === 'unsure') return undefined;
  if (!left) return OVER.test(plain) ? over : undefined;
  const before = plain.slice(0, left.start);
  const behind = plain.slice(left.end);
  if (OVER_FOR.test(before) || (OVER.test(plain) && !STILL.test(plain))) return over;
  if (OVER.test(before) || /^\s*(?:late|overdue)\b/i.test(behind)) return over;
  const isPeriod =
    left.shown === 1 &&
    (BEFORE_PERIOD.test(before) || BEHIND_PERIOD.test(behind)) &&
    !/剩|还剩|\bleft\b|remain/i.test(before);
  // What is left may stand behind the length of the period (`3天内未处理将自动退款，剩余 2天3小时`).
  const rest = isPeriod && /剩|\bleft\b|remain/i.test(behind) ? parseCountdown(behind) : undefined;
  if (rest) return { ...rest, effect };
  if (isPeriod || BEHIND_PAST.test(behind) || LARGER.test(before) || /[-−.,]$/.test(before)) return undefined;
  return { seconds: left.seconds, unit: left.unit, effect };
}
