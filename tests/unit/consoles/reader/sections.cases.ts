/** Every boundary of `reader/sections.ts`, each tried alone: what a heading covers, and where that ends. */
import {
  type Extent,
  isGoodsCard,
  isHeading,
  isUploader,
  sectionOf,
} from '../../../../lib/consoles/reader/sections.ts';
import { vocabularyFor } from '../../../../lib/consoles/words/vocabulary.ts';
import { type Alone, idsOf, partsOf } from '../alone.ts';
import { bodyOf } from '../body.ts';

const picture = (name: string): string => `<img src="https://img.example.org/u/${name}.jpg">`;

/** The ids of what the first heading of a small page covers. */
const covers =
  (extent: Extent) =>
  ([name, html, expected]: readonly [string, string, string[]]): Alone => ({
    name: `${extent}: ${name}`,
    told: () => {
      const { labels } = partsOf(html);
      const hit = labels.hits.find((one) => ['evidence', 'log', 'elsewhere'].includes(one.name));
      return hit && idsOf(sectionOf(hit, labels, vocabularyFor(), extent));
    },
    expected,
  });

const PICTURES: [string, string, string[]][] = [
  [
    'what stands behind the heading',
    `<section><h4>买家凭证</h4><div id="a">${picture('b1')}</div></section>`,
    ['a'],
  ],
  [
    'what stands behind the heading’s wrapper',
    `<section><div class="head"><h4>买家凭证</h4></div><div id="a">${picture('b1')}</div></section>`,
    ['a'],
  ],
  [
    'nothing behind a wrapper that shows more than the heading',
    `<section><div><h4>买家凭证</h4><p>共两次提交</p></div><div id="a">${picture('x1')}</div></section>`,
    [],
  ],
  [
    'nothing behind an empty place',
    `<section><h4>买家凭证</h4><div class="grid"></div><div id="a">${picture('x1')}</div></section>`,
    [],
  ],
  [
    'nothing behind a place that the page has yet to fill',
    `<section><div><h4>买家凭证</h4><!----></div><div id="a">${picture('x1')}</div></section>`,
    [],
  ],
  [
    'an icon beside the heading is no place',
    `<section><h4>买家凭证</h4><i class="question"></i><div id="a">${picture('b1')}</div></section>`,
    ['a'],
  ],
  [
    'a mark of the product’s own is no place',
    `<section><h4>买家凭证</h4><claimlens-mark>${picture('x1')}</claimlens-mark><div id="a">${picture('b1')}</div></section>`,
    ['a'],
  ],
  [
    'nothing in a dialog behind the heading',
    `<section><h4>买家凭证</h4><div id="d" role="dialog">${picture('x1')}</div></section>`,
    [],
  ],
  [
    'nothing in a notice behind the heading',
    `<section><h4>买家凭证</h4><div id="n" role="note">${picture('x1')}</div></section>`,
    [],
  ],
  [
    'no sample',
    `<section><h4>买家凭证</h4><div id="a">${picture('b1')}</div><div id="z"><p>示例图片</p>${picture('x1')}</div></section>`,
    ['a'],
  ],
  [
    'no sample where the buyer’s pictures would stand',
    `<section><h4>买家凭证</h4><div id="z"><p>示例</p>${picture('x1')}</div></section>`,
    [],
  ],
  [
    'a picture with the words of a sample below it says nothing of the whole',
    `<section><h4>买家凭证</h4><div id="a">${picture('b1')}<span>示例</span></div></section>`,
    ['a'],
  ],
  [
    'nothing behind another label',
    `<section><h4>买家凭证</h4><div id="a">${picture('b1')}</div><div id="s">商家凭证${picture('x1')}</div></section>`,
    ['a'],
  ],
  [
    'kinds of evidence within the section are its own',
    `<section><h4>买家凭证</h4><div id="a"><p>图片凭证</p>${picture('b1')}</div></section>`,
    ['a'],
  ],
  [
    'no picture with a number of pieces beside it',
    `<section><h4>买家凭证</h4><div id="z"><p>Units: 2</p>${picture('x1')}</div></section>`,
    [],
  ],
  [
    'nothing under a heading of the same rank that nobody knows',
    `<section><h4>买家凭证</h4><div id="a">${picture('b1')}</div><h4>同款推荐</h4><div id="z">${picture('x1')}</div></section>`,
    ['a'],
  ],
  [
    'nothing in a part that begins with a heading of the same rank',
    `<section><h4>买家凭证</h4><div id="z"><h4>同款商品</h4>${picture('x1')}</div></section>`,
    [],
  ],
  [
    'nothing under a heading by its class',
    `<section><h4>买家凭证</h4><div class="block-title">同款商品</div><div id="z">${picture('x1')}</div></section>`,
    [],
  ],
  [
    'no goods card',
    `<section><h4>买家凭证</h4><div id="a">${picture('b1')}</div><div id="g" class="goods-card">${picture('x1')}</div></section>`,
    ['a'],
  ],
  [
    'no picture with a price beside it',
    `<section><h4>买家凭证</h4><div id="g">${picture('x1')}<span>￥19.90</span></div></section>`,
    [],
  ],
  [
    'nothing with words of its own beside a wrapper of the heading’s own wrapper',
    `<section><div class="a"><div class="b"><h4>买家凭证</h4></div></div><div id="z"><p>同款商品</p>${picture('x1')}</div></section>`,
    [],
  ],
  [
    'captions of pictures there are no words of their own',
    `<section><div class="a"><div class="b"><h4>买家凭证</h4></div></div><div id="a"><p>共 2 张</p>${picture('b1')}</div></section>`,
    ['a'],
  ],
  [
    'pictures beside the heading itself may have words',
    `<section><h4>买家凭证</h4><div id="a"><p>到货第一天拍的</p>${picture('b1')}</div></section>`,
    ['a'],
  ],
  [
    'the first part built like the heading, and no further one with words',
    `<main><div class="cell">买家凭证</div><div id="a" class="cell">${picture('b1')}</div><div id="z" class="cell"><p>外观</p>${picture('x1')}</div></main>`,
    ['a'],
  ],
  [
    'of parts built like the heading the first alone',
    `<main><div class="cell">买家凭证</div><div id="a" class="cell">${picture('b1')}</div><div id="z" class="cell">${picture('x1')}</div></main>`,
    ['a'],
  ],
  [
    'of parts without a class, as the heading is, all that show pictures alone',
    `<main><div>买家凭证</div><div id="a">${picture('b1')}</div><div id="c">${picture('b2')}</div></main>`,
    ['a', 'c'],
  ],
  [
    'and none with words',
    `<main><div>买家凭证</div><div id="z"><p>外观</p>${picture('x1')}</div></main>`,
    [],
  ],
  [
    'nothing beside a wrapper that is built like it',
    `<main><div class="a"><div class="row"><div class="b"><span>买家凭证</span></div></div><div id="z" class="row">${picture('x1')}</div></div></main>`,
    [],
  ],
  [
    'pictures go on in parts that are built like the first one',
    `<section><h4>买家凭证</h4><figure id="a">${picture('b1')}</figure><figure id="c">${picture('b2')}</figure></section>`,
    ['a', 'c'],
  ],
  [
    'and not in parts that are built otherwise',
    `<section><h4>买家凭证</h4><figure id="a">${picture('b1')}</figure><div id="z">${picture('x1')}</div></section>`,
    ['a'],
  ],
  [
    'nor in those with words',
    `<section><h4>买家凭证</h4><figure id="a">${picture('b1')}</figure><figure id="z">${picture('x1')}<p>外观</p></figure></section>`,
    ['a'],
  ],
  [
    'but in figures whose words are their captions',
    `<section><h4>买家凭证</h4><figure id="a">${picture('b1')}<figcaption>正面</figcaption></figure><figure id="c">${picture('b2')}<figcaption>背面</figcaption></figure><figure id="z">${picture('x1')}<p>外观</p></figure></section>`,
    ['a', 'c'],
  ],
  [
    'the panel that a tab controls',
    `<section><ul><li id="t" role="tab" aria-controls="a"><span>买家凭证</span></li><li role="tab" aria-controls="z">备注</li></ul><div id="a" role="tabpanel"><p>说明</p>${picture('b1')}</div><div id="z" role="tabpanel">${picture('x1')}</div></section>`,
    ['a'],
  ],
  [
    'the panel that is labelled by a tab',
    `<section><ul><li id="t" role="tab">买家凭证</li><li id="u" role="tab">备注</li></ul><div id="z" role="tabpanel" aria-labelledby="u">${picture('x1')}</div><div id="a" role="tabpanel" aria-labelledby="s t">${picture('b1')}</div></section>`,
    ['a'],
  ],
  [
    'nothing of a panel without pictures',
    `<section><ul><li id="t" role="tab" aria-controls="e">买家凭证</li></ul><div id="e" role="tabpanel">未提交</div><div id="z">${picture('x1')}</div></section>`,
    [],
  ],
  [
    'nothing where no panel says that it is the tab’s',
    `<section><ul><li role="tab">买家凭证</li></ul><div id="z" role="tabpanel">${picture('x1')}</div></section>`,
    [],
  ],
  [
    'pictures begin behind a count',
    `<section><h4>买家凭证</h4><p>共 2 张</p><div id="a">${picture('b1')}</div></section>`,
    ['a'],
  ],
  [
    'and not behind words',
    `<section><h4>买家凭证</h4><p>未提交</p><div id="z">${picture('x1')}</div></section>`,
    [],
  ],
  [
    'they go on behind a caption',
    `<section><h4>买家凭证</h4><figure id="a">${picture('b1')}</figure><p>图片1</p><figure id="c">${picture('b2')}</figure></section>`,
    ['a', 'c'],
  ],
  [
    'and not behind a caption in parts that are built otherwise',
    `<section><h4>买家凭证</h4><figure id="a">${picture('b1')}</figure><p>图片1</p><div id="z">${picture('x1')}</div></section>`,
    ['a'],
  ],
  [
    'and end at words',
    `<section><h4>买家凭证</h4><figure id="a">${picture('b1')}</figure><p>以上为全部内容</p><figure id="z">${picture('x1')}</figure></section>`,
    ['a'],
  ],
  [
    'nothing outside a part that is whole by itself',
    `<main><section><h4>买家凭证</h4></section><div id="z">${picture('x1')}</div></main>`,
    [],
  ],
  [
    'nothing outside a card by its class',
    `<main><div class="panel"><h4>买家凭证</h4></div><div id="z">${picture('x1')}</div></main>`,
    [],
  ],
  [
    'nothing outside a cell that holds the heading’s element',
    `<main><ul><li><div><b>买家凭证</b></div></li><li id="z">${picture('x1')}</li></ul></main>`,
    [],
  ],
  [
    'the cell behind one that is the heading’s own element',
    `<table><tbody><tr><td>买家凭证</td><td id="a">${picture('b1')}</td></tr></tbody></table>`,
    ['a'],
  ],
];

