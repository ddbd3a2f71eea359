/** Personal data in texts, masked before anything is exported. Over-masking a number is cheaper than passing on a phone. */

/** Chinese mobile, landline with area code, international form; groups may be parted by a dash, dot or blank. */
const PHONE =
  /(?<![\dA-Za-z])(?:\+?86[-. ·]?)?1[3-9]\d[-. ·]?\d{4}[-. ·]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[-. ·]\d{7,8}(?!\d)|\+\d{1,3}[-. ·]?\d[\d. ·-]{6,12}\d/g;
/** Full-width forms of digits, letters and signs, as input methods and shops that hide numbers write them. */
const FULL_WIDTH = /[\uff01-\uff5e\u3000]/g;
/** The same text in plain width, character for character. */
const plainWidth = (text: string): string =>
  text.replace(FULL_WIDTH, (char) =>
    char === '\u3000' ? ' ' : String.fromCharCode(char.charCodeAt(0) - 0xfee0),
  );
/** Resident identity number: 17 digits and a check character. */
const IDENTITY =
  /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])/g;
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g;
/** From a road or estate word to the door number: what finds a home. */
const ADDRESS =
  /[\u4e00-\u9fff]{1,12}(?:路|街|道|巷|弄|小区|花园|公寓|村)[\u4e00-\u9fff]{0,8}\d{1,5}(?:号|弄|栋|幢|座|单元|室|楼|#)[\d\u4e00-\u9fff-]{0,12}/g;
/** Name after the words that introduce a receiver on waybills and in chats. */
const RECEIVER = /(收(?:件|货)人|联系人|姓名|收方)([:\uff1a\s]{0,3})([\u4e00-\u9fff·]{2,8})/g;

/** The text with phones, identity numbers, mail and home addresses, and names after words like “receiver” masked. */
export function maskText(text: string): string {
  const plain = plainWidth(text);
  // What hides no number stays as it was written.
  const masked = maskPlain(plain);
  return masked === plain ? text : masked;
}

function maskPlain(text: string): string {
  return text
    .replace(IDENTITY, (found) => `${found.slice(0, 3)}***********${found.slice(-2)}`)
    .replace(EMAIL, (found) => `${found.slice(0, 1)}***@***`)
    .replace(PHONE, (found) => {
      const digits = found.replace(/\D/g, '');
      return `${digits.slice(0, 3)}****${digits.slice(-2)}`;
    })
    .replace(ADDRESS, (found) => `${[...found].slice(0, 2).join('')}****`)
    .replace(RECEIVER, (_, word: string, gap: string, name: string) => `${word}${gap}${maskName(name)}`);
}

/** First character kept, the rest as two stars (the length of a name says something, too). */
export function maskName(name: string): string {
  const first = [...name.trim()][0];
  return first === undefined ? '' : `${first}**`;
}

/** An account id with its ends kept, so that two of them can be told apart by the seller who knows them. */
export function maskId(id: string): string {
  const chars = [...id];
  return chars.length <= 4 ? '****' : `${chars.slice(0, 2).join('')}****${chars.slice(-2).join('')}`;
}
