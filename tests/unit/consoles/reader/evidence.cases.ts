/** Every boundary of `reader/evidence.ts`, each tried alone: which pictures of a claim are the buyer's, somebody else's, or nobody knows whose. */
import { evidenceIn } from '../../../../lib/consoles/reader/evidence.ts';
import { vocabularyFor } from '../../../../lib/consoles/words/vocabulary.ts';
import { type Alone, ENV, partsOf } from '../alone.ts';

/** Where an address says nothing, that it is a listing's, a buyer's upload, or an upload of either side. */
const PATHS = { '': 'u', listing: 'products', buyers: 'chat-pic-mall-user', upload: 'refund_platform' };

const picture = (name: string, says: keyof typeof PATHS = '', more = ''): string =>
  `<img src="https://img.example.org/${PATHS[says]}/${name}.jpg"${more}>`;

const nameOf = (url: string): string => /([^/]+)\.jpg$/.exec(url)?.[1] ?? url;

/**
 * `buyer's (with round) | nobody knows whose | somebody else's`. By class: `log`, `cell` under an evidence head, `unsaid` under one
 * that may mean the goods, `foreign`; `n` shows the claim's number. The buyer is called 张三.
 */
const found = ([name, html, expected]: readonly [string, string, string]): Alone => ({
  name: `evidence: ${name}`,
  told: () => {
    const { body, labels } = partsOf(html);
    const all = (selector: string): Element[] => [...body.querySelectorAll(selector)];
    const logs = all('.log');
    const { evidence, unowned, refused } = evidenceIn(
      body,
      {
        hits: labels.hits.filter(({ run }) => !logs.some((log) => log.contains(run.element))),
        logs,
        cells: all('.cell'),
        unsaid: all('.unsaid'),
        buyers: ['张三'],
        number: body.querySelector('#n') ?? undefined,
        isForeign: (element) => element.closest('.foreign') !== null,
      },
      { labels, vocabulary: vocabularyFor(), context: ENV.context },
    );
    return [
      evidence.map(({ url, round }) => `${nameOf(url)}${round ? ` in round ${round}` : ''}`).join(),
      unowned.map(({ url }) => nameOf(url)).join(),
      [...refused].map(nameOf).join(),
    ].join(' | ');
  },
  expected,
});

const NUMBER = '<p>售后编号：<b id="n">10000000000001</b></p>';

/** A section under a heading that names the buyer, and under one that names nobody. */
const buyers = (html: string): string => `<main>${NUMBER}<section><h4>买家凭证</h4>${html}</section></main>`;
const plain = (html: string): string => `<main>${NUMBER}<section><h4>凭证</h4>${html}</section></main>`;

const entry = (head: string, time: string, html: string): string =>
  `<div class="entry"><p>${head}</p><p>${time}</p>${html}</div>`;

