/** Recipes for what buyers send: honest photos, copies with added damage, labelled files, screenshots, broken files. */
import type { Box, Finish, Made, Photograph, Source, Step } from './pictures/recipe.ts';
import type { Scene } from './pictures/render.ts';
import { PRODUCTS } from './shop.ts';
import { exifTime } from './time.ts';

const JPEG: Finish = { format: 'jpeg', quality: 82 };

/** Upload as the platform leaves it: 1080 wide, JPEG, nothing in its metadata. */
const upload = (quality = 80): Finish => ({ format: 'jpeg', quality });

/** A phone's own file, with camera data, taken at `at` (ms). */
export const phone = (at: number): Finish => ({
  format: 'jpeg',
  quality: 88,
  camera: { make: 'HUAWEI', model: 'ALN-AL00', at: exifTime(at) },
});

/**
 * An honest photo at home of a product that is drawn: another view, another light, another item of the same kind.
 * `n` picks the view; no two are alike.
 */
export function homePhoto(
  product: number,
  n: number,
  damage: Scene['damage'],
  finish: Finish = upload(),
): Made {
  const { listing } = PRODUCTS[product] as (typeof PRODUCTS)[number];
  if (!('scene' in listing)) throw new Error(`Product ${product} is not drawn`);
  const grounds = ['wood', 'cloth'] as const;
  const scene: Scene = {
    ...listing.scene,
    seed: 100 + product * 50 + n,
    azimuth: -40 + ((n * 37) % 110),
    elevation: 18 + ((n * 13) % 26),
    distance: 3.3 + ((n * 7) % 10) / 9,
    ground: grounds[n % 2] as 'wood' | 'cloth',
    damage,
  };
  return { source: { scene }, steps: [{ do: 'warm', amount: 0.03 * ((n % 5) - 2) }], finish };
}

/** Parts of photographs that no listing uses; each region is used by one claim only. */
const OTHER_PLACES: [Photograph, Box][] = [
  ['black-canyon', [0, 0.62, 0.48, 0.38]],
  ['french-alpine-landscape', [0, 0.1, 0.34, 0.9]],
  ['march-pastoral', [0.32, 0.3, 0.42, 0.7]],
  ['french-alpine-landscape', [0.66, 0.1, 0.34, 0.9]],
  ['march-pastoral', [0.75, 0.05, 0.25, 0.75]],
  ['black-canyon', [0.58, 0.1, 0.42, 0.5]],
];

/** An honest photo of something else entirely (packaging, surroundings), real camera grain. */
export function otherPhoto(n: number, finish: Finish = upload()): Made {
  const [photograph, crop] = OTHER_PLACES[n % OTHER_PLACES.length] as [Photograph, Box];
  return { source: { photograph, crop }, steps: [{ do: 'resize', width: 960 }], finish };
}

export const OTHER_PHOTOS = OTHER_PLACES.length;

/** The product's listing picture, changed by `steps`. */
export function listingCopy(product: number, steps: Step[], finish: Finish = JPEG): Made {
  const { listing } = PRODUCTS[product] as (typeof PRODUCTS)[number];
  return { source: listing, steps, finish };
}

/** XMP packet with the implicit label of GB 45438-2025; the producer is invented. */
export function aigcXmp(label: '1' | '2'): string {
  const json = JSON.stringify({
    Label: label,
    ContentProducer: '0011913100MADEMO00X00000',
    ProduceID: 'demo-7f3a91c2',
    ReservedCode1: '',
    ContentPropagator: label === '1' ? '' : '0011913100MADEMO01Y20001',
    PropagateID: label === '1' ? '' : 'demo-p-552',
    ReservedCode2: '',
  }).replaceAll('"', '&quot;');
  return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"><TC260:AIGC>${json}</TC260:AIGC></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
}

/** What a local image generator's web interface writes into its PNG files. */
export const GENERATION_PARAMETERS =
  'ceramic mug on wooden table, hairline crack, photo, natural light\nNegative prompt: cartoon, text\nSteps: 28, Sampler: DPM++ 2M Karras, CFG scale: 6.5, Seed: 1482093315, Size: 960x960, Model hash: 0a1b2c3d4e, Model: demo-photo-v1, Denoising strength: 0.42, Version: v1.9.3';

export const drawn = (product: number, change: Partial<Scene>): Source => {
  const { listing } = PRODUCTS[product] as (typeof PRODUCTS)[number];
  if (!('scene' in listing)) throw new Error(`Product ${product} is not drawn`);
  return { scene: { ...listing.scene, ...change } };
};
