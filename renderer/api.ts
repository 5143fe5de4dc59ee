import type { Bridge } from '../shared/ipc/contract.ts';

declare global {
  interface Window {
    readonly tideline: Bridge;
  }
}

/** The one typed client of main. Everything in the renderer that does I/O goes through it. */
export type Api = Bridge;

/** The functions that the preload exposed. */
export function getApi(): Api {
  return window.tideline;
}
