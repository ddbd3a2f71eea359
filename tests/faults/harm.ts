/** What is done to the engine's document from inside, as text: it runs there, where none of our code can be imported. */

/** The next `times` writes find no room, as on a full disk. */
export const fullDisk = (times: number): string => `(() => {
  const real = IDBObjectStore.prototype.put;
  let left = ${times};
  IDBObjectStore.prototype.put = function (...args) {
    if (left-- > 0) throw new DOMException('no room is left', 'QuotaExceededError');
    IDBObjectStore.prototype.put = real;
    return real.apply(this, args);
  };
})()`;

/** The next `times` transactions that would write are broken off after they have begun. */
export const brokenTransactions = (times: number): string => `(() => {
  const real = IDBDatabase.prototype.transaction;
  let left = ${times};
  IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
    const made = real.call(this, stores, mode, ...rest);
    if (mode === 'readwrite' && left-- > 0) setTimeout(() => { try { made.abort(); } catch {} }, 0);
    return made;
  };
})()`;

/** The clock stands this many hours off from now on, on top of earlier jumps. */
export const clockJump = (hours: number): string => `(() => {
  const Before = Date;
  const off = ${hours} * 3600000;
  globalThis.Date = class extends Before {
    constructor(...args) {
      if (args.length) super(...args);
      else super(Before.now() + off);
    }
    static now() { return Before.now() + off; }
  };
})()`;
