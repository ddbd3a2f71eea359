/** Taobao and Tmall 千牛: new pages (Fusion) and the old refund2 pages with embedded JSON. */
import { mergePartials } from '../../claims/merge.ts';
import { parseTime } from '../../claims/time.ts';
import {
  at,
  claimObjects,
  compact,
  embeddedVariable,
  isRecord,
  type Json,
  listAt,
  majorMoney,
  objectsIn,
  own,
  shapedId,
  text,
  timeOf,
} from '../json/json.ts';
import { buyersMedia, roleOf } from '../json/media.ts';
import { type Pair, partialOfPairs } from '../json/pairs.ts';
import { httpsUrl } from '../page/addresses.ts';
import { buyerPictures } from '../page/rounds.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { kindOf, stageOf } from '../words/meanings.ts';
import { vocabularyFor } from '../words/vocabulary.ts';

const ID = /^\d{10,20}$/;
const IDS = { claim: ID, order: ID };
const STAGES = {
  WAIT_SELLER_AGREE: 'waits-for-seller',
  WAIT_BUYER_RETURN_GOODS: 'waits-for-buyer',
  SELLER_REFUSE_BUYER: 'waits-for-buyer',
  WAIT_SELLER_CONFIRM_GOODS: 'returned',
  CLOSED: 'closed-unpaid',
  SUCCESS: 'paid',
} as const;

/** Who wrote an entry (taobao.refund.messages.get). */
const ROLES = { codes: { 1: 'buyer', 2: 'seller', 3: 'platform' } } as const;

/** List amounts are in yuan, with or without a sign (`"128.00"`, `59`). */
function listRow(row: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(row.disputeId, ID);
  const orderId = shapedId(row.bizOrderId, ID);
  if (!claimId && !orderId) return [];
  const status = text(row.statusDesc ?? row.statusText);
  const body = at(row, 'disputeBodyVO');
  const sums: Json = isRecord(body) ? body : {};
  const item = at(row, 'disputeBodyVO.itemInfo');
  const goods = isRecord(item) ? item : {};
  return [
    compact({
      claimId,
      orderId,
      kind: kindOf(text(row.bizClaimTypeDesc ?? row.disputeTypeDesc ?? row.bizClaimType) ?? ''),
      reason: text(row.reasonDesc ?? row.reason),
      amount: majorMoney(sums.refundFee, 'CNY'),
      paid: majorMoney(sums.buyerActualFee, 'CNY'),
      items: [
        compact({
          itemId: shapedId(goods.auctionId, ID),
          title: text(goods.title ?? goods.auctionTitle),
          sku: text(goods.skuInfo),
          imageUrl: httpsUrl(goods.picUrl ?? goods.pic ?? goods.auctionPic),
        }),
      ].filter((entry) => Object.keys(entry).length > 0),
      appliedAt: timeOf(row.gmtCreate ?? row.applyTime, context),
      status,
      stage: stageOf(text(row.refundStatus) ?? '', STAGES) ?? (status ? stageOf(status) : undefined),
    }),
  ];
}

/** Rows of label and values, as the components of a detail page hold them. */
function pairsIn(data: unknown): Pair[] {
  return objectsIn(data).flatMap((object): Pair[] => {
    const label = at(object, 'title');
    const options = listAt(object, 'valueOptions');
    return options.length
      ? [
          {
            label,
            value: options
              .map((option) => text(option.text) ?? '')
              .join(' ')
              .trim(),
          },
        ]
      : [];
  });
}

/** The buyer's pictures of the negotiation log; what the seller put there is not the buyer's. */
function logEvidence(data: unknown, context: ReadContext): NonNullable<PartialClaim['evidence']> {
  const entries = objectsIn(data)
    .filter((object) => 'identity' in object && ('time' in object || 'info' in object))
    .map((object) => {
      const time = parseTime(text(object.time) ?? '', context)?.at;
      const author = roleOf(object, ROLES);
      const info = text(Array.isArray(object.info) ? object.info.join('\n') : object.info, 4_000) ?? '';
      return {
        text: info,
        pictures: buyersMedia(object, /pic|image|voucher|url/i, ROLES),
        ...(author && author !== 'other' && { author }),
        ...(time !== undefined && { at: time }),
      };
    });
  return buyerPictures(entries).map(({ picture, round }) => ({ ...picture, ...(round && { round }) }));
}

