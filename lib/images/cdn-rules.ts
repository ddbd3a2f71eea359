/** From the shown picture to the stored object: one function per CDN family (letters as in docs/consoles.md). */

/** Candidates best first, without the shown address itself; an empty list means that the shown address is the best one. */
export interface CdnRule {
  family: string;
  hosts: RegExp;
  candidates(url: URL): string[];
}

const EXTENSION = String.raw`\.(?:jpe?g|png|webp|gif|avif|bmp|heic)`;

/** The same address with another path and no query. */
const withPath = (url: URL, path: string): string => `${url.origin}${path}`;

/** Image service parameters of Tencent CI, Qiniu and Aliyun OSS; anything else in a query is left alone. */
const TRANSFORM = /^(?:imageMogr2|imageView2|imageslim|x-oss-process|imageInfo|watermark)\b/;

/** The address without its image-service parameters; undefined when it has none. */
function withoutTransform(url: URL): string | undefined {
  const parts = url.search.slice(1).split('&').filter(Boolean);
  const kept = parts.filter((part) => !TRANSFORM.test(decodeOr(part)));
  if (!parts.length || kept.length === parts.length) return undefined;
  return `${url.origin}${url.pathname}${kept.length ? `?${kept.join('&')}` : ''}`;
}

function decodeOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Everything up to and with the first real extension: Alibaba appends size, quality and format behind it. */
function alibaba(url: URL): string[] {
  const first = new RegExp(`^(.*?${EXTENSION})(?![a-z0-9])`, 'i').exec(url.pathname)?.[1] ?? url.pathname;
  const path = url.hostname.startsWith('cbu')
    ? first.replace(new RegExp(`(?:\\.(?:\\d+x\\d+|search|summ))+(${EXTENSION})$`, 'i'), '$1')
    : first;
  return [withPath(url, path)];
}

/** `.a.jpeg`, `.slim.png` and `.compressed.jpeg` behind an extension are derivatives; on kwcdn that is certain, on the others likely. */
const DERIVATIVE = new RegExp(`^(.*${EXTENSION})\\.(?:a|slim|compressed)${EXTENSION}$`, 'i');

function pinduoduo(url: URL): string[] {
  const video = /^(.*\.mp4)\.f\d+\.mp4$/i.exec(url.pathname);
  if (video?.[1]) return [withPath(url, video[1])];
  const bare = withoutTransform(url) ?? url.href;
  const inner = DERIVATIVE.exec(url.pathname)?.[1];
  if (!inner) return [bare];
  const plain = bare.replace(url.pathname, inner);
  return url.hostname.endsWith('kwcdn.com') ? [plain, bare] : [bare, plain];
}

/** `~tplv-<space>-…` is a template on the stored object, `~WxH` a size of it. Watermark templates have no unmarked twin to ask for. */
function bytedance(url: URL): string[] {
  const { pathname } = url;
  if (pathname.startsWith('/obj/')) return [withPath(url, pathname)];
  const sized = /^\/(?:img\/)?(.+)~\d+x\d+(\.[a-z]+)$/i.exec(pathname);
  if (sized) return [withPath(url, `/origin/${sized[1]}${sized[2]}`)];
  const template = /^(.+)~tplv-([a-z0-9]+)-([^/]+)$/i.exec(pathname);
  if (!template) return [];
  const [, object = '', space, rest = ''] = template;
  const extension = /\.[a-z]+$/i.exec(rest)?.[0] ?? '';
  if (object.startsWith('/img/')) {
    const key = object.slice('/img'.length);
    return [withPath(url, `/obj${key}`), withPath(url, `/origin${key}${extension}`)];
  }
  return [
    withPath(url, `${object}~tplv-${space}-origin-jpeg.jpeg`),
    withPath(url, `/origin${object}${extension}`),
  ];
}

function jingdong(url: URL): string[] {
  const path = url.pathname
    .replace(new RegExp(`(${EXTENSION})(?:!.*|\\.(?:avif|webp|dpg))+$`, 'i'), '$1')
    .replace(/\/s\d+x\d+_(?=jfs\/)/, '/');
  const imgzone = path.replace(/^\/(?:n\d{1,2}|popWaterMark|babel|shaidan)\/(?=jfs\/)/, '/imgzone/');
  return path.startsWith('/shaidan/')
    ? [withPath(url, path), withPath(url, imgzone)]
    : [withPath(url, imgzone)];
}

/** Signed `sns-*` addresses carry their time and hash in the path; the key behind them also answers on `ci`. */
function xiaohongshu(url: URL): string[] {
  if (/^(?:qimg|ci)\./.test(url.hostname)) return [withPath(url, url.pathname)];
  const key = /^\/\d{12}\/[0-9a-f]{32}\/([^!]+)!/.exec(url.pathname)?.[1];
  return key ? [url.href, `https://ci.xiaohongshu.com/${key}`] : [];
}

function tencent(url: URL): string[] {
  const path = url.pathname.replace(/\/(?:0|\d{2,4})$/, '/0');
  if (path === url.pathname && !/\/0$/.test(path)) return [];
  const query = url.search
    .slice(1)
    .split('&')
    .filter((part) => part && !part.startsWith('wx_fmt='));
  return [`${url.origin}${path}${query.length ? `?${query.join('&')}` : ''}`];
}

