/** The item's own number in the address of a product page, for pictures that a seller saves from there. */

interface GoodsPage {
  console: string;
  hosts: RegExp;
  /** Path with the number as `id`, or the names of query parameters that carry it. */
  path?: RegExp;
  parameters?: string[];
}

/** Forms of product addresses as shoppers and sellers see them; a page that is none of these has no number to tell. */
const PAGES: GoodsPage[] = [
  {
    console: 'pinduoduo',
    hosts: /(?:^|\.)(?:yangkeduo|pinduoduo)\.com$/,
    parameters: ['goods_id', 'goodsId'],
  },
  { console: 'taobao', hosts: /^(?:item|detail)\.(?:taobao|tmall)\.com$/, parameters: ['id'] },
  { console: '1688', hosts: /^detail\.1688\.com$/, path: /^\/offer\/(?<id>\d{6,20})\.html/ },
  { console: 'jd', hosts: /^item\.jd\.com$/, path: /^\/(?<id>\d{5,20})\.html/ },
  { console: 'douyin', hosts: /(?:^|\.)jinritemai\.com$/, parameters: ['product_id', 'id'] },
  {
    console: 'aliexpress',
    hosts: /(?:^|\.)aliexpress\.(?:com|us)$/,
    path: /^\/item\/(?:.*-)?(?<id>\d{8,20})\.html/,
  },
  {
    console: 'amazon',
    hosts: /(?:^|\.)amazon\.[a-z.]+$/,
    path: /\/(?:dp|gp\/product)\/(?<id>[A-Z0-9]{10})(?:[/?]|$)/,
  },
  { console: 'ebay', hosts: /(?:^|\.)ebay\.[a-z.]+$/, path: /^\/itm\/(?:[^/]+\/)?(?<id>\d{9,15})/ },
  { console: 'etsy', hosts: /(?:^|\.)etsy\.com$/, path: /\/listing\/(?<id>\d{6,15})/ },
  {
    console: 'shopee',
    hosts: /(?:^|\.)shopee\.[a-z.]+$/,
    path: /-i\.\d+\.(?<id>\d{5,20})|^\/product\/\d+\/(?<id2>\d{5,20})/,
  },
  {
    console: 'lazada',
    hosts: /(?:^|\.)(?:lazada|daraz)\.[a-z.]+$/,
    path: /-i(?<id>\d{5,20})(?:-s\d+)?\.html/,
  },
  {
    console: 'temu',
    hosts: /(?:^|\.)temu\.com$/,
    path: /-g-(?<id>\d{10,20})\.html/,
    parameters: ['goods_id'],
  },
  {
    console: 'mercadolibre',
    hosts: /(?:^|\.)mercadoli(?:vre|bre)\.[a-z.]+$/,
    path: /(?<id>ML[A-Z]-?\d{6,15})/,
  },
];

/** The console and item number of a product page, or undefined. Never throws for a bad address. */
export function goodsAt(address: string): { console: string; itemId: string } | undefined {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return undefined;
  }
  for (const page of PAGES) {
    if (!page.hosts.test(url.hostname)) continue;
    const groups = page.path?.exec(url.pathname)?.groups;
    const asked = page.parameters?.map((name) => url.searchParams.get(name)).find(Boolean);
    const itemId = groups?.id ?? groups?.id2 ?? asked;
    if (itemId && /^[A-Za-z0-9-]{4,40}$/.test(itemId)) return { console: page.console, itemId };
  }
  return undefined;
}
