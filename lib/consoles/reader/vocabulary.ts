/** Words beside which consoles put a claim's values, in Chinese, English, Vietnamese and Portuguese (docs/consoles.md). */
import { fold } from './text.ts';

export const LABEL_NAMES = [
  'shopId',
  'claimId',
  'orderId',
  'buyer',
  'product',
  'itemId',
  'sku',
  'quantity',
  'amount',
  'paid',
  'kind',
  'reason',
  'description',
  'appliedAt',
  'deadlineAt',
  'status',
  'shipping',
  'shippedAt',
  'deliveredAt',
  'trackingNo',
  'orderedAt',
  'evidence',
  'log',
] as const;
export type LabelName = (typeof LABEL_NAMES)[number];

/** Data, not code: every word stands for itself, longer words win over shorter ones that they begin with. */
export const WORDS: Record<LabelName, string[]> = {
  shopId: ['店铺ID', '店铺编号', '商家ID', '店铺id', 'Shop ID', 'Store ID', 'Seller ID', 'Merchant ID'],
  claimId: [
    '售后编号',
    '售后编码',
    '售后单号',
    '售后单编号',
    '退款编号',
    '退款单号',
    '服务单号',
    '服务单',
    '退货单号',
    '纠纷编号',
    '工单编号',
    '售后单ID',
    '退款ID',
    'Return ID',
    'Return request ID',
    'Request ID',
    'Refund ID',
    'RMA',
    'RMA ID',
    'Case ID',
    'Case #',
    'Case number',
    'Claim ID',
    'Claim #',
    'Dispute ID',
    'Return no.',
    'Return number',
    'Mã yêu cầu trả hàng',
    'ID da solicitação',
    'Nº da reclamação',
    'Número da reclamação',
  ],
  orderId: [
    '订单编号',
    '订单号',
    '订单ID',
    '主订单号',
    '主订单编号',
    '交易号',
    '包裹号',
    'Order ID',
    'Order number',
    'Order no.',
    'Order no',
    'Order #',
    'Order',
    'Mã đơn hàng',
    'ID do pedido',
    'Nº do pedido',
    'Número do pedido',
    'Venda #',
    'Pedido',
  ],
  buyer: [
    '买家',
    '买家昵称',
    '买家会员名',
    '旺旺',
    '买家账号',
    '客户账号',
    '客户姓名',
    '用户昵称',
    '收货人',
    'Buyer',
    'Buyer username',
    'Username',
    'Customer',
    'Buyer name',
    'Customer name',
    'Người mua',
    'Comprador',
  ],
  product: [
    '商品',
    '商品名称',
    '商品信息',
    '商品标题',
    '宝贝',
    '宝贝信息',
    '商品快照',
    '售后商品',
    'Item',
    'Items',
    'Product',
    'Product name',
    'Listing',
    'Sản phẩm',
    'Produto',
  ],
  itemId: ['商品ID', '商品编号', '商品编码', 'Item ID', 'Item number', 'ASIN', 'Listing ID'],
  sku: [
    '商家编码',
    '货号',
    '规格',
    '商品规格',
    '规格型号',
    '颜色分类',
    'SKU编码',
    'SKU',
    'Seller SKU',
    'Variation',
    'MSKU',
  ],
  quantity: ['数量', '退货数量', '售后数量', '申请件数', 'Qty', 'Quantity', 'Units'],
  amount: [
    '退款金额',
    '申请退款金额',
    '申请金额',
    '售后退款',
    '应退金额',
    '退款总额',
    '售后金额',
    'Refund amount',
    'Requested amount',
    'Amount requested',
    'Refund total',
    'Total refund',
    'Số tiền hoàn',
    'Valor do reembolso',
  ],
  paid: [
    '实收',
    '实付',
    '实付金额',
    '实收金额',
    '订单金额',
    '交易金额',
    '商品总价',
    '支付金额',
    'Order total',
    'Paid',
    'Amount paid',
    'Total paid',
  ],
  kind: [
    '售后类型',
    '退款类型',
    '服务类型',
    '要求',
    '客户期望',
    '申请类型',
    '处理方式',
    '售后方式',
    'Return type',
    'Request type',
    'Resolution',
    'Requested resolution',
    'Solution',
    'Type of request',
  ],
  reason: [
    '申请原因',
    '售后原因',
    '退款原因',
    '退货原因',
    '原因',
    '问题类型',
    'Reason',
    'Return reason',
    'Refund reason',
    'Claim reason',
    'Reason for return',
    'Lý do',
    'Motivo',
  ],
  description: [
    '售后申请说明',
    '申请说明',
    '售后说明',
    '退款说明',
    '退款描述',
    '问题描述',
    '买家说明',
    '买家留言',
    '补充描述',
    '说明',
    'Description',
    'Buyer comment',
    'Buyer comments',
    'Comments',
    'Customer note',
    'Customer comments',
    'Details',
    'Message from buyer',
    'Comentários',
  ],
  appliedAt: [
    '申请时间',
    '发起时间',
    '售后申请时间',
    '退款申请时间',
    '创建时间',
    '申请退款时间',
    'Requested on',
    'Request date',
    'Return request date',
    'Created',
    'Created on',
    'Opened on',
    'Opened',
    'Date requested',
    'Data da solicitação',
  ],
  deadlineAt: [
    '剩余处理时间',
    '剩余时间',
    '处理倒计时',
    '超时时间',
    '截止时间',
    '还剩',
    '处理时限',
    'Respond by',
    'Due date',
    'Reply by',
    'Time left',
    'Deadline',
    'Action due',
    'Due by',
  ],
  status: [
    '售后状态',
    '退款状态',
    '处理状态',
    '状态',
    '当前状态',
    'Status',
    'Return status',
    'Request status',
    'State',
    'Trạng thái',
    'Situação',
  ],
  shipping: [
    '发货状态',
    '物流状态',
    '货物状态',
    '是否收到货',
    '物流公司',
    '发货物流公司',
    '退货物流',
    'Shipping status',
    'Carrier',
  ],
  shippedAt: ['发货时间', 'Shipped on', 'Ship date'],
  deliveredAt: ['签收时间', '已签收', '收货时间', 'Delivered', 'Delivered on', 'Delivery date'],
  trackingNo: ['快递单号', '发货快递单号', '运单号', '物流单号', 'Tracking ID', 'Tracking number'],
  orderedAt: [
    '下单时间',
    '成交时间',
    '成团时间',
    '付款时间',
    '支付时间',
    'Order date',
    'Ordered on',
    'Purchase date',
    'Ngày đặt hàng',
    'Data do pedido',
  ],
  evidence: [
    '买家凭证',
    '申请凭证',
    '退款凭证',
    '售后凭证',
    '凭证图片',
    '图片凭证',
    '举证图片',
    '举证凭证',
    '上传凭证',
    '问题描述图片',
    '售后图片',
    '图片/视频',
    '凭证',
    '用户举证',
    '买家举证',
    'Photos',
    'Buyer photos',
    'Evidence',
    'Proof',
    'Attachments',
    'Images',
    'Files',
    'Media',
    'Customer photos',
    'Photos from buyer',
    'Hình ảnh',
    'Fotos',
    'Anexos',
    'Evidências',
  ],
  log: [
    '协商详情',
    '协商记录',
    '协商历史',
    '留言/凭证',
    '操作日志',
    '处理记录',
    '聊天记录',
    'History',
    'Timeline',
    'Case log',
    'Activity',
    'Conversation',
    'Histórico da Solicitação',
    'Histórico do chat',
  ],
};