const amazon = (url: URL): string[] => [withPath(url, url.pathname.replace(/\._[^/]*_(?=\.[a-z]+$)/i, ''))];

function ebay(url: URL): string[] {
  const path = url.pathname.replace(/^\/thumbs\//, '/');
  const old = /^(.*\/z\/([^/]+))\/\$_\d+\.(jpe?g|png)$/i.exec(path);
  if (old) {
    return [withPath(url, `/images/g/${old[2]}/s-l1600.jpg`), withPath(url, `${old[1]}/$_57.${old[3]}`)];
  }
  const sized = /^(.*\/)s-l\d+\.([a-z]+)$/i.exec(path);
  if (!sized) return [];
  const jpeg = withPath(url, `${sized[1]}s-l1600.jpg`);
  const same = withPath(url, `${sized[1]}s-l1600.${sized[2]}`);
  return jpeg === same ? [jpeg] : [jpeg, same];
}

const etsy = (url: URL): string[] => {
  const full = url.pathname.replace(/\/([a-z]+)_\d+x(?:\d+|N)\./i, '/$1_fullxfull.');
  return [withPath(url, full), withPath(url, full.replace('_fullxfull.', '_origxorig.'))];
};

const SHOPIFY_SIZE =
  /(?:_(?:\d+x\d*|x\d+|pico|icon|thumb|small|compact|medium|large|grande|original|master)(?:_crop_[a-z]+)?|_crop_[a-z]+|@[23]x|\.progressive)+(?=\.[a-z]+(?:\.webp)?$)/i;

/** Names keep their `v`, which is part of the object's identity; size words and transforms go. */
function shopify(url: URL): string[] {
  const path = url.pathname.replace(SHOPIFY_SIZE, '').replace(/(\.(?:jpe?g|png|gif))\.webp$/i, '$1');
  const query = url.search
    .slice(1)
    .split('&')
    .filter((part) => part && !/^(?:width|height|quality|crop|format|pad_color)=/.test(part));
  return [`${url.origin}${path}${query.length ? `?${query.join('&')}` : ''}`];
}

function shopee(url: URL): string[] {
  const [, object = '', tail = ''] = /^(.*?)(?:_tn|@resize_[^/.]*)?(\.[a-z]+)?$/i.exec(url.pathname) ?? [];
  if (!object) return [];
  return tail ? [withPath(url, object), withPath(url, `${object}${tail}`)] : [withPath(url, object)];
}

function mercado(url: URL): string[] {
  const match = /^(.*-)[A-Z](\.[a-z]+)$/.exec(url.pathname);
  return match ? [withPath(url, `${match[1]}F${match[2]}`), withPath(url, `${match[1]}O${match[2]}`)] : [];
}

const transformOnly = (url: URL): string[] => {
  const bare = withoutTransform(url);
  return bare ? [bare] : [];
};

const domain = (...names: string[]): RegExp =>
  new RegExp(`(?:^|\\.)(?:${names.join('|').replaceAll('.', '\\.')})$`);

/** In order; the first rule whose hosts fit is used. `/cdn/shop/` on a shop's own domain is told by its path (originals.ts). */
export const SHOPIFY_ON_OWN_DOMAIN = shopify;

export const CDN_RULES: CdnRule[] = [
  {
    family: 'A',
    hosts: domain(
      'alicdn.com',
      'tbcdn.cn',
      'taobaocdn.com',
      'aliexpress-media.com',
      'slatic.net',
      'lazcdn.com',
    ),
    candidates: alibaba,
  },
  {
    family: 'B',
    hosts: domain('pddpic.com', 'pddugc.com', 'yangkeduo.com', 'kwcdn.com'),
    candidates: pinduoduo,
  },
  {
    family: 'C',
    hosts: domain('ecombdimg.com', 'byteimg.com', 'ibyteimg.com', 'tiktokcdn.com'),
    candidates: bytedance,
  },
  { family: 'D', hosts: domain('360buyimg.com'), candidates: jingdong },
  { family: 'E', hosts: domain('xhscdn.com', 'xiaohongshu.com'), candidates: xiaohongshu },
  { family: 'F', hosts: domain('qpic.cn', 'qlogo.cn'), candidates: tencent },
  { family: 'G', hosts: domain('media-amazon.com', 'ssl-images-amazon.com'), candidates: amazon },
  { family: 'H', hosts: domain('ebayimg.com'), candidates: ebay },
  { family: 'I', hosts: domain('etsystatic.com'), candidates: etsy },
  { family: 'J', hosts: /^cdn\.shopify\.com$/, candidates: shopify },
  { family: 'K', hosts: /^cf\.shopee\.[a-z.]+$|(?:^|\.)susercontent\.com$/, candidates: shopee },
  { family: 'L', hosts: domain('mlstatic.com'), candidates: mercado },
  { family: 'N', hosts: domain('mmecimage.cn', 'tencent-cloud.com'), candidates: () => [] },
  {
    family: 'M',
    hosts: domain(
      'eckwai.com',
      'yximgs.com',
      'kwimgs.com',
      'aliyuncs.com',
      'myqcloud.com',
      'qiniucdn.com',
      'clouddn.com',
    ),
    candidates: transformOnly,
  },
];