const EVERYTHING: [string, string, string[]][] = [
  [
    'whatever stands below the heading, up to the next of its rank',
    '<main><h3>协商记录</h3><p id="a">买家发起了退款</p><h4 id="h">第一天</h4><p id="c">商家拒绝</p><h3>物流信息</h3><p id="z">已发出</p></main>',
    ['a', 'c', 'h'],
  ],
  [
    'headings by their role have a rank too',
    '<main><b role="heading" aria-level="3">协商记录</b><p id="a">买家发起了退款</p><div id="h" role="heading" aria-level="4">第一天</div><p id="c">商家拒绝</p><div role="heading" aria-level="2">物流信息</div><p id="z">已发出</p></main>',
    ['a', 'c', 'h'],
  ],
  [
    'what is built like the heading, but for a next heading',
    '<main><div class="row">协商记录</div><div id="a" class="row">买家发起了退款</div><div class="row">物流信息</div><div id="z" class="row">已发出</div></main>',
    ['a'],
  ],
  [
    'labels of the claim in a log are told again there',
    '<main><h3>协商记录</h3><div id="a">退款金额：￥1.00</div><div id="c">退款原因：破损</div></main>',
    ['a', 'c'],
  ],
  [
    'what has neither a word nor a picture is nothing',
    '<main><h3>协商记录</h3><div id="a">买家发起了退款</div><div id="e" class="line"></div><div id="c">商家拒绝</div></main>',
    ['a', 'c'],
  ],
];

