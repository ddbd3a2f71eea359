/**
 * All pictures of one product from its own page, by what pages say of themselves to programs: schema.org as JSON-LD and as microdata,
 * and the data by which WooCommerce and Shopify switch between variants. Other goods of the page are never among them.
 */
import type { ProductPage } from '../platform/pages/product-page.ts';
import { addressesIn } from './sheet/addresses.ts';

export interface GalleryPicture {
  url: string;
  /** Colour, size or whatever the variant is called; empty for pictures of the product as a whole. */
  variant: string;
}

export interface Gallery {
  title: string;
  /** The shop's own number of the product; null where the page tells none. */
  itemId: string | null;
  pictures: GalleryPicture[];
}

/** Pictures taken of one product: beyond this many it is no gallery. */
const MOST = 200;
/** Depth to which nested data is followed. */
const DEEPEST = 12;

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Addresses of pictures in a value: texts, and objects that name theirs. */
function imagesOf(value: unknown, page: string): string[] {
  return listOf(value).flatMap((one) => {
    const text = isObject(one)
      ? textOf(one.contentUrl) || textOf(one.full_src) || textOf(one.src) || textOf(one.url)
      : textOf(one);
    if (!text) return [];
    const whole = URL.parse(text.replace(/^\/\//, 'https://'), page)?.href ?? '';
    return addressesIn(whole).slice(0, 1);
  });
}

const hasType = (node: Json, type: RegExp): boolean =>
  listOf(node['@type']).some((one) => type.test(textOf(one)));

/** Every product that JSON-LD describes; those that are variants of one are with it, not beside it. */
function productsIn(value: unknown, depth = 0): Json[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((one) => productsIn(one, depth + 1));
  if (!isObject(value)) return [];
  if (hasType(value, /(^|\/)(Product|ProductGroup|IndividualProduct|ProductModel)$/)) return [value];
  return Object.values(value).flatMap((one) => productsIn(one, depth + 1));
}

/** Host and path of an address, by which two that differ in their query are one page. */
function pageOf(address: string, base: string): string {
  const url = URL.parse(address, base);
  return url ? `${url.host}${url.pathname.replace(/\/$/, '')}` : '';
}

const samePage = (address: string, { canonical, url }: ProductPage): boolean =>
  [canonical, url].some((own) => own !== '' && pageOf(own, url) === pageOf(address, url));

/** The product that the page is about: the one that names this page as its own, or the only one that names none. */
function ownProduct(page: ProductPage): Json | null {
  const all = page.jsonLd.flatMap((text) => productsIn(parsed(text)));
  const addresses = (node: Json): string[] =>
    [node.url, node['@id'], node.mainEntityOfPage]
      .map((one) => textOf(isObject(one) ? one['@id'] : one))
      .filter((one) => /^(https?:|\/)/.test(one));
  const [only] = all;
  if (all.length === 1 && only && addresses(only).length === 0) return only;
  const own = all.filter((node) => addresses(node).some((one) => samePage(one, page)));
  // Described twice on one page by two plugins: the one that says more.
  own.sort((a, b) => imagesOf(b.image, page.url).length - imagesOf(a.image, page.url).length);
  return own[0] ?? null;
}

/** What a variant is called: its own values, before its name, which often repeats the product's. */
function variantName(node: Json): string {
  const { attributes } = node;
  const values = isObject(attributes)
    ? Object.values(attributes).map(textOf)
    : listOf(node.options).map(textOf);
  const named = values.filter(Boolean).join(' / ');
  return (
    named ||
    [node.color, node.size].map(textOf).filter(Boolean).join(' / ') ||
    textOf(node.title) ||
    textOf(node.name)
  ).slice(0, 80);
}

/** All pictures of the product that a page is about; null where the page does not say which product that is, or shows no picture of it. */
export function readGallery(page: ProductPage): Gallery | null {
  const found = new Map<string, GalleryPicture>();
  const add = (urls: string[], variant = ''): void => {
    for (const url of urls) {
      const known = found.get(url);
      if (!known && found.size < MOST) found.set(url, { url, variant });
      else if (known && !known.variant) known.variant = variant;
    }
  };
  const own = ownProduct(page);
  let title = textOf(own?.name);
  let itemId = textOf(own?.productGroupID) || textOf(own?.productID) || textOf(own?.sku);
  if (own) {
    add(imagesOf(own.image, page.url));
    for (const variant of listOf(own.hasVariant).filter(isObject))
      add(imagesOf(variant.image, page.url), variantName(variant));
  }
  const [shopify, ...others] = page.products.map(parsed).filter(isObject);
  // Themes keep the data of other goods for a quick look in the same way.
  if (shopify && others.length === 0) {
    const product = isObject(shopify.product) ? shopify.product : shopify;
    title ||= textOf(product.title);
    itemId = textOf(product.id) || itemId;
    add(listOf(product.images).flatMap((one) => imagesOf(one, page.url)));
    for (const variant of listOf(product.variants).filter(isObject))
      add(imagesOf(variant.featured_image, page.url), variantName(variant));
  }
  add(page.gallery.flatMap((one) => imagesOf(one, page.url)));
  for (const variant of page.variations.flatMap((text) => listOf(parsed(text))).filter(isObject))
    add(imagesOf(variant.image, page.url), variantName(variant));
  if (found.size === 0 && page.microdata.length === 1)
    add(page.microdata[0]!.flatMap((one) => imagesOf(one, page.url)));
  if (found.size === 0) return null;
  return {
    title: (title || page.title.trim()).slice(0, 200),
    itemId: /^[\w.-]{1,60}$/.test(itemId) ? itemId : null,
    pictures: [...found.values()],
  };
}
