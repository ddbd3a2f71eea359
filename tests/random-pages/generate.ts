/** Random claim pages with their truth: sections in any order and nesting, each picture and value with its claim and its owner. */

export type Owner = 'buyer' | 'seller' | 'platform' | 'product' | 'nobody';

export interface ClaimTruth {
  claimId: string | undefined;
  orderId: string;
  amount: number;
  reason: string;
  description: string;
}

export interface RandomPage {
  html: string;
  url: string;
  kind: 'list' | 'detail';
  claims: ClaimTruth[];
  /** By address: the place in `claims` (-1 for none) and the owner. */
  pictures: Map<string, { claim: number; owner: Owner }>;
}

/** Mulberry32: a small generator whose numbers are the same on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const REASONS = [
  '商品破损',
  '少件漏发',
  '颜色不符',
  '质量问题',
  '与描述不符',
  '包装破损',
  '发错货',
  '不想要了',
];

class Builder {
  readonly pictures: RandomPage['pictures'] = new Map();
  private readonly next: () => number;
  private count = 0;
  /** How this page is built: with classes or without, in which elements, with or without colons. */
  private readonly classes: boolean;
  private readonly colon: string;
  private readonly pair: number;
  private readonly heading: number;
  private readonly prefix: string;

  constructor(next: () => number) {
    this.next = next;
    this.classes = this.chance(0.6);
    this.colon = this.chance(0.5) ? '：' : '';
    this.pair = this.below(4);
    this.heading = this.below(4);
    this.prefix = ['', 'ui-', 'x_'][this.below(3)] ?? '';
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((value) => ({ value, at: this.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ value }) => value);
  }

  digits(length: number): string {
    return Array.from({ length }, (_, index) => (index ? this.below(10) : 1 + this.below(9))).join('');
  }

  cls(name: string): string {
    return this.classes ? ` class="${this.prefix}${name}"` : '';
  }

  /** Label and value in one of four common shapes. */
  field(label: string, value: string): string {
    const shapes = [
      `<div${this.cls('row')}><span${this.cls('label')}>${label}${this.colon}</span><span${this.cls('value')}>${value}</span></div>`,
      `<p${this.cls('line')}>${label}：${value}</p>`,
      `<dl><dt>${label}${this.colon}</dt><dd>${value}</dd></dl>`,
      `<div${this.cls('cell')}><div${this.cls('k')}>${label}</div><div${this.cls('v')}>${value}</div></div>`,
    ];
    return shapes[this.pair] ?? '';
  }

  headed(title: string, body: string, name = 'block'): string {
    const heads = [
      `<h3>${title}</h3>`,
      `<div${this.cls('title')}>${title}</div>`,
      `<header><b>${title}</b></header>`,
      `<h4${this.cls('hd')}>${title}</h4>`,
    ];
    return `<section${this.cls(name)}>${heads[this.heading] ?? ''}${body}</section>`;
  }

  picture(claim: number, owner: Owner): string {
    this.count += 1;
    const url = `https://img.example.com/f/${this.digits(6)}${this.count}.jpg`;
    this.pictures.set(url, { claim, owner });
    const shown = this.below(6);
    if (shown === 0) return `<div style="background-image:url('${url}')"></div>`;
    if (shown === 1)
      return `<img class="lazy" src="https://cdn.example.com/static/placeholder.png" data-src="${url}">`;
    return `<img src="${url}">`;
  }

  photos(claim: number, owner: Owner): string {
    return Array.from({ length: 1 + this.below(3) }, () => this.picture(claim, owner)).join('');
  }

  evidence(claim: number): string {
    const title = this.pick(['买家凭证', '申请凭证', '凭证图片', '用户凭证', '问题描述图片']);
    const state = this.below(5);
    const empty = [
      `<div${this.cls('list')}></div>`,
      '<!---->',
      `<ul></ul>`,
      `<div${this.cls('empty')}>暂无凭证</div>`,
    ];
    if (state === 0) return this.headed(title, this.pick(empty));
    if (state === 1) return this.headed(title, `<div${this.cls('skeleton')}><i></i><i></i></div>`);
    if (state === 2) return this.headed(title, '');
    return this.headed(title, `<div${this.cls('list')}>${this.photos(claim, 'buyer')}</div>`);
  }

  product(claim: number): string {
    const body = `<div>${this.picture(claim, 'product')}<b>陶瓷花瓶 ${this.digits(2)}号</b><span>x1</span></div>`;
    return this.chance(0.5)
      ? this.headed(this.pick(['商品信息', '宝贝详情', '购买的商品']), body)
      : `<div${this.cls('goods')}>${body}</div>`;
  }

  uploader(claim: number): string {
    return this.headed(
      this.pick(['上传凭证', '商家举证', '补充凭证']),
      `<div${this.cls('upload')}><input type="file">${this.photos(claim, 'seller')}</div>`,
    );
  }

  sellerEvidence(claim: number): string {
    return this.headed(
      this.pick(['商家凭证', '卖家上传的图片', '物流签收照片']),
      `<div${this.cls('list')}>${this.photos(claim, 'seller')}</div>`,
    );
  }

  log(claim: number): string {
    const entries = Array.from({ length: 1 + this.below(4) }, (_, index) => {
      const [who, owner] = this.pick([
        ['买家', 'buyer'],
        ['商家', 'seller'],
        ['暖暖旗舰店', 'seller'],
        ['平台客服', 'platform'],
      ] as const);
      const pictures = this.chance(0.6) ? `<div>${this.photos(claim, owner)}</div>` : '';
      return `<div${this.cls('entry')}><b>${who}</b><span>2026-09-2${index} 10:0${index}:00</span><p>${this.pick(['提交了申请', '请看图片', '买家您好，请提供照片', '拒绝退款', '用户上传的图片与实物不符', '买家：东西坏了', '买家 tb***9', '<b>买家</b>退回的商品', '买家 申请理由不成立', 'Buyer never returned it'])}</p>${pictures}</div>`;
    });
    return this.headed('协商记录', `<div${this.cls('logs')}>${entries.join('')}</div>`);
  }

  chat(claim: number): string {
    const lines = Array.from({ length: 2 + this.below(4) }, () => {
      const mine = this.chance(0.5);
      const name = mine ? '暖暖旗舰店' : this.chance(0.6) ? '买家' : '';
      const head = name ? `<b>${name}</b>` : '';
      const body = this.chance(0.5)
        ? `<p>${this.pick(['您好', '用户您好', '杯子碎了', '买家秀很好看'])}</p>`
        : this.picture(claim, mine ? 'seller' : 'buyer');
      return `<div class="m${mine ? ' right' : ''}">${head}${body}</div>`;
    });
    return this.headed('聊天记录', `<div class="chat">${lines.join('')}</div>`);
  }

  notice(): string {
    return this.pick([
      () =>
        `<div role="alert">公告：售后编号 ${this.digits(14)} 为示例，退款金额：￥0.01${this.picture(-1, 'nobody')}</div>`,
      () => this.headed('示例', `<div>凭证图片</div><div>${this.picture(-1, 'nobody')}</div>`),
      () => `<aside><h4>帮助</h4><p>退款原因：请如实填写</p>${this.picture(-1, 'nobody')}</aside>`,
      () => `<div class="help-tips"><p>凭证要求</p>${this.picture(-1, 'nobody')}</div>`,
      () => this.headed('常见问题', `<p>如何举证</p>${this.picture(-1, 'nobody')}`),
    ])();
  }

  /** One claim's sections in random order; its number may be missing yet, or have a shape that nobody knows. */
  claim(index: number, truth: ClaimTruth, number: string, isDetail: boolean): string {
    const ids = [this.field('售后编号', number), this.field('订单编号', truth.orderId)];
    const fields = this.shuffled([
      this.field('退款金额', this.amount(truth.amount)),
      this.field('申请原因', truth.reason),
      this.field('申请说明', truth.description),
      this.field('售后类型', this.pick(['仅退款', '退货退款'])),
    ]);
    const sections = this.shuffled([
      () => this.evidence(index),
      () => this.product(index),
      () => (this.chance(0.3) ? this.uploader(index) : ''),
      () => (this.chance(0.3) ? this.sellerEvidence(index) : ''),
      () => (this.chance(isDetail ? 0.5 : 0.2) ? this.log(index) : ''),
      () => (this.chance(isDetail ? 0.3 : 0.1) ? this.chat(index) : ''),
    ]).map((make) => make());
    const body = this.chance(0.5)
      ? `${ids.join('')}${fields.join('')}${sections.join('')}`
      : `<div${this.cls('info')}>${ids.join('')}${fields.join('')}</div><div${this.cls('more')}>${sections.join('')}</div>`;
    return this.nested(body);
  }

  amount(fen: number): string {
    const text = `￥${(fen / 100).toFixed(2)}`;
    const freight = `￥${(this.below(900) / 100).toFixed(2)}`;
    return this.pick([
      text,
      text,
      `${text}(含运费${freight})`,
      `${text}（含运费${freight}）`,
      `${text} / 实付￥${(fen / 100 + 5).toFixed(2)}`,
    ]);
  }

  nested(body: string): string {
    let html = body;
    for (let level = this.below(3); level > 0; level--) html = `<div>${html}</div>`;
    return html;
  }
}

