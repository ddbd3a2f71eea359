/** 有赞: refunds of shops on its platform; only the addresses' hosts are known, so labels carry the reading. */
import type { ConsoleDefinition } from '../types.ts';

export const youzan: ConsoleDefinition = {
  id: 'youzan',
  version: '7',
  names: { zh: '有赞', en: 'Youzan' },
  hosts: ['https://www.youzan.com/*', 'https://store.youzan.com/*'],
  cdnHosts: ['https://*.yzcdn.cn/*'],
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  pages: [
    { kind: 'detail', pattern: /^(?:www|store)\.youzan\.com\/.*(?:refund|safeguard).*detail/ },
    { kind: 'list', pattern: /^(?:www|store)\.youzan\.com\/.*(?:refund|safeguard)/ },
  ],
  dom: {
    labels: {
      claimId: ['退款编号', '维权编号', '售后编号'],
      orderId: ['订单编号', '订单号'],
      kind: ['售后方式', '处理方式'],
      description: ['退款说明', '维权说明'],
      evidence: ['退款凭证', '买家举证', '维权凭证'],
    },
  },
  ids: { claim: /^\d{12,24}$/, order: /^E\d{12,26}$/ },
  expects: {
    list: ['claimId', 'orderId', 'amount', 'status'],
    detail: ['claimId', 'orderId', 'reason', 'evidence'],
  },
  certainty: 'thin',
};
