/** 聚水潭: an ERP in which claims of many shops stand in one table; labels and column heads carry the reading. */
import type { ConsoleDefinition } from '../types.ts';

export const jushuitan: ConsoleDefinition = {
  id: 'jushuitan',
  version: '7',
  names: { zh: '聚水潭', en: 'Jushuitan' },
  hosts: ['https://*.erp321.com/*', 'https://*.jushuitan.com/*'],
  // Pictures stand at the platforms' own hosts, granted with their consoles.
  cdnHosts: ['https://*.alicdn.com/*'],
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  pages: [
    {
      kind: 'list',
      pattern: /^[a-z0-9-]+\.(?:erp321|jushuitan)\.com\/.*(?:aftersale|after-sale|as_list|refund)/i,
    },
  ],
  dom: {
    labels: {
      claimId: ['售后单号', '内部售后单号'],
      orderId: ['线上订单号', '平台订单号'],
      reason: ['问题类型', '售后原因'],
      buyer: ['买家账号', '买家昵称'],
      evidence: ['凭证', '售后图片'],
    },
  },
  ids: { claim: /^\d{5,20}$/, order: /^[\w-]{6,40}$/ },
  expects: {
    list: ['claimId', 'orderId', 'kind', 'reason', 'amount'],
    detail: ['claimId', 'orderId', 'reason'],
  },
  certainty: 'thin',
};
