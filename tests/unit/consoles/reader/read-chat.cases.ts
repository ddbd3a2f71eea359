/** Every boundary of `reader/read-chat.ts`, each tried alone: who sent which picture, and which numbers stand beside the conversation. */

import { runsIn } from '../../../../lib/consoles/page/walk.ts';
import { siteConsole } from '../../../../lib/consoles/platforms/site.ts';
import { readChat, sentBy } from '../../../../lib/consoles/reader/read-chat.ts';
import { type Alone, ENV } from '../alone.ts';
import { bodyOf } from '../body.ts';

const ORDER = ['111111-000001', '111111-000002'] as const;
const CLAIM = '10000000000001';
const order = (n: 0 | 1): string => `<p>订单编号：<b>${ORDER[n]}</b></p>`;

const picture = (name: string, folder = 'u'): string =>
  `<img src="https://img.example.org/${folder}/${name}.jpg">`;
const nameOf = (url: string): string => /([^/]+)\.jpg$/.exec(url)?.[1] ?? url;

/** A message of one side, and one whose side nothing tells. */
const buyer = (html: string): string =>
  `<div class="message-item buyer"><div class="body">${html}</div></div>`;
const seller = (html: string): string =>
  `<div class="message-item seller"><div class="body">${html}</div></div>`;
const somebody = (html: string): string => `<div class="message-item"><div class="body">${html}</div></div>`;
const panel = (html: string): string => `<div class="side-panel">${html}</div>`;

/** `buyer's | seller's | platform's | nobody knows whose | claims | orders`. */
const chat = ([name, html, expected]: readonly [string, string, string]): Alone => ({
  name: `chat: ${name}`,
  told: () => {
    const body = bodyOf(html);
    const { pictures, claimIds, orderIds } = readChat(
      body,
      runsIn(body),
      siteConsole(ENV.context.url),
      ENV.context,
      ENV,
    );
    const of = (author: Parameters<typeof sentBy>[0]): string =>
      sentBy(author, pictures)
        .evidence.map(({ url }) => nameOf(url))
        .join();
    return [of('buyer'), of('seller'), of('platform'), of(undefined), claimIds.join(), orderIds.join()].join(
      ' | ',
    );
  },
  expected,
});

const CHATS: [string, string, string][] = [
  ['nothing', '<main></main>', ' |  |  |  |  | '],
  [
    'each side’s pictures, and the order beside the conversation',
    `<main>${buyer(picture('b1'))}${seller(picture('x1'))}${somebody(picture('u1'))}</main>${panel(order(0))}`,
    `b1 | x1 |  | u1 |  | ${ORDER[0]}`,
  ],
  [
    'a claim’s number beside the conversation',
    `<main>${buyer(picture('b1'))}</main>${panel(`<p>售后编号：<b>${CLAIM}</b></p>${order(0)}`)}`,
    `b1 |  |  |  | ${CLAIM} | ${ORDER[0]}`,
  ],
  [
    'pictures outside the conversation',
    `<main>${buyer('早')}</main>${panel(picture('z1'))}`,
    ' |  |  |  |  | ',
  ],
  [
    'pictures of the listing',
    `<main>${buyer(picture('b1'))}${buyer(picture('z1', 'products'))}</main>`,
    'b1 |  |  |  |  | ',
  ],
  [
    'a buyer’s upload by its address where no class tells the side',
    `<main>${somebody(picture('b1', 'chat-pic-mall-user'))}${somebody(picture('u1'))}</main>`,
    'b1 |  |  | u1 |  | ',
  ],
  [
    'what the seller is about to send',
    `<main>${buyer(picture('b1'))}</main><div class="chat-item"><div class="upload">${picture('z1')}</div></div>`,
    'b1 |  |  |  |  | ',
  ],
  [
    'a card of goods',
    `<main>${buyer(picture('b1'))}${buyer(`<div class="goods">${picture('z1')}</div>`)}</main>`,
    'b1 |  |  |  |  | ',
  ],
  [
    'a notice',
    `<main>${buyer(picture('b1'))}${buyer(`<div role="alert">${picture('z1')}</div>`)}</main>`,
    'b1 |  |  |  |  | ',
  ],
  [
    'a card with a price',
    `<main>${buyer(picture('b1'))}${buyer(`<div class="share-card">${picture('z1')}<p>￥19.90</p></div>`)}</main>`,
    'b1 |  |  |  |  | ',
  ],
  [
    'a message of one picture and a price',
    `<main>${buyer(`<p>${picture('b1')}</p><p>才￥19.90</p>`)}${buyer(picture('b2'))}</main>`,
    'b2 |  |  |  |  | ',
  ],
  [
    'a quoted message',
    `<main>${buyer(picture('b1'))}${buyer(`<blockquote>${picture('z1')}</blockquote>`)}${buyer(`<div class="quote">${picture('z2')}</div>`)}${buyer(`<div aria-label="引用：张三">${picture('z3')}</div>`)}</main>`,
    'b1 |  |  |  |  | ',
  ],
  [
    'a message that is an answer',
    `<main><div class="reply-message-item buyer"><div class="body">${picture('b1')}</div></div></main>`,
    'b1 |  |  |  |  | ',
  ],
  // A card with an order that one side sent binds nothing, whatever its class.
  [
    'a number on a card within a message',
    `<main>${buyer(`<div class="order-info">${order(1)}</div>`)}</main>${panel(order(0))}`,
    ` |  |  |  |  | ${ORDER[0]}`,
  ],
  [
    'a number that somebody typed',
    `<main>${buyer(`<p>订单编号：${ORDER[1]}</p>`)}</main>${panel(order(0))}`,
    ` |  |  |  |  | ${ORDER[0]}`,
  ],
  [
    'a number that a side typed where only an attribute tells the side',
    `<main><div data-role="buyer"><p>订单编号：${ORDER[1]}</p></div></main><div>${order(0)}</div>`,
    ` |  |  |  |  | ${ORDER[0]}`,
  ],
  [
    'a number between two pictures of the conversation',
    `<main><div><div data-role="buyer">${picture('b1')}</div><p>订单编号：${ORDER[1]}</p><div data-role="seller">${picture('x1')}</div></div></main><div>${order(0)}</div>`,
    `b1 | x1 |  |  |  | ${ORDER[0]}`,
  ],
  [
    'a number beside the only picture is beside the conversation',
    `<main><div><div data-role="buyer">${picture('b1')}</div>${order(0)}</div></main>`,
    `b1 |  |  |  |  | ${ORDER[0]}`,
  ],
  [
    'a number in a list of messages without a side',
    `<main><div class="chat-list"><p>订单编号：${ORDER[1]}</p></div></main>${panel(order(0))}`,
    ` |  |  |  |  | ${ORDER[0]}`,
  ],
  [
    'a panel within the part of the chat',
    `<main class="chat-content"><div class="order-panel">${order(0)}</div></main>`,
    ` |  |  |  |  | ${ORDER[0]}`,
  ],
  [
    'one number twice, and one that nobody can read',
    `<main>${buyer('早')}</main>${panel(`${order(0)}${order(0)}<p>订单编号：<b>A/7</b></p>`)}`,
    ` |  |  |  |  | ${ORDER[0]}`,
  ],
];

export const CASES: Alone[] = CHATS.map(chat);
