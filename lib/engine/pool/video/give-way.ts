/** Long calls of a worker that others may run beside: at their own pauses they let those go first. */

/** Calls under way that wait for nobody. */
let first = 0;
const waiting: (() => void)[] = [];

/** Counts a call in that goes first; the returned function counts it out again. */
export function goFirst(): () => void {
  first += 1;
  return () => {
    first -= 1;
    if (first > 0) return;
    for (const go of waiting.splice(0)) go();
  };
}

/** Ports that wait for their message: held here, since one that nothing refers to may be cleared away before it comes. */
const turning = new Set<MessagePort>();

/** One turn of the worker's loop, so that a call that has come in the meantime is heard. No timer: those wait four milliseconds at least. */
const turn = (): Promise<void> =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    turning.add(port1);
    port1.onmessage = () => {
      turning.delete(port1);
      port1.close();
      done();
    };
    port2.postMessage(null);
  });

/**
 * Longest rest of a long call, ms: several times what a photo takes. The other call may be waiting for something that this one holds, such
 * as the decoder of the very video: then neither would ever end.
 */
const LONGEST_REST_MS = 10_000;

/**
 * A pause of a long call: resolves when no other call is under way in this worker, or after `most` ms. Never to be used by a call that
 * goes first.
 */
export async function giveWay(most = LONGEST_REST_MS): Promise<void> {
  await turn();
  if (first === 0) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rested = new Promise<void>((done) => {
    timer = setTimeout(done, most);
  });
  while (first > 0) {
    const others = new Promise<boolean>((go) => waiting.push(() => go(false)));
    if (await Promise.race([others, rested.then(() => true)])) break;
  }
  clearTimeout(timer);
}
