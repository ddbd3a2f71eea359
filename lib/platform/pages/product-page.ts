/** What a product page says of its pictures to programs, read in the page after the seller's click there. */
import { browser } from '../browser.ts';

/** What a page was asked for, as text. */
export interface ProductPage {
  url: string;
  title: string;
  /** `<link rel=canonical>`; empty without one. */
  canonical: string;
  /** Contents of JSON-LD scripts. */
  jsonLd: string[];
  /** `data-product_variations` of WooCommerce, and the addresses that its gallery links to. */
  variations: string[];
  gallery: string[];
  /** Contents of the scripts in which Shopify's themes keep the product. */
  products: string[];
  /** Addresses of `itemprop=image` for each `itemtype=…/Product` of the page. */
  microdata: string[][];
}

/** Longest text taken of one script, and how many: a page's data is no archive. */
const MOST_TEXT = 2_000_000;
const MOST_PARTS = 40;

/** Runs in the page, so that it can use nothing from outside itself. */
function snapshot(longest: number, most: number): ProductPage {
  const all = (selector: string): Element[] => [...document.querySelectorAll(selector)].slice(0, most);
  const texts = (selector: string): string[] =>
    all(selector)
      .map((one) => one.textContent ?? '')
      .filter((text) => text.length > 0 && text.length <= longest);
  const values = (selector: string, name: string): string[] =>
    all(selector)
      .map((one) => one.getAttribute(name) ?? '')
      .filter((text) => text.length > 0 && text.length <= longest);
  const microdata = all('[itemtype$="/Product"]').map((product) =>
    [...product.querySelectorAll('[itemprop="image"]')]
      .filter((one) => one.closest('[itemtype]') === product || one.closest('[itemtype]') === one)
      .map((one) => one.getAttribute('content') ?? one.getAttribute('src') ?? one.getAttribute('href') ?? ''),
  );
  return {
    url: location.href,
    title: document.title,
    canonical: document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href ?? '',
    jsonLd: texts('script[type="application/ld+json"]'),
    variations: values('form.variations_form[data-product_variations]', 'data-product_variations'),
    gallery: values('.woocommerce-product-gallery__image a[href]', 'href'),
    products: texts(
      'script[type="application/json"][id^="ProductJson"], script[type="application/json"][data-product-json]',
    ),
    microdata,
  };
}

/** Reads the page in a tab on which the seller has just clicked. Null where the browser does not let in. */
export async function readProductPage(tabId: number): Promise<ProductPage | null> {
  try {
    const [answer] = await browser.scripting.executeScript({
      target: { tabId },
      func: snapshot as never,
      args: [MOST_TEXT, MOST_PARTS],
    } as never);
    return (answer?.result as ProductPage | undefined) ?? null;
  } catch {
    return null;
  }
}

/** Says a sentence in a page, in the browser's own box. */
export async function sayInPage(tabId: number, text: string): Promise<void> {
  await browser.scripting
    .executeScript({
      target: { tabId },
      func: ((sentence: string) => globalThis.alert(sentence)) as never,
      args: [text],
    } as never)
    .catch(() => undefined);
}
