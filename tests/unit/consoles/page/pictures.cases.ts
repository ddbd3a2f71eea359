/** Every boundary of `page/pictures.ts` and `page/addresses.ts`, each tried alone: which pictures a page shows, and by which address. */
import { addressSays, httpsUrl } from '../../../../lib/consoles/page/addresses.ts';
import { picturesIn } from '../../../../lib/consoles/page/pictures.ts';
import type { Alone } from '../alone.ts';
import { ADDRESS, bodyOf } from '../body.ts';

const HOST = 'https://img.example.org/u';

/** `kind name` of each picture, with the larger address that the page names for it. */
const shown = (body: Element): string[] =>
  picturesIn(body, ADDRESS).map(
    ({ kind, url, larger }) =>
      `${kind} ${url.replace(`${HOST}/`, '')}${larger ? ` ${larger.replace(`${HOST}/`, '')}` : ''}`,
  );

const pictures = ([name, html, expected]: readonly [string, string, string[]]): Alone => ({
  name: `pictures: ${name}`,
  told: () => shown(bodyOf(html)),
  expected,
});

const PICTURES: [string, string, string[]][] = [
  ['none', '<p>甲</p>', []],
  [
    'by their own address',
    `<img src="${HOST}/a.jpg"><img src="${HOST}/b.jpg">`,
    ['photo a.jpg', 'photo b.jpg'],
  ],
  ['each once', `<img src="${HOST}/a.jpg"><img src="${HOST}/a.jpg">`, ['photo a.jpg']],
  // A thumbnail that names its original is the same picture as the original beside it.
  [
    'each once, though one names a larger form',
    `<img src="${HOST}/a.jpg"><img src="${HOST}/a.jpg" data-large="${HOST}/big.jpg">`,
    ['photo a.jpg'],
  ],
  [
    'by the address that is loaded later',
    `<img src="${HOST}/loading.gif" data-src="${HOST}/a.jpg">`,
    ['photo a.jpg'],
  ],
  ['none that stands in for one', `<img src="${HOST}/placeholder.png">`, []],
  ['no drawing', `<img src="${HOST}/a.svg">`, []],
  ['the widest of several', `<img srcset="${HOST}/s.jpg 200w, ${HOST}/l.jpg 800w">`, ['photo l.jpg']],
  [
    'the source of a picture, and its own address where that is a form of it',
    `<picture><source srcset="${HOST}/a.webp"><img src="${HOST}/a.jpg"></picture><picture><source srcset="${HOST}/b.webp"><img src="${HOST}/gap.jpg"></picture>`,
    ['photo a.jpg', 'photo b.webp'],
  ],
  [
    'the larger one behind a link',
    `<a href="${HOST}/big.jpg"><img src="${HOST}/a.jpg"></a>`,
    ['photo a.jpg big.jpg'],
  ],
  [
    'no page behind a link',
    `<a href="https://desk.example.com/p"><img src="${HOST}/a.jpg"></a>`,
    ['photo a.jpg'],
  ],
  [
    'backgrounds',
    `<p style="background:url('${HOST}/a.jpg')"></p><p data-bg="${HOST}/b.jpg"></p>`,
    ['photo a.jpg', 'photo b.jpg'],
  ],
  [
    'videos',
    `<video src="${HOST}/a.mp4"></video><video><source src="${HOST}/b.mp4"></video><p data-bg="${HOST}/c.mp4"></p>`,
    ['video a.mp4', 'video b.mp4', 'video c.mp4'],
  ],
  ['pictures in drawings', `<svg><image href="${HOST}/a.jpg"></image></svg>`, ['photo a.jpg']],
  ['none in the product’s own marks', `<claimlens-mark><img src="${HOST}/a.jpg"></claimlens-mark>`, []],
  // What a page shows without scripts is shown a second time there.
  ['none of the page without scripts', `<p>甲</p><noscript><img src="${HOST}/a.jpg"></noscript>`, []],
  ['none out of sight', `<div hidden><img src="${HOST}/a.jpg"></div>`, []],
  [
    'no icon by its size',
    `<img src="${HOST}/a.jpg" width="31" height="31"><img src="${HOST}/b.jpg" style="width:20px;height:20px"><img src="${HOST}/c.jpg" width="31" height="200">`,
    ['photo c.jpg'],
  ],
  [
    'no avatar, icon or sticker by its name',
    `<img class="user-avatar" src="${HOST}/a.jpg"><img alt="表情" src="${HOST}/b.jpg"><p class="sticker"><img src="${HOST}/c.jpg"></p>`,
    [],
  ],
  [
    'what stands among others in a part that is called so',
    `<div class="avatar-line"><p><img src="${HOST}/a.jpg"><img src="${HOST}/b.jpg"></p></div>`,
    ['photo a.jpg', 'photo b.jpg'],
  ],
];

const addresses = ([text, expected]: readonly [unknown, string | undefined]): Alone => ({
  name: `httpsUrl: ${String(text).slice(0, 60)}`,
  told: () => httpsUrl(text, ADDRESS),
  expected,
});

const ADDRESSES: [unknown, string | undefined][] = [
  ['https://img.example.org/a b.jpg', 'https://img.example.org/a b.jpg'],
  ['http://img.example.org/a.jpg', 'https://img.example.org/a.jpg'],
  ['//img.example.org/a.jpg', 'https://img.example.org/a.jpg'],
  ['/a.jpg', 'https://desk.example.com/a.jpg'],
  ['data:image/png;base64,AA', undefined],
  ['blob:https://desk.example.com/1', undefined],
  ['javascript:alert(1)', undefined],
  ['https://name:word@img.example.org/a.jpg', undefined],
  ['https://name@img.example.org/a.jpg', undefined],
  ['https://[', undefined],
  ['', undefined],
  [7, undefined],
  [`https://img.example.org/${'a'.repeat(4_096)}`, undefined],
];

const told = ([url, expected]: readonly [string, string]): Alone => ({
  name: `addressSays: ${url}`,
  told: () => addressSays(url),
  expected,
});

const SAYS = [
  [`${HOST}/a.jpg`, 'nothing'],
  [`${HOST}/blank.gif`, 'artwork'],
  [`${HOST}/icons/a.png`, 'artwork'],
  ['https://img.example.org/chat-pic-mall-user/a.jpg', 'buyer'],
  ['https://img.example.org/chat-pic-mall/a.jpg', 'upload'],
  ['https://img.example.org/refund_platform/a.jpg', 'upload'],
  ['https://img.example.org/products/a.jpg', 'listing'],
] as const;

export const CASES: Alone[] = [
  ...PICTURES.map(pictures),
  ...ADDRESSES.map(addresses),
  ...SAYS.map(told),
  {
    name: 'pictures: no icon by the size that it was loaded with',
    told: () => {
      const body = bodyOf(
        `<img src="${HOST}/a.jpg"><img src="${HOST}/b.jpg"><img src="${HOST}/c.jpg"><img src="${HOST}/d.jpg">`,
      );
      const sizes = [
        [39, 39],
        [39, 200],
        [200, 39],
        [40, 40],
      ];
      for (const [n, image] of [...body.querySelectorAll('img')].entries()) {
        const [naturalWidth, naturalHeight] = sizes[n] ?? [];
        Object.defineProperties(image, {
          naturalWidth: { value: naturalWidth },
          naturalHeight: { value: naturalHeight },
        });
      }
      return shown(body);
    },
    expected: ['photo b.jpg', 'photo c.jpg', 'photo d.jpg'],
  },
];
