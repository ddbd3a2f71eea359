/** The claim list: rows without labels under a header, virtual scrolling, generated class names. */
import { frame } from './frame.ts';

/** The page asks for its rows itself and draws only those in view. */
export function listPage(): string {
  return frame(
    '售后工作台 - 拼多多商家后台',
    STYLE,
    `<div class="card_wrap__c4 tabs_wrap__f1"><b>售后工作台</b><span class="tab_on__f1">待商家处理 <em id="count"></em></span><span>待买家处理</span><span>平台处理中</span><span>退款成功</span><span>全部</span></div>
<div class="card_wrap__c4 filter_wrap__f1" data-testid="beast-core-card">订单编号 <input placeholder="请输入"> 售后类型 <select data-testid="beast-core-select-htmlInput"><option>全部</option></select> 退款/售后 <select><option>全部</option></select>
<button class="BTN_primary__5" data-testid="beast-core-button">查询</button><button data-testid="beast-core-button">重置</button></div>
<div class="card_wrap__c4 after-sales-table_wrap__3kd">
<div class="after-sales-table_header__3kd">${COLUMNS.map((c) => `<div class="after-sales-table_header_cell__3kd">${c}</div>`).join('')}</div>
<div class="after-sales-table_scroll__3kd" id="scroll"><div id="spacer"></div></div>
<div class="pagination_wrap__8"><span id="total"></span><button data-testid="beast-core-pagination-next">下一页</button></div></div>
<script>${SCRIPT}</script>`,
  );
}

const COLUMNS = [
  '商品信息',
  '订单金额/退款金额',
  '发货状态',
  '售后类型',
  '售后状态',
  '售后协商',
  '售后原因',
  '操作',
];

/** Height of one row, header included; the same number stands in the script. */
const ROW = 152;

const STYLE = `
.tabs_wrap__f1{display:flex;gap:28px;padding-bottom:10px}.tab_on__f1{color:#e02e24;border-bottom:2px solid #e02e24}.tabs_wrap__f1 em{font-style:normal}
.filter_wrap__f1{display:flex;gap:10px;align-items:center;color:rgba(0,0,0,.6)}.filter_wrap__f1 input,.filter_wrap__f1 select{font:inherit;border:1px solid #d9dbe0;border-radius:3px;height:30px;width:150px;padding:0 8px;background:#fff}
.after-sales-table_wrap__3kd{flex:1;min-height:0;display:flex;flex-direction:column;margin:0}
.after-sales-table_header__3kd,.after-sales-table_cells__3kd{display:grid;grid-template-columns:2.4fr 1.1fr .8fr .8fr 1.2fr .9fr 1.5fr 1fr}
.after-sales-table_header__3kd{background:#f7f8fa;color:rgba(0,0,0,.6);font-size:13px;padding-right:12px}.after-sales-table_header_cell__3kd{padding:9px 12px}
.after-sales-table_scroll__3kd{flex:1;min-height:0;overflow:auto;position:relative}
.after-sales-table_order_item__3kd9x{position:absolute;left:0;right:0;height:${ROW}px;padding-top:10px}
.table-item-header_wrap__2s{display:flex;gap:24px;align-items:center;background:#fafbfc;border:1px solid #eceef2;border-bottom:0;padding:5px 12px;font-size:13px;color:rgba(0,0,0,.6)}
.table-item-header_time__77a{color:#e02e24}.after-sales-table_cells__3kd{border:1px solid #eceef2;height:${ROW - 10 - 32}px}
.after-sales-table_item_cell__9f{padding:10px 12px;font-size:13px;overflow:hidden}.order-info_wrap__4{display:flex;gap:10px}.order-info_wrap__4 img{width:76px;height:76px;object-fit:cover;border:1px solid #eee;border-radius:3px}
.order-info_sub__4{color:rgba(0,0,0,.45);font-size:12px}.amount_dotted__1{color:rgba(0,0,0,.45)}.amount_refund__1{color:#e02e24;font-weight:600}
.reason_images__6{display:flex;gap:6px;margin-top:6px}.reason_images__6 img{width:48px;height:48px;object-fit:cover;border-radius:3px;border:1px solid #eee}
.actions_wrap__6{display:flex;flex-direction:column;gap:4px;align-items:flex-start}.pagination_wrap__8{display:flex;gap:12px;justify-content:flex-end;align-items:center;padding-top:10px;color:rgba(0,0,0,.6)}
`;