/** The page that a seed stands for. */
export function randomPage(seed: number): RandomPage {
  const next = randomFrom(seed);
  const builder = new Builder(next);
  const isDetail = builder.chance(0.4);
  const count = isDetail ? 1 : 1 + builder.below(4);
  const claims: ClaimTruth[] = [];
  const cards: string[] = [];
  for (let index = 0; index < count; index++) {
    const claimId = builder.digits(14);
    const state = isDetail ? 2 : builder.below(6);
    // 0: not filled in yet, 1: of a shape that the console never had.
    const number = state === 0 ? '' : state === 1 ? `SH/${builder.digits(4)}` : claimId;
    const truth: ClaimTruth = {
      claimId: state > 1 ? claimId : undefined,
      orderId: `260929-${builder.digits(15)}`,
      amount: 100 + builder.below(90_000),
      reason: `${builder.pick(REASONS)}${index}`,
      description: `说明${builder.digits(5)}`,
    };
    claims.push(truth);
    const card = builder.claim(index, truth, number, isDetail);
    cards.push(
      builder.chance(0.5)
        ? `<article${builder.cls('card')}>${card}</article>`
        : `<div${builder.cls('card')}>${card}</div>`,
    );
  }
  const around = Array.from({ length: builder.below(3) }, () => builder.notice());
  // A list may be grouped, and notices stand anywhere but inside a claim.
  const grouped = builder.chance(0.3) && cards.length > 1;
  const parts = grouped
    ? [
        `<section><h3>9月30日</h3>${cards.slice(0, 1).join('')}</section>`,
        `<section><h3>9月29日</h3>${cards.slice(1).join('')}</section>`,
      ]
    : cards;
  const main = builder.shuffled([...parts, ...around]).join('');
  const [first] = claims;
  const url = isDetail
    ? `https://mms.pinduoduo.com/aftersales-ssr/detail?id=${first?.claimId}&orderSn=${first?.orderId}`
    : 'https://mms.pinduoduo.com/aftersales/aftersale_list';
  return {
    html: `<main${builder.cls('list')}>${main}</main>`,
    url,
    kind: isDetail ? 'detail' : 'list',
    claims,
    pictures: builder.pictures,
  };
}
