/** Which encoding a text is in, told by its bytes: sheets and archive names say nothing, or something false, about it. */

/** Labels of TextDecoder (Encoding Standard), and `ibm437`, the ZIP standard's own code page, which that standard lacks. */
export const ENCODINGS = [
  'utf-8',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-kr',
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1254',
  'windows-874',
  'utf-16le',
  'utf-16be',
  'ibm437',
] as const;
export type TextEncoding = (typeof ENCODINGS)[number];

/** Upper half of code page 437 (Unicode mapping table CP437.TXT). */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/** Bytes looked at: the kind of text does not change later on. */
const SAMPLE = 200_000;
/** Characters outside ASCII that are weighed. */
const WEIGHED = 3_000;

/** Decodes leniently; never throws. */
export function decodeText(bytes: Uint8Array, encoding: TextEncoding): string {
  if (encoding !== 'ibm437') return new TextDecoder(encoding).decode(bytes);
  return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : CP437[byte - 0x80])).join('');
}

/** Letters that sellers' sheets are full of; they tell apart encodings in which every byte pair is some character. */
const COMMON: Partial<Record<TextEncoding, string>> = {
  gb18030:
    '的一是不了在人有我他这为之大来以个中上们到说国和地也子时道出要于就下得可你年生自会那后能对着事其里所去行过家用发天如然作方成者多都三小同经法当起看定学进种将还分此心前面又见只主没公从商品名称编号图片标题价格库存描述宝贝类目颜色尺码规格型数量店铺链接址详情明单位产件杯瓶花茶壶碗盘锅水保温马克玻璃陶瓷青釉白红黑蓝绿黄紫灰粉新款女男童裙衣裤鞋帽包手机电脑居厨房卫浴床灯盒套装礼纸布木金银铁钢塑料皮棉麻丝绸春夏秋冬季长短袖双肩旅运动健身玩具母婴食饮酒肉果蔬米面油盐糖袋箱架柜桌椅垫巾毛被枕窗帘地毯画框钟表镜梳刷洗护肤妆香膏霜液露喷雾剂片粒支组副套二四五六七八九十百千万元角必填选仓发货物流号场景白底透明轮播附属性材质工艺风格图',
  big5: '的一是不了在人有我他這為之大來以個中上們到說國和地也子時道出要於就下得可你年生自會那後能對著事其裡所去行過家用發天如然作方成者多都三小同經法當起看定學進種將還分此心前面又見只主沒公從商品名稱編號圖片標題價格庫存描述寶貝類目顏色尺碼規格型數量店鋪連結網址詳情明單位產件杯瓶花茶壺碗盤鍋水保溫馬克玻璃陶瓷青釉白紅黑藍綠黃紫灰粉新款女男童裙衣褲鞋帽包手機電腦居廚房衛浴床燈盒套裝禮紙布木金銀鐵鋼塑料皮棉麻絲綢春夏秋冬季長短袖雙肩旅運動健身玩具母嬰食飲酒肉果蔬米麵油鹽糖袋箱架櫃桌椅墊巾毛被枕窗簾毯畫框鐘錶鏡梳刷洗護膚妝香膏霜液露噴霧劑粒支組副二四五六七八九十百千萬元角必填選倉貨物流場景底透輪播附屬性材質工藝風',
  'euc-kr':
    '이다의가는을에로하고를한사지기은도자어리인시대아해수서스부나일정과구들그제상라원장전있보주성안것경공유여관방소만세조용분면모물신우체중실화품명번호이미지색옵션가격판매재고브랜드컵머그병접시꽃청자백흑파란빨강노랑초록크기무료배송상세설명링크등록코드',
  shift_jis:
    '商品名番号画像色在庫価格円送料税込説明詳細種類型式式番青釉花瓶杯茶碗皿鉢陶器磁器日本製新品中古白黒赤緑黄紫灰大小長短用女性男性子供服靴帽子鞄財布時計家具収納台所食器保温水筒布木金銀鉄革綿麻絹春夏秋冬一二三四五六七八九十百千万',
};

