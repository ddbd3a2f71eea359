/** 1688: the seller list is server HTML in a frame of another host; claim ids TQ…. */
import { fromMinor } from '../../claims/money.ts';
import { compact, type Json, listAt, objectsIn, shapedId, text, timeOf } from '../json/json.ts';
import { mediaOf, roleOf } from '../json/media.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';

const CLAIM = /^TQ\d{6,22}$/;
const ORDER = /^\d{12,20}$/;

/** Entries of the dispute's history that the buyer made: by login, else by the role that the entry names. */
function operationsOf(row: Json): Json[] {
  const buyer = [row.buyerLoginId, row.buyerMemberId, row.buyerUserId].flatMap((id) => text(id) ?? []);
  return listAt(row, 'refundOperationList').filter((entry) => {
    const who = [entry.operatorLoginId, entry.operatorMemberId, entry.operatorUserId].flatMap(
      (id) => text(id) ?? [],
    );
    return who.length ? who.some((id) => buyer.includes(id)) : roleOf(entry) === 'buyer';
  });
}

/** The open interface's model, which embedded data of the same site follows where it exists. */
function claim(row: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(row.refundId, CLAIM);
  if (!claimId) return [];
  const name = text(row.buyerLoginId);
  const id = shapedId(row.buyerMemberId, /^[\w-]{3,60}$/);
  const kind =
    row.isOnlyRefund === true ? 'refund-only' : row.isRefundGoods === true ? 'return-refund' : undefined;
  return [
    compact({
      claimId,
      orderId: shapedId(row.orderId, ORDER),
      buyer: name || id ? compact({ id, name }) : undefined,
      kind,
      reason: text(row.applySubReason ?? row.applyReason),
      description: text(row.discription ?? row.description, 4_000),
      amount: fromMinor(row.applyPayment ?? row.refundPayment, 'CNY'),
      items: text(row.productName) ? [{ title: text(row.productName) }] : undefined,
      evidence: [
        ...mediaOf(row.vouchers),
        ...operationsOf(row).flatMap((entry) => mediaOf(entry.vouchers ?? entry.voucher)),
      ],
      appliedAt: timeOf(row.gmtApply, context),
      deadlineAt: timeOf(row.gmtTimeOut, context),
    }),
  ];
}

export const alibaba1688: ConsoleDefinition = {
  id: '1688',
  version: '7',
  names: { zh: '1688', en: '1688' },
  hosts: ['https://work.1688.com/*', 'https://dispute.1688.com/*', 'https://trade.1688.com/*'],
  cdnHosts: ['https://*.alicdn.com/*'],
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  pages: [
    { kind: 'list', pattern: /^dispute\.1688\.com\/refund\/sellerRefundList\.htm/ },
    {
      kind: 'detail',
      pattern: /^trade\.1688\.com\/order\/refund\/assureRefundDetail\.htm/,
      claimIdParam: 'refundId',
    },
  ],
  tap: {
    paths: [/refund/i],
    parse: (json, context) =>
      objectsIn(json)
        .filter((object) => typeof object.refundId === 'string')
        .flatMap((row) => claim(row, context)),
  },
  dom: {
    row: '.mod-refund-list li[data-refund-id]',
    claimIdAttribute: 'data-refund-id',
    labels: { claimId: ['退款编号', '退款单号'], amount: ['申请退款金额'] },
  },
  ids: { claim: CLAIM, order: ORDER },
  expects: {
    list: ['claimId', 'orderId', 'amount', 'status'],
    detail: ['claimId', 'orderId', 'reason', 'amount', 'evidence'],
  },
  certainty: 'medium',
};
