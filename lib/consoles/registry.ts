/** Every console by its id, and which one an address belongs to. */

import { plainHost } from '../base/hosts.ts';
import { alibaba1688 } from './platforms/1688.ts';
import { aliexpress } from './platforms/aliexpress.ts';
import { amazon } from './platforms/amazon.ts';
import { douyin } from './platforms/douyin.ts';
import { ebay } from './platforms/ebay.ts';
import { etsy } from './platforms/etsy.ts';
import { gorgias } from './platforms/gorgias.ts';
import { jd } from './platforms/jd.ts';
import { jushuitan } from './platforms/jushuitan.ts';
import { kuaishou } from './platforms/kuaishou.ts';
import { lazada } from './platforms/lazada.ts';
import { mercadolibre } from './platforms/mercadolibre.ts';
import { ozon } from './platforms/ozon.ts';
import { pinduoduo } from './platforms/pinduoduo.ts';
import { shopee } from './platforms/shopee.ts';
import { shopify } from './platforms/shopify.ts';
import { taobao } from './platforms/taobao.ts';
import { temu } from './platforms/temu.ts';
import { tiktok } from './platforms/tiktok.ts';
import { wechat } from './platforms/wechat.ts';
import { wildberries } from './platforms/wildberries.ts';
import { xiaohongshu } from './platforms/xiaohongshu.ts';
import { youzan } from './platforms/youzan.ts';
import { zendesk } from './platforms/zendesk.ts';
import type { ConsoleDefinition, PageRule } from './types.ts';

/** In the order in which sellers see them listed. */
export const CONSOLES: readonly ConsoleDefinition[] = [
  pinduoduo,
  taobao,
  douyin,
  jd,
  kuaishou,
  xiaohongshu,
  wechat,
  alibaba1688,
  youzan,
  jushuitan,
  temu,
  aliexpress,
  shopee,
  tiktok,
  lazada,
  shopify,
  amazon,
  ebay,
  etsy,
  mercadolibre,
  wildberries,
  ozon,
  gorgias,
  zendesk,
];

const byId = new Map(CONSOLES.map((definition) => [definition.id, definition]));

/** The console with an id, or undefined. */
export const consoleById = (id: string): ConsoleDefinition | undefined => byId.get(id);

/** Whether an https address fits a match pattern (`https://*.example.com/path*`); schemes other than https never do. */
export function fitsPattern(pattern: string, url: URL): boolean {
  const match = /^(https|\*):\/\/(\*|(?:\*\.)?[^/*]+)(\/.*)$/.exec(pattern);
  if (!match || url.protocol !== 'https:') return false;
  const [, , host = '', path = ''] = match;
  const hostname = plainHost(url.hostname);
  const hostFits =
    host === '*' ||
    (host.startsWith('*.')
      ? hostname === host.slice(2) || hostname.endsWith(host.slice(1))
      : hostname === host);
  if (!hostFits || path === '/*') return hostFits;
  const pathPattern = new RegExp(`^${path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
  return pathPattern.test(url.pathname + url.search);
}

/** The console whose hosts an address belongs to, or undefined. Never throws for a bad address. */
export function consoleForUrl(address: string): ConsoleDefinition | undefined {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return undefined;
  }
  return CONSOLES.find((definition) => definition.hosts.some((pattern) => fitsPattern(pattern, url)));
}

/** Which page of its console an address is, or undefined for pages without claims. */
export function pageRuleFor(definition: ConsoleDefinition, url: URL): PageRule | undefined {
  const whole = url.href.replace(/^https?:\/\//, '');
  return definition.pages.find((rule) => rule.pattern.test(whole));
}