/** Words that also occur as values or page titles: they are labels, but a value that contains one is still a value. */
const WEAK = new Set(
  [
    '商品',
    '宝贝',
    '服务单',
    '原因',
    '说明',
    '要求',
    '凭证',
    '已签收',
    '还剩',
    '旺旺',
    '状态',
    '实付',
    '实收',
    '买家',
    '规格',
    '数量',
    '聊天记录',
    '收货人',
    'Item',
    'Items',
    'Product',
    'Order',
    'Pedido',
    'Buyer',
    'Customer',
    'Listing',
    'Delivered',
    'Created',
    'Opened',
    'Details',
    'Status',
    'State',
    'Photos',
    'Images',
    'Files',
    'Media',
    'Proof',
    'Evidence',
    'History',
    'Activity',
    'Reason',
    'Motivo',
    'Paid',
    'Resolution',
    'Solution',
    'SKU',
    'Comments',
    'Units',
    'Description',
    'Fotos',
  ].map(fold),
);

/** Look-alikes that are navigation, filters or buttons, never labels (consoles.md §7.2). */
const NEVER = [
  '待商家处理售后',
  '退款/售后',
  '售后服务',
  '申请售后',
  '申请凭证要求',
  'Status page',
  'Order details',
  'Order history',
].map(fold);

/** How a text begins with a label. `exact`: it is nothing else; `colon`: a colon follows; `spaced`: a space, `#` or the value itself. */
export interface LabelMatch {
  name: LabelName;
  word: string;
  form: 'exact' | 'colon' | 'spaced';
  weak: boolean;
}

export interface Vocabulary {
  match(text: string): LabelMatch | undefined;
  /** The label a whole text is, with no value behind it. */
  exact(text: string): LabelMatch | undefined;
}

const MAX_WORD = 32;

/**
 * The common words with a console's own additions, ready for matching. `without` takes words away that mean something else on
 * that console.
 */
export function vocabularyOf(
  own: Partial<Record<LabelName, string[]>> = {},
  without: string[] = [],
): Vocabulary {
  const words = new Map<string, LabelName>();
  const starts = new Set<string>();
  const banned = new Set([...NEVER, ...without.map(fold)]);
  for (const source of [WORDS, own]) {
    for (const name of LABEL_NAMES) {
      for (const word of source[name] ?? []) {
        const folded = fold(word);
        if (!banned.has(folded)) words.set(folded, name);
        starts.add(folded.slice(0, 2));
      }
    }
  }
  function match(text: string): LabelMatch | undefined {
    const folded = fold(text.slice(0, 200));
    if (!starts.has(folded.slice(0, 2)) || banned.has(folded)) return undefined;
    for (let length = Math.min(MAX_WORD, folded.length); length >= 2; length--) {
      const name = words.get(folded.slice(0, length));
      if (!name) continue;
      const word = folded.slice(0, length);
      const rest = folded.slice(length);
      const weak = WEAK.has(word);
      if (/^[\s:：*?]*$/.test(rest)) return { name, word, form: 'exact', weak };
      if (/^\s*[:]/.test(rest)) return { name, word, form: 'colon', weak };
      if (/^(?:\s|\d|[¥$€£₫#(])/.test(rest) || word.endsWith('#'))
        return { name, word, form: 'spaced', weak };
    }
    return undefined;
  }
  return {
    match,
    exact(text) {
      if (text.length > MAX_WORD + 4) return undefined;
      const found = match(text);
      return found?.form === 'exact' ? found : undefined;
    },
  };
}

/** What follows the label in a text that begins with it, in the page's own characters. */
export function afterLabel(text: string, word: string): string {
  for (let end = 1; end <= text.length; end++) {
    if (fold(text.slice(0, end)) === word)
      return text
        .slice(end)
        .replace(/^\s*[:：]?\s*/, '')
        .trim();
  }
  return '';
}