/** A pair of bytes as character, how likely its kind is: 1 a frequent character of the standard, -2 a rare one, -6 none. */
function pairKind(encoding: TextEncoding, lead: number, trail: number): number {
  switch (encoding) {
    case 'gb18030':
      // GB 2312: punctuation A1-A3, level 1 B0-D7 by pronunciation, level 2 D8-F7; all else is GBK's extension.
      if (trail < 0xa1) return trail >= 0x40 && trail !== 0x7f ? -2 : -6;
      if (lead >= 0xb0 && lead <= 0xd7) return 1;
      return lead >= 0xa1 && lead <= 0xa3 ? 0.5 : lead > 0xd7 && lead <= 0xf7 ? -0.5 : -3;
    case 'big5':
      // Level 1 (frequent) A4-C6, punctuation A1-A3, level 2 C9-F9.
      if (!((trail >= 0x40 && trail <= 0x7e) || (trail >= 0xa1 && trail <= 0xfe))) return -6;
      if (lead >= 0xa4 && lead <= 0xc6) return 1;
      return lead >= 0xa1 && lead <= 0xa3 ? 0.5 : lead >= 0xc9 && lead <= 0xf9 ? -1 : -4;
    case 'euc-kr':
      // KS X 1001: hangul B0-C8, hanja CA-FD, which hardly anybody writes.
      if (trail < 0xa1) return -4;
      if (lead >= 0xb0 && lead <= 0xc8) return 0.5;
      return lead >= 0xa1 && lead <= 0xa3 ? 0.3 : -2.5;
    default:
      // Shift JIS: punctuation 81, wide letters and hiragana 82, katakana 83, JIS level 1 88-97, level 2 98-EA.
      if (trail < 0x40 || trail === 0x7f || trail > 0xfc) return -6;
      if (lead === 0x82 && trail >= 0x9f) return 3;
      if (lead === 0x83 && trail <= 0x96) return 3;
      if (lead === 0x81) return 0.5;
      return lead >= 0x88 && lead <= 0x97 ? 1 : lead >= 0x98 && lead <= 0xea ? -1.5 : -4;
  }
}

/** Mean weight of the characters outside ASCII, about -6 to 5. */
function pairScore(bytes: Uint8Array, encoding: TextEncoding): number {
  const decoder = new TextDecoder(encoding);
  const common = new Set(COMMON[encoding]);
  const known = new Map<number, number>();
  let sum = 0;
  let count = 0;
  for (let at = 0; at < bytes.length && count < WEIGHED; at++) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    count += 1;
    if (encoding === 'shift_jis' && lead >= 0xa1 && lead <= 0xdf) {
      // Half-width katakana, one byte each: real, but rare in names.
      sum -= 1;
      continue;
    }
    const trail = bytes[at + 1] ?? 0;
    const code = lead * 256 + trail;
    let weight = known.get(code);
    if (weight === undefined) {
      const sign = decoder.decode(bytes.subarray(at, at + 2));
      weight = common.has(sign) ? 4 : pairKind(encoding, lead, trail);
      if (/[\ufffd\ue000-\uf8ff]/.test(sign)) weight = -6;
      known.set(code, weight);
    }
    sum += weight;
    // GB 18030 has characters of four bytes, the second a digit.
    if (encoding === 'gb18030' && trail >= 0x30 && trail <= 0x39) at += 3;
    else if (trail >= 0x40) at += 1;
  }
  return count ? sum / count : 0;
}

const LATIN = /[\p{Script=Latin}]/u;
/** Letters that words in the languages of each code page really contain. */
const LETTERS: Partial<Record<TextEncoding, RegExp>> = {
  'windows-1252': /[äöüßÄÖÜàâçéèêëîïôùûœÀÂÇÉÈÊÎÔÙÛñáíóúÑÁÍÓÚãõÃÕåæøÅÆØ]/,
  'windows-1250': /[ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäöüőűâăîșțşţđ]/,
  'windows-1254': /[çğıöşüÇĞİÖŞÜâîû]/,
  ibm437: /[äöüßÄÖÜéâàçêëèïîæÆôòûùåÅñÑáíóú]/,
};

