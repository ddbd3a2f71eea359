/** The values of a label by name: providers parsed and named, persons masked, what does not fit the standard listed. */
import type { Fact } from '../../claims/finding.ts';
import { scalar } from '../formats/json.ts';
import { CREDIT_REGISTER, parseProviderCode, providerOf } from '../tables/providers.ts';
import { value } from '../trace.ts';
import { ANY, type Fields } from './find.ts';

/** The values of a label that rules and texts use; beside them stand whatever else was in it. */
export interface AigcValues {
  label: string | null;
  /** As they stand in the label; a code bound to a person is masked. */
  producer: string;
  propagator: string;
  producerId: string;
  propagatorId: string;
  /** Names of the two where the tables know them. */
  vendor?: string;
  propagatorVendor?: string;
  serviceProvider?: string;
  contentId?: string;
  [more: string]: Fact | undefined;
}

/** Values of a label by name, and the personal numbers in it with their masked form. */
export function describe(fields: Fields): { values: AigcValues; personal: [string, string][] } {
  const get = (key: string) => value(scalar(fields.get(key)).trim());
  const personal: [string, string][] = [];
  const odd: string[] = [];
  const label = get('label');
  const values: AigcValues = {
    label: label || null,
    producer: '',
    propagator: '',
    producerId: '',
    propagatorId: '',
  };
  for (const [role, who, id, reserved] of [
    ['producer', 'contentproducer', 'produceid', 'reservedcode1'],
    ['propagator', 'contentpropagator', 'propagateid', 'reservedcode2'],
  ] as const) {
    const text = get(who);
    const code = parseProviderCode(text);
    const named = providerOf(code?.subject ?? text);
    if (code && code.code !== text.toUpperCase()) personal.push([text, code.code]);
    values[role] = code ? code.code : text;
    values[`${role}Subject`] = code ? code.subject : null;
    values[`${role}Id`] = get(id);
    if (get(reserved)) values[`${role}Reserved`] = get(reserved);
    if (code) {
      values[`${role}Service`] = code.service;
      values[`${role}CheckDigit`] = code.checkDigit;
      if (code.region) values[`${role}Region`] = code.region;
      if (code.checkDigit !== null) values[`${role}Register`] = CREDIT_REGISTER;
      if (code.checkDigit === false) odd.push(`${role}-check-digit-wrong`);
    }
    if (named) {
      values[role === 'producer' ? 'vendor' : 'propagatorVendor'] = named.vendor;
      values[role === 'producer' ? 'vendorConfidence' : 'propagatorConfidence'] = named.confidence;
    }
  }
  for (const [key, name] of [
    ['serviceprovider', 'serviceProvider'],
    ['serviceuser', 'serviceUser'],
    ['time', 'time'],
    ['contentid', 'contentId'],
  ] as const) {
    if (fields.has(key)) values[name] = get(key);
  }
  odd.push(...oddities(fields, label, values));
  if (odd.length > 0) values.odd = odd;
  return { values, personal };
}

/** What does not fit the standard; described, never judged. */
function oddities(fields: Fields, label: string, values: AigcValues): string[] {
  const odd: string[] = [];
  if (!fields.has('label')) odd.push('label-missing');
  else if (!/^[123]$/.test(label)) odd.push('label-not-1-2-3');
  else if (typeof fields.get('label') === 'number') odd.push('label-as-number');
  if (label === '1' && !values.producer && !fields.has('serviceprovider'))
    odd.push('generated-without-producer');
  if (label === '1' && values.producerService === 'distribution')
    odd.push('producer-is-a-distribution-service');
  if ((label === '2' || label === '3') && !values.propagator) odd.push('platform-opinion-without-propagator');
  if ([...fields.values()].some((v) => typeof v === 'string' && /[^\x21-\x7e]/.test(v.slice(0, 1_000)))) {
    odd.push('characters-outside-the-standard');
  }
  if ([...fields.keys()].some((k) => !ANY.has(k))) odd.push('other-keys');
  return odd;
}
