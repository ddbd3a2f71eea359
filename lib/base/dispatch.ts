/** Handlers by message type: the compiler refuses a table that leaves a type out or names one that does not exist. */

export type Message = { type: string };

/** One handler for every type of message in the union `M`; `C` is whatever comes with each message. */
export type Handlers<M extends Message, C, R> = {
  [T in M['type']]: (message: Extract<M, { type: T }>, context: C) => R;
};

/** Calls the handler of the message's type. */
export function dispatch<M extends Message, C, R>(handlers: Handlers<M, C, R>, message: M, context: C): R {
  const handle = handlers[message.type as M['type']] as (message: M, context: C) => R;
  return handle(message, context);
}
