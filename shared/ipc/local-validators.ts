/** Form of the inputs about global variables and grants. Unknown keys are refused. */
import { z } from 'zod';
import { REQUEST_BODY_BYTES_MAX, REQUEST_ROWS_MAX, SECRET_CHARS_MAX } from '../limits.ts';
import type { LocalInvocations } from './local-contract.ts';

const NAME_CHARS_MAX = 1_024;
const PATH_CHARS_MAX = 4_096;

const text = z.string().max(REQUEST_BODY_BYTES_MAX);
const name = z.string().min(1).max(NAME_CHARS_MAX);

/** One validator per invocation; a channel without one does not compile. */
export const LOCAL_VALIDATORS: {
  readonly [C in keyof LocalInvocations]: z.ZodType<LocalInvocations[C]['input']>;
} = {
  'globals:read': z.null(),
  'globals:save': z.strictObject({
    variables: z
      .array(
        z.strictObject({
          name: z.string().max(NAME_CHARS_MAX),
          value: text,
          isSecret: z.boolean(),
          isEnabled: z.boolean(),
          description: text,
        }),
      )
      .max(REQUEST_ROWS_MAX),
  }),
  'globals:write-secret': z.strictObject({
    name,
    value: z.string().max(SECRET_CHARS_MAX).nullable(),
  }),
  'grants:list': z.null(),
  'grants:set': z.strictObject({
    path: z.string().min(1).max(PATH_CHARS_MAX),
    isGranted: z.boolean(),
  }),
};
