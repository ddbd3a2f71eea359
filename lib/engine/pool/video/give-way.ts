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

/** One turn of the worker's loop, so that a call that has come in the meantime is heard. No timer: those wait four milliseconds at least. */
const turn = (): Promise<void> =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });

/** A pause of a long call: resolves when no other call is under way in this worker. Never to be used by a call that goes first. */
export async function giveWay(): Promise<void> {
  await turn();
  while (first > 0) await new Promise<void>((go) => waiting.push(go));
}
