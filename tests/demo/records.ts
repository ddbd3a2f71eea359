/** The demo's claims in the console's own JSON shapes, and the addresses of their pictures. */
import { createHash, createHmac } from 'node:crypto';
import type { Casting, Photo } from './cast.ts';
import type { Recipe } from './pictures/recipe.ts';
import { listingRecipe, PRODUCTS, type Product } from './shop.ts';
import { pageDay, pageTime } from './time.ts';

export const CONSOLE_HOST = 'mms.pinduoduo.com';
/** Every host that the demo server answers for, as the drivers want it. */
export const HOSTS = ['mms.pinduoduo.com', '*.pddugc.com', '*.pddpic.com', '*.yangkeduo.com'];

/** One stored picture: what the CDN holds under `host` + `path`. */
export interface StoredPicture {
  host: string;
  path: string;
  recipe: Recipe;
  photo?: Photo;
}

export interface DemoClaim extends Casting {
  /** `pinduoduo:<claimId>` */
  key: string;
  claimId: string;
  orderId: string;
  goods: Product;
  /** Addresses of the evidence as the console shows them. */
  evidence: string[];
  thumbnail: string;
}

export interface Demo {
  claims: DemoClaim[];
  pictures: Map<string, StoredPicture>;
}

const SIGNING_KEY = 'claimlens demo';
const STATUS = ['待商家处理', '退货退款待商家处理'] as const;

/** Numbers the cast and gives every picture its address. The same cast gets the same numbers. */
export function enrol(cast: Casting[], products: readonly Product[] = PRODUCTS): Demo {
  const pictures = new Map<string, StoredPicture>();
  const store = (host: string, path: string, recipe: Recipe, photo?: Photo) => {
    pictures.set(`${host}${path}`, { host, path, recipe, photo });
    return `https://${host}${path}`;
  };
  const listings = products.map((product, i) =>
    store(
      i % 3 === 2 ? 't00img.yangkeduo.com' : 'img.pddpic.com',
      `/mms-material-img/2026-05-0${(i % 8) + 1}/${uuid(`listing ${product.id}`)}.jpeg${i % 4 === 1 ? '.a.jpeg' : ''}`,
      listingRecipe(product),
    ),
  );
  const claims = cast.map((one, n) => {
    const claimId = `2275${String(1_000_000_000 + n * 7_919).padStart(10, '0')}`;
    const orderId = `${pageDay(one.orderedAt).slice(2).replaceAll('-', '')}-${String(412_233_445_000_000 + n * 104_729)}`;
    const day = pageDay(one.appliedAt);
    const evidence = one.photos.map((photo, i) => {
      const host = 'chat-img.pddugc.com';
      const path = `/chat-pic-mall-user-v1/${day}/${uuid(`${claimId} ${i}`)}.jpeg`;
      const url = store(host, path, photo.recipe, photo);
      return photo.signed ? sign(url, one.appliedAt + 7 * 86_400_000) : url;
    });
    const goods = products[one.product] as Product;
    const thumbnail = `${listings[one.product]}?imageView2/2/w/200/q/80`;
    return { ...one, key: `pinduoduo:${claimId}`, claimId, orderId, goods, evidence, thumbnail };
  });
  return { claims, pictures };
}

/** Adds the signature that the demo's CDN asks for on signed pictures; `expires` in ms. */
export function sign(url: string, expires: number): string {
  const seconds = Math.floor(expires / 1000);
  return `${url}?x-expires=${seconds}&x-signature=${signature(new URL(url).pathname, seconds)}`;
}

/** True when the query is exactly what `sign` made and its time has not passed. */
export function signatureHolds(url: URL, now: number): boolean {
  const seconds = Number(url.searchParams.get('x-expires'));
  return (
    url.search === new URL(sign(url.origin + url.pathname, seconds * 1000)).search && seconds * 1000 > now
  );
}

const signature = (path: string, seconds: number) =>
  createHmac('sha256', SIGNING_KEY).update(`${path} ${seconds}`).digest('base64url').slice(0, 27);

/** A row of `/mercury/mms/afterSales/queryList`. Numbers stay numbers, amounts are fen, times seconds. */
export function listRow(claim: DemoClaim, now: number, startedAt: number) {
  return {
    id: Number(claim.claimId),
    orderSn: claim.orderId,
    afterSalesType: claim.type === 'return-refund' ? 2 : 1,
    afterSalesTypeName: typeName(claim),
    afterSalesStatus: claim.type === 'return-refund' ? 3 : 2,
    afterSalesTitle: status(claim),
    afterSalesReasonDesc: claim.reason,
    refundAmount: claim.goods.price,
    orderAmount: claim.goods.price,
    receiveAmount: claim.goods.price,
    goodsId: Number(claim.goods.id),
    goodsName: claim.goods.title,
    goodsSpec: claim.goods.spec,
    goodsNumber: 1,
    thumbUrl: claim.thumbnail,
    createdAt: Math.floor(claim.appliedAt / 1000),
    expireRemainTime: Math.floor((startedAt + claim.timeLeft - now) / 1000),
    sellerAfterSalesShippingStatus: 1,
    sellerAfterSalesShippingStatusDesc: '已发货',
    mallRemark: null,
    ...(claim.inList && claim.evidence.length > 0 ? { images: claim.evidence } : {}),
  };
}

/** The result of `/mercury/merchant/afterSales/detail`. */
export function detailRecord(claim: DemoClaim, now: number, startedAt: number) {
  return {
    ...listRow(claim, now, startedAt),
    remark: claim.description,
    images: claim.evidence,
    confirmTime: Math.floor(claim.orderedAt / 1000),
    shippingTime: Math.floor(claim.shippedAt / 1000),
    signedTime: Math.floor(claim.deliveredAt / 1000),
    trackingNumber: trackingNumber(claim),
    shippingName: '中通快递',
  };
}

/** What the detail page prints beside its labels. */
export function detailLabels(claim: DemoClaim): [string, string][] {
  return [
    ['售后编号', claim.claimId],
    ['订单编号', claim.orderId],
    ['售后类型', typeName(claim)],
    ['售后状态', status(claim)],
    ['发货状态', '已发货'],
    ['退款金额', yuan(claim.goods.price)],
    ['实收', yuan(claim.goods.price)],
    ['申请原因', claim.reason],
    ['售后申请说明', claim.description || '-'],
    ['申请时间', pageTime(claim.appliedAt)],
    ['成团时间', pageTime(claim.orderedAt)],
    ['发货时间', pageTime(claim.shippedAt)],
    ['签收时间', pageTime(claim.deliveredAt)],
    ['发货物流公司', '中通快递'],
    ['发货快递单号', trackingNumber(claim)],
    ['收货人', '李**'],
  ];
}

export const typeName = (claim: DemoClaim): string =>
  claim.type === 'return-refund' ? '退货退款' : '仅退款';
export const status = (claim: DemoClaim): string => STATUS[claim.type === 'return-refund' ? 1 : 0];
export const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`;
const trackingNumber = (claim: DemoClaim): string => `7${claim.claimId.slice(1)}`;

function uuid(seed: string): string {
  const h = createHash('sha256').update(seed).digest('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
}