const FOUND: [string, string, string][] = [
  ['nothing', '<main></main>', ' |  | '],
  ['in a section', buyers(`<div>${picture('b1')}</div>`), 'b1 |  | '],
  [
    'in the seller’s section',
    `<main>${NUMBER}<h4>商家凭证</h4><div>${picture('x1')}</div></main>`,
    ' |  | x1',
  ],
  // An address of the listing is believed more than any heading.
  ['the listing’s', buyers(`<div>${picture('x1', 'listing')}</div>`), ' |  | x1'],
  [
    'in an uploader, on a card of goods, in a notice',
    buyers(
      `<div>${picture('b1')}<p class="upload">${picture('x1')}</p><p class="goods">${picture('x2')}</p><p class="help">${picture('x3')}</p></div>`,
    ),
    'b1 |  | x1,x2,x3',
  ],
  // What stands around the whole section, heading and all, says nothing of its pictures.
  [
    'in a section that stands on a card of goods',
    `<main>${NUMBER}<section class="goods"><h4>买家凭证</h4><div>${picture('b1')}</div></section></main>`,
    'b1 |  | ',
  ],
  [
    'with the seller’s caption',
    buyers(`<div><figure>${picture('x1')}<p>商家上传</p></figure><figure>${picture('b1')}</figure></div>`),
    'b1 |  | x1',
  ],
  [
    'with the platform’s caption',
    buyers(`<div><figure>${picture('x1')}<p>平台上传</p></figure><figure>${picture('b1')}</figure></div>`),
    'b1 |  | x1',
  ],
  [
    'with captions of both sides',
    buyers(
      `<div><figure>${picture('u1')}<p>商家上传</p><p>买家上传</p></figure><figure>${picture('b1')}</figure></div>`,
    ),
    'b1 | u1 | ',
  ],
  [
    'with a caption of the goods as they are offered',
    buyers(`<div><figure>${picture('u1')}<p>商品原图</p></figure><figure>${picture('b1')}</figure></div>`),
    'b1 | u1 | ',
  ],
  [
    'with the words of goods as its alternative text',
    buyers(`<div>${picture('u1', '', ' alt="product image 2"')}${picture('b1', '', ' alt="photo 2"')}</div>`),
    'b1 | u1 | ',
  ],
  [
    'with words of its own under a heading that names nobody',
    plain(
      `<div><figure>${picture('u1')}<p>货架</p></figure><figure>${picture('b1')}<p>1.jpg</p></figure></div>`,
    ),
    'b1 | u1 | ',
  ],
  [
    'with the buyer’s caption under a heading that names nobody',
    plain(
      `<div><figure>${picture('b1')}<p>买家上传</p></figure><figure>${picture('u1')}<p>货架</p></figure></div>`,
    ),
    'b1 | u1 | ',
  ],
  [
    'words of the part that shows several pictures are no caption',
    plain(`<div><p>货架</p><figure>${picture('b1')}</figure><figure>${picture('b2')}</figure></div>`),
    'b1,b2 |  | ',
  ],
  [
    'words of the whole section are no caption either',
    plain(`<div><span>货架</span>${picture('b1')}</div>`),
    'b1 |  | ',
  ],
  [
    'that can be taken away where it stands',
    buyers(`<div><p>${picture('u1')}<i class="delete"></i></p><p>${picture('b1')}</p></div>`),
    'b1 | u1 | ',
  ],
  [
    'beside a file field: the buyer’s only by its address',
    buyers(
      `<div><div><div><input type="file"></div></div><p>${picture('u1')}</p><p>${picture('b1', 'buyers')}</p></div>`,
    ),
    'b1 | u1 | ',
  ],
  [
    'of entries within the section',
    buyers(
      `<div><div class="entry"><b>商家</b><p>${picture('x1')}</p></div><div class="entry"><b>买家</b><p>${picture('b1')}</p></div></div>`,
    ),
    'b1 |  | x1',
  ],
  [
    'behind words within the section that name somebody else, nobody, and the buyer',
    buyers(
      `<div><h5>商家凭证</h5><p>${picture('x1')}</p><h5>上传凭证</h5><p>${picture('u1')}</p><h5>买家举证</h5><p>${picture('b1')}</p></div>`,
    ),
    'b1 | u1 | x1',
  ],
  [
    'behind a heading within the section that nobody knows',
    buyers(`<div><p>${picture('b1')}</p><h5>外观</h5><p>${picture('u1')}</p></div>`),
    'b1 | u1 | ',
  ],
  [
    'in a part that is another claim’s',
    buyers(`<div>${picture('b1')}<p class="foreign">${picture('x1')}</p></div>`),
    'b1 |  | ',
  ],
  [
    'once the buyer’s and once nobody knows whose',
    `<main>${NUMBER}<h4>上传凭证</h4><div>${picture('b1')}${picture('u1')}</div><h4>买家凭证</h4><div>${picture('b1')}</div></main>`,
    'b1 | u1 | ',
  ],
  [
    'once the buyer’s and once the seller’s',
    `<main>${NUMBER}<h4>买家凭证</h4><div>${picture('b1')}${picture('x1')}</div><h4>商家凭证</h4><div>${picture('x1')}</div></main>`,
    'b1 |  | x1',
  ],
  [
    'once the seller’s and then the buyer’s',
    `<main>${NUMBER}<h4>商家凭证</h4><div>${picture('x1')}</div><h4>买家凭证</h4><div>${picture('x1')}${picture('b1')}</div></main>`,
    'b1 |  | x1',
  ],
  [
    'under a heading that does not say whose, where one is the listing’s',
    `<main>${NUMBER}<h4>上传凭证</h4><div>${picture('u1')}${picture('x1', 'listing')}</div></main>`,
    ' | u1 | x1',
  ],
  [
    'in a cell under an evidence head',
    `<table><tr><td class="cell">${picture('b1')}</td></tr></table>`,
    'b1 |  | ',
  ],
  [
    'in a cell under a head that may mean the goods',
    `<table><tr><td class="unsaid">${picture('u1')}${picture('x1', 'listing')}</td></tr></table>`,
    ' | u1 | x1',
  ],
  [
    'in a log, by its entries, with a round where each has a time',
    `<main>${NUMBER}<div class="log">${entry('买家 发起了退款', '2026-09-28 10:00:00', picture('b1'))}${entry('商家 拒绝了退款', '2026-09-28 12:00:00', picture('x1'))}${entry('买家 再次申请', '2026-09-29 09:00:00', picture('b2'))}</div></main>`,
    'b1 in round 1,b2 in round 2 |  | x1',
  ],
  [
    'in a log, below words of the seller that begin with the buyer',
    `<main>${NUMBER}<div class="log">${entry('买家 发起了退款', '2026-09-28 10:00:00', picture('b1'))}${entry('商家 拒绝了退款', '2026-09-28 12:00:00', `<p>买家提交的照片是网图</p>${picture('x1')}`)}${entry('商家 留言', '2026-09-28 13:00:00', `<p>Buyer never returned the item</p>${picture('x2')}`)}</div></main>`,
    'b1 in round 1 |  | x1,x2',
  ],
  [
    'in a log whose refusal has no picture',
    `<main>${NUMBER}<div class="log">${entry('买家 发起了退款', '2026-09-28 10:00:00', picture('b1'))}${entry('商家 拒绝了退款', '2026-09-28 12:00:00', '')}${entry('买家 再次申请', '2026-09-29 09:00:00', picture('b2'))}</div></main>`,
    'b1 in round 1,b2 in round 2 |  | ',
  ],
  [
    'in a log where entries name nobody',
    `<main>${NUMBER}<div class="log"><div class="entry">${picture('u1')}</div><div class="entry">${picture('x1', 'listing')}</div></div></main>`,
    ' | u1 | x1',
  ],
  [
    'in a log headed with the buyer’s name',
    `<main>${NUMBER}<div class="log"><div class="entry"><b>张三</b><p>${picture('b1')}</p></div><div class="entry"><b>李四</b><p>${picture('u1')}</p></div></div></main>`,
    'b1 | u1 | ',
  ],
  [
    'a heading over a log heads no section',
    `<main>${NUMBER}<section><h4>买家凭证</h4><div class="log"><div class="entry"><b>商家</b><p>${picture('x1')}</p></div><div class="entry">${picture('u1')}</div></div></section></main>`,
    ' | u1 | x1',
  ],
  [
    'outside every section: a buyer’s by its address, an upload’s nobody knows, and no other',
    `<main>${NUMBER}<p>${picture('b1', 'buyers')}</p><p>${picture('u1', 'upload')}</p><p>${picture('z1')}</p></main>`,
    'b1 | u1 | ',
  ],
  [
    'outside every section, in the seller’s uploader and in entries',
    `<main>${NUMBER}<div class="upload">${picture('x1', 'buyers')}</div><div class="entry"><p>商家</p>${picture('x2', 'upload')}</div><div class="entry"><p>买家 发起了退款</p>${picture('b1', 'upload')}</div></main>`,
    'b1 |  | x1,x2',
  ],
  [
    'outside every section, behind the heading of one',
    `<main>${NUMBER}<h4>商家凭证</h4><div></div><div>${picture('u1', 'upload')}</div></main>`,
    ' | u1 | ',
  ],
];

export const CASES: Alone[] = FOUND.map(found);
