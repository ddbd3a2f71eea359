/** From a text beside a label to a value of the claim: each field has a type, and a text that does not fit it is no value. */
import { parseCountdown } from '../../claims/countdown.ts';
import { paidIn, refundIn, sumsIn } from '../../claims/sums.ts';
import { isoInZone, parseTime } from '../../claims/time.ts';
import { timesTold } from '../../claims/times/forms.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { kindOf, splitGlued, stageOf } from '../words/meanings.ts';
import { clean } from '../words/text.ts';
import type { LabelName } from '../words/words.ts';

/** A number of at least six digits with whatever letters and dashes a platform puts around them. */
export const GENERIC_ID = /^(?=(?:\D*\d){6})[A-Za-z0-9][A-Za-z0-9_-]{5,39}$/;

/** Words of buttons that stand in the same cell as a value. */
const BUTTONS = /\s*(?:复制|查看详情|查看|展开|收起|详情|修改|\s(?:copy|view|details|show more))\s*$/i;

/** What a reader needs to turn texts into values. */
export interface FieldEnv {
  context: ReadContext;
  ids: { claim: RegExp; order: RegExp };
  kinds: ConsoleDefinition['kinds'];
  stages: ConsoleDefinition['stages'];
}

/** The first token of a text that has the shape of an id; parts glued to Chinese words count too. */
export function idIn(text: string, shape: RegExp): string | undefined {
  return text
    .slice(0, 200)
    .split(/[^A-Za-z0-9_-]+/)
    .find((token) => shape.test(token));
}

const withoutButtons = (text: string): string => clean(text).replace(BUTTONS, '');

function plain(text: string, max: number): string | undefined {
  const kept = withoutButtons(text).slice(0, max);
  return kept && !/^[-—–/\\.:]+$/.test(kept) && !/^(?:暂无|无|n\/a|none)$/i.test(kept) ? kept : undefined;
}

/** What somebody says behind the word for a speaker (`Buyer` over a message) is no name. */
const SPEECH =
  /[。！？!?]|[，,;；].*[:：]|[:：].*[，,;；]|[.…]\s+\p{L}{2,}.*\s\p{L}{2,}|^(?:\S+\s+){9,}\S|^\P{L}*\p{Script=Han}{20,}/u;

function deadline(text: string, context: ReadContext): PartialClaim | undefined {
  const left = parseCountdown(text);
  const plainText = text.slice(0, 300).normalize('NFKC').replace(/\s+/g, ' ');
  const time = parseTime(plainText, { ...context, ahead: true });
  if (left) {
    const end = context.now + left.seconds * 1000;
    // A time beside it that fits what is left is the exact one: the text drops its smallest units.
    const fits = time && !time.dateOnly && time.at >= end && time.at <= end + left.unit * 1000;
    return {
      deadlineAt: isoInZone(fits ? time.at : end, context.zone),
      ...(left.effect !== 'unknown' && { deadlineEffect: left.effect }),
      raw: { deadline: clean(text).slice(0, 200) },
    };
  }
  if (!time) return undefined;
  // Of two times (`requested …, respond by …`) nothing says which is the end.
  const another = parseTime(plainText.slice(time.end), { ...context, ahead: true });
  if (timesTold(plainText) > 1 && another?.at !== time.at) return undefined;
  // A day without a clock time is over at its end.
  const at = time.dateOnly ? time.at + 86_399_000 : time.at;
  return { deadlineAt: isoInZone(at, context.zone), raw: { deadline: clean(text).slice(0, 200) } };
}

/**
 * One field of a partial claim from one text; undefined when the text is no value of that field. Names without a place of
 * their own in the claim (quantity, shipping) yield nothing.
 */
export function parseField(name: LabelName, text: string, env: FieldEnv): PartialClaim | undefined {
  const { context } = env;
  switch (name) {
    case 'claimId': {
      const claimId = idIn(text, env.ids.claim);
      return claimId ? { claimId } : undefined;
    }
    case 'orderId': {
      const orderId = idIn(text, env.ids.order);
      return orderId ? { orderId } : undefined;
    }
    case 'shopId': {
      const shopId = idIn(text, /^(?=(?:\D*\d){4})[A-Za-z0-9_-]{4,40}$/);
      return shopId ? { shopId } : undefined;
    }
    case 'buyer': {
      const buyer = plain(text, 300);
      return buyer && !SPEECH.test(buyer) ? { buyer: { name: buyer } } : undefined;
    }
    case 'product': {
      const title = plain(text, 300);
      return title && title.length > 1 ? { items: [{ title }] } : undefined;
    }
    case 'itemId': {
      const itemId = idIn(text, /^[A-Za-z0-9_-]{4,40}$/);
      return itemId ? { items: [{ itemId }] } : undefined;
    }
    case 'sku': {
      const sku = plain(text, 300);
      return sku ? { items: [{ sku }] } : undefined;
    }
    case 'amount': {
      const amount = refundIn(text, context.currency);
      return amount ? { amount, raw: { amount: clean(text).slice(0, 120) } } : undefined;
    }
    case 'paid': {
      const paid = paidIn(text, context.currency);
      return paid ? { paid, raw: { paid: clean(text).slice(0, 120) } } : undefined;
    }
    case 'kind': {
      const raw = plain(text, 60);
      return raw ? { kind: kindOf(raw, env.kinds) ?? 'other', raw: { kind: raw } } : undefined;
    }
    case 'reason': {
      const reason = plain(text, 300);
      return reason ? { reason } : undefined;
    }
    case 'description': {
      const description = plain(text, 4_000);
      return description ? { description } : undefined;
    }
    case 'status': {
      const whole = plain(text, 120);
      if (!whole) return undefined;
      const { kind, status } = splitGlued(whole);
      return {
        status,
        stage: stageOf(status, env.stages) ?? 'unknown',
        ...(kind && { kind: kindOf(kind, env.kinds) ?? 'other', raw: { kind } }),
      };
    }
    case 'deadlineAt':
      return deadline(text, context);
    case 'appliedAt':
    case 'orderedAt':
    case 'shippedAt':
    case 'deliveredAt': {
      const time = parseTime(text, context);
      return time ? { [name]: time.iso, raw: { [name]: clean(text).slice(0, 120) } } : undefined;
    }
    case 'trackingNo': {
      const trackingNo = idIn(text, /^(?=(?:\D*\d){6})[A-Za-z0-9]{8,30}$/);
      return trackingNo ? { trackingNo } : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether the whole text is the value and nothing else: asked of values that follow a label after a mere space. */
export function isWholeValue(name: LabelName, text: string, env: FieldEnv): boolean {
  const trimmed = withoutButtons(text);
  switch (name) {
    case 'claimId':
      return env.ids.claim.test(trimmed);
    case 'orderId':
      return env.ids.order.test(trimmed);
    case 'amount':
    case 'paid':
      return (
        /^[^\d\s]{0,4}\s*[\d.,]+\s*[^\d\s]{0,4}$/.test(trimmed.replace(/\s*[(（][^()（）]*[)）]\s*$/, '')) &&
        sumsIn(trimmed, env.context.currency).length > 0
      );
    case 'deadlineAt':
      return parseCountdown(trimmed) !== undefined || parseTime(trimmed, env.context) !== undefined;
    case 'appliedAt':
    case 'orderedAt':
    case 'shippedAt':
    case 'deliveredAt':
      return /^\d/.test(trimmed) && parseTime(trimmed, env.context) !== undefined;
    case 'reason':
    case 'kind':
    case 'status':
      return trimmed.length > 0 && trimmed.length <= 40;
    default:
      return false;
  }
}
