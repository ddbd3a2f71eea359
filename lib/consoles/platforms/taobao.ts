/** Taobao and Tmall 千牛: new pages (Fusion) and the old refund2 pages with embedded JSON. */
import { mergePartials } from '../../claims/merge.ts';
import { parseTime } from '../../claims/time.ts';
import {
  at,
  compact,
  embeddedVariable,
  find,
  isRecord,
  type Json,
  listAt,
  mediaUnder,
  objectsIn,
  shapedId,
  shownMoney,
  text,
} from '../json/json.ts';
import { type Pair, partialOfPairs } from '../json/pairs.ts';
import { buyerPictures } from '../page/rounds.ts';
import { authorOfCode } from '../page/speaker.ts';
import { httpsUrl } from '../page/addresses.ts';
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

function listRow(row: Json): PartialClaim[] {
  const claimId = shapedId(row.disputeId, ID);
  const orderId = shapedId(row.bizOrderId, ID);
  if (!claimId && !orderId) return [];
  const status = text(row.statusDesc);
  const item = at(row, 'disputeBodyVO.itemInfo');
  const goods = isRecord(item) ? item : {};
  return [
    compact({
      claimId,
      orderId,
      kind: kindOf(text(row.bizClaimTypeDesc ?? row.disputeTypeDesc) ?? ''),
      reason: text(row.reasonDesc ?? row.reason),
      amount: shownMoney(at(row, 'disputeBodyVO.refundFee'), 'CNY'),
      paid: shownMoney(at(row, 'disputeBodyVO.buyerActualFee'), 'CNY'),
      items: [
        compact({
          itemId: shapedId(goods.auctionId, ID),
          title: text(goods.title ?? goods.auctionTitle),
          sku: text(goods.skuInfo),
          imageUrl: httpsUrl(goods.picUrl ?? goods.auctionPic),
        }),
      ].filter((entry) => Object.keys(entry).length > 0),
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
      const author = authorOfCode(text(object.identity) ?? text(object.name) ?? '');
      const info = text(Array.isArray(object.info) ? object.info.join('\n') : object.info, 4_000) ?? '';
      return {
        text: info,
        pictures: mediaUnder(object, /pic|image|voucher|url/i),
        ...(author && { author }),
        ...(time !== undefined && { at: time }),
      };
    });
  return buyerPictures(entries).map(({ picture, round }) => ({ ...picture, ...(round && { round }) }));
}

function detail(data: unknown, context: ReadContext): PartialClaim[] {
  const pairs = partialOfPairs(pairsIn(data), vocabularyFor(), { ids: IDS, stages: STAGES }, context);
  const item = find(data, 'itemInfo');
  const buyer = text(at(find(data, 'nickRow4OrderDetail'), 'fields.text')) ?? text(find(data, 'buyerNick'));
  const claimId = shapedId(find(data, 'disputeId'), ID) ?? pairs.claimId;
  if (!claimId) return [];
  const own: PartialClaim = compact({
    claimId,
    orderId: shapedId(find(data, 'bizOrderId'), ID),
    buyer: buyer ? { name: buyer } : undefined,
    items: isRecord(item)
      ? [compact({ title: text(item.title), sku: text(item.skuInfo), imageUrl: httpsUrl(item.picUrl) })]
      : undefined,
    evidence: logEvidence(data, context),
  });
  return [mergePartials(pairs, own)];
}

export const taobao: ConsoleDefinition = {
  id: 'taobao',
  version: '1',
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
      const rows = find(json, 'disputeGridVOList');
      return Array.isArray(rows) ? listAt(rows, '').flatMap(listRow) : detail(json, context);
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
