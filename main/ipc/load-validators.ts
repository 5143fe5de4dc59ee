import { once } from './once.ts';

/** The validators of the contract. They come with the first use: building them would hold back the window. */
export const loadValidators = once(
  async () => (await import('../../shared/ipc/validators.ts')).VALIDATORS,
);
