/** The one base class of errors that callers tell apart, and their way across a worker's border, which knows no classes. */

/** An error as plain data. */
export interface ErrorMessage {
  name: string;
  message: string;
  /** The error's own fields, e.g. its code; empty for a foreign error. */
  fields: Record<string, unknown>;
}

const kinds = new Map<string, object>();

/** Each subclass registers itself by its `name`, which minifying leaves alone; its fields must be plain data. */
export abstract class ProductError extends Error {
  /** Makes a subclass known under the name that its errors carry. */
  protected static register(name: string, kind: { prototype: ProductError }): void {
    kinds.set(name, kind.prototype);
  }
}

/** An error, or whatever else was thrown, as plain data. */
export function toMessage(thrown: unknown): ErrorMessage {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return {
    name: error.name,
    message: error.message,
    fields: error instanceof ProductError ? { ...error } : {},
  };
}

/** The error again, of its own class where that is known here; `instanceof` and the fields hold as before the border. */
export function fromMessage({ name, message, fields }: ErrorMessage): Error {
  const error = new Error(message);
  const kind = kinds.get(name);
  return kind ? Object.assign(Object.setPrototypeOf(error, kind), fields) : Object.assign(error, { name });
}
