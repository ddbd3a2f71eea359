/** Claim and order numbers in addresses and attributes. */

import { queryAll } from '../page/walk.ts';
import type { ConsoleDefinition, PageRule, PartialClaim } from '../types.ts';
import type { Block } from './blocks/list.ts';
import type { Tools } from './candidates.ts';

/** Numbers that stand in the block's own attributes and links, for rows that print none. */
export function linkedIds(block: Block, tools: Tools): PartialClaim {
  const { definition, options, env } = tools;
  const found: PartialClaim = {};
  if (!options.useDefinition) return found;
  const attribute = definition.dom?.claimIdAttribute;
  if (attribute) {
    const holder = block.element.closest(`[${attribute}]`) ?? block.element.querySelector(`[${attribute}]`);
    const own = holder?.getAttribute(attribute);
    if (own && definition.ids.claim.test(own)) found.claimId = own;
  }
  const details = definition.pages.filter((rule) => rule.kind === 'detail');
  for (const link of queryAll(block.element, 'a[href]')) {
    const ids = idsInAddress(link.getAttribute('href') ?? '', details, env.context.url.href, definition);
    found.claimId ??= ids.claimId;
    found.orderId ??= ids.orderId;
  }
  return found;
}

/** The numbers in an address, when it is the address of a claim page. */
export function idsInAddress(
  href: string,
  rules: PageRule[],
  base: string,
  definition: ConsoleDefinition,
): { claimId?: string; orderId?: string } {
  let url: URL;
  try {
    url = new URL(href, base);
  } catch {
    return {};
  }
  const whole = url.href.replace(/^https?:\/\//, '');
  for (const rule of rules) {
    if (!rule.pattern.test(whole)) continue;
    const inPath = rule.pattern.exec(whole)?.groups;
    const query = new URLSearchParams(url.search || url.hash.replace(/^[^?]*\?/, ''));
    const claimId = (rule.claimIdParam && query.get(rule.claimIdParam)) || inPath?.claimId;
    const orderId = (rule.orderIdParam && query.get(rule.orderIdParam)) || inPath?.orderId;
    return {
      ...(claimId && definition.ids.claim.test(claimId) && { claimId }),
      ...(orderId && definition.ids.order.test(orderId) && { orderId }),
    };
  }
  return {};
}