/** What a question says of the first element of a small page. */
const asked =
  (question: (element: Element) => boolean) =>
  ([html, expected]: readonly [string, boolean]): Alone => ({
    name: `${question.name}: ${html}`,
    told: () => {
      const { firstElementChild: element } = bodyOf(html);
      return element && question(element);
    },
    expected,
  });

const HEADINGS = [
  ['<h4>凭证</h4>', true],
  [`<h4>${'长'.repeat(41)}</h4>`, true],
  ['<legend>凭证</legend>', true],
  ['<div role="heading">凭证</div>', true],
  [`<div role="heading">${'长'.repeat(41)}</div>`, true],
  ['<div role="region">凭证</div>', false],
  ['<div>凭证</div>', false],
  ['<div class="block_title__x1">凭证</div>', true],
  ['<div class="untitled">凭证</div>', false],
  ['<div class="title"></div>', false],
  [`<div class="title">${'长'.repeat(40)}</div>`, true],
  [`<div class="title">${'长'.repeat(41)}</div>`, false],
  ['<div class="title">凭证<img src="1.jpg"></div>', false],
] as const;

const GOODS = [
  ['<div class="goods-card">1</div>', true],
  ['<div class="goodness">1</div>', false],
  ['<a href="/item/12">1</a>', true],
  ['<a href="/detail?goods_id=12">1</a>', true],
  ['<a href="/claims/12">1</a>', false],
  ['<div href="/item/12">1</div>', false],
] as const;

const UPLOADERS = [
  ['<div><input type="file"></div>', true],
  ['<div><label><input type="file"></label></div>', true],
  ['<div><button>+</button><input type="file"></div>', true],
  ['<div class="ant-upload">+</div>', true],
  ['<div class="uploaded">1</div>', false],
  ['<div><input type="text"></div>', false],
] as const;

export const CASES: Alone[] = [
  ...PICTURES.map(covers('pictures')),
  ...EVERYTHING.map(covers('everything')),
  ...HEADINGS.map(asked(isHeading)),
  ...GOODS.map(asked(isGoodsCard)),
  ...UPLOADERS.map(asked(isUploader)),
];
