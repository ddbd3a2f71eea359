/** One claim's own page: labels with full-width colons, the evidence section, the negotiation log. */
import { type DemoClaim, detailLabels, status } from '../records.ts';
import { countdown, pageTime } from '../time.ts';
import { escapeHtml, frame } from './frame.ts';

/** The server draws labels and log; the page asks for its own JSON and draws the evidence from it, as the real one does. */
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
      .join('')}</div><a href="#">查看全部</a>　<a href="#">聊天记录</a></div></div>
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
.mui-steps-item{padding:0 0 12px 16px;border-left:2px solid #e8eaee}.mui-steps-item-description{color:rgba(0,0,0,.45);font-size:12px}
.preview_wrap__b7:not([hidden]){position:fixed;inset:0;background:rgba(0,0,0,.7);display:flex;align-items:center;justify-content:center}.preview_wrap__b7 img{max-width:80vw;max-height:85vh}
`;

const SCRIPT = `
const asked=new URLSearchParams(location.search), preview=document.getElementById('preview');
fetch('/mercury/merchant/afterSales/detail',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({id:Number(asked.get('id')),orderSn:asked.get('orderSn')})}).then(r=>r.json()).then(({result})=>{
  const box=document.getElementById('evidence'); if(!result.images.length) box.textContent='买家未上传凭证';
  for(const url of result.images){const i=document.createElement('img'); i.src=url.includes('x-signature')?url:url+'?imageView2/2/w/300'; i.onclick=()=>{preview.firstElementChild.src=url; preview.hidden=false}; box.append(i)}});
preview.onclick=()=>{preview.hidden=true};
`;
