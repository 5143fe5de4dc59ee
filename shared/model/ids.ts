declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Names one exchange (one Send) in the window, in the log and on disk. */
export type ExchangeId = Branded<'ExchangeId'>;

/** Shape of an exchange id: the only form that may become a folder name. */
export const EXCHANGE_ID_PATTERN = /^x-[0-9a-z-]{8,64}$/;

/** Checks the shape and brands the string; null if it is no exchange id. */
export function toExchangeId(text: string): ExchangeId | null {
  return EXCHANGE_ID_PATTERN.test(text) ? (text as ExchangeId) : null;
}