const SCRIPT = `
const ROW=${ROW}, scroll=document.getElementById('scroll'), spacer=document.getElementById('spacer');
let list=[], read=0; const drawn=new Map();
const el=(tag,cls,text)=>{const e=document.createElement(tag); if(cls)e.className=cls; if(text!=null)e.textContent=text; return e};
const yuan=fen=>'¥'+(fen/100).toFixed(2);
const time=s=>new Date(s*1000+8*3600000).toISOString().slice(0,19).replace('T',' ');
const left=s=>{s=Math.max(0,Math.floor(s)); const d=Math.floor(s/86400),h=Math.floor(s/3600)%24,m=Math.floor(s/60)%60; return (d?d+'天':'')+(d||h?h+'时':'')+m+'分'+s%60+'秒'};
function remaining(c){return c.expireRemainTime-(Date.now()-read)/1000}
function row(c){
  const r=el('div','after-sales-table_order_item__3kd9x'); const h=el('div','table-item-header_wrap__2s');
  const sn=el('span','table-item-header_sn__2sa'); sn.append('订单编号：',el('span','',c.orderSn));
  h.append(sn, el('span','table-item-header_apply_time__2sb','申请时间: '+time(c.createdAt)));
  const t=el('span','table-item-header_time__77a'); t.append('（'); const timer=el('span','timer_text__0',left(remaining(c))); timer.dataset.timer=''; t.append(timer,' 未处理，系统将自动退款）'); h.append(t);
  const cells=el('div','after-sales-table_cells__3kd'); const cell=()=>{const x=el('div','after-sales-table_item_cell__9f'); cells.append(x); return x};
  const p=cell(), w=el('div','order-info_wrap__4'), img=el('img'); img.src=c.thumbUrl; const words=el('div'); words.append(el('div','order-info_main__4',c.goodsName),el('div','order-info_sub__4',c.goodsSpec+' x'+c.goodsNumber),el('div','order-info_sub__4','商品ID：'+c.goodsId)); w.append(img,words); p.append(w);
  cell().append(el('div','amount_dotted__1',yuan(c.receiveAmount)),el('div','amount_refund__1',yuan(c.refundAmount)));
  cell().textContent=c.sellerAfterSalesShippingStatusDesc; cell().textContent=c.afterSalesTypeName; cell().textContent=c.afterSalesTitle; cell().textContent='-';
  const reason=cell(); reason.append(el('div','',c.afterSalesReasonDesc)); if(c.images){const g=el('div','reason_images__6'); for(const u of c.images){const i=el('img'); i.src=u.includes('x-signature')?u:u+'?imageView2/2/w/300'; g.append(i)} reason.append(g)}
  const a=el('div','actions_wrap__6'), link=el('a','','查看详情'); link.target='_blank'; link.href='/aftersales-ssr/detail?id='+c.id+'&orderSn='+c.orderSn;
  const agree=el('button','BTN_primary__5','同意退款'); agree.dataset.testid='beast-core-button'; const no=el('button','','驳回申请'); a.append(agree,no,link); cell().append(a);
  r.append(h,cells); return r}
function draw(){
  const from=Math.max(0,Math.floor(scroll.scrollTop/ROW)-2), to=Math.min(list.length,Math.ceil((scroll.scrollTop+scroll.clientHeight)/ROW)+2);
  for(const [i,r] of drawn) if(i<from||i>=to){r.remove(); drawn.delete(i)}
  for(let i=from;i<to;i++) if(!drawn.has(i)){const r=row(list[i]); r.style.top=i*ROW+'px'; scroll.append(r); drawn.set(i,r)}}
async function load(){
  const answer=await fetch('/mercury/mms/afterSales/queryList',{method:'POST',headers:{'content-type':'application/json','anti-content':'0asWfxUeM3'},body:JSON.stringify({pageNumber:1,pageSize:100,searchType:7})});
  const {result}=await answer.json(); read=Date.now(); list=result.list; spacer.style.height=list.length*ROW+'px';
  document.getElementById('count').textContent=result.total; document.getElementById('total').textContent='共 '+result.total+' 条'; draw()}
scroll.addEventListener('scroll',()=>requestAnimationFrame(draw)); addEventListener('resize',draw);
setInterval(()=>{for(const [i,r] of drawn) r.querySelector('[data-timer]').textContent=left(remaining(list[i]))},1000);
fetch('/mercury/mms/afterSales/queryCount',{method:'POST',body:'{}'}); load();
`;