/** As `pairScore` for code pages of one byte a character. */
function singleScore(bytes: Uint8Array, encoding: TextEncoding): number {
  const signs = decodeText(bytes.subarray(0, 20_000), encoding);
  let sum = 0;
  let count = 0;
  for (let at = 0; at < signs.length; at++) {
    const sign = signs[at] ?? '';
    if (sign < '\u0080') continue;
    count += 1;
    const before = signs[at - 1] ?? ' ';
    const after = signs[at + 1] ?? ' ';
    // No word mixes Latin letters with Cyrillic or Thai ones.
    const mixed = /[a-z]/i.test(before) || /[a-z]/i.test(after);
    if (mixed && (encoding === 'windows-1251' || encoding === 'windows-874')) sum -= 2;
    else if (encoding === 'windows-1251') {
      if (!/\p{Script=Cyrillic}/u.test(sign)) sum -= 2;
      // Capital letters follow no small ones.
      else if (/\p{Ll}/u.test(before) && /\p{Lu}/u.test(sign)) sum -= 2;
      else sum += /[а-яА-Я]/.test(sign) ? 1.6 : 0.2;
    } else if (encoding === 'windows-874') sum += /\p{Script=Thai}/u.test(sign) ? 1.6 : -3;
    else if (/[\ufffd\p{Cc}]/u.test(sign)) sum -= 6;
    else if (LETTERS[encoding]?.test(sign)) {
      const plainBefore = before < '\u0080' && LATIN.test(before);
      const plainAfter = after < '\u0080' && LATIN.test(after);
      if (/\p{Ll}/u.test(before) && /\p{Lu}/u.test(sign)) sum -= 2;
      else sum += plainBefore || plainAfter ? 1.5 : before >= '\u0080' && after >= '\u0080' ? -2 : -0.3;
    } else if (/[€£°®™–—‘’“”„…«»²³]/.test(sign)) sum += /\S/.test(before) && /\S/.test(after) ? -0.5 : 0.6;
    else sum -= 1.5;
  }
  return count ? sum / count : 0;
}

const CANDIDATES: readonly TextEncoding[] = [
  'gb18030',
  'big5',
  'shift_jis',
  'euc-kr',
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1254',
  'windows-874',
];

/** The most likely encoding of bytes that are not Unicode, with its score (about -6 to 5; above 2 is sure). */
export function guessLegacy(
  bytes: Uint8Array,
  candidates: readonly TextEncoding[] = CANDIDATES,
): { encoding: TextEncoding; score: number } {
  let best: { encoding: TextEncoding; score: number } = {
    encoding: 'gb18030',
    score: Number.NEGATIVE_INFINITY,
  };
  for (const encoding of candidates) {
    const score = encoding in COMMON ? pairScore(bytes, encoding) : singleScore(bytes, encoding);
    if (score > best.score) best = { encoding, score };
  }
  return best;
}

/**
 * Whether bytes are UTF-8. One bad byte in a long text is damage, not another encoding: sequences of several bytes hardly
 * ever come out right by accident. `doubtful` where only pairs of rare letters were found, as short names in GBK give.
 */
export function looksUtf8(bytes: Uint8Array): { utf8: boolean; doubtful: boolean } {
  const text = new TextDecoder('utf-8').decode(bytes);
  let good = 0;
  let bad = 0;
  let odd = 0;
  for (const sign of text) {
    if (sign < '\u0080') continue;
    if (sign === '\ufffd') bad += 1;
    else if (sign < '\u0800') {
      // Latin-1 letters, Greek, Cyrillic, Hebrew and Arabic are words; the letters between them rarely are.
      if (/[\u0100-\u036f\u0500-\u05cf\u0700-\u07ff\u0080-\u009f]/.test(sign)) odd += 1;
      good += 0.5;
    } else good += 1;
  }
  return { utf8: bad === 0 || bad * 10 <= good, doubtful: bad === 0 && odd > 0 && odd >= good };
}

/** UTF-16 without a mark: every other byte of its ASCII part is zero. */
function unmarkedUtf16(bytes: Uint8Array): TextEncoding | null {
  const zeros = [0, 0];
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0) zeros[at % 2]! += 1;
  const half = bytes.length / 2;
  if (zeros[1]! > half * 0.2 && zeros[0]! < half * 0.05) return 'utf-16le';
  if (zeros[0]! > half * 0.2 && zeros[1]! < half * 0.05) return 'utf-16be';
  return null;
}

/** The encoding of a text file: by its mark, as UTF-8 where it is that but for single bad bytes, else the likeliest one. */
export function guessEncoding(whole: Uint8Array): TextEncoding {
  const bytes = whole.subarray(0, SAMPLE);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  const wide = unmarkedUtf16(bytes);
  if (wide) return wide;
  // A sample may end inside a character.
  const sample =
    whole.length > SAMPLE ? bytes.subarray(0, bytes.findLastIndex((byte) => byte < 0x80) + 1) : bytes;
  const { utf8, doubtful } = looksUtf8(sample);
  if (!utf8) return guessLegacy(sample).encoding;
  if (!doubtful) return 'utf-8';
  const legacy = guessLegacy(sample);
  return legacy.score >= 2 ? legacy.encoding : 'utf-8';
}
