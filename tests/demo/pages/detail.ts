/** One claim's own page: labels with full-width colons, the evidence section, the negotiation log. */
import { type DemoClaim, detailLabels, status } from '../records.ts';
import { countdown, pageTime } from '../time.ts';
import { escapeHtml, frame } from './frame.ts';

/**
 * The server draws labels and log; the page asks for its own JSON and draws the evidence from it, as the real one does. Its text
 * box remembers the value it was given and listens for typing, as React's do; its chat box is editable content.
 */
export function detailPage(claim: DemoClaim): string {
  const item = ([label, value]: [string, string]) =>
    `<div class="detail-item_row__b7"><span class="detail-item_label__b7">${label}：</span><span class="detail-item_value__b7">${escapeHtml(value)}</span></div>`;
  const log: [string, string][] = [
    [`买家 发起了${claim.type === 'return-refund' ? '退货退款' : '仅退款'}申请`, pageTime(claim.appliedAt)],
    ['系统 已通知商家处理', pageTime(claim.appliedAt + 4_000)],
  ];
  return frame(
    '售后详情 - 拼多多商家后台',
    STYLE,
    `<div class="detail_scroll__b7"><div class="card_wrap__c4"><h2>退款申请单</h2>
<div class="detail_state__b7">${status(claim)}<span class="detail-item_row__b7"><span class="detail-item_label__b7">剩余处理时间：</span><span class="detail-item_value__b7">${countdown(claim.timeLeft)}</span></span></div>
<div class="detail_goods__b7"><img src="${escapeHtml(claim.thumbnail)}" alt=""><div><div class="order-info_main__4">${escapeHtml(claim.goods.title)}</div><div class="order-info_sub__4">${escapeHtml(claim.goods.spec)} x1</div></div></div>
<div class="detail_grid__b7">${detailLabels(claim).map(item).join('')}</div>
<div class="detail_actions__b7"><button class="BTN_primary__5" data-testid="beast-core-button">同意退款</button><button>拒绝</button><button>快递拦截</button><button>添加备注</button></div></div>
<div class="card_wrap__c4 evidence_wrap__b7"><div class="section_title__b7">申请凭证</div><div class="evidence_list__b7" id="evidence"></div></div>
<div class="card_wrap__c4"><div class="section_title__b7">协商详情</div><div class="mui-steps">${log
      .map(
        ([title, at]) =>
          `<div class="mui-steps-item"><div class="mui-steps-item-title">${title}</div><div class="mui-steps-item-description">${at}</div></div>`,
      )
      .join('')}</div><a href="#">查看全部</a>　<a href="#">聊天记录</a></div>
<div class="card_wrap__c4"><div class="section_title__b7">拒绝说明</div><div class="reply_row__b7"><textarea id="refuse-text" rows="3" maxlength="500" placeholder="请填写拒绝原因"></textarea><span id="refuse-count">0/500</span></div>
<div class="section_title__b7">联系买家</div><div id="chat-text" class="reply_editor__b7" contenteditable="true"></div><div class="detail_actions__b7"><button id="chat-send">发送</button><span id="chat-sent">0</span></div></div></div>
<div class="preview_wrap__b7" id="preview" hidden><img alt=""></div>
<script>${SCRIPT}</script>`,
  );
}

const STYLE = `
.detail_scroll__b7{overflow:auto;flex:1}.detail_scroll__b7 h2{margin:0 0 8px;font-size:18px}
.detail_state__b7{display:flex;gap:24px;align-items:center;background:#fff8f0;border:1px solid #ffe2bd;border-radius:4px;padding:10px 16px;font-weight:600;color:#d46b08}
.detail_goods__b7{display:flex;gap:12px;padding:16px 0}.detail_goods__b7 img{width:72px;height:72px;object-fit:cover;border:1px solid #eee;border-radius:3px}.order-info_sub__4{color:rgba(0,0,0,.45)}
.detail_grid__b7{display:grid;grid-template-columns:1fr 1fr;gap:8px 24px}.detail-item_row__b7{display:flex}.detail-item_label__b7{color:rgba(0,0,0,.55);flex:none;width:120px}.detail-item_value__b7{flex:1}
.detail_state__b7 .detail-item_row__b7{font-weight:400}.detail_actions__b7{display:flex;gap:10px;padding-top:16px}.section_title__b7{font-weight:600;margin-bottom:10px}
.evidence_list__b7{display:flex;gap:10px;min-height:24px}.evidence_list__b7 img{width:112px;height:112px;object-fit:cover;border-radius:4px;border:1px solid #e5e7eb;cursor:zoom-in}
.reply_row__b7{display:flex;gap:8px;align-items:flex-end;margin-bottom:12px}.reply_row__b7 textarea{flex:1;font:inherit;border:1px solid #d9dbe0;border-radius:3px;padding:6px 8px}.reply_editor__b7{min-height:56px;border:1px solid #d9dbe0;border-radius:3px;padding:6px 8px;white-space:pre-wrap}
.mui-steps-item{padding:0 0 12px 16px;border-left:2px solid #e8eaee}.mui-steps-item-description{color:rgba(0,0,0,.45);font-size:12px}
.preview_wrap__b7:not([hidden]){position:fixed;inset:0;background:rgba(0,0,0,.7);display:flex;align-items:center;justify-content:center}.preview_wrap__b7 img{max-width:80vw;max-height:85vh}
`;

const SCRIPT = `
const asked=new URLSearchParams(location.search), preview=document.getElementById('preview');
fetch('/mercury/merchant/afterSales/detail',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({id:Number(asked.get('id')),orderSn:asked.get('orderSn')})}).then(r=>r.json()).then(({result})=>{
  const box=document.getElementById('evidence'); if(!result.images.length) box.textContent='买家未上传凭证';
  for(const url of result.images){const i=document.createElement('img'); i.src=url.includes('x-signature')?url:url+'?imageView2/2/w/300'; i.onclick=()=>{preview.firstElementChild.src=url; preview.hidden=false}; box.append(i)}});
preview.onclick=()=>{preview.hidden=true};
const refuse=document.getElementById('refuse-text'), chat=document.getElementById('chat-text'), sent=document.getElementById('chat-sent');
const remembered=Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype,'value'); let known='';
Object.defineProperty(refuse,'value',{configurable:true,get(){return remembered.get.call(this)},set(text){known=text;remembered.set.call(this,text)}});
refuse.addEventListener('input',()=>{const text=refuse.value; if(text===known)return; known=text; document.getElementById('refuse-count').textContent=[...text].length+'/500'; refuse.dataset.state=text});
chat.addEventListener('input',()=>{chat.dataset.state=chat.textContent});
const send=()=>{sent.textContent=String(Number(sent.textContent)+1)}; document.getElementById('chat-send').onclick=send; chat.addEventListener('keydown',e=>{if(e.key==='Enter')send()});
`;
