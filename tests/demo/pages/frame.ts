/** What every page of the demo console has around it: top bar, side navigation, style. */

const NAVIGATION: [string, string[]][] = [
  ['发货管理', ['订单查询', '物流工具', '包裹中心']],
  ['售后管理', ['售后工作台', '待商家处理售后', '工单管理', '极速退款']],
  ['商品管理', ['商品列表', '发布新商品', '商品体检']],
  ['店铺营销', ['营销活动', '短信营销']],
  ['数据中心', ['经营总览', '服务数据']],
];

/** Whole page; `body` is trusted HTML of the demo itself. */
export function frame(title: string, style: string, body: string): string {
  const navigation = NAVIGATION.map(
    ([group, items]) =>
      `<div class="nav-group_title__k1d3">${group}</div>${items
        .map(
          (item) =>
            `<a class="nav-item_link__p0s2${item === '售后工作台' ? ' nav-item_active__x' : ''}" href="#">${item}</a>`,
        )
        .join('')}`,
  ).join('');
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title>
<link rel="icon" href="data:,"><style>${BASE}${style}</style></head><body>
<header class="top-bar_wrap__q8"><span class="top-bar_logo__q8">拼多多 商家后台</span><span class="top-bar_demo__q8">演示环境:本机假数据</span>
<span class="top-bar_right__q8">消息 <b>12</b>　客服平台　规则中心　<i></i>陶与木生活馆</span></header>
<div class="layout_main__z2"><nav class="nav_wrap__z2">${navigation}</nav><main class="layout_body__z2">${body}</main></div></body></html>`;
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const BASE = `
*{box-sizing:border-box}html,body{height:100%}
body{margin:0;font:14px/1.5 "PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:rgba(0,0,0,.85);background:#f4f5f7;display:flex;flex-direction:column}
a{color:#407cff;text-decoration:none}
.top-bar_wrap__q8{height:52px;flex:none;background:#fff;border-bottom:1px solid #e8eaee;display:flex;align-items:center;padding:0 20px;gap:16px}
.top-bar_logo__q8{font-weight:600;font-size:17px;color:#e02e24}.top-bar_demo__q8{font-size:12px;color:#a35b00;background:#fff3e0;border-radius:3px;padding:1px 8px}
.top-bar_right__q8{margin-left:auto;color:rgba(0,0,0,.6);font-size:13px}.top-bar_right__q8 b{color:#fff;background:#e02e24;border-radius:8px;padding:0 6px;font-size:11px}
.top-bar_right__q8 i{display:inline-block;width:22px;height:22px;border-radius:50%;background:#d9c7b0;vertical-align:-6px;margin-right:6px}
.layout_main__z2{flex:1;min-height:0;display:flex}.nav_wrap__z2{width:168px;flex:none;background:#fff;border-right:1px solid #e8eaee;padding:12px 0;overflow:auto}
.nav-group_title__k1d3{padding:12px 20px 4px;font-size:12px;color:rgba(0,0,0,.45)}
.nav-item_link__p0s2{display:block;padding:6px 20px;color:rgba(0,0,0,.75)}.nav-item_active__x{color:#e02e24;background:#fef1f0;border-right:3px solid #e02e24}
.layout_body__z2{flex:1;min-width:0;padding:16px 20px;overflow:hidden;display:flex;flex-direction:column}
.card_wrap__c4{background:#fff;border-radius:4px;padding:16px 20px;margin-bottom:12px}
button{font:inherit;border:1px solid #d9dbe0;background:#fff;border-radius:3px;padding:3px 12px;color:rgba(0,0,0,.75);cursor:pointer}
button.BTN_primary__5{background:#407cff;border-color:#407cff;color:#fff}
`;
