import { expect, it } from 'vitest';
import { goodsAt } from '../../../lib/consoles/goods-address.ts';
import { consoleById } from '../../../lib/consoles/registry.ts';

it.each([
  ['https://mobile.yangkeduo.com/goods.html?goods_id=612345678901', 'pinduoduo', '612345678901'],
  ['https://mms.pinduoduo.com/goods/detail?goodsId=612345678901', 'pinduoduo', '612345678901'],
  ['https://item.taobao.com/item.htm?id=680000000123456&spm=a', 'taobao', '680000000123456'],
  ['https://detail.tmall.com/item.htm?id=680000000123456', 'taobao', '680000000123456'],
  ['https://detail.1688.com/offer/610947572360.html', '1688', '610947572360'],
  ['https://item.jd.com/100012043978.html', 'jd', '100012043978'],
  ['https://www.aliexpress.com/item/1005001234567890.html', 'aliexpress', '1005001234567890'],
  ['https://www.amazon.co.uk/Some-Mug/dp/B0ABCDEF12/ref=sr_1', 'amazon', 'B0ABCDEF12'],
  ['https://www.ebay.com/itm/110000000001?hash=x', 'ebay', '110000000001'],
  ['https://www.etsy.com/listing/1234567890/blue-mug', 'etsy', '1234567890'],
  ['https://shopee.sg/Blue-Mug-i.12345.67890123', 'shopee', '67890123'],
  ['https://www.lazada.sg/products/mug-i123456789-s987.html', 'lazada', '123456789'],
  ['https://www.temu.com/mug-g-601099512345678.html', 'temu', '601099512345678'],
  ['https://produto.mercadolivre.com.br/MLB-1234567890-caneca-_JM', 'mercadolibre', 'MLB-1234567890'],
])('%s', (address, console, itemId) => {
  expect(goodsAt(address)).toEqual({ console, itemId });
  expect(consoleById(console)).toBeDefined();
});

it.each([
  '',
  'x',
  'https://example.com/item?id=123456',
  'https://item.taobao.com/item.htm?id=%3Cb%3E',
  'https://www.amazon.com/gp/cart',
])('no goods: %s', (address) => {
  expect(goodsAt(address)).toBeUndefined();
});