/**
 * One dispute's page. An answer that names several disputes tells of the one that the page is about; its labelled rows are taken
 * from that dispute's own object.
 */
function detail(data: unknown, context: ReadContext): PartialClaim[] {
  const asked = shapedId(context.url.searchParams.get('disputeId'), ID);
  const named = claimObjects(data, 'disputeId', ID);
  const mine = named.find(({ id }) => id === asked) ?? (named.length === 1 ? named[0] : undefined);
  if (named.length > 1 && !mine) return [];
  const scope = named.length > 1 && mine ? mine.object : data;
  if (!isRecord(scope)) return [];
  const get = (key: string): unknown => own(scope, key, named.length > 1 ? ['disputeId'] : []);
  const pairs = partialOfPairs(pairsIn(scope), vocabularyFor(), { ids: IDS, stages: STAGES }, context);
  const claimId = mine?.id ?? pairs.claimId;
  if (!claimId) return [];
  const item = get('itemInfo');
  const buyer = text(at(get('nickRow4OrderDetail'), 'fields.text')) ?? text(get('buyerNick'));
  const known: PartialClaim = compact({
    claimId,
    orderId: shapedId(get('bizOrderId'), ID),
    buyer: buyer ? { name: buyer } : undefined,
    items: isRecord(item)
      ? [compact({ title: text(item.title), sku: text(item.skuInfo), imageUrl: httpsUrl(item.picUrl) })]
      : undefined,
    evidence: logEvidence(scope, context),
  });
  return [mergePartials(pairs, known)];
}

export const taobao: ConsoleDefinition = {
  id: 'taobao',
  version: '7',
  names: { zh: '淘宝/天猫', en: 'Taobao and Tmall' },
  hosts: [
    'https://myseller.taobao.com/*',
    'https://qn.taobao.com/*',
    'https://refund2.taobao.com/*',
    'https://refund2.tmall.com/*',
  ],
  cdnHosts: ['https://*.alicdn.com/*', 'https://*.taobaocdn.com/*', 'https://*.tbcdn.cn/*'],
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  pages: [
    {
      kind: 'detail',
      pattern:
        /^(?:qn|myseller)\.taobao\.com\/home\.htm\/(?:tp\/)?trade-platform\/(?:tp\/)?refund-list\/detail/,
      claimIdParam: 'disputeId',
    },
    {
      kind: 'list',
      pattern:
        /^(?:qn|myseller)\.taobao\.com\/home\.htm\/(?:tp\/)?trade-platform\/(?:tp\/)?refund-list(?!\/)/,
    },
    {
      kind: 'detail',
      pattern: /^refund2\.(?:taobao|tmall)\.com\/dispute\/detail\.htm/,
      claimIdParam: 'disputeId',
      orderIdParam: 'bizOrderId',
    },
    { kind: 'list', pattern: /^refund2\.(?:taobao|tmall)\.com\/dispute\/sellerDisputeList\.htm/ },
  ],
  tap: {
    paths: [/disputelist/i, /disputedetail/i, /adjustSellerList/],
    parse(json, context) {
      // The envelope around the list has several forms; every row of it carries its own number.
      const rows =
        objectsIn(json)
          .map((object) => listAt(object, 'disputeGridVOList'))
          .find((list) => list.length) ?? [];
      return rows.length ? rows.flatMap((row) => listRow(row, context)) : detail(json, context);
    },
  },
  embedded: (root, context) => detail(embeddedVariable(root, 'disputeData'), context),
  dom: {
    row: '.next-table-body .next-table-row',
    labels: { claimId: ['售后单编号'], deadlineAt: ['还剩'] },
  },
  ids: IDS,
  stages: STAGES,
  expects: {
    list: ['claimId', 'orderId', 'amount', 'items', 'status'],
    detail: ['claimId', 'orderId', 'kind', 'reason', 'amount', 'evidence'],
  },
  certainty: 'high',
};
