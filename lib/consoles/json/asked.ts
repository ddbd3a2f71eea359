/** What the page asked for, where an answer does not repeat it: the address's parameters and the body of the request. */
import { parseKeepingDigits } from '../../claims/ids.ts';
import { REQUEST_MARK } from '../tap/channel.ts';
import { isRecord, objectsIn, shapedId } from './json.ts';

/** A number that the page asked for, by the names it may have in the request; undefined where none has the right shape. */
export function askedId(answerUrl: string, names: readonly string[], shape: RegExp): string | undefined {
  const [address = '', body = ''] = answerUrl.split(REQUEST_MARK);
  const asked: unknown[] = [];
  const url = URL.parse(address);
  for (const [name, value] of url?.searchParams ?? []) {
    if (names.includes(name)) asked.push(value);
    if (value.startsWith('{')) asked.push(...named(parseKeepingDigits(value), names));
  }
  const sent = safelyDecoded(body);
  if (sent) {
    asked.push(...named(parseKeepingDigits(sent), names));
    for (const [name, value] of new URLSearchParams(sent)) {
      if (names.includes(name)) asked.push(value);
      if (value.startsWith('{')) asked.push(...named(parseKeepingDigits(value), names));
    }
  }
  return asked.map((value) => shapedId(value, shape)).find(Boolean);
}

const named = (json: unknown, names: readonly string[]): unknown[] =>
  objectsIn(json).flatMap((object) => (isRecord(object) ? names.map((name) => object[name]) : []));

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
